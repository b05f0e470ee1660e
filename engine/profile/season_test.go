package profile_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"berth.dev/engine/profile"
)

// hourlyDays makes n hours from a Monday on.
func hourlyDays(t *testing.T, n int, value func(hour int) float64) profile.Profile {
	t.Helper()
	return profile.Measure(points(t, "cores", 3600, each(n, value)...))
}

func TestAPureSeasonHasStrengthOne(t *testing.T) {
	daily := func(h int) float64 { return 10 + float64(h%24) }
	p := hourlyDays(t, 21*24, daily)
	wantValue(t, "daily", 1, p.DailySeason)
	wantValue(t, "weekly", 0, p.WeeklySeason)

	// The weekend has half: a week beyond the day, and no remainder.
	weekly := func(h int) float64 {
		if h/24%7 >= 5 {
			return daily(h) / 2
		}
		return daily(h)
	}
	p = hourlyDays(t, 21*24, weekly)
	wantValue(t, "daily", 1, p.DailySeason)
	wantValue(t, "weekly", 1, p.WeeklySeason)
}

func TestStrengthIsTheShareOfVarianceByHand(t *testing.T) {
	// Four days, by turns 1 above and 1 below a day of 0 in the morning and 8
	// in the afternoon: the level is 100 + 0 or 8, plus or minus 1.
	p := hourlyDays(t, 4*24, func(h int) float64 {
		v := 100.0
		if h%24 >= 12 {
			v += 8
		}
		if h/24%4 == 0 || h/24%4 == 3 { // + - - +: no trend
			return v + 1
		}
		return v - 1
	})
	// Slopes a day apart are -2 (24), 0 (24) and +2 (24): the median is 0.
	// S is ±4 around its mean: 16. R is ±1: 96 squares of 1 over 96-24
	// degrees of freedom = 4/3. Noise gives S 23/96 of that.
	noise := 96.0 / 72
	season := 16 - 23.0/96*noise
	wantValue(t, "daily", season/(season+noise), p.DailySeason)
	wantUnknown(t, "weekly", "shorter than 2 weeks", p.WeeklySeason)
}

func TestNoiseHasNoSeason(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	p := hourlyDays(t, 14*24, func(int) float64 { return 100 + random.Float64() })
	// Plain variances would give two weeks of noise 0.5.
	if p.DailySeason.Value > 0.1 || p.WeeklySeason.Value > 0.15 {
		t.Errorf("noise has seasons of %.2f and %.2f", p.DailySeason.Value, p.WeeklySeason.Value)
	}
}

func TestATrendAndAFlatLineAreNoSeason(t *testing.T) {
	growing := hourlyDays(t, 28*24, func(h int) float64 { return 5 + 0.1*float64(h) })
	wantValue(t, "daily of a line", 0, growing.DailySeason)
	wantValue(t, "weekly of a line", 0, growing.WeeklySeason)
	flat := hourlyDays(t, 28*24, func(int) float64 { return 0.1 })
	wantValue(t, "daily of a flat line", 0, flat.DailySeason)
	wantValue(t, "weekly of a flat line", 0, flat.WeeklySeason)
}

func TestASeasonIsUnknownWhereItCannotBeSeen(t *testing.T) {
	daily := func(h int) float64 { return float64(h % 24) }
	p := hourlyDays(t, 47, daily)
	wantUnknown(t, "daily", "shorter than 2 days", p.DailySeason)
	p = hourlyDays(t, 14*24-1, daily)
	wantValue(t, "daily", 1, p.DailySeason)
	wantUnknown(t, "weekly", "shorter than 2 weeks", p.WeeklySeason)
	coarse := profile.Measure(points(t, "cores", 7200, each(500, daily)...))
	wantUnknown(t, "daily", "2h apart", coarse.DailySeason)
	holes := each(24*24, func(h int) float64 {
		if h > 24 && h < 20*24 {
			return -1
		}
		return daily(h)
	})
	gappy := profile.Measure(points(t, "cores", 3600, holes...))
	wantUnknown(t, "daily", "less than half", gappy.DailySeason)
}

