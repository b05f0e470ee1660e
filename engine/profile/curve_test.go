package profile_test

import (
	"testing"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTheCurveHasTheMeanOfEachSixtyFourth(t *testing.T) {
	// 128 samples 0..127: the bins are the means of pairs, 126.5 down to 0.5.
	p := profile.Measure(points(t, "cores", 300, each(128, func(i int) float64 { return float64(i * 77 % 128) })...))
	want := profile.Curve(each(64, func(i int) float64 { return 126.5 - 2*float64(i) }))
	if d := cmp.Diff(want, p.Curve, near()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// Above 125 only the first bin: 1.5/64.
	wantFloat(t, "overflow above 125", 1.5/64, p.OverflowMean(125))
	wantFloat(t, "overflow above 0", 63.5, p.OverflowMean(0))
	wantFloat(t, "overflow below 0", 63.5, p.OverflowMean(-10))
	wantFloat(t, "overflow above all", 0, p.OverflowMean(127))
}

func TestASampleAcrossBinsIsSplit(t *testing.T) {
	// Three samples in 64 bins: each covers 21⅓ bins.
	p := profile.Measure(points(t, "cores", 300, 3, 9, 6))
	got := []float64{p.Curve[0], p.Curve[20], p.Curve[21], p.Curve[22], p.Curve[42], p.Curve[63]}
	// Bin 21 is a third 9 and two thirds 6; bin 42 two thirds 6 and a third 3.
	if d := cmp.Diff([]float64{9, 9, 7, 6, 5, 3}, got, near()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func wantFloat(t tester, name string, want, got float64) {
	t.Helper()
	if d := cmp.Diff(want, got, near()); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// anySeries draws a short series with gaps, late samples and any level.
func anySeries(t *rapid.T) (times []int64, values []float64) {
	step := rapid.SampledFrom([]int64{10, 60, 300, 420, 1800, 3600, 7200, 86400}).Draw(t, "step")
	level := rapid.SampledFrom([]float64{1e-9, 1, 1e6}).Draw(t, "level")
	at := rapid.Int64Range(0, 2e9).Draw(t, "start")
	for range rapid.IntRange(2, 400).Draw(t, "points") {
		times = append(times, at)
		values = append(values, level*rapid.Float64Range(0, 1000).Draw(t, "value"))
		switch rapid.IntRange(0, 20).Draw(t, "kind of step") {
		case 0:
			at += step * rapid.Int64Range(2, 20).Draw(t, "gap")
		case 1:
			at += step + step/3
		case 2:
			at += max(1, step-step/4)
		default:
			at += step
		}
	}
	return times, values
}

func TestTheCurveKeepsTheMeanAndOverflowIsConvex(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times, values := anySeries(t)
		s, _, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: "cores"})
		if err != nil {
			t.Fatal(err)
		}
		p := profile.Measure(s)
		if !p.Shaped() {
			t.Skip("too short for a peak")
		}
		wantFloat(t, "overflow above 0", p.Mean.Value, p.OverflowMean(0))
		wantFloat(t, "overflow above the maximum", 0, p.OverflowMean(p.RawMax.Value))
		a := rapid.Float64Range(0, p.RawMax.Value).Draw(t, "a")
		b := rapid.Float64Range(0, p.RawMax.Value).Draw(t, "b")
		slack := 1e-9 * p.RawMax.Value
		if a < b && p.OverflowMean(a)+slack < p.OverflowMean(b) {
			t.Fatalf("overflow grows from %g to %g", a, b)
		}
		if middle := p.OverflowMean((a + b) / 2); middle > (p.OverflowMean(a)+p.OverflowMean(b))/2+slack {
			t.Fatalf("overflow is not convex between %g and %g", a, b)
		}
		for i := 1; i < len(p.Curve); i++ {
			if p.Curve[i] > p.Curve[i-1] {
				t.Fatalf("bin %d of the curve is above the one before", i)
			}
		}
	})
}
