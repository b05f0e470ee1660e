package profile_test

import (
	"math"
	"strings"
	"testing"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func declared(t tester, in profile.DeclaredInput) profile.Profile {
	t.Helper()
	in.Unit = "requests/s"
	p, err := profile.Declared(in)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDeclaredNumbersGiveFlatHoursAndTwoLevels(t *testing.T) {
	p := declared(t, profile.DeclaredInput{Mean: new(24.0), Peak: new(100.0), TrendPerMonth: new(0.12)})
	wantValue(t, "mean", 24, p.Mean)
	wantValue(t, "p99", 100, p.P99)
	wantValue(t, "peak", 100, p.Peak)
	wantValue(t, "peak to mean", 100.0/24, p.PeakToMean)
	wantValue(t, "trend", 0.12, p.TrendPerMonth)
	wantUnknown(t, "weekly season", "only a series", p.WeeklySeason)
	wantUnknown(t, "p50", "only a series", p.P50)
	if p.Peak.Origin != profile.OriginDeclared || p.P99.Origin != profile.OriginDerived {
		t.Errorf("the peak is %q and the p99 %q, want declared and derived", p.Peak.Origin, p.P99.Origin)
	}
	for i, s := range p.Winter {
		if (s != profile.Slot{Mean: 24, P95: 100}) {
			t.Fatalf("slot %d is %v", i, s)
		}
	}
	// The rest is at (24 - 5)/0.95 = 20. 5 % are 3.2 bins, so the fourth has
	// 0.2 of the peak: 20 + 0.2 × 80 = 36.
	if d := cmp.Diff(profile.Curve{100, 100, 100, 36, 20}, p.Curve[:5], near()); d != "" {
		t.Errorf("curve (-want +got):\n%s", d)
	}
	wantFloat(t, "mean of the curve", 24, p.OverflowMean(0))
	// Above 36: 3 bins of 64.
	wantFloat(t, "overflow", 3*64.0/64, p.OverflowMean(36))
}

func TestADeclaredMeanTooSmallForFivePercentOfPeakKeepsBoth(t *testing.T) {
	// 100 for 3 % of the time is a mean of 3, and nothing is left for the rest.
	p := declared(t, profile.DeclaredInput{Mean: new(3.0), P99: new(100.0)})
	if d := cmp.Diff(profile.Curve{100, 92, 0}, p.Curve[:3], near()); d != "" { // 0.03 × 64 = 1.92
		t.Errorf("(-want +got):\n%s", d)
	}
	wantFloat(t, "mean of the curve", 3, p.OverflowMean(0))
}

func TestDeclaredWithoutMeanOrPeakStaysUnknown(t *testing.T) {
	mean := declared(t, profile.DeclaredInput{Mean: new(24.0)})
	wantValue(t, "mean", 24, mean.Mean)
	wantUnknown(t, "p99", "no p99 is declared", mean.P99)
	wantUnknown(t, "peak", "no peak is declared", mean.Peak)
	wantUnknown(t, "peak to mean", "no peak is declared", mean.PeakToMean)
	wantUnknown(t, "trend", "not declared", mean.TrendPerMonth)
	peak := declared(t, profile.DeclaredInput{P99: new(24.0)})
	wantUnknown(t, "mean", "not declared", peak.Mean)
	wantValue(t, "peak", 24, peak.Peak)
	nothing := declared(t, profile.DeclaredInput{})
	for name, p := range map[string]profile.Profile{"mean only": mean, "peak only": peak, "nothing": nothing} {
		if p.Shaped() || p.Curve != nil {
			t.Errorf("%s: there are shapes", name)
		}
		wantFinite(t, p)
	}
}

func TestDeclaredNumbersThatContradictAreRefused(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		in   profile.DeclaredInput
		want string
	}{
		{profile.DeclaredInput{Mean: new(5.0), Peak: new(4.0)}, "the peak of 4 is below the mean of 5"},
		{profile.DeclaredInput{Mean: new(5.0), P99: new(4.0)}, "the p99 of 4 is below the mean of 5"},
		{profile.DeclaredInput{Mean: new(5.0), P99: new(501.0)}, "below a hundredth of the p99"},
		{profile.DeclaredInput{Mean: new(0.0), Peak: new(1.0)}, "below a hundredth of the peak"},
		{profile.DeclaredInput{Mean: new(-1.0)}, "the mean of -1 is no demand"},
		{profile.DeclaredInput{Mean: &nan}, "no demand"},
		{profile.DeclaredInput{Peak: &inf}, "no demand"},
		{profile.DeclaredInput{TrendPerMonth: &nan}, "the trend of NaN a month"},
		{profile.DeclaredInput{TrendPerMonth: new(-1.0)}, "above -1"},
		{profile.DeclaredInput{TrendPerMonth: &inf}, "at most 1000"},
	} {
		if p, err := profile.Declared(c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v and %v, want an error with %q", p.Mean, err, c.want)
		}
	}
}

func TestADeclaredCurveKeepsTheMeanAndFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		peak := rapid.Float64Range(0, 1e9).Draw(t, "peak")
		mean := peak * rapid.Float64Range(0.0101, 1).Draw(t, "share")
		p := declared(t, profile.DeclaredInput{Mean: &mean, Peak: &peak})
		wantFinite(t, p)
		wantFloat(t, "mean of the curve", mean, p.OverflowMean(0))
		wantFloat(t, "overflow above the peak", 0, p.OverflowMean(peak))
		for i := 1; i < len(p.Curve); i++ {
			if p.Curve[i] > p.Curve[i-1] {
				t.Fatalf("bin %d of the curve is above the one before", i)
			}
		}
	})
}