func TestASeasonFollowsTheClocksOfTheZone(t *testing.T) {
	// Busy from 9 to 17 by the clocks of Berlin, over the change of 2026-03-29.
	berlin := location(t, "Europe/Berlin")
	values := each(42*24, func(h int) float64 {
		if local := time.Unix(monday+int64(h)*3600, 0).In(berlin).Hour(); local >= 9 && local < 17 {
			return 10
		}
		return 1
	})
	s, _ := pointsFrom(t, profile.ReadOptions{Unit: "cores", Zone: berlin}, monday, 3600, values...)
	wantValue(t, "daily", 1, profile.Measure(s).DailySeason)
	utc := profile.Measure(points(t, "cores", 3600, values...))
	if utc.DailySeason.Value > 0.95 {
		t.Errorf("in UTC the same demand has a season of %.3f, want the change to disturb it", utc.DailySeason.Value)
	}
}

func TestTheTrendIsTheGrowthInAMonth(t *testing.T) {
	const dayLog = 0.004 // of each day
	want := math.Expm1(dayLog * 730 / 24)
	weekend := func(d int) float64 {
		if d%7 >= 5 {
			return 0.3
		}
		return 1
	}
	for _, c := range []struct {
		name  string
		days  int
		value func(d int) float64
		want  float64
	}{
		{"growth", 63, func(d int) float64 { return 50 * math.Exp(dayLog*float64(d)) }, want},
		{"shrinking", 63, func(d int) float64 { return 50 * math.Exp(-dayLog*float64(d)) }, math.Expm1(-dayLog * 730 / 24)},
		{"quiet weekends", 60, func(d int) float64 { return 50 * weekend(d) * math.Exp(dayLog*float64(d)) }, want},
		{"one day of madness", 63, func(d int) float64 {
			if d == 62 {
				return 1e6
			}
			return 50 * math.Exp(dayLog*float64(d))
		}, want},
		{"flat", 28, func(int) float64 { return 7 }, 0},
		// Two of seven pairs are from 0 to 0 and do not grow; the median is with the others.
		{"quiet weekends of nothing", 63, func(d int) float64 { return math.Floor(weekend(d)) * 50 * math.Exp(dayLog*float64(d)) }, want},
		{"two years of which the last counts", 800, func(d int) float64 { return 50 * math.Exp(dayLog*float64(max(0, d-400))) }, want},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := profile.Measure(points(t, "cores", 86400, each(c.days, c.value)...))
			wantValue(t, "trend", c.want, p.TrendPerMonth)
		})
	}
}

func TestATrendOfLessThanAMonthIsExtrapolated(t *testing.T) {
	four := profile.Measure(points(t, "cores", 3600, each(28*24, func(int) float64 { return 5 })...))
	long := profile.Measure(points(t, "cores", 3600, each(40*24, func(int) float64 { return 5 })...))
	if four.TrendPerMonth.Origin != profile.OriginExtrapolated || long.TrendPerMonth.Origin != profile.OriginMeasured {
		t.Errorf("28 days are %q and 40 days %q, want extrapolated and measured", four.TrendPerMonth.Origin, long.TrendPerMonth.Origin)
	}
}

func TestATrendIsUnknownWhereItCannotBeSeen(t *testing.T) {
	three := profile.Measure(points(t, "cores", 3600, each(27*24, func(int) float64 { return 5 })...))
	wantUnknown(t, "27 days", "only 27 whole days", three.TrendPerMonth)
	// Nothing for four weeks, then four weeks of demand: 6 of the 28 pairs of
	// a weekday are 0 → 0, 6 are flat, 16 are infinite.
	begun := profile.Measure(points(t, "cores", 86400, each(56, func(d int) float64 { return float64(b2i(d >= 28)) })...))
	wantUnknown(t, "begun", "began or ended", begun.TrendPerMonth)
	weeks := profile.Measure(points(t, "cores", 7*86400, each(60, func(int) float64 { return 5 })...))
	wantUnknown(t, "weekly samples", "7d apart", weeks.TrendPerMonth)
}
