package profile_test

import (
	"testing"

	"berth.dev/engine/profile"
)

// The values of this file were computed from the same files by a program in
// another language, in another way: exact sums, whole sorts, look-up by time,
// the seasons from lists of values by weekday and hour.

type known struct {
	mean, p50, p95, p99, rawMax, cv, idle, covered float64
	daily, weekly                                  float64
	slot0, slot100                                 profile.Slot
	// overP50 is the mean above the median, of all points and not of bins:
	// the curve may be below it by the spread inside one bin.
	overP50 float64
}

func measureShared(t *testing.T, file, unit string) (profile.Profile, profile.Report) {
	t.Helper()
	s, r, err := profile.ReadCSV(sharedFile(t, "series/"+file), profile.ReadOptions{Unit: unit, Name: file})
	if err != nil {
		t.Fatal(err)
	}
	return profile.Measure(s), r
}

func (k known) check(t *testing.T, p profile.Profile) {
	t.Helper()
	wantFinite(t, p)
	wantValue(t, "mean", k.mean, p.Mean)
	wantValue(t, "p50", k.p50, p.P50)
	wantValue(t, "p95", k.p95, p.P95)
	wantValue(t, "p99", k.p99, p.P99)
	wantValue(t, "peak", k.p99, p.Peak) // samples of 5 minutes or coarser are the bins
	wantValue(t, "peak to mean", k.p99/k.mean, p.PeakToMean)
	wantValue(t, "raw max", k.rawMax, p.RawMax)
	wantValue(t, "cv", k.cv, p.CV)
	wantValue(t, "idle share", k.idle, p.IdleShare)
	wantValue(t, "covered share", k.covered, p.CoveredShare)
	wantValue(t, "daily season", k.daily, p.DailySeason)
	wantValue(t, "weekly season", k.weekly, p.WeeklySeason)
	wantFloat(t, "mean of slot 0", k.slot0.Mean, p.Winter[0].Mean)
	wantFloat(t, "p95 of slot 0", k.slot0.P95, p.Winter[0].P95)
	wantFloat(t, "mean of slot 100", k.slot100.Mean, p.Winter[100].Mean)
	wantFloat(t, "p95 of slot 100", k.slot100.P95, p.Winter[100].P95)
	wantFloat(t, "overflow above 0", k.mean, p.OverflowMean(0))
	if got := p.OverflowMean(k.p50); got > k.overP50*(1+1e-9) || got < k.overP50*0.999 {
		t.Errorf("overflow above the median is %g, want at most a thousandth below %g", got, k.overP50)
	}
}

func TestTheLoadBalancerSeriesHasEightGaps(t *testing.T) {
	p, r := measureShared(t, "elb_request_count_8c0756.csv", "requests/5m")
	known{
		mean: 0.2061235119047619, p50: 0.16, p95: 0.5666666666666667, p99: 0.8379333333333336, rawMax: 2.1866666666666665,
		cv: 0.9162415204653418, idle: 0.32043650793650796, covered: 0.998019801980198,
		daily: 0.37128351174811003, weekly: 0.2566508617549533,
		slot0: profile.Slot{Mean: 0.17724637681159422, P95: 0.4689999999999998}, slot100: profile.Slot{Mean: 0.23069444444444445, P95: 0.49616666666666653},
		overP50: 0.09261243386243385,
	}.check(t, p)
	wantValue(t, "surge", 9.832292531494783, p.Surge10m)
	wantUnknown(t, "trend", "only 14 whole days", p.TrendPerMonth)
	wantUnknown(t, "burstiness", "100 % of the samples", p.Burstiness)
	want := []string{
		"4032 rows, 4032 points, one every 5m",
		"8 gaps, 8 samples missing, 40m in all: not measured, which is neither zero nor idle",
	}
	if got := r.Lines(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("the report is %q, want %q", got, want)
	}
}

func TestTheCPUSeriesIsSteady(t *testing.T) {
	p, r := measureShared(t, "ec2_cpu_utilization_5f5533.csv", "percent")
	known{
		mean: 43.11037160218254, p50: 42.918, p95: 50.9907, p99: 53.36574, rawMax: 68.092,
		cv: 0.0998142853294731, idle: 0, covered: 1,
		daily: 0, weekly: 0, // plain variances would have said 0.01 and 0.31
		slot0: profile.Slot{Mean: 44.97875, P95: 51.259100000000004}, slot100: profile.Slot{Mean: 40.758500000000005, P95: 46.897299999999994},
		overP50: 1.8696687251984132,
	}.check(t, p)
	wantValue(t, "surge", 0.5149572869577419, p.Surge10m)
	if len(r.Lines()) != 1 || p.Mean.Unit != "percent" {
		t.Errorf("the report is %q and the unit %q, want one line and percent", r.Lines(), p.Mean.Unit)
	}
}

func TestTheTaxiSeriesHasADayAWeekAndATrend(t *testing.T) {
	p, _ := measureShared(t, "nyc_taxi.csv", "requests") // a value counts the half hour
	known{
		mean: 8.409760766580533, p50: 9.321111111111112, p95: 13.959027777777777, p99: 14.944338888888888, rawMax: 21.77611111111111,
		cv: 0.458406459446512, idle: 0.053003875968992246, covered: 1,
		daily: 0.8490015814398914, weekly: 0.6505239495675549,
		slot0: profile.Slot{Mean: 4.455712962962963, P95: 6.439444444444443}, slot100: profile.Slot{Mean: 2.031621863799283, P95: 2.5915},
		overP50: 1.0706833010335914,
	}.check(t, p)
	wantValue(t, "trend", -0.002981371299572988, p.TrendPerMonth)
	wantUnknown(t, "surge", "30m apart", p.Surge10m)
}
