package profile_test

import (
	"math"
	"testing"
	"time"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
)

func TestLevelsOfASmallSeriesAreThoseByHand(t *testing.T) {
	// 0 10 20 30 40: mean 100/5 = 20. Type 7: p50 at place 2 = 20;
	// p95 at place 3.8 = 30+0.8×10 = 38; p99 at 3.96 = 39.6.
	// Variance (400+100+0+100+400)/5 = 200; CV = √200/20 = 0.7071.
	p := profile.Measure(points(t, "cores", 300, 20, 40, 0, 30, 10))
	wantValue(t, "mean", 20, p.Mean)
	wantValue(t, "p50", 20, p.P50)
	wantValue(t, "p95", 38, p.P95)
	wantValue(t, "p99", 39.6, p.P99)
	wantValue(t, "peak", 39.6, p.Peak)
	wantValue(t, "raw max", 40, p.RawMax)
	wantValue(t, "peak to mean", 1.98, p.PeakToMean)
	wantValue(t, "cv", math.Sqrt(200)/20, p.CV)
	// Below 3.96 there is one sample of five.
	wantValue(t, "idle share", 0.2, p.IdleShare)
	wantValue(t, "covered share", 1, p.CoveredShare)
	if p.Mean.Unit != "cores" || p.Mean.Origin != profile.OriginMeasured || p.CV.Unit != "" {
		t.Errorf("mean %+v, cv %+v: want measured cores and a plain ratio", p.Mean, p.CV)
	}
	// Five samples of 300 s from Monday 00:00.
	want := []any{time.Unix(monday, 0).UTC(), time.Unix(monday+1500, 0).UTC(), 5, 5 * time.Minute, "UTC"}
	if d := cmp.Diff(want, []any{p.Start, p.End, p.Points, p.Cadence, p.Zone}); d != "" {
		t.Errorf("window (-want +got):\n%s", d)
	}
}

func TestUnevenSamplesWeighWhatTheyCover(t *testing.T) {
	// Times 0 60 120 200 260, so cadence 60 and the third sample, 80 s before
	// the next, is late and covers 80 s: 60·1+60·1+80·4+60·1+60·1 = 560 in 320 s.
	times := []int64{monday, monday + 60, monday + 120, monday + 200, monday + 260}
	s, r, err := profile.NewSeries(times, []float64{1, 1, 4, 1, 1}, profile.ReadOptions{Unit: "cores"})
	if err != nil {
		t.Fatal(err)
	}
	p := profile.Measure(s)
	wantValue(t, "mean", 560.0/320, p.Mean)
	// The largest sample k = 5 stands at 4·80 + 4·240 = 1280 = 4·320, all the
	// way; the one before at 3·60 + 4·180 = 900. p95 is 1216 on that way:
	// 1 + 3·(1216-900)/380.
	wantValue(t, "p95", 1+3*316.0/380, p.P95)
	if r.Gaps != 0 {
		t.Errorf("%d gaps, want none: 80 s are less than one and a half cadences", r.Gaps)
	}
}

func TestAnOutageGapIsNoIdleTime(t *testing.T) {
	// Ten samples of 100, an outage of ten samples, ten of 100. As zeros the
	// outage would halve nothing but a third of the mean and be idle.
	values := each(30, func(i int) float64 {
		if i >= 10 && i < 20 {
			return -1
		}
		return 100
	})
	s, r := pointsFrom(t, profile.ReadOptions{Unit: "cores"}, monday, 300, values...)
	p := profile.Measure(s)
	wantValue(t, "mean", 100, p.Mean)
	wantValue(t, "idle share", 0, p.IdleShare)
	wantValue(t, "covered share", 20.0/30, p.CoveredShare)
	wantValue(t, "cv", 0, p.CV)
	if r.Gaps != 1 || r.Missing != 10 || r.GapTime != 50*time.Minute {
		t.Errorf("%d gaps, %d missing, %s; want 1, 10, 50m", r.Gaps, r.Missing, r.GapTime)
	}
}

func TestADuplicateTimestampIsCountedOnce(t *testing.T) {
	once := []byte("t,v\n1000,1\n1300,9\n1600,2\n")
	thrice := []byte("t,v\n1000,1\n1300,9\n1300,9\n1300,9\n1600,2\n")
	o := profile.ReadOptions{Unit: "cores"}
	want, _ := read(t, once, o)
	got, r := read(t, thrice, o)
	if d := cmp.Diff(profile.Measure(want), profile.Measure(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Duplicates != 2 || r.Bad != 0 {
		t.Errorf("%d duplicates and %d bad rows, want 2 and 0", r.Duplicates, r.Bad)
	}
}

func TestAnOutageReadsTheSameAsMissingRowsOrAsBlankOnes(t *testing.T) {
	absent := "t,v\n1000,1\n1300,2\n1600,3\n2800,4\n"
	blank := "t,v\n1000,1\n1300,2\n1600,3\n1900,\n2200,NULL\n2500,\"\"\n2800,4\n"
	o := profile.ReadOptions{Unit: "cores"}
	want, _ := read(t, []byte(absent), o)
	got, r := read(t, []byte(blank), o)
	if d := cmp.Diff(profile.Measure(want), profile.Measure(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Blank != 3 || r.Missing != 3 {
		t.Errorf("%d blank and %d missing, want 3 and 3", r.Blank, r.Missing)
	}
}

func TestAServiceWithoutDemandIsIdleAndHasNoRatios(t *testing.T) {
	p := profile.Measure(points(t, "cores", 300, 0, 0, 0, 0))
	wantValue(t, "mean", 0, p.Mean)
	wantValue(t, "peak", 0, p.Peak)
	wantValue(t, "idle share", 1, p.IdleShare)
	wantUnknown(t, "peak to mean", "no demand", p.PeakToMean)
	wantUnknown(t, "cv", "no demand", p.CV)
	wantUnknown(t, "surge", "no demand", p.Surge10m)
	wantFinite(t, p)
}

func TestTheZeroSeriesHasOnlyUnknowns(t *testing.T) {
	p := profile.Measure(profile.Series{})
	for _, f := range p.Features() {
		wantUnknown(t, f.Name, "no points", f.Feature)
	}
	if p.Shaped() || p.OverflowMean(0) != 0 {
		t.Error("a profile of nothing has a shape")
	}
}

func TestNumbersAtTheEdgeOfFloatingPointStayFinite(t *testing.T) {
	for _, values := range [][]float64{
		{5e-324, 0, 0, 5e-324}, {1e-300, 1e18, 1e-300, 0}, {1e18, 1e18, 1e18, 1e18}, {5e-324, 5e-324, 5e-324},
	} {
		for _, unit := range []string{"cores", "requests", "requests/d"} {
			p := profile.Measure(points(t, unit, 300, values...))
			wantFinite(t, p)
			wantFinite(t, p.Scale(1e300))
			wantFinite(t, p.Scale(1e-300))
		}
	}
}

func TestMinusZeroIsZero(t *testing.T) {
	s, r := read(t, []byte("t,v\n1000,5\n1300,-0\n1600,-0.0\n"), profile.ReadOptions{Unit: "cores"})
	p := profile.Measure(s)
	wantValue(t, "raw max", 5, p.RawMax)
	wantValue(t, "p50", 0, p.P50)
	if r.Negative != 0 {
		t.Errorf("%d values are negative, want none", r.Negative)
	}
}
