package prometheus

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/measure"
)

// limited answers up to so many points of a series, and refuses in a server's words.
func limited(most int64, code int, words string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		start, end, step := asked(r)
		if (end-start)/step+1 > most {
			says(code, fmt.Sprintf(`{"status":"error","errorType":"bad_data","error":%q}`, words))(w, r)
			return
		}
		next(w, r)
	}
}

func TestAStretchThatIsTooMuchIsHalvedUntilItFits(t *testing.T) {
	for words, code := range map[string]int{
		// Prometheus, resolution and samples.
		"exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)": 400,
		"query processing would load too many samples into memory in query execution":                                 422,
		// Mimir and Cortex.
		"the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)": 422,
		"the total query time range exceeds the limit (query length: 720h0m0s, limit: 24h0m0s)":                    400,
		"expanding series: the query hit the max number of series limit (limit: 100000 series)":                    422,
		// Thanos.
		"rpc error: code = ResourceExhausted desc = exceeded samples limit: limit 50000 violated (got 50001)": 422,
		// VictoriaMetrics.
		"too many points for the given start=1, end=2 and step=3: 40000; the maximum number of points is 30000": 422,
		"not enough memory for processing 40000 data points":                                                    422,
	} {
		d := newDouble(t, limited(100, code, words, constant(3, "service")))
		r := hour(measure.Rate, "x")
		r.To = r.From.AddDate(0, 0, 3) // 864 steps, cut to 432, 216, 108 and 54
		s := source(t, d.URL, nil)
		g, answer := read(t, s, r)
		if len(g) != 3 || len(g["s1 rate"]) != 864 || answer.Points != 3*864 || answer.Calls != 4+16 {
			t.Errorf("%s: %d series, %+v", words, len(g), answer)
		}
		// The next day is asked for in the size that worked.
		r.From, r.To = r.To, r.To.AddDate(0, 0, 1)
		if _, answer = read(t, s, r); answer.Calls != 6 {
			t.Errorf("%d calls for another day", answer.Calls)
		}
	}
}

func TestAStretchWhoseAnswerIsTooLargeIsHalved(t *testing.T) {
	d := newDouble(t, constant(100, "service"))
	s := source(t, d.URL, func(o *Options) { o.Limits.Bytes = 64 << 10 })
	r := hour(measure.Rate, "x")
	r.To = r.From.AddDate(0, 0, 1)
	g, answer := read(t, s, r)
	if len(g) != 100 || answer.Points != 100*288 || answer.Calls < 10 || answer.Calls > 60 {
		t.Errorf("%d series, %+v", len(g), answer)
	}
}

func TestAServerThatIsTooSlowForAMonthIsAskedForLess(t *testing.T) {
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		if start, end, step := asked(r); (end-start)/step > 200 {
			says(503, `{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}`)(w, r)
			return
		}
		constant(1, "service")(w, r)
	})
	r := hour(measure.Rate, "x")
	r.To = r.From.AddDate(0, 0, 30)
	if _, answer := read(t, source(t, d.URL, nil), r); answer.Points != 30*288 {
		t.Errorf("%+v", answer)
	}
}

// However a request is cut, each of its points comes once.
func TestAllPointsComeOnceHoweverTheyAreCut(t *testing.T) {
	most := int64(1)
	d := newDouble(t, func(w http.ResponseWriter, r *http.Request) {
		limited(most, 400, "exceeded maximum resolution", constant(2, "service"))(w, r)
	})
	rapid.Check(t, func(t *rapid.T) {
		most = rapid.Int64Range(1, 40).Draw(t, "most")
		steps := rapid.IntRange(1, 60).Draw(t, "steps")
		step := time.Duration(rapid.SampledFrom([]int{1, 15, 60, 300}).Draw(t, "step")) * time.Second
		s, err := New(Options{URL: d.URL})
		if err != nil {
			t.Fatal(err)
		}
		r := measure.Request{Query: measure.Query{Kind: measure.CPU, Text: "x", Service: "service"}, From: noon(), To: noon().Add(time.Duration(steps) * step), Step: step}
		var times []int64
		if _, err := s.Read(t.Context(), r, func(b measure.Batch) error {
			if b.Service == "s1" {
				times = append(times, b.Times...)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var want []int64
		for at := r.From; at.Before(r.To); at = at.Add(step) {
			want = append(want, at.Unix())
		}
		if diff := cmp.Diff(want, times); diff != "" {
			t.Error(diff)
		}
	})
}
