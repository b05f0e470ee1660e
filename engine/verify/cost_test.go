package verify

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheCheapestPurchaseIsFoundWhateverTheNumberOfFirmUnits(t *testing.T) {
	// By hand: capacity 10 in three slots, lacks 5, 3 and 0.
	used := []int64{15, 13, 4}
	for _, one := range []struct {
		name          string
		over          []int64
		firm, firmMax int64
		want          int64
	}{
		{"nothing can be bought", nil, 0, 0, 0},
		{"firm units alone: the fewest that suffice, 5 at 7", nil, 7, 9, 35},
		{"firm units alone, too few: all 2 of them at 7", nil, 7, 2, 14},
		{"by the slot: 5 at 2 and 3 at 4", []int64{2, 4, 1}, 0, 0, 22},
		{"a firm unit at 5 saves 2 + 4: 3 of them, then 2 at 2", []int64{2, 4, 1}, 5, 9, 19},
		{"of those only 1: then 4 at 2 and 2 at 4", []int64{2, 4, 1}, 5, 1, 21},
		{"a firm unit at 6 saves no more than it costs", []int64{2, 4, 1}, 6, 9, 22},
		{"a firm unit at 1 saves 2 alone as well: 5 of them", []int64{2, 4, 1}, 1, 9, 5},
	} {
		f := blank()
		f.Problem.Blocks = []block{{Cap: f.vectorOf(10, 10, 10), Over: -1, Firm: one.firm, FirmMax: one.firmMax}}
		if one.over != nil {
			f.Problem.Blocks[0].Over = f.vectorOf(one.over...)
		}
		s := &subject{f: f, meter: &meter{left: 100}}
		if diff := cmp.Diff(widen(one.want).String(), s.buy(0, used).String()); diff != "" {
			t.Errorf("%s:\n%s", one.name, diff)
		}
	}
}

func TestNoNumberOfFirmUnitsIsCheaperThanThePurchaseFound(t *testing.T) {
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 3))
		var capacity, over, used []int64
		for range 1 + r.IntN(5) {
			capacity, over, used = append(capacity, r.Int64N(8)), append(over, r.Int64N(9)), append(used, r.Int64N(14))
		}
		f := blank()
		f.Problem.Blocks = []block{{Cap: f.vectorOf(capacity...), Over: -1, Firm: r.Int64N(20), FirmMax: r.Int64N(12)}}
		one := &f.Problem.Blocks[0]
		one.Over = f.vectorOf(over...)
		want := int64(1 << 60)
		for z := range one.FirmMax + 1 {
			cost := z * one.Firm
			for t := range used {
				cost += over[t] * max(0, used[t]-capacity[t]-z)
			}
			want = min(want, cost)
		}
		s := &subject{f: f, meter: &meter{left: 100}}
		if got := s.buy(0, used); got != widen(want) {
			t.Fatalf("seed %d: %s, and by trying all numbers %d", seed, got, want)
		}
	}
}
