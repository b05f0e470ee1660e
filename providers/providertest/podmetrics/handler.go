package podmetrics

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// Pod is what one pod uses, as quantities of Kubernetes by container: "250m", "64Mi".
type Pod struct {
	Namespace, Name string
	Containers      []Container
}

// Container is what one container uses.
type Container struct{ Name, CPU, Memory string }

// group is where the API lies.
const group = "/apis/metrics.k8s.io/v1beta1"

// Handler answers for the API, with what pods returns at the time of each request.
// Like metrics-server it knows no pages.
func Handler(pods func() []Pod) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET "+group, func(w http.ResponseWriter, _ *http.Request) { answer(w, discovery()) })
	m.HandleFunc("GET "+group+"/pods", func(w http.ResponseWriter, _ *http.Request) { answer(w, list(pods(), "")) })
	m.HandleFunc("GET "+group+"/namespaces/{namespace}/pods", func(w http.ResponseWriter, r *http.Request) {
		answer(w, list(pods(), r.PathValue("namespace")))
	})
	return m
}

// answer writes JSON.
func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // whoever has gone reads nothing
}

// discovery says what the API has.
func discovery() any {
	return map[string]any{
		"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": strings.TrimPrefix(group, "/apis/"),
		"resources": []any{map[string]any{
			"name": "pods", "singularName": "", "namespaced": true, "kind": "PodMetrics", "verbs": []string{"get", "list"},
		}},
	}
}

// list are the metrics of the pods of a namespace, "" for all.
func list(pods []Pod, namespace string) any {
	items := []any{}
	for _, p := range pods {
		if namespace != "" && p.Namespace != namespace {
			continue
		}
		containers := []any{}
		for _, c := range p.Containers {
			containers = append(containers, map[string]any{"name": c.Name, "usage": map[string]any{"cpu": c.CPU, "memory": c.Memory}})
		}
		items = append(items, map[string]any{
			"metadata":  map[string]any{"namespace": p.Namespace, "name": p.Name, "creationTimestamp": time.Unix(0, 0).UTC().Format(time.RFC3339)},
			"timestamp": time.Unix(0, 0).UTC().Format(time.RFC3339), "window": "15.0s", "containers": containers,
		})
	}
	return map[string]any{"kind": "PodMetricsList", "apiVersion": strings.TrimPrefix(group, "/apis/"), "metadata": map[string]any{}, "items": items}
}
