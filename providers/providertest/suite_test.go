package providertest_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"berth.dev/engine/target"
	"berth.dev/providers/kube"
	"berth.dev/providers/providertest"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// onFake is a harness over a fake of its own.
func onFake(t *testing.T) providertest.Harness {
	t.Helper()
	s, err := fake.Start(fake.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	file := filepath.Join(t.TempDir(), "kubeconfig")
	if err := fake.Kubeconfig(file, map[string]*fake.Server{"tokyo": s}); err != nil {
		t.Fatal(err)
	}
	return providertest.Harness{
		Open: func(wrap func(http.RoundTripper) http.RoundTripper) (target.Target, error) {
			return kube.Open(kube.Options{Files: []string{file}, Wrap: wrap})
		},
		URL: s.URL, Client: &http.Client{}, Namespace: "suite",
		Take: func(a target.Access) error {
			s.Take(fake.Access{Verb: a.Verb, Kind: a.Kind, Namespace: a.Namespace})
			return nil
		},
	}
}

// shared is a real API server; controllers have no part in what a target promises.
var shared = cluster.NewPool(cluster.Options{Name: "suite"})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// onServer is a harness over the shared API server.
func onServer(t *testing.T) providertest.Harness {
	t.Helper()
	server := shared.Get(t)[0]
	config, err := clientcmd.BuildConfigFromFlags("", server.Admin())
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return providertest.Harness{
		Open: func(wrap func(http.RoundTripper) http.RoundTripper) (target.Target, error) {
			return kube.Open(kube.Options{Files: []string{server.Admin()}, Wrap: wrap})
		},
		URL: server.URL(), Client: client, Namespace: cluster.Name(t),
	}
}

func TestTheClientKeepsEveryPromiseOnARealServer(t *testing.T) {
	providertest.Run(t, onServer)
}

func TestTheClientKeepsEveryPromiseOnAFake(t *testing.T) {
	providertest.Run(t, onFake)
}

func TestEveryPromiseHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range providertest.Promises() {
		if seen[p.Name] || len(strings.Fields(p.Name)) < 4 {
			t.Errorf("%q is no sentence, or stands there twice", p.Name)
		}
		seen[p.Name] = true
	}
}
