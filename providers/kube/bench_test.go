package kube_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// workers are how many requests run side by side, as in an apply.
const workers = 8

// services makes the four objects of each of n services.
func services(b *testing.B, namespace string, n int) (out []object.Object) {
	b.Helper()
	for i := range n {
		for _, text := range []string{
			`{"apiVersion":"v1","kind":"ConfigMap","metadata":META,"data":{"config.yaml":"key: value\nother: thing\n"}}`,
			`{"apiVersion":"v1","kind":"Service","metadata":META,"spec":{"selector":{"app":"NAME"},"ports":[{"name":"http","port":80,"targetPort":8080,"protocol":"TCP"}]}}`,
			`{"apiVersion":"apps/v1","kind":"Deployment","metadata":META,"spec":{"replicas":2,"selector":{"matchLabels":{"app":"NAME"}},"template":{"metadata":{"labels":{"app":"NAME"}},"spec":{"containers":[{"name":"app","image":"registry.example/app:1.2.3","ports":[{"containerPort":8080,"name":"http","protocol":"TCP"}],"env":[{"name":"A","value":"b"},{"name":"CONFIG","valueFrom":{"configMapKeyRef":{"name":"NAME","key":"config.yaml"}}}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"128Mi"}},"readinessProbe":{"httpGet":{"path":"/healthz","port":8080},"periodSeconds":10},"livenessProbe":{"httpGet":{"path":"/healthz","port":8080},"periodSeconds":10}}]}}}}`,
			`{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":META,"spec":{"minReplicas":2,"maxReplicas":10,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"NAME"},"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]}}`,
		} {
			text = strings.ReplaceAll(text, "META", `{"name":"NAME","namespace":"`+namespace+`","labels":{"berth.dev/service":"NAME","app.kubernetes.io/managed-by":"berth"}}`)
			out = append(out, parse(b, strings.ReplaceAll(text, "NAME", fmt.Sprintf("svc-%04d", i))))
		}
	}
	return out
}

