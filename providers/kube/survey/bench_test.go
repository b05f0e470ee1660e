package survey_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"berth.dev/providers/kube"
	"berth.dev/providers/kube/survey"
	"berth.dev/providers/manifest"
)

// large is an API server of so many Deployments, each with a Service and two pods, and
// with the managed fields and annotations that real ones have.
func large(workloads int) http.Handler {
	var fields strings.Builder
	for i := range 100 {
		fmt.Fprintf(&fields, `"f:field%d":{"f:more":{}},`, i)
	}
	managed := `"managedFields":[{"manager":"kubectl","operation":"Apply","fieldsV1":{` + fields.String() + `"f:spec":{}}}]`
	last := `"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"` + strings.Repeat("x", 2000) + `"}`
	pod := `"containers":[{"name":"main","image":"registry.example/app:1","env":[{"name":"DB_ADDR","value":"svc-1:5432"},` + strings.Repeat(`{"name":"SOME_SETTING","value":"some value or other"},`, 20) +
		`{"name":"LAST","value":"x"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"}}}]`
	item := func(kind string, i int) string {
		meta := fmt.Sprintf(`"metadata":{"name":"svc-%d","namespace":"shop","uid":"u%d",%s,%s}`, i, i, managed, last)
		switch kind {
		case "deployments":
			return fmt.Sprintf(`{%s,"spec":{"replicas":2,"selector":{"matchLabels":{"app":"svc-%d"}},"template":{"metadata":{"labels":{"app":"svc-%d"}},"spec":{%s}}},"status":{"replicas":2}}`, meta, i, i, pod)
		case "services":
			return fmt.Sprintf(`{%s,"spec":{"selector":{"app":"svc-%d"},"ports":[{"port":5432}]}}`, meta, i)
		case "pods":
			return fmt.Sprintf(`{%s,"spec":{"nodeName":"n-%d",%s},"status":{"phase":"Running"}}`, meta, i%500, pod)
		}
		return fmt.Sprintf(`{"metadata":{"name":"n-%d"},"status":{"allocatable":{"cpu":"16","memory":"64Gi"},"conditions":[{"type":"Ready","status":"True"}]}}`, i)
	}
	count := map[string]int{"deployments": workloads, "services": workloads, "pods": 2 * workloads, "nodes": 500}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		from, _ := strconv.Atoi(r.URL.Query().Get("continue"))
		limit, _ := strconv.Atoi(r.URL.Query().Get("limit"))
		to := min(count[kind], from+limit)
		next := ""
		if to < count[kind] {
			next = strconv.Itoa(to)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"metadata":{"continue":%q},"items":[`, next)
		for i := from; i < to; i++ {
			if i > from {
				_, _ = fmt.Fprint(w, ",")
			}
			_, _ = fmt.Fprint(w, item(kind, i))
		}
		_, _ = fmt.Fprint(w, "]}")
	})
}

// read surveys the server and makes specs and a site of it.
func read(t testing.TB, url string) (*survey.Seen, *manifest.Result) {
	t.Helper()
	c, err := kube.OpenConfig(&rest.Config{Host: url}, kube.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := survey.Read(t.Context(), c, survey.Options{})
	if err != nil {
		t.Fatal(err)
	}
	result, diags := seen.Services(manifest.Options{Origin: "the cluster prod", RunsOn: []string{"prod"}}, nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return seen, result
}

// heap is how much memory is in use once what nobody needs is gone.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// What is kept of a workload with its Service and its pods is a few KiB, whatever else
// the server says of them (here 10 KiB each).
func TestMemoryIsBoundedByWhatSpecsAreMadeOf(t *testing.T) {
	const workloads, most = 1200, 12 << 10
	s := httptest.NewServer(large(workloads))
	defer s.Close()
	before := heap()
	c, err := kube.OpenConfig(&rest.Config{Host: s.URL}, kube.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen, err := survey.Read(t.Context(), c, survey.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if each := int64(heap()-before) / workloads; each > most {
		t.Errorf("%d bytes are kept of a workload, more than %d", each, most)
	}
	result, _ := seen.Services(manifest.Options{}, nil)
	if pools, _ := seen.Pools(); len(result.Services) != workloads || len(pools) != 1 || pools[0].Nodes != 500 {
		t.Errorf("%d services, %+v", len(result.Services), pools)
	}
}

// BenchmarkSurvey reads clusters of 1,000 and 10,000 workloads and makes specs of them:
// go test ./providers/kube/survey -run '^$' -bench Survey -benchtime 1x
func BenchmarkSurvey(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("%d workloads", n), func(b *testing.B) {
			s := httptest.NewServer(large(n))
			defer s.Close()
			before := heap()
			for b.Loop() {
				seen, result := read(b, s.URL)
				b.ReportMetric(float64(heap()-before)/(1<<20), "MiB-kept")
				runtime.KeepAlive(seen)
				runtime.KeepAlive(result)
			}
		})
	}
}
