package usage_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/rest"

	"berth.dev/engine/measure"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/usage"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/podmetrics"
)

var shared = cluster.NewPool(cluster.Options{Name: "tokyo"})

func TestMain(m *testing.M) { os.Exit(shared.Main(m)) }

// shop are pods of five workloads, with what they use.
func shop(namespace string) []podmetrics.Pod {
	pod := func(name string, containers ...podmetrics.Container) podmetrics.Pod {
		return podmetrics.Pod{Namespace: namespace, Name: name, Containers: containers}
	}
	return []podmetrics.Pod{
		pod("cart-7d4b9c6f5-2xk4q", podmetrics.Container{Name: "cart", CPU: "250m", Memory: "64Mi"}, podmetrics.Container{Name: "proxy", CPU: "1500000n", Memory: "16Mi"}),
		pod("cart-7d4b9c6f5-9zzzz", podmetrics.Container{Name: "cart", CPU: "750m", Memory: "64Mi"}),
		pod("db-0", podmetrics.Container{Name: "db", CPU: "2", Memory: "4Gi"}),
		pod("report-29376000-abcde", podmetrics.Container{Name: "report", CPU: "1", Memory: "1e9"}),
		pod("alone", podmetrics.Container{Name: "alone", CPU: "0", Memory: "1Ki"}),
		pod("young-1", podmetrics.Container{Name: "young", CPU: "1", Memory: "1Mi"}),
	}
}

// owned are the pods as the API server has them; the pod young-1 is not there yet.
func owned() []string {
	by := func(name, kind, owner, labels string) string {
		return fmt.Sprintf(`{"name":%q,"labels":{%s},"ownerReferences":[{"apiVersion":"apps/v1","kind":%q,"name":%q,"uid":"u-%s","controller":true}]}`, name, labels, kind, owner, owner)
	}
	return []string{
		by("cart-7d4b9c6f5-2xk4q", "ReplicaSet", "cart-7d4b9c6f5", `"pod-template-hash":"7d4b9c6f5"`),
		by("cart-7d4b9c6f5-9zzzz", "ReplicaSet", "cart-7d4b9c6f5", `"pod-template-hash":"7d4b9c6f5"`),
		by("db-0", "StatefulSet", "db", ""),
		by("report-29376000-abcde", "Job", "report-29376000", ""),
		`{"name":"alone"}`,
	}
}

// used is what the workloads of the shop use.
func used(namespace string) []usage.Workload {
	return []usage.Workload{
		{Namespace: namespace, Name: "alone", Pods: 1, Memory: 1024},
		{Namespace: namespace, Name: "cart", Pods: 2, CPU: 1.0015, Memory: 144 << 20},
		{Namespace: namespace, Name: "db", Pods: 1, CPU: 2, Memory: 4 << 30},
		{Namespace: namespace, Name: "report", Pods: 1, CPU: 1, Memory: 1e9},
	}
}

