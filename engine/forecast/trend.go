package forecast

import "math"

// The weights of dampedTrend and doubleSeasonal: round numbers, small ones, since what
// is forecast is weeks ahead and not the next hour.
const (
	trendLevel = 0.2
	trendSlope = 0.1
	damping    = 0.9

	seasonLevel = 0.01
	seasonDay   = 0.02
	seasonWeek  = 0.1
)

// dampedTrend is the typical week at a level that goes on growing, each week less: the
// damped trend of E. S. Gardner and E. McKenzie (1985), over the levels of weeks. A
// trend that is not damped runs away within a lead time.
func dampedTrend(fade float64) method {
	return method{
		name:  "damped-trend",
		words: "a typical week whose level goes on growing as it did, each week less",
		run: func(past hourly, ahead int) []float64 {
			s := meanWeeks(past, allWeeks, fade)
			level, slope := holt(s.levels(past))
			return s.repeat(past, ahead, func(weeks float64) float64 {
				return max(0, level+slope*damping*(1-math.Pow(damping, weeks))/(1-damping))
			})
		},
	}
}

// levels are those of the whole weeks up to the end, against the shape.
func (s shape) levels(past hourly) []float64 {
	n := len(past.values)
	out := make([]float64, n/weekHours)
	for w := range out {
		at := n - (len(out)-w)*weekHours
		out[w] = s.level(past, at, at+weekHours)
	}
	return out
}

// holt smooths levels and their slope.
func holt(levels []float64) (level, slope float64) {
	if len(levels) == 0 {
		return 1, 0
	}
	level = levels[0]
	for _, v := range levels[1:] {
		before := level
		level = trendLevel*v + (1-trendLevel)*(level+damping*slope)
		slope = trendSlope*(level-before) + (1-trendSlope)*damping*slope
	}
	return level, slope
}

// doubleSeasonal is the exponential smoothing of J. W. Taylor, Short-Term Electricity
// Demand Forecasting Using Double Seasonal Exponential Smoothing (2003), in its additive
// form and without a trend: a level, a day and a week that each learn from every hour.
// It starts from the mean of the first two weeks. What was not measured teaches nothing.
func doubleSeasonal() method {
	return method{
		name:  "double-seasonal",
		words: "a level, a day and a week that each learn from every hour (Holt-Winters with two seasons)",
		run: func(past hourly, ahead int) []float64 {
			n := len(past.values)
			s := meanWeeks(past.head(min(n, 2*weekHours)), allWeeks, 1)
			level := mean(s[:])
			var day [dayHours]float64
			for k, v := range s {
				day[k%dayHours] += (v - level) / 7
			}
			for k := range s {
				s[k] -= level + day[k%dayHours]
			}
			for i, y := range past.values {
				k := past.slot(i)
				wrong := y - (level + day[k%dayHours] + s[k])
				if math.IsNaN(wrong) {
					continue
				}
				level += seasonLevel * wrong
				day[k%dayHours] += seasonDay * wrong
				s[k] += seasonWeek * wrong
			}
			out := make([]float64, ahead)
			for i := range out {
				k := past.slot(n + i)
				out[i] = max(0, level+day[k%dayHours]+s[k])
			}
			return out
		},
	}
}
