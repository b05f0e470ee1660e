package prometheus

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/net/http/httpguts"

	"berth.dev/engine/measure"
)

// Options say which server is meant, who asks, and how much it may take.
type Options struct {
	// URL is where the server's API begins, as in "https://mimir.example/prometheus".
	URL string
	// Headers go with every call, those of tenants among them. Their values are
	// never shown.
	Headers map[string]string
	// Bearer is a token; User and Password are for basic authentication. "" is none.
	Bearer, User, Password string
	// CA, Cert and Key are PEM: whom to trust and nobody else, and with what to show
	// who asks. Without a CA the system's are trusted.
	CA, Cert, Key []byte
	// Limits bound calls and answers; a field that is 0 is that of
	// [measure.DefaultLimits].
	Limits measure.Limits
	// Agent is the User-Agent header, "" for "berth".
	Agent string
	// Wait pauses between attempts; nil waits by the clock. Tests hand in their own.
	Wait func(ctx context.Context, d time.Duration) error
	// Wrap stands between the source and the network, for tests. Nil is nothing.
	Wrap func(http.RoundTripper) http.RoundTripper
}

// check says what cannot be used in the options, and returns the address as it may be
// shown.
func (o Options) check() (address string, err error) {
	u, err := url.Parse(o.URL)
	switch {
	case err != nil:
		// The error of the parser repeats the text, which may have a password.
		return "", errors.New("url is none: write it as in https://prometheus.example:9090")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return "", errors.New("url must begin with http:// or https:// and a host, as in https://prometheus.example:9090")
	case u.User != nil:
		return "", errors.New("url has a user or password: write user and password_env in auth")
	case u.RawQuery != "" || u.Fragment != "":
		return "", errors.New("url has a query or fragment: it is where the API begins, without /api/v1")
	case o.Bearer != "" && o.User+o.Password != "":
		return "", errors.New("auth has a bearer and a user: one of them")
	case o.Password != "" && o.User == "":
		return "", errors.New("auth has a password and no user")
	case (len(o.Cert) == 0) != (len(o.Key) == 0):
		return "", errors.New("auth has one of cert and key: both or none")
	case !httpguts.ValidHeaderFieldValue(o.Bearer):
		return "", errors.New("the bearer token has characters that no header may have: is there a line break in it?")
	}
	for _, name := range slices.Sorted(maps.Keys(o.Headers)) {
		if !httpguts.ValidHeaderFieldName(name) || !httpguts.ValidHeaderFieldValue(o.Headers[name]) {
			return "", fmt.Errorf("header %q has characters that no header may have: is there a line break in it?", name)
		}
	}
	return u.String(), nil
}

// limits are the options' with defaults for what is 0.
func (o Options) limits() measure.Limits {
	d := measure.DefaultLimits()
	return measure.Limits{
		Bytes:    cmp.Or(o.Limits.Bytes, d.Bytes),
		Series:   cmp.Or(o.Limits.Series, d.Series),
		Timeout:  cmp.Or(o.Limits.Timeout, d.Timeout),
		Attempts: cmp.Or(o.Limits.Attempts, d.Attempts),
	}
}

// headers are what every call carries.
func (o Options) headers() http.Header {
	h := http.Header{}
	for name, value := range o.Headers {
		h.Set(name, value)
	}
	h.Set("User-Agent", cmp.Or(o.Agent, "berth"))
	switch {
	case o.Bearer != "":
		h.Set("Authorization", "Bearer "+o.Bearer)
	case o.User != "":
		h.Set("Authorization", "Basic "+o.basic())
	}
	return h
}

// basic is user and password as they are sent.
func (o Options) basic() string {
	return base64.StdEncoding.EncodeToString([]byte(o.User + ":" + o.Password))
}

// secrets are texts that a server may repeat and nobody may see, longer ones first, for
// one may be within another. Very short headers are names of tenants; blotting out each
// "1" of a sentence would hide nothing.
func (o Options) secrets() (out []string) {
	const short = 4
	for _, text := range []string{o.Bearer, o.Password} {
		if text != "" {
			out = append(out, text)
		}
	}
	if o.Password != "" {
		out = append(out, o.basic())
	}
	for _, value := range o.Headers {
		if len(value) >= short {
			out = append(out, value)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	return out
}
