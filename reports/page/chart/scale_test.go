package chart

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAnAxisEndsAtTheNextRoundNumber(t *testing.T) {
	for _, c := range []struct{ in, want float64 }{
		{0, 1}, {-3, 1}, {math.NaN(), 1}, {math.Inf(1), 1},
		{1, 1}, {1.01, 2}, {2.4, 2.5}, {2.6, 5}, {6, 10}, {99, 100}, {328, 500}, {0.013, 0.02},
	} {
		if got := niceTop(c.in); math.Abs(got-c.want) > 1e-12*c.want {
			t.Errorf("%g: %g, want %g", c.in, got, c.want)
		}
	}
}

func TestAxisLabelsAreShort(t *testing.T) {
	for in, want := range map[float64]string{
		0: "0", 0.25: "0.25", 250: "250", 999.9: "1k", 1250: "1.25k", 25e6: "25M", 3e9: "3G", 1e12: "1T", -1500: "-1.5k",
	} {
		if d := cmp.Diff(want, short(in)); d != "" {
			t.Errorf("%g: %s", in, d)
		}
	}
}

func TestHoursAreNamedFromMonday(t *testing.T) {
	for slot, want := range map[int]string{0: "Mon 00:00", 33: "Tue 09:00", 167: "Sun 23:00"} {
		if d := cmp.Diff(want, hour(slot)); d != "" {
			t.Error(d)
		}
	}
}

func TestASharePicksAStepOfColour(t *testing.T) {
	for in, want := range map[float64]int{-1: 0, 0: 0, 0.04: 0, 0.05: 1, 0.5: 5, 0.949: 9, 0.95: 10, 1: 10, 7: 10} {
		if got := Step(in); got != want {
			t.Errorf("%g: step %d, want %d", in, got, want)
		}
	}
	if got := Step(math.NaN()); got != 0 {
		t.Errorf("no number: step %d", got)
	}
}

func TestNoAxisCutsItsValuesOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-9, 1e15).Draw(t, "value")
		// Twice and a half is the widest step between two round numbers.
		if top := niceTop(v); top < v || top > 2.5*v*(1+1e-9) {
			t.Fatalf("%g: %g", v, top)
		}
	})
}

func TestALongNameIsCutByCharacters(t *testing.T) {
	for _, c := range [][2]string{{"short", "short"}, {"exactly8", "exactly8"}, {"longer than 8", "longer …"}, {"広広広広広広広広広", "広広広広広広広…"}} {
		if d := cmp.Diff(c[1], cut(c[0], 8)); d != "" {
			t.Error(d)
		}
	}
}

func TestTheTopOfATallDrawingIsCloseAndRound(t *testing.T) {
	for v, want := range map[float64]float64{0: 1, -3: 1, 1: 1, 11: 12, 12.5: 16, 17: 20, 21.8: 25, 0.0032: 0.004, 81: 100, math.Inf(1): 1} {
		if got := Top(v); math.Abs(got-want) > 1e-9*want {
			t.Errorf("the top of %g is %g, want %g", v, got, want)
		}
	}
}
