package score_test

import (
	"testing"

	"berth.dev/engine/score"
)

// BenchmarkEvaluate decides one service: all known, and with the volumes of its
// calls unknown.
func BenchmarkEvaluate(b *testing.B) {
	unknown := []edit{
		replace(b, "services/vroid-hub.hcl", `received = "8.5T"`, `received = "unknown"`),
		replace(b, "services/vroid-hub.hcl", `sent     = "500G"`, `sent     = "unknown"`),
	}
	for _, c := range []struct {
		name  string
		fleet *score.Fleet
	}{{"known", fleet(b)}, {"unknown", fleet(b, unknown...)}} {
		b.Run(c.name, func(b *testing.B) {
			s := c.fleet.Workspace.Service("vroid-hub")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.fleet.Evaluate(s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
