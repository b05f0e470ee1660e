package forecast

import (
	"fmt"
	"math"
	"slices"
)

// allWeeks is more weeks than any series has.
const allWeeks = 1 << 20

// weekMean and weekMedian take what the last weeks had in common, hour by hour.
func weekMean(weeks int) method {
	return method{
		name:  fmt.Sprintf("week-mean-%d", weeks),
		words: fmt.Sprintf("the mean of the last %d weeks by hour of the week", weeks),
		run: func(past hourly, ahead int) []float64 {
			return meanWeeks(past, weeks, 1).repeat(past, ahead, flat(1))
		},
	}
}

func weekMedian(weeks int) method {
	return method{
		name:  fmt.Sprintf("week-median-%d", weeks),
		words: fmt.Sprintf("the median of the last %d weeks by hour of the week", weeks),
		run: func(past hourly, ahead int) []float64 {
			return medianWeeks(past, weeks).repeat(past, ahead, flat(1))
		},
	}
}

// weekFading takes all weeks, older ones less.
func weekFading(fade float64) method {
	return method{
		name:  fmt.Sprintf("week-fading-%g", fade),
		words: fmt.Sprintf("the mean of all weeks by hour of the week, each counting %g times the one after it", fade),
		run: func(past hourly, ahead int) []float64 {
			return meanWeeks(past, allWeeks, fade).repeat(past, ahead, flat(1))
		},
	}
}

// levelWeeks are the weeks that weekLevel takes its level from.
const levelWeeks = 4

// weekLevel is weekFading at the level of the last weeks.
func weekLevel(fade float64) method {
	return method{
		name:  fmt.Sprintf("week-level-%g", fade),
		words: fmt.Sprintf("the mean of all weeks by hour of the week, each counting %g times the one after it, at the level of the last %d weeks", fade, levelWeeks),
		run: func(past hourly, ahead int) []float64 {
			s, n := meanWeeks(past, allWeeks, fade), len(past.values)
			return s.repeat(past, ahead, flat(s.level(past, n-levelWeeks*weekHours, n)))
		},
	}
}

// shape is a typical week by hour.
type shape [weekHours]float64

// meanWeeks is the weighted mean of weeks by hour of the week: each counts fade times
// the one after it.
func meanWeeks(past hourly, weeks int, fade float64) shape {
	var means, weights shape
	n := len(past.values)
	for i := max(0, n-weeks*weekHours); i < n; i++ {
		if v := past.values[i]; !math.IsNaN(v) {
			k, w := past.slot(i), math.Pow(fade, float64((n-1-i)/weekHours))
			weights[k] += w
			means[k] += (v - means[k]) * (w / weights[k])
		}
	}
	for k, w := range weights {
		if w == 0 {
			means[k] = math.NaN()
		}
	}
	return means.filled()
}

// medianWeeks is the median of weeks by hour of the week: one holiday does not move it.
func medianWeeks(past hourly, weeks int) shape {
	var seen [weekHours][]float64
	n := len(past.values)
	for i := max(0, n-weeks*weekHours); i < n; i++ {
		if v := past.values[i]; !math.IsNaN(v) {
			seen[past.slot(i)] = append(seen[past.slot(i)], v)
		}
	}
	var out shape
	for k, values := range seen {
		if out[k] = math.NaN(); len(values) > 0 {
			out[k] = quantile(values, 0.5)
		}
	}
	return out.filled()
}

// filled puts the mean of the same hour of other days where an hour of the week was
// never measured, and the mean of all where no day has it.
func (s shape) filled() shape {
	all := mean(s[:])
	byHour := [dayHours]float64{}
	for h := range byHour {
		byHour[h] = all
		var same []float64
		for k := h; k < weekHours; k += dayHours {
			if !math.IsNaN(s[k]) {
				same = append(same, s[k])
			}
		}
		if len(same) > 0 {
			byHour[h] = mean(same)
		}
	}
	for k, v := range s {
		if math.IsNaN(v) {
			s[k] = byHour[k%dayHours]
		}
	}
	return s
}

// level is how large the hours from i to j are against the shape; 1 where nothing says.
func (s shape) level(past hourly, i, j int) float64 {
	have, expected := 0.0, 0.0
	for k := max(0, i); k < j; k++ {
		if v := past.values[k]; !math.IsNaN(v) {
			have += v
			expected += s[past.slot(k)]
		}
	}
	if level := have / expected; expected > 0 && !math.IsInf(level, 0) {
		return level
	}
	return 1
}

// repeat goes on with the shape, at a level that may change by weeks ahead.
func (s shape) repeat(past hourly, ahead int, level func(weeks float64) float64) []float64 {
	out := make([]float64, ahead)
	for k := range out {
		out[k] = s[past.slot(len(past.values)+k)] * level(float64(k)/weekHours)
	}
	return out
}

func flat(level float64) func(float64) float64 { return func(float64) float64 { return level } }

// quantile sorts the values and returns their p-quantile, type 7 of Hyndman and Fan.
func quantile(values []float64, p float64) float64 {
	slices.Sort(values)
	at := p * float64(len(values)-1)
	k := int(at)
	if k >= len(values)-1 {
		return values[len(values)-1]
	}
	return values[k] + (values[k+1]-values[k])*(at-float64(k))
}
