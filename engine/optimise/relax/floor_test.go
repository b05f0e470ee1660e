package relax_test

import (
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// rounds is how many random problems a property is held against.
const rounds = 10_000

func TestTheFloorOfAProblemWithRoomIsTheBestPlacement(t *testing.T) {
	for seed := range uint64(rounds) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := enginetest.Small(r, 0)
		var domains []place.Set
		if seed%2 == 1 {
			domains = drawDomains(r, p)
		}
		_, cost, _ := enginetest.Best(p, domains)
		got := relax.New(p).Solve(relax.Zero(p), domains)
		if got.Bound != cost || p.Cost(got.X) != cost {
			t.Fatalf("seed %d: floor %d of a placement that costs %d, the best costs %d", seed, got.Bound, p.Cost(got.X), cost)
		}
	}
}

// drawDomains are not empty and may have gaps.
func drawDomains(r *rand.Rand, p *place.Problem) []place.Set {
	out := make([]place.Set, len(p.Services))
	for i := range out {
		all := place.All(p.Width(int32(i)))
		out[i] = place.Set(r.Uint64()) & all
		if out[i] == 0 {
			out[i] = all
		}
	}
	return out
}

// drawPrices are zero for about half of the slots.
func drawPrices(r *rand.Rand, p *place.Problem, most int64) relax.Prices {
	out := relax.Zero(p)
	for b := range out {
		for t := range out[b] {
			if r.IntN(2) == 0 {
				out[b][t] = r.Int64N(most)
			}
		}
	}
	return out
}

func drawShares(r *rand.Rand, p *place.Problem) relax.Shares {
	out := relax.NoShares(p)
	for v := range out {
		for i := range out[v] {
			for z := range out[v][i] {
				out[v][i][z] = r.Int64N(2000) - 1000
			}
		}
	}
	return out
}

const everything = enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists

func TestNoFloorIsAboveTheBestPlacement(t *testing.T) {
	for _, features := range []enginetest.Features{
		enginetest.Capacities, enginetest.Purchases, enginetest.Rules, enginetest.Twists, everything, everything | enginetest.Sites,
	} {
		equal, known := 0, 0
		for seed := range uint64(rounds) {
			r := rand.New(rand.NewPCG(seed, uint64(features)))
			p := enginetest.Small(r, features)
			relaxation := relax.New(p)
			var domains []place.Set
			for k := range 4 {
				if k%2 == 1 {
					domains = drawDomains(r, p)
				}
				_, cost, fits := enginetest.Best(p, domains)
				var got relax.Answer
				if prices := drawPrices(r, p, 300); len(p.Views) > 0 {
					got = relaxation.SolveViews(prices, drawShares(r, p), domains)
				} else {
					got = relaxation.Solve(prices, domains)
				}
				if !fits {
					continue
				}
				known++
				if !got.Feasible || got.Bound > cost {
					t.Fatalf("features %b, seed %d, round %d: floor %d, the best costs %d", features, seed, k, got.Bound, cost)
				}
				if got.Bound == cost {
					equal++
				}
			}
		}
		t.Logf("features %b: %d of %d floors are the best cost", features, equal, known)
	}
}
