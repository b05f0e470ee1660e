package relax_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

const hoursPerMonth = 4.348 * 168

// sizes are the fleets of the benchmarks, in services.
var sizes = []int{200, 1_000, 10_000, 100_000}

// near draws the prices of a search that has nearly settled: forty slots of the week's
// busiest hours at about what makes the fleet fit, each within a few per cent of a fixed
// level.
func near(r *rand.Rand, p *place.Problem) relax.Prices {
	out := relax.Zero(p)
	for b := range out {
		for k := range 20 {
			t := k/4*24 + 10 + k%4
			// What a core and a GiB save a month when owned, on twenty slots.
			level := 0.0256 * hoursPerMonth / 20 / 1000
			if b == 1 {
				level = 0.00344 * hoursPerMonth / 20 / 1024
			}
			out[b][t] = int64(0.78e9 * level * (1 + 0.1*(r.Float64()-0.5)))
		}
	}
	return out
}

func BenchmarkACutAfterAllPricesMovedALittle(b *testing.B) {
	for _, coupling := range []struct {
		name string
		of   enginetest.Coupling
	}{{"loose", enginetest.Loose}, {"tight", enginetest.Tight}} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("%s/%d", coupling.name, n), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 1))
				p := enginetest.Problem(n, 1, coupling.of)
				relaxation := relax.New(p)
				relaxation.Solve(near(r, p), nil)
				relaxation.Solve(near(r, p), nil)
				b.ReportAllocs()
				for b.Loop() {
					b.StopTimer()
					prices := near(r, p)
					b.StartTimer()
					relaxation.Solve(prices, nil)
				}
				reportOwned(b, p, relaxation)
			})
		}
	}
}

// reportOwned tells whether the prices are near what makes the fleet fit.
func reportOwned(b *testing.B, p *place.Problem, relaxation *relax.Relaxation) {
	var most float64
	for k, row := range relaxation.Usage() {
		for t, u := range row {
			most = max(most, float64(u)/float64(p.Blocks[k].Cap[t]))
		}
	}
	b.ReportMetric(most, "peak/cap")
}

func BenchmarkACutAfterOneDomainChanged(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			p := enginetest.Problem(n, 1, enginetest.Loose)
			relaxation := relax.New(p)
			prices := near(r, p)
			domains := make([]place.Set, n)
			for i := range domains {
				domains[i] = place.All(p.Width(int32(i)))
			}
			relaxation.Solve(prices, domains)
			b.ReportAllocs()
			for b.Loop() {
				i := r.IntN(n)
				domains[i] = 1 << r.IntN(p.Width(int32(i)))
				relaxation.Solve(prices, domains)
				domains[i] = place.All(p.Width(int32(i)))
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := enginetest.Problem(n, 1, enginetest.Loose)
			b.ReportAllocs()
			for b.Loop() {
				relax.New(p)
			}
		})
	}
}

func BenchmarkTheFirstCut(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			p := enginetest.Problem(n, 1, enginetest.Loose)
			prices := near(rand.New(rand.NewPCG(1, 1)), p)
			for b.Loop() {
				b.StopTimer()
				relaxation := relax.New(p)
				b.StartTimer()
				relaxation.Solve(prices, nil)
			}
		})
	}
}
