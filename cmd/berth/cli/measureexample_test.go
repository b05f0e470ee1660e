package cli

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// giveMetrics gives a workspace a metrics block, and a server that answers every query
// with a request a second for the frontend.
func giveMetrics(t *testing.T, dir string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.ParseFloat(r.FormValue("start"), 64) // a bad one is an answer of nothing
		to, _ := strconv.ParseFloat(r.FormValue("end"), 64)
		step, _ := strconv.ParseFloat(r.FormValue("step"), 64)
		var points []string
		for at := from; at <= to && step > 0; at += step {
			points = append(points, fmt.Sprintf(`[%.0f,"1"]`, at))
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"service":"frontend"},"values":[%s]}]}}`, strings.Join(points, ","))
	}))
	t.Cleanup(s.Close)
	save(t, filepath.Join(dir, "metrics.hcl"), fmt.Appendf(nil, `
metrics "prod" {
  kind    = "prometheus"
  url     = %q
  queries = { rate = "sum by (service) (rate(http_requests_total[$step]))" }
}
`, s.URL))
}
