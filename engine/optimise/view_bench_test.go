package optimise_test

import (
	"fmt"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
)

// BenchmarkSites reports the gap that an effort reaches on more than two sites.
func BenchmarkSites(b *testing.B) {
	for _, c := range []struct {
		sites, services int
		effort          float64
	}{{3, 50, 10}, {3, 200, 50}, {4, 200, 50}, {3, 1000, 100}} {
		b.Run(fmt.Sprintf("%d/%d", c.sites, c.services), func(b *testing.B) {
			p := enginetest.Spread(c.sites, c.services, 1, enginetest.Loose)
			o := optimise.DefaultOptions()
			o.Effort = c.effort
			solve(b, p, o)
		})
	}
}
