package manifest

import (
	"fmt"
	"strings"
	"testing"
)

// shops is n shops of six objects each that refer to each other, as one list of
// kubectl.
func shops(n int) []Source {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: List\nitems:\n")
	for i := range n {
		ns, next := fmt.Sprintf("team-%d", i/20), fmt.Sprintf("svc-%d", i/20*20+(i+1)%20)
		fmt.Fprintf(&b, `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: svc-%[1]d
    namespace: %[2]s
    annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"a": "%[4]s"}'}
  spec:
    replicas: 2
    selector: {matchLabels: {app: svc-%[1]d}}
    template:
      metadata: {labels: {app: svc-%[1]d}}
      spec:
        containers:
          - name: app
            image: registry.example/svc:%[1]d
            env:
              - {name: NEXT_ADDR, value: "%[3]s:8080"}
              - {name: MODE, value: fast}
            envFrom: [{configMapRef: {name: svc-%[1]d}}]
            resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
- {apiVersion: v1, kind: Service, metadata: {name: svc-%[1]d, namespace: %[2]s}, spec: {selector: {app: svc-%[1]d}, ports: [{port: 8080}]}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: svc-%[1]d, namespace: %[2]s}, data: {DB: "postgres://db.%[2]s/x", A: b}}
- {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: svc-%[1]d, namespace: %[2]s}, spec: {maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: svc-%[1]d}}}
- {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: svc-%[1]d, namespace: %[2]s}, spec: {minAvailable: 1, selector: {matchLabels: {app: svc-%[1]d}}}}
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: svc-%[1]d, namespace: %[2]s}}
`, i, ns, next, strings.Repeat("x", 500))
	}
	return []Source{{Name: "cluster.yaml", Bytes: []byte(b.String())}}
}

// BenchmarkImport shows that the time grows with the cluster and not faster.
func BenchmarkImport(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		sources := shops(n)
		b.Run(fmt.Sprintf("services=%d", n), func(b *testing.B) {
			b.SetBytes(int64(len(sources[0].Bytes)))
			b.ReportAllocs()
			for b.Loop() {
				r, diags := Import(sources, DefaultOptions())
				if len(r.Services) != n || len(diags) > 0 {
					b.Fatalf("%d services: %s", len(r.Services), diagText(diags))
				}
			}
		})
	}
}

// BenchmarkRefuse is how long hostile input keeps the program busy.
func BenchmarkRefuse(b *testing.B) {
	for name, text := range map[string]string{
		"nested":     strings.Repeat("[", 200<<10),
		"long line":  "a: " + strings.Repeat("x", 10<<20),
		"long text":  "a: |\n" + strings.Repeat("  "+strings.Repeat("x", 98)+"\n", 100_000),
		"many keys":  strings.Repeat("a: 1\n", 40<<10),
		"many items": "a: [" + strings.Repeat("x,", 100<<10) + "]",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, diags := Import(yamlSource(text), DefaultOptions()); !diags.HasErrors() {
					b.Fatal("no error")
				}
			}
		})
	}
}
