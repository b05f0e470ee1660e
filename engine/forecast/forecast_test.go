package forecast_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/forecast"
	"berth.dev/engine/profile"
)

// monday is 2026-01-05 00:00 UTC.
const monday = int64(1767571200)

// hours makes a series of one value an hour; those below zero are missing.
func hours(t testing.TB, zone *time.Location, n int, value func(i int) float64) profile.Series {
	t.Helper()
	var times []int64
	var values []float64
	for i := range n {
		if v := value(i); v >= 0 {
			times, values = append(times, monday+int64(i)*3600), append(values, v)
		}
	}
	s, _, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: "cores", Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const aWeek = 168

// steady is a load with a day and a week.
func steady(i int) float64 {
	return 10 + 5*math.Sin(2*math.Pi*float64(i)/24) + map[bool]float64{true: 4}[i%aWeek >= 120]
}

func TestThereIsNoForecastWithoutAReason(t *testing.T) {
	for _, c := range []struct {
		name   string
		series profile.Series
		why    string
	}{
		{"nothing", profile.Series{}, "the series has no points"},
		{"two weeks", hours(t, nil, 2*aWeek, steady), "the series is 14 days long, and 21 are needed"},
		{"no demand", hours(t, nil, 5*aWeek, func(int) float64 { return 0 }), "there is no demand at all"},
		{"two hours apart", hours(t, nil, 8*aWeek, func(i int) float64 { return map[bool]float64{true: -1, false: 1}[i%2 == 1] }), "more than an hour apart"},
		{"the last week is missing", hours(t, nil, 4*aWeek, func(i int) float64 {
			if i > 3*aWeek && i < 4*aWeek-20 {
				return -1
			}
			return steady(i)
		}), "less than half of the last 1 week was measured"},
		{"nothing to choose by", hours(t, nil, 3*aWeek, func(i int) float64 {
			if i > 10 && i < 2*aWeek {
				return -1
			}
			return steady(i)
		}), "too little was measured before the last weeks"},
	} {
		f := forecast.Make(c.series, forecast.DefaultOptions())
		if f.Known() || !strings.Contains(f.Why, c.why) || len(f.Hours) > 0 {
			t.Errorf("%s: %q and %d hours, want %q", c.name, f.Why, len(f.Hours), c.why)
		}
	}
}

func TestAWeekThatRepeatsItselfIsRepeated(t *testing.T) {
	f := forecast.Make(hours(t, nil, 8*aWeek, steady), forecast.Options{Horizon: 10 * 24 * time.Hour})
	if f.Why != "" || f.Proven || f.Method != "naive-week" {
		t.Fatalf("%s (proven %v): %s%s", f.Method, f.Proven, f.Reason, f.Why)
	}
	if len(f.Hours) != 240 || f.Hours[0].At != monday+8*aWeek*3600 {
		t.Fatalf("%d hours from %d", len(f.Hours), f.Hours[0].At)
	}
	for i, h := range f.Hours {
		if want := steady(8*aWeek + i); math.Abs(h.Value-want) > 1e-9 {
			t.Fatalf("hour %d is %g, want %g", i, h.Value, want)
		}
	}
}

func TestNoiseAroundAWeekIsForecastBetterThanByBothNaives(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := hours(t, nil, 12*aWeek, func(i int) float64 { return max(0, steady(i)+r.NormFloat64()) })
	f := forecast.Make(s, forecast.DefaultOptions())
	if !f.Proven || f.Origins < 3 {
		t.Fatalf("%s after %d times: %s", f.Method, f.Origins, f.Reason)
	}
	if got := f.Held.To.Sub(f.Held.From); got != 3*7*24*time.Hour || !f.Trained.To.Equal(f.Held.From) {
		t.Errorf("of twelve weeks %s are held back after %v", got, f.Trained)
	}
	var taken forecast.Errors
	for _, x := range f.Trials {
		if x.Name == f.Method {
			taken = x.Held
		}
	}
	for _, x := range f.Trials {
		if x.Naive && (taken.MASE >= x.Held.MASE || taken.SMAPE >= x.Held.SMAPE) {
			t.Errorf("%s is wrong by %+v, and %s by %+v", f.Method, taken, x.Name, x.Held)
		}
	}
	// Eight of ten hours of the truth, give or take: nobody has told it.
	inside := 0
	for i, h := range f.Hours[:f.Band.Hours] {
		if v := steady(12*aWeek+i) + r.NormFloat64(); v >= h.Low && v <= h.High {
			inside++
		}
	}
	if share := float64(inside) / float64(f.Band.Hours); share < 0.7 || share > 0.9 {
		t.Errorf("%.2f of the hours to come lie in the band", share)
	}
	if n := f.Band.Hours; n != 3*aWeek || f.Hours[n].High != 0 {
		t.Errorf("the band goes on for %d hours, beyond what was tried", n)
	}
}

func TestEightInTheMorningStaysEightWhenTheClocksChange(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	eight := func(at int64) float64 {
		if time.Unix(at, 0).In(berlin).Hour() == 8 {
			return 9
		}
		return 1
	}
	// Ten weeks from 5 January; summer time begins on 29 March, two weeks after.
	s := hours(t, berlin, 10*aWeek, func(i int) float64 { return eight(monday + int64(i)*3600) })
	f := forecast.Make(s, forecast.Options{Horizon: 4 * 7 * 24 * time.Hour})
	for _, h := range f.Hours {
		if want := eight(h.At); math.Abs(h.Value-want) > 1e-9 {
			t.Fatalf("%s: %g, want %g", time.Unix(h.At, 0).In(berlin), h.Value, want)
		}
	}
	if len(f.Hours) != 4*aWeek {
		t.Errorf("%d hours", len(f.Hours))
	}
}

func TestAForecastIsFiniteAndInItsBand(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3*aWeek, 9*aWeek).Draw(rt, "hours")
		seed := rapid.Uint64().Draw(rt, "seed")
		r := rand.New(rand.NewPCG(seed, 1))
		top := math.Pow(10, float64(rapid.IntRange(-3, 17).Draw(rt, "magnitude")))
		missing := rapid.Float64Range(0, 0.7).Draw(rt, "missing")
		s := hours(t, nil, n, func(i int) float64 {
			if i > 2 && r.Float64() < missing {
				return -1
			}
			return top * r.Float64()
		})
		f := forecast.Make(s, forecast.Options{Horizon: time.Duration(rapid.IntRange(1, 3000).Draw(rt, "ahead")) * time.Hour})
		if (f.Why == "") != f.Known() {
			rt.Errorf("%d hours and the reason %q", len(f.Hours), f.Why)
		}
		for i, h := range f.Hours {
			low, high := h.Low, h.High
			if i >= f.Band.Hours {
				low, high = 0, math.MaxFloat64
			}
			if !(h.Value >= 0) || h.Value > 3*top || !(low <= h.Value) || !(h.Value <= high) || h.At%3600 != 0 {
				rt.Fatalf("hour %d: %+v", i, h)
			}
		}
		if again := forecast.Make(s, forecast.Options{Horizon: time.Duration(len(f.Hours)) * time.Hour}); f.Known() && !cmp.Equal(f.Hours, again.Hours) {
			rt.Error("the same series gives another forecast")
		}
	})
}

