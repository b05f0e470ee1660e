package optimise_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// exact asks for the proven optimum of a small problem.
func exact() optimise.Options {
	o := optimise.DefaultOptions()
	o.Gap, o.Workers = 0, 1
	return o
}

func TestFloorOptimumAndCostStandInOrder(t *testing.T) {
	for _, c := range []struct {
		name     string
		features enginetest.Features
		count    int
		// proven says that every problem is solved to the end.
		proven bool
	}{
		{"services and calls", 0, 1000, true},
		{"capacities", enginetest.Capacities, 3000, true},
		{"purchases", enginetest.Capacities | enginetest.Purchases, 2500, true},
		{"rules", enginetest.Capacities | enginetest.Rules, 2000, true},
		{"tables that are not Monge", enginetest.Capacities | enginetest.Twists, 1000, true},
		{"everything of two sites", enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists, 500, true},
		{"three sites", enginetest.Sites | enginetest.Capacities, 200, true},
		{"everything", enginetest.Sites | enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists, 100, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(c.count) {
				p := enginetest.Small(rand.New(rand.NewPCG(seed, 7)), c.features)
				checkSmall(t, fmt.Sprintf("seed %d", seed), p, c.proven)
			}
		})
	}
}

// checkSmall solves a problem and compares with what trying everything says.
func checkSmall(t *testing.T, name string, p *place.Problem, proven bool) {
	t.Helper()
	_, best, fits := enginetest.Best(p, nil)
	got, err := optimise.Solve(context.Background(), p, exact())
	var none *optimise.InfeasibleError
	switch {
	case errors.As(err, &none):
		if fits {
			t.Errorf("%s: said to have no placement, and one costs %d", name, best)
		}
		return
	case err != nil:
		if fits || proven {
			t.Errorf("%s: %v; fits: %v, best %d", name, err, fits, best)
		}
		return
	case !fits:
		t.Errorf("%s: a placement of cost %d, and none fits", name, got.Cost)
		return
	}
	if got.Floor > best || best > got.Cost {
		t.Errorf("%s: floor %d, optimum %d, cost %d", name, got.Floor, best, got.Cost)
	}
	if proven && (got.Stop != optimise.Optimal || got.Floor != got.Cost) {
		t.Errorf("%s: stopped with %q at floor %d and cost %d, not at the optimum %d", name, got.Stop, got.Floor, got.Cost, best)
	}
	if cost := p.Cost(got.Placement); cost != got.Cost || len(p.Broken(got.Placement)) > 0 {
		t.Errorf("%s: the placement costs %d, not %d, and breaks %v", name, cost, got.Cost, p.Broken(got.Placement))
	}
	g := got.Parts
	if sum := g.Slack + g.Assignment + g.Packing - g.Branching; sum != got.Cost-got.Floor || min(g.Slack, g.Assignment, g.Packing, g.Branching) < 0 {
		t.Errorf("%s: the parts %+v do not add up to %d", name, g, got.Cost-got.Floor)
	}
}

func TestAStartThatIsNoPlacementIsLeftOut(t *testing.T) {
	p := enginetest.Problem(20, 1, enginetest.Loose)
	want, err := optimise.Solve(context.Background(), p, exact())
	if err != nil {
		t.Fatal(err)
	}
	o := exact()
	long := make(place.Placement, 20)
	long[3] = 200
	o.Start = []place.Placement{nil, {1, 2}, long}
	got, err := optimise.Solve(context.Background(), p, o)
	if err != nil || got.Cost != want.Cost {
		t.Errorf("%v, %v; without a start it costs %d", got, err, want.Cost)
	}
}

func TestAGoodStartAndItsPricesLeaveLittleToDo(t *testing.T) {
	p := enginetest.Problem(60, 3, enginetest.Loose)
	o := optimise.DefaultOptions()
	first, err := optimise.Solve(context.Background(), p, o)
	if err != nil {
		t.Fatal(err)
	}
	// With a gap asked for that the root's prices prove.
	o.Gap = float64(first.Cost-first.Floor+first.Parts.Branching+1) / float64(first.Cost) * 1.05
	o.Start, o.Prices = []place.Placement{first.Placement}, first.Prices
	again, err := optimise.Solve(context.Background(), p, o)
	if err != nil || again.Cost > first.Cost || again.Cuts > 10 || again.Stop != optimise.Near {
		t.Errorf("%d cuts to a cost of %d by %s (%v); the first took %d to %d", again.Cuts, again.Cost, again.Stop, err, first.Cuts, first.Cost)
	}
}

func TestAnEmptyFleetCostsNothing(t *testing.T) {
	got, err := optimise.Solve(context.Background(), &place.Problem{}, exact())
	if err != nil || got.Cost != 0 || got.Floor != 0 || got.Stop != optimise.Optimal {
		t.Errorf("%+v, %v", got, err)
	}
}
