package forecast

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// from is hours of value(i), the first on a Monday at midnight; below zero is a gap.
func from(n int, value func(i int) float64) hourly {
	h := hourly{first: 4 * dayHours, values: make([]float64, n)} // 1970 began on a Thursday
	for i := range h.values {
		if h.values[i] = value(i); h.values[i] < 0 {
			h.values[i] = math.NaN()
		}
	}
	return h
}

func near() cmp.Option {
	return cmp.Options{cmpopts.EquateApprox(1e-9, 1e-12), cmpopts.EquateNaNs()}
}

// weekly is three weeks that are 1, 2 and 6 times the hour of the week.
func weekly(i int) float64 { return []float64{1, 2, 6}[i/weekHours] * float64(i%weekHours) }

func TestEachMethodGoesOnAsItSays(t *testing.T) {
	past := from(3*weekHours, weekly)
	faded := (6 + 0.5*2 + 0.25*1) / 1.75 // each week half the one after it
	for _, c := range []struct {
		method method
		// of hour 10 of the week, one and six weeks ahead
		want, later float64
	}{
		{naiveWeek(), 60, 60},
		{naiveDay(), 6 * (144 + 10), 6 * (144 + 10)}, // of Sunday
		{weekMean(2), 40, 40},
		{weekMean(8), 30, 30},
		{weekMedian(3), 20, 20},
		{weekMedian(2), 40, 40},
		{weekFading(0.5), 10 * faded, 10 * faded},
		// At the level of the last four weeks, which are all: their mean.
		{weekLevel(0.5), 30, 30},
	} {
		said := c.method.run(past, 6*weekHours)
		if len(said) != 6*weekHours {
			t.Fatalf("%s says %d hours", c.method.name, len(said))
		}
		if d := cmp.Diff([]float64{c.want, c.later}, []float64{said[10], said[5*weekHours+10]}, near()); d != "" {
			t.Errorf("%s: %s", c.method.name, d)
		}
	}
}

func TestTheDampedTrendIsThatByHand(t *testing.T) {
	// Levels 1, 2, 6 with α = 0.2, β = 0.1, φ = 0.9:
	// l = 0.2·2 + 0.8·1 = 1.2, b = 0.1·0.2 = 0.02;
	// l = 0.2·6 + 0.8·(1.2 + 0.018) = 2.1744, b = 0.1·0.9744 + 0.9·0.9·0.02 = 0.11364.
	level, slope := holt([]float64{1, 2, 6})
	if d := cmp.Diff([]float64{2.1744, 0.11364}, []float64{level, slope}, near()); d != "" {
		t.Error(d)
	}
	// However far ahead, it adds less than slope × 0.9 / 0.1.
	said := dampedTrend(1).run(from(3*weekHours, weekly), 100*weekHours)
	shape := 30.0                        // of hour 10: the mean of 10, 20 and 60
	end := (level/3 + slope/3*9) * shape // levels are measured against that mean
	if got := said[99*weekHours+10]; got > end || got < 0.999*end {
		t.Errorf("after 99 weeks it is %g, want a little below %g", got, end)
	}
	if l, b := holt(nil); l != 1 || b != 0 {
		t.Errorf("no week gives the level %g and the slope %g", l, b)
	}
}

func TestTwoSeasonsGoOnWhereNothingElseHappens(t *testing.T) {
	pure := func(i int) float64 {
		k := i % weekHours
		return 50 + float64(k%dayHours) + map[bool]float64{true: 20}[k/dayHours >= 5]
	}
	said := doubleSeasonal().run(from(5*weekHours, pure), weekHours)
	for i, v := range said {
		if d := cmp.Diff(pure(i), v, near()); d != "" {
			t.Fatalf("hour %d: %s", i, d)
		}
	}
}

func TestAGapTeachesNothing(t *testing.T) {
	full := from(6*weekHours, func(i int) float64 { return 10 + float64(i%weekHours) })
	// The fifth week lacks two days; what is there is as before.
	holed := from(6*weekHours, func(i int) float64 {
		if i > 4*weekHours+30 && i < 4*weekHours+78 {
			return -1
		}
		return full.values[i]
	})
	for _, m := range methods() {
		want, got := m.run(full, 2*weekHours), m.run(holed, 2*weekHours)
		if d := cmp.Diff(want, got, near()); d != "" {
			t.Errorf("%s: %s", m.name, d)
		}
	}
}

func TestAnHourThatNoWeekHasIsThatOfOtherDays(t *testing.T) {
	// Tuesdays were never measured.
	past := from(3*weekHours, func(i int) float64 {
		if i%weekHours/dayHours == 1 {
			return -1
		}
		return float64(i % dayHours)
	})
	for _, m := range methods() {
		for i, v := range m.run(past, weekHours) {
			if math.IsNaN(v) || math.Abs(v-float64(i%dayHours)) > 1e-9 {
				t.Fatalf("%s says %g for hour %d", m.name, v, i)
			}
		}
	}
}

func TestTogetherIsTheMean(t *testing.T) {
	constant := func(v float64) method {
		return method{run: func(_ hourly, ahead int) []float64 { return []float64{v, v}[:ahead] }}
	}
	said := together("", "", []method{constant(1), constant(2), constant(6)}).run(hourly{}, 2)
	if d := cmp.Diff([]float64{3, 3}, said, near()); d != "" {
		t.Error(d)
	}
}
