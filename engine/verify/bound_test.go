package verify

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// drawPrices draws multipliers for some slots, as large as costs are.
func drawPrices(r *rand.Rand, p *place.Problem) []price {
	out := []price{}
	for b := range p.Blocks {
		for t := range p.Blocks[b].Cap {
			if r.IntN(2) == 0 {
				out = append(out, price{int64(b), int64(t), 1 + r.Int64N(300)})
			}
		}
	}
	return out
}

// drawDomains draws non-empty sets of options.
func drawDomains(r *rand.Rand, p *place.Problem) []place.Set {
	out := make([]place.Set, len(p.Services))
	for i := range out {
		for out[i] == 0 {
			out[i] = place.Set(r.Uint64()) & place.All(p.Width(int32(i)))
		}
	}
	return out
}

func sets(domains []place.Set) []uint64 {
	out := make([]uint64, len(domains))
	for i, d := range domains {
		out[i] = uint64(d)
	}
	return out
}

// drawShares draws the shares of a leaf where there are views.
func drawShares(r *rand.Rand, f *file) [][][]int64 {
	out := [][][]int64{}
	for v := range f.Problem.Views {
		out = append(out, [][]int64{})
		for g := range f.Problem.Groups {
			share := make([]int64, f.Problem.Views[v].levels(g))
			for level := range share {
				share[level] = r.Int64N(1000) - 500
			}
			out[v] = append(out[v], share)
		}
	}
	return out
}

func TestWithoutCapacitiesTheBoundIsTheOptimumInAnyPartOfTheSpace(t *testing.T) {
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 0))
		p := enginetest.Small(r, 0)
		s := subjectOf(t, fileOf(p))
		relaxed, err := newRelaxation(s)
		if err != nil {
			t.Fatal(err)
		}
		// Twice with one network: the second starts from the flow of the first.
		for range 3 {
			domains := drawDomains(r, p)
			leaf := leafOf()
			got, err := relaxed.bound(sets(domains), &leaf)
			if err != nil {
				t.Fatal(err)
			}
			_, want, _ := enginetest.Best(p, domains)
			if diff := cmp.Diff(widen(want).String(), got.String()); diff != "" {
				t.Fatalf("seed %d: (-brute force +bound)\n%s", seed, diff)
			}
		}
	}
}

func TestNoBoundIsAboveTheOptimumOfItsPartOfTheSpace(t *testing.T) {
	everything := enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists
	proved := 0
	for seed := range uint64(12000) {
		r := rand.New(rand.NewPCG(seed, 1))
		features := enginetest.Features(r.UintN(32)) & (everything | enginetest.Sites)
		p := enginetest.Small(r, features)
		f := fileOf(p)
		s := subjectOf(t, f)
		relaxed, err := newRelaxation(s)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			domains := drawDomains(r, p)
			leaf := leafOf(drawPrices(r, p)...)
			leaf.Shares, leaf.Empty = drawShares(r, f), r.IntN(3) == 0
			_, best, found := enginetest.Best(p, domains)
			domain := sets(domains)
			if !narrow(relaxed.rules, domain, s.meter) {
				if found {
					t.Fatalf("seed %d: narrowed to nothing, and there is a placement", seed)
				}
				continue
			}
			bound, err := relaxed.bound(domain, &leaf)
			if err != nil {
				t.Fatal(err)
			}
			limit := widen(best)
			if leaf.Empty {
				limit = wide{}
			}
			if found && limit.less(bound) {
				t.Fatalf("seed %d (%d): the bound %s is above the optimum %s", seed, features, bound, limit)
			}
			if !found && leaf.Empty && (wide{}).less(bound) {
				proved++
			}
		}
	}
	if proved < 20 {
		t.Errorf("only %d empty parts were proved empty by their prices: the test looks at too few", proved)
	}
}

func TestABoundDoesNotDependOnTheLeavesBefore(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := enginetest.Small(r, enginetest.Features(r.UintN(32)))
		f := fileOf(p)
		s := subjectOf(t, f)
		kept, err := newRelaxation(s)
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			leaf := leafOf(drawPrices(r, p)...)
			leaf.Shares, leaf.Empty = drawShares(r, f), r.IntN(4) == 0
			domain := sets(drawDomains(r, p))
			if !narrow(kept.rules, domain, s.meter) {
				continue
			}
			fresh, err := newRelaxation(s)
			if err != nil {
				t.Fatal(err)
			}
			want, err := fresh.bound(domain, &leaf)
			if err != nil {
				t.Fatal(err)
			}
			got, err := kept.bound(domain, &leaf)
			if diff := cmp.Diff(want.String(), got.String()); diff != "" || err != nil {
				t.Fatalf("seed %d: %v (-fresh +kept)\n%s", seed, err, diff)
			}
		}
	}
}
