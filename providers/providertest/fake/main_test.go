package fake_test

import (
	"net/http"
	"os"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// truth is a real API server without controllers: they would write beside the table.
var truth = cluster.NewPool(cluster.Options{Name: "truth"})

func TestMain(m *testing.M) { os.Exit(truth.Main(m)) }

// realServer reaches it as its administrator.
func realServer(t *testing.T) server {
	t.Helper()
	real := truth.Get(t)[0]
	config, err := clientcmd.BuildConfigFromFlags("", real.Admin())
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return server{real.URL(), client}
}

// start opens a fake that ends with the test.
func start(t testing.TB, o fake.Options) *fake.Server {
	t.Helper()
	s, err := fake.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// double reaches a fake as the table does.
func double(s *fake.Server) server { return server{s.URL, http.DefaultClient} }