// each does something with every object, some at a time.
func each(b *testing.B, list []object.Object, do func(context.Context, object.Object) error) time.Duration {
	b.Helper()
	start := time.Now()
	g, ctx := errgroup.WithContext(b.Context())
	g.SetLimit(workers)
	for _, o := range list {
		g.Go(func() error { return do(ctx, o) })
	}
	if err := g.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkAThousandObjects compares with kubectl on the same API server, in turns,
// in one run. All figures but the first are shares of kubectl's time.
func BenchmarkAThousandObjects(b *testing.B) {
	spent := map[string]time.Duration{}
	for b.Loop() {
		c, ours := real(b)
		_, theirs := real(b)
		list := services(b, ours, 250)
		var files strings.Builder
		for _, o := range services(b, theirs, 250) {
			text, err := json.Marshal(o)
			if err != nil {
				b.Fatal(err)
			}
			fmt.Fprintf(&files, "%s\n---\n", text)
		}
		write := func(dry bool) func(context.Context, object.Object) error {
			return func(ctx context.Context, o object.Object) error {
				_, err := c.Create(ctx, o, target.Write{Dry: dry})
				return err
			}
		}
		apply := func(ctx context.Context, o object.Object) error {
			_, err := c.Apply(ctx, o, target.Write{})
			return err
		}
		start := time.Now()
		kubectl(b, files.String(), "apply", "--server-side", "-f", "-")
		spent["kubectl"] += time.Since(start)
		spent["dry"] += each(b, list, write(true))
		spent["create"] += each(b, list, write(false))
		start = time.Now()
		kubectl(b, files.String(), "apply", "--server-side", "-f", "-")
		spent["kubectl-again"] += time.Since(start)
		start = time.Now()
		for _, kind := range []string{"ConfigMap", "Service", "Deployment", "HorizontalPodAutoscaler"} {
			live, err := c.List(b.Context(), target.Query{Kind: kind, Namespace: ours, Selector: object.LabelService})
			if err != nil || len(live) != 250 {
				b.Fatalf("%d objects of kind %s, %v", len(live), kind, err)
			}
			for _, o := range live { // sorted by name, as the list was made
				for _, w := range list {
					if w.Ref() == o.Ref() {
						w["metadata"].(map[string]any)["uid"] = o.UID()
					}
				}
			}
		}
		spent["list"] += time.Since(start)
		spent["first-apply"] += each(b, list, apply)
		spent["later-apply"] += each(b, list, apply)
	}
	full := spent["kubectl"].Seconds()
	b.ReportMetric(full/float64(b.N), "kubectl-s")
	b.ReportMetric(spent["create"].Seconds()/full, "create")
	b.ReportMetric((spent["dry"]+spent["create"]).Seconds()/full, "dry+create")
	again := spent["kubectl-again"].Seconds()
	b.ReportMetric(spent["list"].Seconds()/again, "list/again")
	b.ReportMetric(spent["first-apply"].Seconds()/again, "first-apply/again")
	b.ReportMetric(spent["later-apply"].Seconds()/again, "later-apply/again")
}

// BenchmarkListOfTwentyThousand is the memory of all Deployments of a large cluster,
// as an API server with its controllers serves them.
func BenchmarkListOfTwentyThousand(b *testing.B) {
	const all, perPage = 20_000, 500
	live := services(b, "shop", 1)[2]
	live["status"] = parse(b, `{"observedGeneration":1,"replicas":2,"readyReplicas":2,"availableReplicas":2,"updatedReplicas":2,"conditions":[{"type":"Available","status":"True","reason":"MinimumReplicasAvailable","lastTransitionTime":"2026-11-01T00:00:00Z","lastUpdateTime":"2026-11-01T00:00:00Z"}]}`)
	meta := live["metadata"].(map[string]any)
	meta["uid"], meta["resourceVersion"] = "6f1c2a58-6a67-4b8b-9a5e-0123456NAME", "1NAME"
	meta["managedFields"] = []any{
		map[string]any{"manager": "berth", "operation": "Apply", "apiVersion": "apps/v1", "fieldsType": "FieldsV1", "time": "2026-11-01T00:00:00Z", "fieldsV1": parse(b, `{"f:metadata":{"f:labels":{"f:berth.dev/service":{},"f:app.kubernetes.io/managed-by":{}}},"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}}},"f:image":{},"f:livenessProbe":{"f:httpGet":{"f:path":{},"f:port":{}}},"f:name":{},"f:ports":{"k:{\"containerPort\":8080}":{".":{},"f:containerPort":{}}},"f:resources":{"f:limits":{"f:memory":{}},"f:requests":{"f:cpu":{},"f:memory":{}}}}}}}}}`)},
		map[string]any{"manager": "kube-controller-manager", "operation": "Update", "subresource": "status", "apiVersion": "apps/v1", "fieldsType": "FieldsV1", "time": "2026-11-01T00:00:00Z", "fieldsV1": parse(b, `{"f:status":{"f:availableReplicas":{},"f:conditions":{".":{},"k:{\"type\":\"Available\"}":{".":{},"f:status":{},"f:type":{}}},"f:observedGeneration":{},"f:readyReplicas":{},"f:replicas":{}}}`)},
	}
	text, err := json.Marshal(live)
	if err != nil {
		b.Fatal(err)
	}
	item := strings.ReplaceAll(string(text), "svc-0000", "svc-NAME")
	s := serve(b, func(w http.ResponseWriter, r *http.Request) {
		at := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("continue"), "%d", &at)
		next := ""
		if at+perPage < all {
			next = fmt.Sprint(at + perPage)
		}
		_, _ = fmt.Fprintf(w, `{"metadata":{"continue":%q},"items":[`, next)
		for i := range perPage {
			if i > 0 {
				_, _ = io.WriteString(w, ",")
			}
			_, _ = io.WriteString(w, strings.ReplaceAll(item, "NAME", fmt.Sprintf("%05d", at+i)))
		}
		_, _ = io.WriteString(w, "]}")
	})
	c := open(b, s.URL, nil)
	heap := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	var kept float64
	for b.Loop() {
		before := heap()
		got, err := c.List(b.Context(), target.Query{Kind: "Deployment"})
		if err != nil || len(got) != all {
			b.Fatalf("%d objects, %v", len(got), err)
		}
		kept = heap() - before
		runtime.KeepAlive(got)
	}
	b.ReportMetric(kept/1e6, "MB-kept")
	b.ReportMetric(float64(len(item)), "bytes/object")
}
