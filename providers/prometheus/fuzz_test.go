package prometheus

import (
	"math"
	"net/http"
	"net/http/httptest"
	"testing"

	"berth.dev/engine/measure"
)

// Whatever a server answers: a failure with its cause, or points that are measurements
// on the grid.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"service":"a"},"values":[[1793534700,"1"]]}]}}`), 200, "application/json")
	f.Add([]byte(`{"status":"error","errorType":"bad_data","error":"exceeded"}`), 400, "application/json")
	f.Add([]byte(`{"status":"success","isPartial":true,"warnings":["a"],"infos":[""],"data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"count":"1"}]]}]}}`), 200, "")
	f.Add([]byte(`{"error":"timeout","errorType":"timeout"}`), 503, "application/json")
	f.Add([]byte("<html>"), 302, "text/html")
	f.Fuzz(func(t *testing.T, text []byte, code int, kind string) {
		if code < 200 || code > 599 {
			code = 200
		}
		// The server's part is played in memory: sockets would be used up.
		answers := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(code)
			_, _ = w.Write(text)
		})
		s := source(t, "http://prometheus.example", func(o *Options) {
			o.Wrap = func(http.RoundTripper) http.RoundTripper { return played{answers} }
		})
		r := hour(measure.Rate, "x")
		_, err := s.Read(t.Context(), r, func(b measure.Batch) error {
			for i, at := range b.Times {
				if v := b.Values[i]; at < r.From.Unix() || at >= r.To.Unix() || at%300 != 0 || !(v >= 0) || math.IsInf(v, 0) || i > 0 && at <= b.Times[i-1] {
					t.Errorf("%d: %g", at, v)
				}
			}
			if b.Service == "" {
				t.Error("a series without a name")
			}
			return nil
		})
		if failure, is := err.(*measure.Failure); err != nil && (!is || failure.Cause == "" || failure.Words == "") {
			t.Errorf("no failure with words: %#v", err)
		}
	})
}

// played lets a handler answer in place of the network.
type played struct{ http.Handler }

func (p played) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w.Result(), nil
}
