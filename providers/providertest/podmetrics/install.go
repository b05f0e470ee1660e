package podmetrics

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"berth.dev/providers/providertest/cluster"
)

const (
	service    = `{"apiVersion":"v1","kind":"Service","metadata":{"name":"metrics-server"},"spec":{"type":"ExternalName","externalName":"localhost"}}`
	apiService = `{"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","metadata":{"name":"v1beta1.metrics.k8s.io"},"spec":{` +
		`"group":"metrics.k8s.io","version":"v1beta1","groupPriorityMinimum":100,"versionPriority":100,"insecureSkipTLSVerify":true,` +
		`"service":{"namespace":"kube-system","name":"metrics-server","port":%s}}}`
	registered = "/apis/apiregistration.k8s.io/v1/apiservices"
	served     = time.Minute
)

// Install has the cluster's API server serve the metrics of pods until the test ends.
func Install(t testing.TB, c *cluster.Cluster, pods func() []Pod) {
	t.Helper()
	s := httptest.NewTLSServer(Handler(pods))
	t.Cleanup(s.Close)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, made := range []struct{ path, body string }{
		{"/api/v1/namespaces/kube-system/services", service},
		{registered, fmt.Sprintf(apiService, port)},
	} {
		if _, err := c.Ask(t.Context(), http.MethodPost, made.path, []byte(made.body)); err != nil {
			t.Fatal(err)
		}
		name := "/metrics-server"
		if made.path == registered {
			name = "/v1beta1.metrics.k8s.io"
		}
		t.Cleanup(func() {
			// The test's own context has ended. What is left goes with the cluster.
			_, _ = c.Ask(context.Background(), http.MethodDelete, made.path+name, nil)
		})
	}
	ctx, stop := context.WithTimeout(t.Context(), served)
	defer stop()
	last := ""
	err = cluster.Until(ctx, func() (bool, error) {
		text, err := c.Ask(ctx, http.MethodGet, group+"/pods", nil)
		last = string(text)
		if err != nil {
			last = err.Error()
		}
		return err == nil && strings.Contains(last, "PodMetricsList"), nil
	})
	if err != nil {
		t.Fatalf("the API server does not serve %s: %v: %s", group, err, last)
	}
}
