package datadog_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/measure"
	"berth.dev/providers/datadog"
	double "berth.dev/providers/providertest/datadog"
)

// shared is the folder of test data beside the project.
const shared = "../../../shared/data/datadog"

// recorded loads answers of Datadog itself, recorded by the project of its client.
func recorded(t *testing.T, name string) []double.Interaction {
	t.Helper()
	needShared(t)
	return double.Load(t, filepath.Join(shared, "cassettes", name))
}

// needShared skips a test where the folder is absent, but never on a build server.
func needShared(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(shared); err != nil && os.Getenv("CI") != "true" {
		t.Skipf("the shared test data are absent: %v", err)
	}
}

// replay makes a source that gets recorded answers.
func replay(t *testing.T, of ...double.Interaction) (*double.Replayed, *datadog.Source, *clock) {
	t.Helper()
	server, c := double.Replay(t, of...), newClock()
	return server, source(t, datadog.Options{URL: server.URL}, c), c
}

// timeseriesOf are all recorded answers for timeseries of a data source, "" for metrics.
func timeseriesOf(t *testing.T, source string) []double.Interaction {
	name := "Scenario_Timeseries_cross_product_query_returns_OK_response.yaml"
	if source != "" {
		name = "Scenario_Timeseries_cross_product_query_with_" + source + "_returns_OK_response.yaml"
	}
	return recorded(t, "v2-metrics/"+name)
}

func TestARecordedAnswerForMetricsIsRead(t *testing.T) {
	server, s, _ := replay(t, timeseriesOf(t, "")...)
	// The recorded hour, from the first step of its interval of 5 s on.
	r := measure.Request{
		Query: measure.Query{Kind: measure.Rate, Only: "metrics", Text: "avg:datadog.estimated_usage.metrics.custom{*}"},
		From:  time.Unix(1711977600, 0), To: time.Unix(1711981200, 0), Step: 5 * time.Second,
	}
	got, a, err := read(t, s, r)
	if err != nil {
		t.Fatal(err)
	}
	want := map[measure.Key]line{{Service: "metrics", Kind: measure.Rate}: {
		[]int64{1711977645, 1711977705, 1711980225}, []float64{1, 1, 87},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	if d := cmp.Diff(measure.Answer{Calls: 1, Points: 3}, a); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	// What is asked has the shape of what was recorded, but for the roll-up and the limit.
	asked := strings.TrimSpace(server.Bodies()[0])
	wantAsked := `{"data":{"type":"timeseries_request","attributes":{"formulas":[{"formula":"a"}],"queries":[{"data_source":"metrics","name":"a","query":"avg:datadog.estimated_usage.metrics.custom{*}.rollup(avg, 5)"}],"from":1711977600000,"to":1711981200000,"interval":5000}}}`
	if d := cmp.Diff(wantAsked, asked); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestARecordedAnswerWithManyPointsIsRead(t *testing.T) {
	_, s, _ := replay(t, timeseriesOf(t, "audit_data_source")...)
	r := measure.Request{
		Query: measure.Query{Kind: measure.Rate, Only: "audit", Text: `{"data_source":"audit","compute":{"aggregation":"count"},"indexes":["*"],"search":{"query":"*"}}`},
		From:  time.Unix(1776290800, 0), To: time.Unix(1776294400, 0), Step: 5 * time.Second,
	}
	_, a, err := read(t, s, r)
	if err != nil || a.Points != 150 || a.Dropped != 0 {
		t.Errorf("%d points, %d dropped, want 150 and none: %v", a.Points, a.Dropped, err)
	}
}

func TestRecordedAnswersWithoutSeriesAreEmpty(t *testing.T) {
	for _, of := range []string{
		"apm_metrics_data_source", "apm_metrics_data_source_and_span_kind", "apm_dependency_stats_data_source",
		"apm_resource_stats_data_source", "network_data_source", "spans_data_source", "process_data_source",
	} {
		_, s, _ := replay(t, timeseriesOf(t, of)...)
		_, _, err := read(t, s, hours(requests, 1, 5*time.Minute))
		if got := causeOf(t, err); got != measure.Empty {
			t.Errorf("%s: the cause is %q: %v", of, got, err)
		}
	}
}

func TestRecordedErrorsAreFailuresInWords(t *testing.T) {
	tests := []struct {
		name  string
		cause measure.Cause
		words string
	}{
		{"TestMetricsQueryErrors/403_Forbidden.yaml", measure.Refused, "Check DD_API_KEY and DD_APP_KEY"},
		{"v2-metrics/Scenario_Timeseries_cross_product_query_returns_Bad_Request_response.yaml", measure.Wrong, `API input validation failed: Invalid type. Expected "timeseries_request".`},
		{"v2-metrics/Scenario_Scalar_cross_product_query_returns_OK_response.yaml", measure.Nonsense, "no timeseries"},
		{"v1-metrics/Scenario_Query_timeseries_points_returns_OK_response.yaml", measure.Nonsense, "no timeseries"},
		{"v2-spans/Scenario_Get_a_list_of_spans_returns_Unprocessable_Entity._response.yaml", measure.Wrong, "does not take the query (422)"},
	}
	for _, test := range tests {
		_, s, _ := replay(t, recorded(t, test.name)...)
		_, _, err := read(t, s, hours(cpu, 1, 5*time.Minute))
		if got := causeOf(t, err); got != test.cause || !strings.Contains(err.Error(), test.words) {
			t.Errorf("%s: the cause is %q: %v", test.name, got, err)
		}
	}
}

// TestRecorded429sAreWaitedFor has the headers of a true 429, which were recorded at
// another endpoint, before the answer.
func TestRecorded429sAreWaitedFor(t *testing.T) {
	var limited []double.Interaction
	for _, one := range recorded(t, "rate-limited-logs-list.yaml") {
		if one.Response.Code == 429 && len(limited) < 3 {
			limited = append(limited, one)
		}
	}
	server, s, c := replay(t, append(limited, timeseriesOf(t, "")...)...)
	r := measure.Request{
		Query: measure.Query{Kind: measure.Rate, Only: "metrics", Text: "avg:datadog.estimated_usage.metrics.custom{*}"},
		From:  time.Unix(1711977600, 0), To: time.Unix(1711981200, 0), Step: 5 * time.Second,
	}
	_, a, err := read(t, s, r)
	if err != nil || a.Calls != len(limited)+1 || server.Left() != 0 {
		t.Fatalf("%d calls, %d answers left: %v", a.Calls, server.Left(), err)
	}
	if len(c.waits) != len(limited) || c.waits[0] != time.Second {
		t.Errorf("it waited %s, the headers say a second each time", c.waits)
	}
}
