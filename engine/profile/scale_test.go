package profile_test

import (
	"math"
	"testing"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestScaleMultipliesLevelsAndKeepsRatios(t *testing.T) {
	p := profile.Measure(points(t, "requests/s", 300, 0, 10, 20, 30, 40))
	q := p.Convert(0.025, "cores") // a core serves 40 requests a second
	wantValue(t, "mean", 0.5, q.Mean)
	wantValue(t, "p99", 0.99, q.P99)
	wantValue(t, "peak to mean", p.PeakToMean.Value, q.PeakToMean)
	wantFloat(t, "slot", p.Winter[0].P95/40, q.Winter[0].P95)
	wantFloat(t, "overflow", p.OverflowMean(20)/40, q.OverflowMean(0.5))
	if q.Unit != "cores" || q.Mean.Unit != "cores" || q.Mean.Origin != profile.OriginDerived || q.CV.Origin != profile.OriginMeasured {
		t.Errorf("unit %q, mean %+v, cv %+v", q.Unit, q.Mean, q.CV)
	}
	if p.Mean.Unit != "requests/s" || p.Winter[0].Mean != 20 || q.Summer != q.Winter {
		t.Error("scaling changed the profile it was made from, or split its week")
	}
}

func TestAProfileLikeAnotherSaysSo(t *testing.T) {
	p := profile.Measure(points(t, "cores", 1800, 10, 20, 30)).Like("frontend", 0.5)
	want := profile.Feature{Value: 10, Unit: "cores", Origin: profile.OriginDerived, Why: "like frontend × 0.5"}
	if d := cmp.Diff(want, p.Mean, near()); d != "" {
		t.Errorf("mean (-want +got):\n%s", d)
	}
	if got, want := p.Peak.Why, "like frontend × 0.5; the samples are 30m apart: shorter peaks are not seen"; got != want {
		t.Errorf("the peak says %q, want %q", got, want)
	}
	if p.CV.Origin != profile.OriginDerived {
		t.Errorf("cv is %q, want derived: it was measured on another service", p.CV.Origin)
	}
	wantUnknown(t, "weekly season", "shorter", p.WeeklySeason)
}

func TestAFactorThatIsNoneMakesLevelsUnknown(t *testing.T) {
	p := profile.Measure(points(t, "cores", 300, 1e10, 2e10, 3e10))
	for _, f := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 1e300} {
		q := p.Scale(f)
		wantFinite(t, q)
		wantUnknown(t, "mean", "factor", q.Mean)
		if q.Shaped() || q.Curve != nil {
			t.Errorf("scaled by %g there are shapes", f)
		}
	}
}

func TestTheProfileOfATimesTheDemandIsTheProfileTimesA(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times, values := anySeries(t)
		f := rapid.Float64Range(0.001, 1000).Draw(t, "factor")
		scaled := make([]float64, len(values))
		for i, v := range values {
			scaled[i] = v * f
		}
		o := profile.ReadOptions{Unit: "cores"}
		s, _, err := profile.NewSeries(append([]int64(nil), times...), values, o)
		if err != nil {
			t.Fatal(err)
		}
		big, _, err := profile.NewSeries(times, scaled, o)
		if err != nil {
			t.Fatal(err)
		}
		want, got := profile.Measure(s).Scale(f), profile.Measure(big)
		for i, w := range want.Features() {
			g := got.Features()[i].Feature
			// A season is a difference of variances, in which rounding grows.
			tolerance := 1e-6 * max(math.Abs(w.Feature.Value), 1e-3)
			if g.Known() != w.Feature.Known() || math.Abs(g.Value-w.Feature.Value) > tolerance && w.Name != "idle_share" {
				t.Fatalf("%s is %+v, want %+v", w.Name, g, w.Feature)
			}
		}
		if d := cmp.Diff(want.Curve, got.Curve, near()); d != "" {
			t.Fatalf("curve (-want +got):\n%s", d)
		}
		if d := cmp.Diff(want.Winter, got.Winter, near()); d != "" {
			t.Fatalf("week (-want +got):\n%s", d)
		}
	})
}

func TestTheLeadTimeCompoundsTheTrend(t *testing.T) {
	for _, c := range []struct{ p99, trend, months, want float64 }{
		{100, 0.12, 8, 247.596317628}, // 100 × 1.12^8
		{100, 0, 8, 100},
		{100, 0.5, 0, 100},
		{100, -0.5, 2, 25},
		{100, 1, 0.5, 141.421356237}, // 100 × √2
		{100, -1, 3, 0},
		{100, -7, 3, 0},
		{0, 1000, 1e6, 0},
		{100, 1000, 1e6, math.MaxFloat64},
	} {
		wantFloat(t, "by lead time", c.want, profile.ByLeadTime(c.p99, c.trend, c.months))
	}
}

func TestTheLeadTimeIsUnknownWithoutATrend(t *testing.T) {
	p, err := profile.Declared(profile.DeclaredInput{Unit: "cores", Mean: new(15.0), Peak: new(100.0)})
	if err != nil {
		t.Fatal(err)
	}
	wantUnknown(t, "by lead time", "trend: the trend is not declared", p.ByLeadTime(8))
	p.TrendPerMonth = profile.Feature{Value: 0.12, Origin: profile.OriginDeclared}
	wantValue(t, "by lead time", 247.596317628, p.ByLeadTime(8))
	if got := p.ByLeadTime(8); got.Why != "100 +12 % a month for 8 months" || got.Origin != profile.OriginExtrapolated {
		t.Errorf("got %+v", got)
	}
	p.P99 = profile.Feature{Why: "nobody measured"}
	wantUnknown(t, "by lead time", "p99: nobody measured", p.ByLeadTime(8))
}
