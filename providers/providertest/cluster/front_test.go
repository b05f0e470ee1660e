package cluster_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// front serves a cluster at another address.
func front(t *testing.T, c *cluster.Cluster) *httptest.Server {
	t.Helper()
	handler, err := c.Front(cluster.ByCertificate)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	if server.TLS, err = c.Serving("front-of-a-test", "127.0.0.1", "front.test"); err != nil {
		t.Fatal(err)
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func TestAFrontPassesUsersOnByTheirCertificates(t *testing.T) {
	c := shared.Get(t)[0]
	server := front(t, c)
	namespace := cluster.Namespace(t, c)
	for _, user := range []struct {
		name   string
		groups []string
		may    bool
	}{{"fronted-root", []string{"system:masters"}, true}, {"fronted-nobody", nil, false}} {
		text, err := c.Kubeconfig("away", user.name, server.URL, user.groups...)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := c.Kubectl(limited(t), path, "", "create", "configmap", "settings", "-n", namespace)
		if (err == nil) != user.may || err != nil && !strings.Contains(out, `User "fronted-nobody" cannot`) {
			t.Errorf("%s: %v: %s", user.name, err, out)
		}
	}
}

func TestAFrontBelievesNobodyWhoOnlySaysWhoHeIs(t *testing.T) {
	c := shared.Get(t)[0]
	server := front(t, c)
	authority, err := c.Authority()
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "front.test"}}}
	request, err := http.NewRequestWithContext(limited(t), http.MethodGet, server.URL+"/api/v1/nodes", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Remote-User", "admin")
	request.Header.Set("X-Remote-Group", "system:masters")
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusForbidden || !strings.Contains(string(text), "system:anonymous") {
		t.Errorf("%v: %s: %s", err, answer.Status, text)
	}
}
