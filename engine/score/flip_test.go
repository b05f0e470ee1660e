package score

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTheGridHoldsEveryValueOfThreeDigits(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		g := rapid.IntRange(lowest+1, 900*9).Draw(r, "index")
		v := valueOf(g)
		if gridOf(v) != g {
			r.Fatalf("index %d is %v, which is index %d", g, v, gridOf(v))
		}
		if next := valueOf(g + 1); next <= v {
			r.Fatalf("%v comes after %v", next, v)
		}
	})
	for v, want := range map[float64]float64{1: 1, 12.34: 12.3, 9.996: 10, 0: 0, 0.000123456: 0.000123} {
		if got := valueOf(gridOf(v)); got != want {
			t.Errorf("%v becomes %v, want %v", v, got, want)
		}
	}
}

func TestTheNearestFlipIsFoundOnEitherSide(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		now := rapid.Float64Range(1, 500).Draw(r, "now")
		// The decision stands between low and high.
		low := now * rapid.Float64Range(0.02, 0.9).Draw(r, "low")
		high := now * rapid.Float64Range(1.1, 50).Draw(r, "high")
		win := func(v float64) (string, error) {
			if v < low || v > high {
				return "other", nil
			}
			return "now", nil
		}
		in := Input{ID: "x", Typical: now, From: now / 100, To: now * 100}
		f, err := nearest(in, "now", win)
		if err != nil || !f.Found || f.Then != "other" {
			r.Fatalf("%+v, %v", f, err)
		}
		if w, _ := win(f.At); w != "other" {
			r.Fatalf("%v does not flip", f.At)
		}
		if w, _ := win(f.Before); w != "now" {
			r.Fatalf("the neighbour %v flips too", f.Before)
		}
		if step := gridOf(f.At) - gridOf(f.Before); step != 1 && step != -1 {
			r.Fatalf("%v and %v are %d steps apart", f.Before, f.At, step)
		}
		// The side that is nearer in times, but for the width of a step.
		if up, down := high/now, now/low; up < down/1.02 && f.At < now || down < up/1.02 && f.At > now {
			r.Fatalf("from %v it went to %v, between %v and %v", now, f.At, low, high)
		}
	})
}

func TestWhatNeverFlipsIsSaidSo(t *testing.T) {
	in := Input{ID: "x", Typical: 5, From: 0.05, To: 500}
	f, err := nearest(in, "now", func(float64) (string, error) { return "now", nil })
	if err != nil || f.Found || f.From != 0.05 || f.To != 500 {
		t.Errorf("%+v, %v", f, err)
	}
}
