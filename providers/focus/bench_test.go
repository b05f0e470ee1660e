package focus_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"berth.dev/engine/usage"
	"berth.dev/providers/focus"
)

// BenchmarkDays writes a month of a thousand services by the day: 62,000 rows.
func BenchmarkDays(b *testing.B) {
	var services strings.Builder
	var uses []usage.Use
	for i := range 1000 {
		fmt.Fprintf(&services, "service \"s-%d\" {\n  product = \"ads\"\n  runs_on = \"tokyo\"\n}\n", i)
		uses = append(uses, usage.Use{Site: "tokyo", Pool: "general", Service: fmt.Sprintf("s-%d", i), CoreHours: 10 + float64(i)/7, GiBHours: 40})
	}
	in := input(b, uses, focus.Daily, `team "ads" {}`, `team "ads" {}`+"\n"+services.String())
	for b.Loop() {
		e := rows(b, in)
		if err := e.Check(); err != nil {
			b.Fatal(err)
		}
		if err := focus.Write(io.Discard, e.Rows); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(e.Rows)), "rows")
	}
}
