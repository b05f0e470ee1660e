package datadog_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/datadog"
)

// ask puts a question to a double and returns the status, the headers and the times and
// values of the first series.
func ask(t *testing.T, s *datadog.Server, query, formula string, to int64) (int, http.Header, []int64, []float64) {
	t.Helper()
	body := fmt.Sprintf(`{"data":{"type":"timeseries_request","attributes":{"formulas":[{"formula":%q}],"from":0,"to":%d,
		"queries":[{"data_source":"metrics","name":"a","query":%q}]}}}`, formula, to*1000, query)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/v2/query/timeseries", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("DD-API-KEY", "a")
	r.Header.Set("DD-APPLICATION-KEY", "b")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Data struct {
			Attributes struct {
				Times  []int64     `json:"times"`
				Values [][]float64 `json:"values"`
			} `json:"attributes"`
		} `json:"data"`
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
	if len(got.Data.Attributes.Values) == 0 {
		return answer.StatusCode, answer.Header, nil, nil
	}
	return answer.StatusCode, answer.Header, got.Data.Attributes.Times, got.Data.Attributes.Values[0]
}

// counting is a metric with 1, 2, 3 … from 1970 on, one a second.
func counting(n int) datadog.Series {
	s := datadog.Series{Metric: "m", Type: datadog.Count}
	for i := range n {
		s.Times, s.Values = append(s.Times, int64(i)), append(s.Values, float64(i+1))
	}
	return s
}

func TestQueriesAreWorkedOutAsDocumented(t *testing.T) {
	s := datadog.Start(t, datadog.Options{APIKey: "a", AppKey: "b", Points: 4})
	s.Hold(counting(20))
	tests := []struct {
		query, formula string
		to             int64
		times          []int64
		values         []float64
	}{
		{"avg:m{*}.rollup(avg, 2)", "a", 4, []int64{0, 2000}, []float64{1.5, 3.5}},
		{"avg:m{*}.rollup(max, 2)", "a", 4, []int64{0, 2000}, []float64{2, 4}},
		{"sum:m{*}.as_count().rollup(sum, 2)", "a", 4, []int64{0, 2000}, []float64{3, 7}},
		{"sum:m{*}.as_rate().rollup(sum, 2)", "a", 4, []int64{0, 2000}, []float64{1.5, 3.5}},
		{"sum:m{*}.rollup(sum, 2)", "(a + 1) * 2 - a / 2", 2, []int64{0}, []float64{6.5}},
		{"avg:m{*}", "a", 4, []int64{0, 1000, 2000, 3000}, []float64{1, 2, 3, 4}},
		// Five points are asked for, four are allowed: nothing tells but the times.
		{"avg:m{*}.rollup(avg, 1)", "a", 5, []int64{0}, []float64{3}},
		{"avg:m{*}.rollup(avg, 1)", "a", 20, []int64{0, 5000, 10000, 15000}, []float64{3, 8, 13, 18}},
	}
	for _, test := range tests {
		_, _, times, values := ask(t, s, test.query, test.formula, test.to)
		if d := cmp.Diff(test.times, times) + cmp.Diff(test.values, values); d != "" {
			t.Errorf("%s, %s until %d (-want +got)\n%s", test.query, test.formula, test.to, d)
		}
	}
}

func TestThePeriodOfALimitFollowsTheCalendar(t *testing.T) {
	now := time.Date(2026, 10, 1, 0, 0, 50, 0, time.UTC)
	s := datadog.Start(t, datadog.Options{APIKey: "a", AppKey: "b", Limit: 1, Period: time.Minute, Now: func() time.Time { return now }})
	for _, want := range []struct {
		status           int
		remaining, reset string
		wait             time.Duration
	}{
		{200, "0", "10", 0}, {429, "0", "10", 9 * time.Second}, {429, "0", "1", time.Second}, {200, "0", "60", 0},
	} {
		status, h, _, _ := ask(t, s, "avg:m{*}", "a", 10)
		if status != want.status || h.Get("X-Ratelimit-Remaining") != want.remaining || h.Get("X-Ratelimit-Reset") != want.reset {
			t.Errorf("at %s: %d, %s remain, reset in %s; want %+v", now.Format("15:04:05"), status, h.Get("X-Ratelimit-Remaining"), h.Get("X-Ratelimit-Reset"), want)
		}
		now = now.Add(want.wait)
	}
}
