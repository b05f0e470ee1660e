package relax_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

func TestClampLeavesPricesThatMeanSomething(t *testing.T) {
	// Costs add up to 2^47 and, in a unit 2,048 times as fine, to 2^58: as fine as the
	// unit of a fleet is chosen.
	var coarse int64
	for _, finer := range []int64{1, 2048} {
		p := enginetest.Problem(1000, 1, enginetest.Loose)
		for i := range p.Services {
			for l := range p.Services[i].Options {
				p.Services[i].Options[l].Cost *= finer
			}
		}
		for k := range p.Pairs {
			for at := range p.Pairs[k].Cost {
				p.Pairs[k].Cost[at] *= finer
			}
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		prices, got := near(rand.New(rand.NewPCG(1, 1)), p), relax.Zero(p)
		for b := range got {
			for slot := range got[b] {
				prices[b][slot] *= finer
				got[b][slot] = prices[b][slot]
			}
		}
		r := relax.New(p)
		r.Clamp(got)
		if diff := cmp.Diff(prices, got); diff != "" {
			t.Error(diff)
		}
		bound := r.Solve(got, nil).Bound
		if finer == 1 {
			coarse = bound
		}
		if bound != finer*coarse {
			t.Errorf("floor %d, want %d times %d", bound, finer, coarse)
		}
	}
}

func TestClampedPricesNeverLeaveSixtyTwoBits(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 10))
		p := enginetest.Small(r, everything)
		relaxation := relax.New(p)
		prices := relax.Zero(p)
		for b := range prices {
			for t := range prices[b] {
				prices[b][t] = r.Int64() >> r.IntN(64)
				if r.IntN(8) == 0 {
					prices[b][t] = -prices[b][t]
				}
			}
		}
		relaxation.Clamp(prices)
		sum := new(big.Int)
		for b := range prices {
			for slot, v := range prices[b] {
				if v < 0 {
					t.Fatalf("seed %d: a price of %d", seed, v)
				}
				weight := p.Blocks[b].Cap[slot] + p.Blocks[b].FirmMax
				sum.Add(sum, new(big.Int).Mul(big.NewInt(v), big.NewInt(weight)))
			}
		}
		if sum.BitLen() > 61 {
			t.Fatalf("seed %d: prices × capacities need %d bits", seed, sum.BitLen())
		}
		got := relaxation.Solve(prices, nil)
		if !got.Feasible {
			continue
		}
		if want := floorOf(p, prices); want != nil && want.Cmp(big.NewInt(got.Bound)) < 0 {
			t.Fatalf("seed %d: floor %d is above %v, the value of a placement", seed, got.Bound, want)
		}
	}
}

// floorOf is the least value that any placement has in the floor's definition, with
// whole tables and all forbidden pairs, in integers of any size: a floor is never above.
// It is nil where every placement has a forbidden pair.
func floorOf(p *place.Problem, prices relax.Prices) *big.Int {
	var least *big.Int
	x := make(place.Placement, len(p.Services))
	var try func(i int)
	try = func(i int) {
		if i < len(x) {
			for l := range p.Services[i].Options {
				x[i] = uint8(l)
				try(i + 1)
			}
			return
		}
		for k := range p.Pairs {
			if p.Pairs[k].Forbidden(p, x[p.Pairs[k].A], x[p.Pairs[k].B]) {
				return
			}
		}
		sum := big.NewInt(p.Place(x))
		for b, row := range p.Usage(x) {
			for t, used := range row {
				sum.Add(sum, new(big.Int).Mul(big.NewInt(prices[b][t]), big.NewInt(used)))
			}
		}
		if least == nil || sum.Cmp(least) < 0 {
			least = sum
		}
	}
	try(0)
	if least == nil {
		return nil
	}
	for b := range p.Blocks {
		block, all := &p.Blocks[b], int64(0)
		for t, price := range prices[b] {
			all += price
			least.Sub(least, new(big.Int).Mul(big.NewInt(price), big.NewInt(block.Cap[t])))
		}
		least.Add(least, new(big.Int).Mul(big.NewInt(block.FirmMax), big.NewInt(min(0, block.Firm-all))))
	}
	return least
}

func TestCostsTooLargeForACutStillHaveAFloor(t *testing.T) {
	// The steps between 64 options add up to 63·2^58; the pair costs 3, and nothing
	// where a is at a dear option and b owned.
	const huge = int64(1) << 58
	p := pair()
	p.Blocks, p.Services[1].Options[1].Use = nil, nil
	p.Services[0].Options, p.Pairs[0].Cost = nil, nil
	for l := range int64(place.MaxOptions) {
		p.Services[0].Options = append(p.Services[0].Options, place.Option{Cost: l % 2 * huge})
		p.Pairs[0].Cost = append(p.Pairs[0].Cost, 3, 3-3*(l%2))
	}
	for _, views := range []int{0, 1} {
		if views > 0 {
			p.Views = []place.View{{Name: "site", Level: [][]uint8{make([]uint8, place.MaxOptions), {0, 0}}, Cost: [][]int64{nil}}}
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		r := relax.New(p)
		// Each service and the pair at its least: 0 + 4 + 0.
		if got := r.Solve(relax.Zero(p), nil); got.Bound != 4 {
			t.Errorf("floor %d, want 4", got.Bound)
		}
		// Fixed, the floor is the cost.
		if got := r.Solve(relax.Zero(p), []place.Set{2, 2}); got.Bound != huge+4 {
			t.Errorf("floor %d, want %d", got.Bound, huge+4)
		}
	}
}

func TestViewsTooLargeForACutTakeNoShares(t *testing.T) {
	// A view that charges 2^57 at every odd level less at every even one, by 64 levels.
	const huge = int64(1) << 57
	p := pair()
	p.Blocks, p.Services[1].Options[1].Use = nil, nil
	p.Services[0].Options, p.Pairs[0].Cost = nil, nil
	view := place.View{Name: "site", Level: [][]uint8{nil, {0, 1}}, Cost: [][]int64{nil}}
	for l := range int64(place.MaxOptions) {
		p.Services[0].Options = append(p.Services[0].Options, place.Option{Cost: 7})
		p.Pairs[0].Cost = append(p.Pairs[0].Cost, l%2*huge, l%2*huge)
		view.Level[0] = append(view.Level[0], uint8(l))
		view.Cost[0] = append(view.Cost[0], l%2*huge, l%2*huge)
	}
	p.Views = []place.View{view}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	shares := relax.NoShares(p)
	shares[0][0][0], shares[0][1][1] = -500, 300
	// 7 + 4 + 0, whatever the shares.
	got := relax.New(p).SolveViews(relax.Zero(p), shares, nil)
	want := relax.Answer{Bound: 11, X: place.Placement{0, 1}, Feasible: true, Levels: [][]uint8{{0, 1}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestListedPricesAreThoseAboveZeroInOrder(t *testing.T) {
	got := relax.Prices{{0, 5}, nil, {7, 0, math.MaxInt64}}.Listed()
	want := []place.Price{{Block: 0, Slot: 1, Value: 5}, {Block: 2, Slot: 0, Value: 7}, {Block: 2, Slot: 2, Value: math.MaxInt64}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
