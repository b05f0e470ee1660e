package place_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/place"
)

// cheapest tries every number of firm units.
func cheapest(b *place.Block, use []int64) int64 {
	best := int64(-1)
	for firm := range b.FirmMax + 1 {
		cost, fits := firm*b.Firm, true
		for t, u := range use {
			lack := max(0, u-b.Cap[t]-firm)
			if b.Hard() {
				fits = fits && lack == 0
			} else {
				cost += lack * b.Over[t]
			}
		}
		if fits && (best < 0 || cost < best) {
			best = cost
		}
	}
	return best
}

func TestAPurchaseIsTheCheapestThereIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.IntRange(1, 6).Draw(t, "slots")
		amounts := func(name string, most int64) []int64 {
			return rapid.SliceOfN(rapid.Int64Range(0, most), slots, slots).Draw(t, name)
		}
		b := &place.Block{
			Cap: amounts("cap", 9), Over: amounts("over", 5),
			Firm: rapid.Int64Range(0, 20).Draw(t, "firm"), FirmMax: rapid.Int64Range(0, 12).Draw(t, "most"),
		}
		if rapid.Bool().Draw(t, "hard") {
			b.Over = nil
		}
		use := amounts("use", 20)
		want := cheapest(b, use)
		if b.Fits(use) != (want >= 0) {
			t.Fatalf("Fits = %v, trying every purchase says %v", b.Fits(use), want >= 0)
		}
		if _, got := b.Buy(use); want >= 0 && got != want {
			t.Errorf("Buy costs %d, trying every purchase %d", got, want)
		}
	})
}

func TestWhatAPlacementBreaksIsListed(t *testing.T) {
	p := &place.Problem{
		Services: []place.Service{
			{Name: "a", Options: []place.Option{{}, {Cost: 5, Use: []place.Use{{Block: 0, Amount: []int32{3, 4}}}}}},
			{Name: "b", Options: []place.Option{{}, {Cost: 7, Use: []place.Use{{Block: 0, Amount: []int32{3, 1}}}}}},
		},
		Blocks: []place.Block{{Name: "cpu", Cap: []int64{5, 5}}},
		Pairs:  []place.Pair{{A: 0, B: 1, Cost: []int64{0, 2, 3, 0}, Rule: &place.Rule{Forbid: []bool{false, true, false, false}}}},
	}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	if got := p.Cost(place.Placement{1, 1}); got != 12 {
		t.Errorf("both cost %d, want 5 + 7 and nothing between them", got)
	}
	if got, want := p.Broken(place.Placement{1, 1}), []place.Break{{Block: 0, Slot: 0, Pair: -1, By: 1}}; !slices.Equal(got, want) {
		t.Errorf("both on the pool break %v, want %v", got, want)
	}
	if got, want := p.Broken(place.Placement{0, 1}), []place.Break{{Block: -1, Slot: -1, Pair: 0}}; !slices.Equal(got, want) {
		t.Errorf("a forbidden pair breaks %v, want %v", got, want)
	}
	if got := p.Broken(place.Placement{1, 0}); got != nil {
		t.Errorf("a placement that fits breaks %v", got)
	}
}

func TestSumsThatWouldOverflowAreRefused(t *testing.T) {
	big := func(n int) *place.Problem {
		p := &place.Problem{}
		for range n {
			p.Services = append(p.Services, place.Service{Name: "s", Options: []place.Option{{Cost: place.Room / 4}}})
		}
		return p
	}
	if err := big(3).Check(); err != nil {
		t.Errorf("three quarters of the room are refused: %v", err)
	}
	for _, n := range []int{4, 64} { // 64 × 2^58 is 2^64: a sum in 64 bits would be 0
		if err := big(n).Check(); err == nil {
			t.Errorf("%d quarters of the room pass", n)
		}
	}
}