// Behind a real API server the metrics come through its aggregation, and owners from
// pods that it has accepted. The metrics themselves are a double's.
func TestWorkloadsAreAddedUpBehindARealServer(t *testing.T) {
	on := shared.Get(t)[0]
	namespace := cluster.Namespace(t, on)
	post := func(path, body string) {
		t.Helper()
		if _, err := on.Ask(t.Context(), http.MethodPost, "/api/v1/namespaces/"+namespace+path, []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	post("/serviceaccounts", `{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"}}`)
	for _, meta := range owned() {
		post("/pods", `{"apiVersion":"v1","kind":"Pod","metadata":`+meta+`,"spec":{"containers":[{"name":"main","image":"example"}]}}`)
	}
	podmetrics.Install(t, on, func() []podmetrics.Pod { return append(shop(namespace), shop("elsewhere")...) })
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}})
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]usage.Options{"of all namespaces": {}, "of one namespace": {Namespaces: []string{namespace}}} {
		t.Run(name, func(t *testing.T) {
			got, answer, err := usage.New(c, o).Workloads(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(used(namespace), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if answer.Dropped < 1 {
				t.Errorf("the pod without an owner is not counted: %+v", answer)
			}
		})
	}
}

func TestAClusterWithoutMetricsSaysWhatItLacks(t *testing.T) {
	on := shared.Get(t)[0]
	c, err := kube.Open(kube.Options{Files: []string{on.Admin()}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = usage.New(c, usage.Options{}).Workloads(t.Context())
	var f *measure.Failure
	if !errors.As(err, &f) || f.Cause != measure.Wrong || !strings.Contains(f.Words, "metrics-server") {
		t.Errorf("%v", err)
	}
}

func TestWhoMayNotListPodsIsToldWhichRightItTakes(t *testing.T) {
	on := shared.Get(t)[0]
	file, err := on.User("nobody")
	if err != nil {
		t.Fatal(err)
	}
	c, err := kube.Open(kube.Options{Files: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = usage.New(c, usage.Options{}).Workloads(t.Context())
	var f *measure.Failure
	if !errors.As(err, &f) || f.Cause != measure.Refused || !strings.Contains(f.Words, "list pods") {
		t.Errorf("%v", err)
	}
}

// double is an API server that answers for two paths alone.
func double(t *testing.T, pods, metrics http.HandlerFunc) *kube.Cluster {
	t.Helper()
	m := http.NewServeMux()
	m.HandleFunc("/api/v1/pods", pods)
	if metrics != nil {
		m.HandleFunc("/apis/metrics.k8s.io/v1beta1/pods", metrics)
	}
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	c, err := kube.OpenConfig(&rest.Config{Host: s.URL}, kube.Options{Limit: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// says answers with a text.
func says(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	}
}

// podsOf is a list of pods by their metadata, and what asks for its next page.
func podsOf(next string, metas ...string) string {
	for i, meta := range metas {
		metas[i] = `{"metadata":` + strings.Replace(meta, "{", `{"namespace":"shop",`, 1) + `}`
	}
	return fmt.Sprintf(`{"kind":"PartialObjectMetadataList","metadata":{"continue":%q},"items":[%s]}`, next, strings.Join(metas, ","))
}

func metricsOf(pods []podmetrics.Pod) http.HandlerFunc {
	return podmetrics.Handler(func() []podmetrics.Pod { return pods }).ServeHTTP
}

func TestPagesAreReadToTheirEndAndAnewWhereTheyGrewTooOld(t *testing.T) {
	var calls, expired atomic.Int32
	pods := func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		all := owned()
		switch {
		case r.URL.Query().Get("continue") == "":
			says(200, podsOf("two", all[:2]...))(w, r)
		case expired.Add(1) == 1:
			says(410, `{"kind":"Status","status":"Failure","reason":"Expired","code":410}`)(w, r)
		default:
			says(200, podsOf("", all[2:]...))(w, r)
		}
	}
	got, answer, err := usage.New(double(t, pods, metricsOf(shop("shop"))), usage.Options{}).Workloads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(used("shop"), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if calls.Load() != 4 || answer.Calls != 5 {
		t.Errorf("%d calls for pods, and %d are told of", calls.Load(), answer.Calls)
	}
}

func TestWhatHostileServersAnswer(t *testing.T) {
	all := func(w http.ResponseWriter, r *http.Request) { says(200, podsOf("", owned()...))(w, r) }
	endless := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"items":[{"metadata":{"name":"`)
		line := strings.Repeat("a", 1<<16)
		for r.Context().Err() == nil {
			if _, err := fmt.Fprint(w, line); err != nil {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		pods, metrics http.HandlerFunc
		want          measure.Cause
	}{
		"metrics-server is away":      {all, says(503, "service unavailable"), measure.Down},
		"a name without an end":       {all, endless, measure.TooLarge},
		"a pod's name without an end": {endless, nil, measure.TooLarge},
		"a web page":                  {all, says(200, "<html>log in</html>"), measure.Nonsense},
		"no list":                     {all, says(200, `{"kind":"PodMetrics"}`), measure.Nonsense},
		"items that are no list":      {all, says(200, `{"items":"none"}`), measure.Nonsense},
		"an answer that is cut short": {all, says(200, `{"items":[{"metadata":{"na`), measure.Nonsense},
		"no right":                    {says(403, `{"kind":"Status","reason":"Forbidden","code":403,"details":{"kind":"pods"}}`), nil, measure.Refused},
		"no identity":                 {says(401, `{"kind":"Status","reason":"Unauthorized","code":401}`), nil, measure.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := usage.New(double(t, c.pods, c.metrics), usage.Options{}).Workloads(t.Context())
			var f *measure.Failure
			if !errors.As(err, &f) || f.Cause != c.want {
				t.Errorf("%v, want the cause %q", err, c.want)
			}
		})
	}
}

func TestASilentServerIsLeftWhenTheContextEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	silent := func(_ http.ResponseWriter, r *http.Request) {
		stop()
		<-r.Context().Done()
	}
	_, _, err := usage.New(double(t, silent, nil), usage.Options{}).Workloads(ctx)
	var f *measure.Failure
	if !errors.As(err, &f) || f.Cause != measure.Slow {
		t.Errorf("%v", err)
	}
}

func TestAmountsThatAreNoneAreLeftOutAndCounted(t *testing.T) {
	pods := shop("shop")
	pods[2].Containers[0].CPU = "-1"
	pods[3].Containers[0].Memory = "much"
	pods = append(pods, pods[0]) // twice there
	s := usage.New(double(t, says(200, podsOf("", owned()...)), metricsOf(pods)), usage.Options{})
	got, answer, err := s.Workloads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(used("shop")[:2], got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if answer.Dropped != 4 {
		t.Errorf("%d points were left out, want 4", answer.Dropped)
	}
}

func TestOnePointStandsForTheStepOfNow(t *testing.T) {
	now := time.Date(2026, 11, 23, 10, 7, 30, 0, time.UTC)
	var lists atomic.Int32
	pods := func(w http.ResponseWriter, r *http.Request) {
		lists.Add(1)
		says(200, podsOf("", owned()...))(w, r)
	}
	s := usage.New(double(t, pods, metricsOf(shop("shop"))), usage.Options{
		Now:  func() time.Time { return now },
		Name: func(namespace, workload string) string { return strings.TrimSuffix(workload, "t") },
	})
	day := now.Truncate(24 * time.Hour)
	request := measure.Request{From: day, To: day.Add(24 * time.Hour), Step: 5 * time.Minute}
	got := map[string]float64{}
	for _, q := range usage.Queries() {
		request.Query = q
		_, err := s.Read(t.Context(), request, func(b measure.Batch) error {
			if diff := cmp.Diff([]int64{day.Add(10*time.Hour + 5*time.Minute).Unix()}, b.Times); diff != "" {
				t.Errorf("times (-want +got):\n%s", diff)
			}
			got[b.Key.String()] = b.Values[0]
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]float64{
		"alone cpu": 0, "car cpu": 1.0015, "db cpu": 2, "repor cpu": 1,
		"alone memory": 1024, "car memory": 144 << 20, "db memory": 4 << 30, "repor memory": 1e9,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if lists.Load() != 1 {
		t.Errorf("pods were listed %d times for one step", lists.Load())
	}
	request.To = day.Add(10 * time.Hour)
	_, err := s.Read(t.Context(), request, func(measure.Batch) error { return nil })
	var f *measure.Failure
	if !errors.As(err, &f) || f.Cause != measure.Empty {
		t.Errorf("asked about the past: %v", err)
	}
}
