package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/podmetrics"
	"berth.dev/reports"
)

const clusterConfig = `
apiVersion: v1
kind: Config
current-context: tokyo
contexts: [{name: tokyo, context: {cluster: tokyo, user: tokyo}}]
clusters: [{name: tokyo, cluster: {server: %q}}]
users: [{name: tokyo, user: {}}]
`

// The API server is a double here: providers/kube/usage asks a real one.
func TestAClusterTellsOfNowAlone(t *testing.T) {
	var list string
	var pods []podmetrics.Pod
	for _, at := range [][2]string{{"shop", "frontend"}, {"shop", "cart"}, {"test", "cart"}} {
		if list != "" {
			list += ","
		}
		list += fmt.Sprintf(`{"metadata":{"namespace":%q,"name":"%s-1","ownerReferences":[{"kind":"StatefulSet","name":%q,"controller":true}]}}`, at[0], at[1], at[1])
		pods = append(pods, podmetrics.Pod{Namespace: at[0], Name: at[1] + "-1", Containers: []podmetrics.Container{{Name: "main", CPU: "250m", Memory: "64Mi"}}})
	}
	server := http.NewServeMux()
	server.Handle("/apis/metrics.k8s.io/", podmetrics.Handler(func() []podmetrics.Pod { return pods }))
	server.HandleFunc("/api/v1/pods", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintf(w, `{"items":[%s]}`, list) })
	s := httptest.NewServer(server)
	t.Cleanup(s.Close)
	m := newMeasuring(t, map[string]string{
		"config": fmt.Sprintf(clusterConfig, s.URL),
		"berth.hcl": `
service "frontend" {
  namespace = "shop"
}
service "cart" {
  namespace = "shop"
}
metrics "live" {
  kind    = "kubernetes"
  context = "tokyo"
}
`})
	got := m.measure(t, 0, "--kubeconfig", "config").Sources[0]
	for i, q := range got.Queries {
		if q.Services != 2 || q.Points != 2 {
			t.Errorf("query %d: %+v", i, q)
		}
	}
	if diff := cmp.Diff([]string{"test/cart"}, got.Strangers); diff != "" {
		t.Errorf("strangers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]reports.NearName(nil), got.Near); diff != "" {
		t.Errorf("near (-want +got):\n%s", diff)
	}
	none := m.measure(t, 1, "--kubeconfig", "missing", "--again").Sources[0]
	if none.Queries[0].Cause != "refused" || none.Queries[0].Points != 2 {
		t.Errorf("without a kubeconfig: %+v", none)
	}
}
