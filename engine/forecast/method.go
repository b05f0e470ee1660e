package forecast

import (
	"math"
	"slices"
)

// method is one way to go on with a series.
type method struct {
	name, words string
	naive       bool
	// run returns the hours that follow past. It looks at nothing else.
	run func(past hourly, ahead int) []float64
}

// methods are all that are tried. Their numbers are round ones, the same for every
// series: what is fitted finely to one year's data is often wrong in the next.
func methods() []method {
	return []method{
		naiveDay(), naiveWeek(),
		weekMean(2), weekMean(4), weekMean(8),
		weekMedian(3), weekMedian(5), weekMedian(9),
		weekFading(0.7), weekFading(0.9),
		weekLevel(0.7), weekLevel(0.9),
		dampedTrend(0.9), doubleSeasonal(),
	}
}

// together is the mean of what several methods say.
func together(name, words string, of []method) method {
	return method{name, words, false, func(past hourly, ahead int) []float64 {
		out := make([]float64, ahead)
		for i, m := range of {
			for k, v := range m.run(past, ahead) {
				out[k] += (v - out[k]) / float64(i+1)
			}
		}
		return out
	}}
}

// naiveDay repeats the last day, naiveWeek the last week.
func naiveDay() method {
	return method{"naive-day", "the last day, again and again", true, seasonalNaive(dayHours)}
}

func naiveWeek() method {
	return method{"naive-week", "the last week, again and again", true, seasonalNaive(weekHours)}
}

// seasonalNaive repeats the last period. An hour of it that was not measured is taken
// from the period before, and one that never was from the same hour of other days.
func seasonalNaive(period int) func(hourly, int) []float64 {
	return func(past hourly, ahead int) []float64 {
		n := len(past.values)
		season := make([]float64, period)
		for k := range season {
			season[k] = math.NaN()
			for i := n - period + k; i >= 0 && math.IsNaN(season[k]); i -= period {
				season[k] = past.values[i]
			}
			if math.IsNaN(season[k]) {
				season[k] = meanWeeks(past, allWeeks, 1)[past.slot(n+k)]
			}
		}
		return slices.Concat(slices.Repeat(season, ahead/period), season[:ahead%period])
	}
}

// mean is that of what was measured, 0 where nothing was. It runs along, so that no
// sum grows too large.
func mean(values []float64) float64 {
	m, n := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
			m += (v - m) / n
		}
	}
	return m
}
