package profile_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/profile"
)

func TestGapsAreThoseOfTheReport(t *testing.T) {
	// Samples of five minutes; 3, 4 and 7 are missing.
	s, r := pointsFrom(t, profile.ReadOptions{Unit: "cores"}, monday, 300, 1, 1, 1, -1, -1, 1, 1, -1, 1)
	want := []profile.Gap{{From: monday + 900, To: monday + 1500, Missing: 2}, {From: monday + 2100, To: monday + 2400, Missing: 1}}
	if d := cmp.Diff(want, s.Gaps()); d != "" {
		t.Error(d)
	}
	if r.Gaps != 2 || r.Missing != 3 || r.GapTime != 15*time.Minute {
		t.Errorf("the report says %d gaps, %d missing, %s", r.Gaps, r.Missing, r.GapTime)
	}
}

func TestAnEveningCountsAsOnePeak(t *testing.T) {
	// 9 and 8 stand beside each other, 7 an hour later.
	values := each(14, func(int) float64 { return 1 })
	values[0], values[1], values[12] = 9, 8, 7
	s := points(t, "cores", 300, values...)
	want := []profile.Moment{{At: monday, Value: 9}, {At: monday + 3600, Value: 7}}
	if d := cmp.Diff(want, s.Highest(2, time.Hour)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want[:1], s.Highest(1, time.Hour)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]profile.Moment{{At: monday, Value: 9}, {At: monday + 300, Value: 8}}, s.Highest(2, 0)); d != "" {
		t.Error(d)
	}
	if got := (profile.Series{}).Highest(3, time.Hour); len(got) != 0 {
		t.Errorf("a series of nothing peaks at %v", got)
	}
}

func TestASpikeOfAMinuteIsNoPeakOfFive(t *testing.T) {
	// 100 for one minute of five is a mean of 20.
	s := points(t, "cores", 60, 0, 0, 100, 0, 0, 30, 30, 30, 30, 30)
	if d := cmp.Diff([]profile.Moment{{At: monday + 300, Value: 30}}, s.Highest(1, time.Hour)); d != "" {
		t.Error(d)
	}
}

func TestStretchesHaveTheMeanOfWhatWasMeasured(t *testing.T) {
	// Twenty minutes each: 1 2 3 | 4 - - | - - - | 5 6 7.
	s := points(t, "cores", 1200, 1, 2, 3, 4, -1, -1, -1, -1, -1, 5, 6, 7)
	want := []profile.Stretch{
		{Start: monday, Mean: 2, Max: 3, Covered: 3600},
		{Start: monday + 3600, Mean: 4, Max: 4, Covered: 1200},
		{Start: monday + 3*3600, Mean: 6, Max: 7, Covered: 3600},
	}
	if d := cmp.Diff(want, s.Stretches(time.Hour)); d != "" {
		t.Error(d)
	}
}

func TestStretchesKeepTheMean(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 2, 200).Draw(rt, "values")
		s := points(t, "cores", 300, values...)
		sum, covered := 0.0, 0.0
		for _, x := range s.Stretches(time.Duration(rapid.IntRange(1, 50).Draw(rt, "samples")) * 5 * time.Minute) {
			sum += x.Mean * float64(x.Covered)
			covered += float64(x.Covered)
		}
		wantValue(t, "mean", sum/covered, profile.Measure(s).Mean)
	})
}

func TestASeriesTimesARatioIsTheLoadOfOneLikeIt(t *testing.T) {
	s := points(t, "cores", 300, 1, 2, 3)
	want := points(t, "cores", 300, 2.5, 5, 7.5)
	if d := cmp.Diff(profile.Measure(want), profile.Measure(s.Times(2.5))); d != "" {
		t.Error(d)
	}
	if _, v := s.At(2); v != 3 {
		t.Error("the series itself changed")
	}
	for _, ratio := range []float64{0, -1, 1e300} {
		if n := s.Times(ratio).Len(); n != 0 {
			t.Errorf("times %g: %d points, want none", ratio, n)
		}
	}
}
