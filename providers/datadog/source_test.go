package datadog_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

func TestPodsOfAServiceAreSummedAndNanocoresBecomeCores(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	server.Hold(
		every(nanocores("cart", "cart-1"), 60, 120, flat(250e6)),
		every(nanocores("cart", "cart-2"), 60, 120, flat(500e6)),
		every(nanocores("web", "web-1"), 60, 120, func(i int) float64 { return float64(i) * 1e9 }),
	)
	got, a, err := read(t, s, hours(cpu, 1, 10*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	at := []int64{0, 600, 1200, 1800, 2400, 3000}
	for i := range at {
		at[i] += day.Unix()
	}
	want := map[measure.Key]line{
		{Service: "cart", Kind: measure.CPU}: {at, []float64{0.75, 0.75, 0.75, 0.75, 0.75, 0.75}},
		{Service: "web", Kind: measure.CPU}:  {at, []float64{4.5, 14.5, 24.5, 34.5, 44.5, 54.5}},
	}
	if d := cmp.Diff(want, got, cmpopts.EquateApprox(1e-12, 0)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if d := cmp.Diff(measure.Answer{Calls: 1, Points: 12}, a); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestCountsBecomeASecondWhicheverWayTheyAreAskedFor(t *testing.T) {
	texts := map[string]string{
		"count":      "sum:trace.http.request.hits{*} by {service}.as_count()",
		"own method": "sum:trace.http.request.hits{*} by {service}.as_count().rollup(sum)",
		"rate":       "sum:trace.http.request.hits{*} by {service}.as_rate()",
		"arithmetic": "sum:trace.http.request.hits{*} by {service}.as_count() + 0",
		"halves":     "(sum:trace.http.request.hits{*} by {service}.as_count() + sum:trace.http.request.hits{*} by {service}.as_count()) / 2",
		"apm hits":   `{"data_source": "apm_metrics", "stat": "hits", "span_kind": "server", "group_by": ["service"]}`,
		"apm rate":   `{"data_source": "apm_metrics", "stat": "hits_per_second", "span_kind": "server", "group_by": ["service"]}`,
	}
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			server, s, _ := start(t, double.Options{}, datadog.Options{})
			hits := double.Series{
				Metric: "trace.http.request.hits", Type: double.Count, Unit: &double.Unit{Family: "cache", Name: "hit"},
				Tags: map[string]string{"service": "web"},
			}
			spans := hits
			spans.Metric = double.APM("server")
			server.Hold(every(hits, 10, 720, flat(70)), every(spans, 10, 720, flat(70)))
			got, _, err := read(t, s, hours(measure.Query{Kind: measure.Rate, Service: "service", Text: text}, 1, 30*time.Minute))
			if err != nil {
				t.Fatal(err)
			}
			values := got[measure.Key{Service: "web", Kind: measure.Rate}].Values
			if d := cmp.Diff([]float64{7, 7}, values); d != "" {
				t.Errorf("70 hits each 10 s are 7 a second (-want +got)\n%s", d)
			}
		})
	}
}

func TestAGapStaysAGap(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	holed := every(nanocores("cart", "cart-1"), 300, 24, flat(1e9))
	holed.Times = append(holed.Times[:6:6], holed.Times[12:]...)
	holed.Values = holed.Values[:18]
	server.Hold(holed, every(nanocores("web", "web-1"), 300, 24, flat(1e9)))
	got, _, err := read(t, s, hours(cpu, 2, 5*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	cart := got[measure.Key{Service: "cart", Kind: measure.CPU}]
	if d := cmp.Diff(holed.Times, cart.Times); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestCallsHaveTwoEnds(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	for _, peer := range []string{"cart", "db", ""} {
		server.Hold(every(double.Series{
			Metric: double.APM("client"), Type: double.Count,
			Tags: map[string]string{"service": "web", "peer.service": peer},
		}, 60, 60, flat(120)))
	}
	q := measure.Query{
		Kind: measure.CallRate, Service: "service", Peer: "peer.service",
		Text: `{"data_source":"apm_metrics","stat":"hits","span_kind":"client","group_by":["service","peer.service"]}`,
	}
	got, a, err := read(t, s, hours(q, 1, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	want := map[measure.Key]line{
		{Service: "web", Kind: measure.CallRate, Peer: "cart"}: {[]int64{day.Unix()}, []float64{2}},
		{Service: "web", Kind: measure.CallRate, Peer: "db"}:   {[]int64{day.Unix()}, []float64{2}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if d := cmp.Diff([]string{"1 series of call_rate have no tag service and peer.service and were left out"}, a.Warnings); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAQueryForOneServiceNeedsNoTag(t *testing.T) {
	server, s, _ := start(t, double.Options{}, datadog.Options{})
	server.Hold(every(nanocores("", "x"), 300, 12, flat(2e9)))
	q := measure.Query{Kind: measure.CPU, Only: "search", Text: "sum:kubernetes.cpu.usage.total{pod_name:x}"}
	got, _, err := read(t, s, hours(q, 1, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	want := map[measure.Key]line{{Service: "search", Kind: measure.CPU}: {[]int64{day.Unix()}, []float64{2}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAnswersThatCannotBeUsedAreRefusedInWords(t *testing.T) {
	percent := nanocores("web", "web-1")
	percent.Unit = &double.Unit{Family: "percentage", Name: "percent"}
	unlabelled := nanocores("web", "web-1")
	unlabelled.Unit = nil
	tests := map[string]struct {
		held  double.Series
		value float64
		query measure.Query
		cause measure.Cause
		words string
	}{
		"another unit":          {percent, 40, cpu, measure.Nonsense, "it answers in percent, and cpu is measured in cores"},
		"nanocores, not called": {unlabelled, 2e9, cpu, measure.Nonsense, "more than a million cores"},
		"negative":              {nanocores("web", "web-1"), -1, cpu, measure.Nonsense, "12 of 12 values"},
		"groups too fine": {
			nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "service", Text: "sum:kubernetes.cpu.usage.total{*} by {service,pod_name}"},
			measure.Wrong, "let it group by service alone",
		},
		"several for one service": {
			nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "pod_name", Only: "web", Text: "sum:kubernetes.cpu.usage.total{*} by {pod_name}"},
			measure.Wrong, "let it group by nothing alone",
		},
		"a level as a rate": {
			nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CallSent, Service: "service", Peer: "pod_name", Text: "sum:kubernetes.cpu.usage.total{*} by {service,pod_name}"},
			measure.Nonsense, "call_sent is measured in bytes/s",
		},
		"nobody has it":       {nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "service", Text: "sum:no.such{*} by {service}"}, measure.Empty, "Datadog has nothing for cpu"},
		"nobody has the tag":  {nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "team", Text: "sum:kubernetes.cpu.usage.total{*} by {team}"}, measure.Empty, "under the tag team"},
		"another roll-up":     {nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "service", Text: cpu.Text + ".rollup(max, 60)"}, measure.Wrong, `rolls up over "60", the step of its metrics block is 300 s`},
		"an unknown function": {nanocores("web", "web-1"), 1, measure.Query{Kind: measure.CPU, Service: "service", Text: cpu.Text + ".fold()"}, measure.Wrong, "does not take the query (400): error parsing query"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server, s, _ := start(t, double.Options{}, datadog.Options{})
			other := test.held
			other.Tags = map[string]string{"service": "web", "pod_name": "web-2"}
			server.Hold(every(test.held, 300, 12, flat(test.value)), every(other, 300, 12, flat(test.value)))
			_, _, err := read(t, s, hours(test.query, 1, 5*time.Minute))
			if got := causeOf(t, err); got != test.cause {
				t.Fatalf("the cause is %q, want %q: %v", got, test.cause, err)
			}
			if !strings.Contains(err.Error(), test.words) {
				t.Errorf("%q does not say %q", err, test.words)
			}
		})
	}
}
