package cli

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"berth.dev/engine/spec"
	"berth.dev/providers/prometheus"
)

// identityOf is what else the answers of a source depend on: tenants, and who asks.
// Values of secrets are not in it, only the names of their variables.
func identityOf(m *spec.Metrics) string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(m.Headers.V)) {
		out = append(out, http.CanonicalHeaderKey(name)+"="+m.Headers.V[name])
	}
	for _, name := range slices.Sorted(maps.Keys(m.HeadersEnv.V)) {
		out = append(out, http.CanonicalHeaderKey(name)+"=$"+m.HeadersEnv.V[name])
	}
	if m.Auth != nil {
		out = append(out, "user="+m.Auth.User.V)
	}
	return strings.Join(out, "\n")
}

// identify fills in who asks.
func (o *measureOptions) identify(p *prometheus.Options, auth *spec.MetricsAuth) (err error) {
	p.User = auth.User.V
	for _, secret := range []struct {
		variable string
		to       *string
	}{{auth.BearerEnv.V, &p.Bearer}, {auth.PasswordEnv.V, &p.Password}} {
		if secret.variable == "" {
			continue
		}
		if *secret.to, err = o.secret(secret.variable); err != nil {
			return err
		}
	}
	for _, file := range []struct {
		name string
		to   *[]byte
	}{{auth.CA.V, &p.CA}, {auth.Cert.V, &p.Cert}, {auth.Key.V, &p.Key}} {
		if file.name == "" {
			continue
		}
		if *file.to, err = o.pem(file.name); err != nil {
			return err
		}
	}
	return nil
}

// headers are those that go with every call, the secret ones among them.
func (o *measureOptions) headers(m *spec.Metrics) (map[string]string, error) {
	out := maps.Clone(m.Headers.V)
	for _, name := range slices.Sorted(maps.Keys(m.HeadersEnv.V)) {
		value, err := o.secret(m.HeadersEnv.V[name])
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = value
	}
	return out, nil
}

// secret is the value of a variable, which must be set.
func (o *measureOptions) secret(variable string) (string, error) {
	if value := o.app.Getenv(variable); value != "" {
		return value, nil
	}
	return "", fmt.Errorf("the environment variable %s is not set: set it to the secret that it names", variable)
}

// largestPEM is how large a file of keys may be.
const largestPEM = 1 << 20

// pem reads a file of keys or certificates, from the workspace's folder on.
func (o *measureOptions) pem(name string) ([]byte, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(o.load.dir, name)
	}
	f, err := os.Open(o.app.path(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, largestPEM+1))
	if err == nil && len(text) > largestPEM {
		err = fmt.Errorf("%s is larger than any file of certificates", name)
	}
	return text, err
}
