package impasse_test

import (
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/score"
)

// crowded is a generated fleet of which every third service is pinned to its own
// machines.
func crowded(b *testing.B, n int) *small.World {
	sources := enginetest.Fleet(n, 1)
	for k := range sources {
		text := strings.ReplaceAll(string(sources[k].Bytes), "internet_transit = false", "internet_transit = true")
		for i := 0; i < n; i += 3 {
			head := fmt.Sprintf("service %q {\n", enginetest.ServiceName(i))
			text = strings.Replace(text, head, head+"  pin = \"tokyo\"\n", 1)
		}
		sources[k].Bytes = []byte(text)
	}
	return small.Files(b, nil, sources...)
}

func BenchmarkExplain(b *testing.B) {
	for _, n := range []int{50, 200, 1000} {
		w := crowded(b, n)
		build := fleet.DefaultOptions()
		build.Unknown = &score.Assumed{Low: true}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				r := explained(b, w, build)
				rules := 0
				for _, c := range r.Conflicts {
					rules += len(c.Rules)
				}
				b.ReportMetric(float64(rules), "rules")
				b.ReportMetric(float64(len(r.Ways)), "ways")
				if testing.Verbose() {
					b.Log(strings.Join(told(r), "\n"))
				}
			}
		})
	}
}
