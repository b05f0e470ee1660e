package datadog_test

import (
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// hits is a query of a metric of traces.
func hits(operation string) measure.Query {
	return measure.Query{Kind: measure.Rate, Service: "service", Text: "sum:trace." + operation + ".hits{*} by {service}.as_count()"}
}

func TestAnEmptyAnswerSaysWhichMetricThereIsNoneOf(t *testing.T) {
	tests := map[string]struct {
		query measure.Query
		words string
		calls int // the question, and the pages of the list
	}{
		"a name that is another's":    {hits("http.request"), "no metric that reports now is called trace.http.request.hits; there are trace.flask.request.hits, trace.rails.request.hits, trace.servlet.request.hits. Look", 1 + 3},
		"a name like none":            {cpu, "no metric that reports now is called kubernetes.cpu.usage.total. Look", 1 + 3},
		"a metric without points":     {hits("flask.request"), "nothing for rate in this time. Look", 1 + 3},
		"a source that is no metrics": {measure.Query{Kind: measure.Rate, Service: "service", Text: `{"data_source":"apm_metrics","stat":"hits"}`}, "nothing for rate in this time. Look", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server, s, _ := start(t, double.Options{Names: 2}, datadog.Options{})
			for _, m := range []string{"system.load.1", "trace.flask.request.hits", "trace.rails.request.hits", "trace.servlet.request.hits", "trace.wsgi.request.hits"} {
				server.Hold(double.Series{Metric: m, Tags: map[string]string{"service": "web"}})
			}
			_, a, err := read(t, s, hours(test.query, 1, 5*time.Minute))
			if causeOf(t, err) != measure.Empty || !strings.Contains(err.Error(), test.words) {
				t.Errorf("%v does not say %q", err, test.words)
			}
			if a.Calls != test.calls {
				t.Errorf("%d calls, want %d", a.Calls, test.calls)
			}
			_, a, _ = read(t, s, hours(test.query, 1, 5*time.Minute))
			if a.Calls != 1 {
				t.Errorf("the list was read again: %d calls", a.Calls)
			}
		})
	}
}

func TestAListThatCannotBeReadTakesNothingFromTheAnswer(t *testing.T) {
	empty := answer(`{"series":[],"times":[],"values":[]}`)
	for name, fault := range faults() {
		server, s, _ := start(t, double.Options{}, datadog.Options{Limits: measure.Limits{Attempts: 1}})
		server.Next(empty, fault.fault)
		_, _, err := read(t, s, hours(cpu, 1, 5*time.Minute))
		if causeOf(t, err) != measure.Empty {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecordedPagesOfMetricsAreReadToTheirEnd(t *testing.T) {
	pages := recorded(t, "v2-metrics/Scenario_Get_a_list_of_metrics_returns_Success_response_with_pagination.yaml")
	server, s, _ := replay(t, append(timeseriesOf(t, "apm_metrics_data_source"), pages...)...)
	q := cpu
	q.Text = "sum:datadog.estimated_usage.spans.test_runs{*} by {service}"
	_, a, err := read(t, s, hours(q, 1, 5*time.Minute))
	want := "no metric that reports now is called datadog.estimated_usage.spans.test_runs"
	if causeOf(t, err) != measure.Empty || !strings.Contains(err.Error(), want) || a.Calls != 1+len(pages) || server.Left() != 0 {
		t.Errorf("%d calls, %d pages left: %v", a.Calls, server.Left(), err)
	}
}
