package profile_test

import (
	"strings"
	"testing"

	"berth.dev/engine/profile"
)

func TestThePeakIsOfFiveMinuteMeansAndNotOfASpike(t *testing.T) {
	// One minute of 600 among zeros: the five minutes around have a mean of
	// 120, so no half hour of 1-minute samples peaks above that.
	values := each(30, func(i int) float64 {
		if i == 12 {
			return 600
		}
		return 0
	})
	p := profile.Measure(points(t, "cores", 60, values...))
	// Six means 0 0 120 0 0 0: p99 at place 4.95 is 0.95 × 120.
	wantValue(t, "peak", 114, p.Peak)
	wantValue(t, "raw max", 600, p.RawMax)
	// From 0 to 120 within ten minutes, over a mean of 20.
	wantValue(t, "surge", 6, p.Surge10m)
}

func TestFiveMinutesWithLittleCoverAreNotInThePeak(t *testing.T) {
	// Two whole means of 10, then one minute of 1000 before the series ends.
	values := each(11, func(i int) float64 {
		if i == 10 {
			return 1000
		}
		return 10
	})
	p := profile.Measure(points(t, "cores", 60, values...))
	wantValue(t, "peak", 10, p.Peak)
	short := profile.Measure(points(t, "cores", 10, 1, 2, 3))
	wantUnknown(t, "peak", "covered by half", short.Peak)
	wantUnknown(t, "idle share", "covered by half", short.IdleShare)
	if short.Shaped() {
		t.Error("there are shapes without a peak")
	}
}

func TestCoarseSamplesGiveAPeakWithAReservation(t *testing.T) {
	p := profile.Measure(points(t, "cores", 1800, 1, 2, 3, 4, 5))
	wantValue(t, "peak", 4.96, p.Peak) // place 3.96
	if !strings.Contains(p.Peak.Why, "30m apart") {
		t.Errorf("the peak says %q, want that samples are 30m apart", p.Peak.Why)
	}
	wantUnknown(t, "surge", "30m apart", p.Surge10m)
}

func TestSurgeIsTheLargestRiseWithinTenMinutes(t *testing.T) {
	for _, c := range []struct {
		name   string
		step   int64
		values []float64
		want   float64
	}{
		// Mean 20: 10 → 40 in ten minutes is 30.
		{"two steps up", 300, []float64{10, 20, 40, 10}, 1.5},
		// 0 → 60 takes fifteen minutes; within ten it is 40. Mean 30.
		{"a slow rise", 300, []float64{0, 20, 40, 60}, 40.0 / 30},
		{"only falling", 300, []float64{40, 30, 20, 10}, 0},
		{"flat", 300, []float64{7, 7, 7}, 0},
		{"at ten minutes", 600, []float64{10, 30}, 1},
		// The sample between is missing; 10 → 40 stands ten minutes apart.
		{"over a short gap", 300, []float64{10, 10, -1, 40}, 1.5},
		// The rise happened in an outage of an hour: nobody saw how fast.
		{"over an outage", 300, append(append([]float64{10, 10}, missing(12)...), 40, 40), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := profile.Measure(points(t, "cores", c.step, c.values...))
			wantValue(t, "surge", c.want, p.Surge10m)
		})
	}
}

func missing(n int) []float64 { return each(n, func(int) float64 { return -1 }) }
