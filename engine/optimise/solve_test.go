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