func TestPartsAreWeeksAndThenMonths(t *testing.T) {
	s := hours(t, nil, 4*aWeek, steady)
	parts := forecast.Make(s, forecast.Options{Horizon: 15 * 24 * time.Hour}).Parts(time.UTC)
	if len(parts) != 3 || parts[2].To-parts[2].From != 24*3600 || parts[1].From-parts[0].From != aWeek*3600 {
		t.Errorf("15 days: %+v", parts)
	}
	f := forecast.Make(s, forecast.Options{Horizon: 90 * 24 * time.Hour})
	// From 2 February until 3 May.
	var from []string
	total := 0.0
	for _, p := range f.Parts(time.UTC) {
		from = append(from, time.Unix(p.From, 0).UTC().Format(time.DateOnly))
		total += p.Mean * float64(p.To-p.From)
	}
	if d := cmp.Diff([]string{"2026-02-02", "2026-03-01", "2026-04-01", "2026-05-01"}, from); d != "" {
		t.Error(d)
	}
	sum := 0.0
	for _, h := range f.Hours {
		sum += h.Value * 3600
	}
	if d := cmp.Diff(sum, total, near()); d != "" {
		t.Errorf("parts do not add up: %s", d)
	}
	if steps := f.Steps(24 * time.Hour); len(steps) != 90 || steps[0].Highest.Value < steps[0].Mean {
		t.Errorf("%d days, the first %+v", len(steps), steps[0])
	}
}

// BenchmarkMake forecasts 30 days of five minutes over a lead time of eight months.
func BenchmarkMake(b *testing.B) {
	var times []int64
	var values []float64
	for i := range 30 * 288 {
		times, values = append(times, monday+int64(i)*300), append(values, steady(i/12))
	}
	s, _, err := profile.NewSeries(times, values, profile.ReadOptions{Unit: "cores"})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if f := forecast.Make(s, forecast.Options{Horizon: 240 * 24 * time.Hour}); !f.Known() {
			b.Fatal(f.Why)
		}
	}
}
