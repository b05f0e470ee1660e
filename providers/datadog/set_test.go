package datadog_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

func TestEverySetIsAnsweredForSeriesAsTheAgentMakesThem(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	tags := map[string]string{"service": "cart", "kube_deployment": "cart", "peer.service": "db"}
	gauge := func(metric, family, name string, v float64) double.Series {
		return every(double.Series{Metric: metric, Unit: &double.Unit{Family: family, Name: name}, Tags: tags}, 20, 180, flat(v))
	}
	count := func(metric string, v float64) double.Series {
		return every(double.Series{Metric: metric, Type: double.Count, Tags: tags}, 10, 360, flat(v))
	}
	server.Hold(
		gauge("kubernetes.cpu.usage.total", "cpu", "nanocore", 1.5e9), gauge("kubernetes.memory.usage", "bytes", "byte", 3<<20),
		count("trace.http.request.hits", 50), count(double.APM("server"), 50), count(double.APM("client"), 20),
	)
	want := map[measure.Kind]float64{measure.CPU: 1.5, measure.Memory: 3 << 20, measure.Rate: 5, measure.CallRate: 2}
	for _, set := range datadog.Sets() {
		for _, q := range set.Queries {
			got, a, err := read(t, s, hours(q, 1, 5*time.Minute))
			if err != nil || a.Points != 12 {
				t.Errorf("%s, %s: %d points, want 12: %v", set.Name, q.Kind, a.Points, err)
				continue
			}
			k := measure.Key{Service: "cart", Kind: q.Kind}
			if q.Kind.Pair() {
				k.Peer = "db"
			}
			if l, ok := got[k]; !ok || l.Values[6] < want[q.Kind]*(1-1e-12) || l.Values[6] > want[q.Kind]*(1+1e-12) {
				t.Errorf("%s, %s: got %v, want %v", set.Name, q.Kind, got, want[q.Kind])
			}
		}
	}
}

func TestSetsAreInOrderAndSayWhatTheyNeed(t *testing.T) {
	var names, defaults []string
	for _, set := range datadog.Sets() {
		names = append(names, set.Name)
		if set.Default {
			defaults = append(defaults, set.Name)
		}
		if !strings.Contains(set.Doc, "docs.datadoghq.com/") {
			t.Errorf("%s does not say where the names of its metrics are from", set.Name)
		}
		kinds := map[measure.Kind]bool{}
		for _, q := range set.Queries {
			if kinds[q.Kind] || q.Service == "" || q.Kind.Pair() == (q.Peer == "") {
				t.Errorf("%s: the query for %s is there twice, or lacks a label", set.Name, q.Kind)
			}
			kinds[q.Kind] = true
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("the sets are not in order: %s", names)
	}
	if !slices.Equal(defaults, []string{"apm", "kubernetes"}) {
		t.Errorf("the default sets are %s", defaults)
	}
}
