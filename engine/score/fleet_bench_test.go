package score_test

import (
	"testing"

	"berth.dev/engine/enginetest"
)

// BenchmarkFleet decides the services of a generated fleet, many of whose trends,
// surges and call volumes are unknown.
func BenchmarkFleet(b *testing.B) {
	sources := map[string]string{}
	for _, s := range enginetest.Fleet(1000, 1) {
		sources[s.Name] = string(s.Bytes)
	}
	f := build(b, sources)
	firm, n := 0, 0
	for b.Loop() {
		s := f.Workspace.Services[n%len(f.Workspace.Services)]
		d, err := f.Evaluate(s)
		if err != nil {
			b.Fatal(err)
		}
		n++
		if d.Firm {
			firm++
		}
	}
	b.ReportMetric(float64(firm)/float64(n), "firm")
}
