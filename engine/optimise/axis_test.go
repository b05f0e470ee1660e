package optimise

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/place"
)

// two is a problem of two services that use up to 3+4 of slot 0 and 1+1 of slot 1.
func two(caps ...int64) *place.Problem {
	return &place.Problem{
		Services: []place.Service{
			{Name: "a", Options: []place.Option{{}, {Use: []place.Use{{Amount: []int32{3, 1}}}}}},
			{Name: "b", Options: []place.Option{{}, {Use: []place.Use{{Amount: []int32{4, 1}}}}}},
		},
		Blocks: []place.Block{{Cap: caps}},
	}
}

func TestOnlySlotsThatCanBeTooFullHaveACoordinate(t *testing.T) {
	for _, c := range []struct {
		name string
		caps []int64
		want int
	}{
		{"room for all", []int64{7, 2}, 0},
		{"one slot is short", []int64{6, 2}, 1},
		{"both are short", []int64{6, 1}, 2},
		{"there is nothing", []int64{0, 0}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, len(newAxis(two(c.caps...)).coords)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPricesComeBackFromAPointAsTheyWere(t *testing.T) {
	a := newAxis(two(6, 1))
	rapid.Check(t, func(t *rapid.T) {
		price := rapid.Int64Range(0, 1<<40)
		want := [][]int64{{price.Draw(t, "slot 0"), price.Draw(t, "slot 1")}}
		got := a.zero()
		a.prices(a.point(want), got)
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
	})
}

// Slot 1 has room for everything, so its price goes; a price above what a unit costs
// to rent is cut down to that.
func TestEarlierPricesAreCutToThoseThatMeanSomething(t *testing.T) {
	p := two(6, 2)
	p.Blocks[0].Over = []int64{50, 50}
	a := newAxis(p)
	for _, c := range []struct {
		name        string
		given, want [][]int64
	}{
		{"within the bounds", [][]int64{{20, 0}}, [][]int64{{20, 0}}},
		{"dearer than renting", [][]int64{{80, 0}}, [][]int64{{50, 0}}},
		{"negative", [][]int64{{-1, 0}}, [][]int64{{0, 0}}},
		{"of a slot that cannot be full", [][]int64{{20, 9}}, [][]int64{{20, 0}}},
		{"of another shape", [][]int64{{20}}, [][]int64{{20, 0}}},
		{"none", nil, [][]int64{{0, 0}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, a.fit(c.given)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestThePricesOfAUseAreWorthWhatItCostsToBuy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.Int64Range(0, 9)
		slots := rapid.IntRange(1, 4).Draw(t, "slots")
		block := place.Block{Firm: number.Draw(t, "firm"), FirmMax: number.Draw(t, "most")}
		use := make([]int64, slots)
		rented := rapid.Bool().Draw(t, "rented")
		for k := range use {
			block.Cap = append(block.Cap, number.Draw(t, "capacity"))
			use[k] = number.Draw(t, "use")
			if rented {
				block.Over = append(block.Over, number.Draw(t, "over"))
			} else {
				use[k] = min(use[k], block.Cap[k]+block.FirmMax)
			}
		}
		// One service that uses all of it gives every slot that lacks a coordinate.
		amount := make([]int32, slots)
		for k, u := range use {
			amount[k] = int32(u)
		}
		p := &place.Problem{
			Services: []place.Service{{Name: "a", Options: []place.Option{{Use: []place.Use{{Amount: amount}}}}}},
			Blocks:   []place.Block{block},
		}
		s := &search{problem: p, axis: newAxis(p)}
		prices := s.afford(place.Usage{use})[0]
		var worth, all int64
		for k, price := range prices {
			worth += price * (use[k] - block.Cap[k])
			all += price
			if rented && price > block.Over[k] {
				t.Errorf("slot %d: %d is more than renting costs", k, price)
			}
		}
		worth += block.FirmMax * min(0, block.Firm-all)
		if _, want := block.Buy(use); want != worth {
			t.Errorf("prices %v are worth %d; buying costs %d", prices, worth, want)
		}
	})
}

func TestASplitIsJudgedByItsWeakerSide(t *testing.T) {
	// 4·4·4 = 64 is more than 2·2·14 = 56, though both sides together rise by as much.
	if !(score(4, 4) > score(2, 14)) {
		t.Errorf("%v and %v", score(4, 4), score(2, 14))
	}
	if score(3, 5) != score(5, 3) {
		t.Errorf("which side is called yes counts: %v and %v", score(3, 5), score(5, 3))
	}
}

// Gains are remembered by what moved: a split with three quarters of the weight on the
// yes side moves one quarter to it. A rise of 2 there is 8 for a whole move, so the same
// service with half its weight there should rise by 4; the other side 6/0.75·0.5 = 4.
func TestPseudoCostsCountWhatMoves(t *testing.T) {
	c := newPseudo(two(6, 1))
	seen := split{service: 1, first: 1, yes: 2, share: 0.75}
	for range reliable {
		if _, _, ok := c.expect(&seen); ok {
			t.Fatal("too few tries are relied on")
		}
		c.learn(c.observe(&seen, 2, 6))
	}
	yes, no, ok := c.expect(&split{service: 1, first: 1, yes: 2, share: 0.5})
	if d := cmp.Diff([]any{4.0, 4.0, true}, []any{yes, no, ok}); d != "" {
		t.Error(d)
	}
}
