package relax_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// pair is two services that cost 10 rented, and owned 1 and 4 with two of three units of
// room each; 3 is what it costs to have them apart.
func pair() *place.Problem {
	service := func(name string, owned int64) place.Service {
		return place.Service{Name: name, Options: []place.Option{
			{Name: "rented", Cost: 10},
			{Name: "owned", Cost: owned, Use: []place.Use{{Amount: []int32{2}}}},
		}}
	}
	return &place.Problem{
		Services: []place.Service{service("a", 1), service("b", 4)},
		Blocks:   []place.Block{{Name: "cpu", Cap: []int64{3}}},
		Pairs:    []place.Pair{{A: 0, B: 1, Cost: []int64{0, 3, 3, 0}}},
	}
}

func TestFloorsByHand(t *testing.T) {
	with := func(change func(*place.Problem)) *place.Problem {
		p := pair()
		change(p)
		return p
	}
	over := with(func(p *place.Problem) { p.Blocks[0].Over = []int64{2} })
	firm := with(func(p *place.Problem) { p.Blocks[0].Firm, p.Blocks[0].FirmMax = 2, 5 })
	for _, c := range []struct {
		name  string
		p     *place.Problem
		price int64
		want  relax.Answer
	}{
		// Both owned 1+4 = 5 against rented 20 and mixed 14, 17.
		{"no price", pair(), 0, relax.Answer{Bound: 5, X: place.Placement{1, 1}, Feasible: true}},
		// Owned 5 + 3·4 − 3·3 = 8; one owned 14 + 3·2 − 9 = 11.
		{"a price", pair(), 3, relax.Answer{Bound: 8, X: place.Placement{1, 1}, Feasible: true}},
		// Owned 5 + 4·4 − 4·3 = 9; a alone 14 + 8 − 12 = 10; rented 20 − 12 = 8.
		{"a high price", pair(), 4, relax.Answer{Bound: 8, X: place.Placement{0, 0}, Feasible: true}},
		// As with price 3, less (3 − 2) for the one unit that can be used above the room.
		{"room above the capacity", over, 3, relax.Answer{Bound: 7, X: place.Placement{1, 1}, Feasible: true}},
		{"room above the capacity at its price", over, 2, relax.Answer{Bound: 7, X: place.Placement{1, 1}, Feasible: true}},
		// As with price 3, less (3 − 2) for each of five units.
		{"firm room", firm, 3, relax.Answer{Bound: 3, X: place.Placement{1, 1}, Feasible: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := relax.New(c.p).Solve(relax.Prices{{c.price}}, nil)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestForbiddenPairsRuleOptionsOut(t *testing.T) {
	p := pair()
	p.Pairs[0].Rule = &place.Rule{Forbid: []bool{false, true, true, false}}
	r := relax.New(p)
	domains := []place.Set{2, 3}
	if !r.Propagate(domains) {
		t.Fatal("nothing is left")
	}
	if diff := cmp.Diff([]place.Set{2, 2}, domains); diff != "" {
		t.Error(diff)
	}
	if r.Propagate([]place.Set{2, 1}) {
		t.Error("apart is forbidden, and something is left")
	}
	want := relax.Answer{Bound: math.MaxInt64}
	if diff := cmp.Diff(want, r.Solve(relax.Zero(p), []place.Set{2, 1})); diff != "" {
		t.Error(diff)
	}
	// The price makes a owned and b rented best alone (1 + 10), and together is cheapest
	// both owned: 5 + 4·3 − 3·3 = 8.
	if got := r.Solve(relax.Prices{{3}}, nil); got.Bound != 8 {
		t.Errorf("floor %d, want 8", got.Bound)
	}
}

func TestAServiceThatNobodyAllowsMakesEveryFloorInfeasible(t *testing.T) {
	p := pair()
	p.Pairs[0].Rule = &place.Rule{Forbid: []bool{true, true, true, true}}
	if got := relax.New(p).Solve(relax.Zero(p), nil); got.Feasible {
		t.Errorf("%v is allowed", got.X)
	}
}

func TestTheUsageIsThatOfTheAnswersPlacement(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 8))
		p := enginetest.Small(r, everything|enginetest.Features(r.IntN(2))*enginetest.Sites)
		relaxation := relax.New(p)
		for range 4 {
			got := relaxation.Solve(drawPrices(r, p, 300), drawDomains(r, p))
			if !got.Feasible {
				continue
			}
			if diff := cmp.Diff(p.Usage(got.X), relaxation.Usage()); diff != "" {
				t.Fatalf("seed %d: %s", seed, diff)
			}
		}
	}
}

func TestClonesAnswerAsOneAtTheSameTime(t *testing.T) {
	p := enginetest.Problem(300, 1, enginetest.Loose)
	first := relax.New(p)
	first.Solve(near(rand.New(rand.NewPCG(9, 9)), p), nil)
	const clones = 4
	got := make([][]relax.Answer, clones)
	var wait sync.WaitGroup
	for k := range got {
		clone := first.Clone()
		wait.Go(func() {
			r := rand.New(rand.NewPCG(1, 9))
			for range 10 {
				got[k] = append(got[k], clone.Solve(near(r, p), drawDomains(r, p)))
			}
		})
	}
	wait.Wait()
	r := rand.New(rand.NewPCG(1, 9))
	for round := range 10 {
		want := relax.New(p).Solve(near(r, p), drawDomains(r, p))
		for k := range got {
			if diff := cmp.Diff(want, got[k][round]); diff != "" {
				t.Fatalf("clone %d, round %d: %s", k, round, diff)
			}
		}
	}
}

func TestLevelsGiveAPlaneAboveTheFloor(t *testing.T) {
	// Subgradient of a share: what the cut does less what the service does.
	r := rand.New(rand.NewPCG(2, 9))
	p := enginetest.Small(r, enginetest.Sites)
	for len(p.Services) < 3 {
		p = enginetest.Small(r, enginetest.Sites)
	}
	relaxation := relax.New(p)
	shares := drawShares(r, p)
	at := relaxation.SolveViews(relax.Zero(p), shares, nil)
	for range 200 {
		other := drawShares(r, p)
		plane := at.Bound
		for v := range other {
			for i := range other[v] {
				for z := range other[v][i] {
					d := other[v][i][z] - shares[v][i][z]
					if at.Levels[v][i] == uint8(z) {
						plane += d
					}
					if p.Views[v].Level[i][at.X[i]] == uint8(z) {
						plane -= d
					}
				}
			}
		}
		if got := relaxation.SolveViews(relax.Zero(p), other, nil); got.Bound > plane {
			t.Fatalf("the floor %d lies above the plane %d", got.Bound, plane)
		}
	}
}
