package optimise_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// leaves calls back for every leaf of a tree with the options that its part leaves.
func leaves(t *place.Tree, domains []place.Set, do func(*place.Leaf, []place.Set)) {
	if t.Leaf != nil {
		do(t.Leaf, domains)
		return
	}
	then, other := slices.Clone(domains), slices.Clone(domains)
	then[t.Service] &= t.Yes
	other[t.Service] &^= t.Yes
	leaves(t.Then, then, do)
	leaves(t.Else, other, do)
}

func whole(p *place.Problem) []place.Set {
	out := make([]place.Set, len(p.Services))
	for i := range out {
		out[i] = place.All(p.Width(int32(i)))
	}
	return out
}

// dense writes a leaf's prices by block and slot.
func dense(p *place.Problem, list []place.Price) relax.Prices {
	out := make(relax.Prices, len(p.Blocks))
	for b := range out {
		out[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	for _, one := range list {
		out[one.Block][one.Slot] = one.Value
	}
	return out
}

func TestTheLeavesProveTheFloor(t *testing.T) {
	features := enginetest.Capacities | enginetest.Purchases | enginetest.Rules
	for seed := range uint64(600) {
		p := enginetest.Small(rand.New(rand.NewPCG(seed, 8)), features|enginetest.Features(seed%2)*enginetest.Sites)
		got, err := optimise.Solve(context.Background(), p, exact())
		if err != nil {
			continue
		}
		fresh := relax.New(p)
		leaves(got.Tree, whole(p), func(leaf *place.Leaf, domains []place.Set) {
			_, best, fits := enginetest.Best(p, domains)
			if leaf.Empty {
				if fits {
					t.Errorf("seed %d: a leaf is said to be empty and holds a placement of cost %d", seed, best)
				}
				return
			}
			answer := fresh.Solve(dense(p, leaf.Prices), domains)
			if len(p.Views) > 0 {
				answer = fresh.SolveViews(dense(p, leaf.Prices), leaf.Shares, domains)
			}
			if answer.Feasible && answer.Bound < got.Floor {
				t.Errorf("seed %d: a leaf proves %d, not the floor %d", seed, answer.Bound, got.Floor)
			}
			if !slices.IsSortedFunc(leaf.Prices, func(a, b place.Price) int {
				if a.Block != b.Block {
					return int(a.Block - b.Block)
				}
				return int(a.Slot - b.Slot)
			}) {
				t.Errorf("seed %d: prices out of order: %v", seed, leaf.Prices)
			}
		})
	}
}

func TestEmptyLeavesProveThatNothingFits(t *testing.T) {
	proven := 0
	for seed := range uint64(1500) {
		p := enginetest.Small(rand.New(rand.NewPCG(seed, 9)), enginetest.Capacities|enginetest.Purchases)
		_, err := optimise.Solve(context.Background(), p, exact())
		var none *optimise.InfeasibleError
		if !errors.As(err, &none) {
			continue
		}
		proven++
		leaves(none.Tree, whole(p), func(leaf *place.Leaf, domains []place.Set) {
			if !leaf.Empty {
				t.Fatalf("seed %d: a leaf that is not empty", seed)
			}
			// The least sum of price × (use − capacity − what can be bought) must be above 0.
			var sum int64
			for i := range p.Services {
				least := int64(place.Room)
				for l, o := range p.Services[i].Options {
					if !domains[i].Has(uint8(l)) {
						continue
					}
					var worth int64
					for _, one := range leaf.Prices {
						for _, use := range o.Use {
							if use.Block == one.Block {
								worth += one.Value * int64(use.Amount[one.Slot])
							}
						}
					}
					least = min(least, worth)
				}
				sum += least
			}
			for _, one := range leaf.Prices {
				block := &p.Blocks[one.Block]
				sum -= one.Value * (block.Cap[one.Slot] + block.FirmMax)
			}
			if sum <= 0 {
				t.Errorf("seed %d: the prices of an empty leaf prove %d, not more than 0: %+v", seed, sum, leaf)
			}
		})
	}
	if proven < 20 {
		t.Errorf("only %d problems without a placement were drawn", proven)
	}
}

func TestTheResultDependsOnNoCore(t *testing.T) {
	p := enginetest.Problem(120, 4, enginetest.Loose)
	solve := func(workers, cores int) *optimise.Result {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		o := optimise.DefaultOptions()
		o.Workers, o.Effort, o.Gap = workers, 3, 1e-5
		got, err := optimise.Solve(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := solve(1, 1)
	if want.Nodes < 20 {
		t.Errorf("%d nodes are too few to see a difference", want.Nodes)
	}
	for _, c := range [][2]int{{1, 2}, {2, 1}, {2, 2}, {3, 8}, {2, 8}} {
		if d := cmp.Diff(want, solve(c[0], c[1])); d != "" {
			t.Errorf("%d workers on %d cores: %s", c[0], c[1], d)
		}
	}
}

func TestMoreCapacityNeverCostsMore(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 10))
		p := enginetest.Small(r, enginetest.Capacities|enginetest.Purchases|enginetest.Rules)
		before, err := optimise.Solve(context.Background(), p, exact())
		if err != nil {
			continue
		}
		for b := range p.Blocks {
			p.Blocks[b].Cap = slices.Clone(p.Blocks[b].Cap)
			p.Blocks[b].Cap[r.IntN(len(p.Blocks[b].Cap))] += r.Int64N(5)
		}
		after, err := optimise.Solve(context.Background(), p, exact())
		if err != nil || after.Floor > before.Floor {
			t.Errorf("seed %d: with more capacity %v (%v), before %v", seed, after, err, before)
		}
	}
}

func TestTheOrderOfBlocksDoesNotChangeTheCost(t *testing.T) {
	for seed := range uint64(150) {
		p := enginetest.Small(rand.New(rand.NewPCG(seed, 11)), enginetest.Capacities|enginetest.Purchases)
		before, err := optimise.Solve(context.Background(), p, exact())
		if err != nil {
			continue
		}
		slices.Reverse(p.Blocks)
		for i := range p.Services {
			for l := range p.Services[i].Options {
				o := &p.Services[i].Options[l]
				o.Use = slices.Clone(o.Use)
				slices.Reverse(o.Use)
				for k := range o.Use {
					o.Use[k].Block = int32(len(p.Blocks)-1) - o.Use[k].Block
				}
			}
		}
		after, err := optimise.Solve(context.Background(), p, exact())
		if err != nil || after.Cost != before.Cost {
			t.Errorf("seed %d: %v (%v) after %d", seed, after, err, before.Cost)
		}
	}
}

func TestADeadlineAndACancelAreTold(t *testing.T) {
	p := enginetest.Problem(300, 5, enginetest.Tight)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	late, stop := context.WithTimeout(context.Background(), 0)
	defer stop()
	for _, c := range []struct {
		name string
		ctx  context.Context
		want optimise.Stop
	}{
		{"cancelled before the start", gone, optimise.Interrupted},
		{"after the deadline", late, optimise.Time},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := optimise.Solve(c.ctx, p, optimise.DefaultOptions())
			if err != nil {
				t.Fatal(err)
			}
			if got.Stop != c.want || got.Floor > got.Cost || len(p.Broken(got.Placement)) > 0 {
				t.Errorf("stop %q, floor %d, cost %d; want %q", got.Stop, got.Floor, got.Cost, c.want)
			}
		})
	}
	o := optimise.DefaultOptions()
	o.Effort = 1
	if got, err := optimise.Solve(context.Background(), p, o); err != nil || got.Stop != optimise.Effort {
		t.Errorf("with little effort: %v, %v", got, err)
	}
}
