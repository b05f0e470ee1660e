package improve_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

const everything = enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists

// drawn is a small problem with everything in it, and chance to go on with.
func drawn(t *rapid.T) (*place.Problem, *rand.Rand) {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
	p := enginetest.Small(r, everything)
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	return p, r
}

func anywhere(r *rand.Rand, p *place.Problem) place.Placement {
	x := make(place.Placement, len(p.Services))
	for i := range x {
		x[i] = uint8(r.IntN(p.Width(int32(i))))
	}
	return x
}

// fits is the definition of what a move may do, computed anew: nothing that is too
// full gets fuller, nothing else gets too full, no service breaks more rules.
func fits(p *place.Problem, x place.Placement, i int32, l uint8) bool {
	y := append(place.Placement(nil), x...)
	y[i] = l
	before, after := p.Usage(x), p.Usage(y)
	for b := range p.Blocks {
		if !p.Blocks[b].Hard() {
			continue
		}
		for t := range after[b] {
			if after[b][t] > before[b][t] && after[b][t] > p.Blocks[b].Cap[t]+p.Blocks[b].FirmMax {
				return false
			}
		}
	}
	broken := func(x place.Placement) (n int) {
		for k := range p.Pairs {
			if p.Pairs[k].Forbidden(p, x[p.Pairs[k].A], x[p.Pairs[k].B]) {
				n++
			}
		}
		return n
	}
	return broken(y) <= broken(x)
}

func TestAStateKnowsAfterEveryMoveWhatTheProblemWouldSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, r := drawn(t)
		s := improve.New(p).State(anywhere(r, p))
		for range 20 {
			x := append(place.Placement(nil), s.Placement()...)
			i := int32(r.IntN(len(x)))
			l := uint8(r.IntN(p.Width(i)))
			y := append(place.Placement(nil), x...)
			y[i] = l
			if d := cmp.Diff(p.Cost(y)-p.Cost(x), s.Delta(i, l)); d != "" {
				t.Fatalf("Delta: %s", d)
			}
			if d := cmp.Diff(fits(p, x, i, l), s.Fits(i, l)); d != "" {
				t.Fatalf("Fits: %s", d)
			}
			s.Move(i, l)
			agrees(t, p, s, y)
		}
		y := anywhere(r, p)
		s.Set(y)
		agrees(t, p, s, y)
		agrees(t, p, s.Clone(), y)
	})
}

func agrees(t *rapid.T, p *place.Problem, s *improve.State, x place.Placement) {
	if d := cmp.Diff(x, s.Placement()); d != "" {
		t.Fatalf("Placement: %s", d)
	}
	if d := cmp.Diff(p.Cost(x), s.Cost()); d != "" {
		t.Fatalf("Cost: %s", d)
	}
	if d := cmp.Diff(p.Usage(x), s.Usage()); d != "" {
		t.Fatalf("Usage: %s", d)
	}
	if d := cmp.Diff(len(p.Broken(x)) == 0, s.Fitting()); d != "" {
		t.Fatalf("Fitting: %s", d)
	}
}

// cores is a problem of services that each run rented for 10 or owned for 1 using
// the given cores, with that many cores owned.
func cores(room int64, uses ...int32) *place.Problem {
	p := &place.Problem{Blocks: []place.Block{{Name: "cores", Cap: []int64{room}}}}
	for i, use := range uses {
		p.Services = append(p.Services, place.Service{
			Name: fmt.Sprintf("service-%d", i),
			Options: []place.Option{
				{Name: "rented", Cost: 10},
				{Name: "owned", Cost: 1, Use: []place.Use{{Block: 0, Amount: []int32{use}}}},
			},
		})
	}
	return p
}

func TestLoweredLimitsRefuseWhatTheCapacityWouldTake(t *testing.T) {
	s := improve.New(cores(5, 3, 2)).State(place.Placement{1, 1})
	if !s.Fitting() {
		t.Fatal("3 + 2 cores do not fit 5")
	}
	s.Limit([][]int64{{4}})
	if s.Fitting() {
		t.Error("3 + 2 cores fit 4")
	}
	s.Limit([][]int64{{9}})
	if s.Move(1, 0); s.Fits(1, 1) != true {
		t.Error("3 + 2 cores do not fit 5, the limit of a limit of 9")
	}
	s.Limit([][]int64{nil})
	if !s.Fits(1, 1) {
		t.Error("a nil row is not the block's own capacity")
	}
}

func TestAnOptionOutsideOfTheDomainNeverFits(t *testing.T) {
	s := improve.New(cores(5, 3, 2)).State(place.Placement{0, 0})
	s.Restrict([]place.Set{0b01, 0b11})
	if got := []bool{s.Fits(0, 1), s.Fits(1, 1), s.Fitting()}; !cmp.Equal([]bool{false, true, true}, got) {
		t.Error(cmp.Diff([]bool{false, true, true}, got))
	}
	s.Restrict([]place.Set{0b10, 0b11})
	if s.Fitting() {
		t.Error("a service outside of its domain is no stray")
	}
	if !s.Repair() || s.Placement()[0] != 1 {
		t.Error("repair leaves a service outside of its domain")
	}
}
