package profile

import "slices"

// hourly is the series as means of the hours that were measured.
type hourly struct {
	hours  []int64 // since 1970, by the wall clock
	values []float64
}

func (m *sample) hourly(wall []int64) hourly {
	var h hourly
	var sum float64
	var weight int64
	for i, t := range wall {
		w := m.weight(i)
		sum += m.values[i] * float64(w)
		weight += w
		at := (t + shiftRoom) / hour
		if i+1 < len(wall) && (wall[i+1]+shiftRoom)/hour == at {
			continue
		}
		// The hour that the clocks repeat in autumn comes out as one entry.
		h.hours = append(h.hours, at)
		h.values = append(h.values, sum/float64(weight))
		sum, weight = 0, 0
	}
	return h
}

// seasons measures how strong the daily and the weekly season are: the
// max(0, 1 - Var(R)/Var(S+R)) of Wang, Smith and Hyndman (2006), each season
// against the same remainder. See the package doc for the decomposition.
func (m *sample) seasons(wall []int64) (daily, weekly Feature) {
	window := m.times[len(m.times)-1] + m.cadence - m.times[0]
	var why string
	switch {
	case m.cadence > hour:
		why = "the samples are " + span(m.cadence) + " apart: an hour of the day is not seen"
	case window < 2*day:
		why = "the series is shorter than 2 days"
	case 2*m.covered < window:
		why = "less than half of the series is covered"
	}
	if why != "" {
		return unknown(why), unknown(why)
	}
	h := m.hourly(wall)
	if window < 2*week {
		h.flatten(24)
		return h.strengths(24, m.mean)[0], unknown("the series is shorter than 2 weeks")
	}
	h.flatten(weekSlots)
	s := h.strengths(weekSlots, m.mean)
	return s[0], s[1]
}

// flatten takes a straight trend away: the median of the slopes between hours
// one period apart, which no season and few outliers can move.
func (h hourly) flatten(period int) {
	var slopes []float64
	j := 0
	for i, at := range h.hours {
		for j < len(h.hours) && h.hours[j] < at+int64(period) {
			j++
		}
		if j < len(h.hours) && h.hours[j] == at+int64(period) {
			slopes = append(slopes, (h.values[j]-h.values[i])/float64(period))
		}
	}
	if len(slopes) == 0 {
		return
	}
	slope := median(slopes)
	for i := range h.values {
		h.values[i] -= slope * float64(h.hours[i]-h.hours[0])
	}
}

// strengths splits the hours into mean + daily season + weekly season +
// remainder by the means of the hours of the day and of the week, and returns
// the strength of both seasons. With a period of 24 there is no weekly season.
// The variances of the seasons are those of an analysis of variance: less what
// noise alone would give to means of so few hours, or two weeks of noise would
// have a weekly season of a half.
func (h hourly) strengths(period int, level float64) [2]Feature {
	n := float64(len(h.hours))
	total := 0.0
	for _, v := range h.values {
		total += v
	}
	total /= n
	byDay, days := h.phaseMeans(24)
	byWeek, slots := h.phaseMeans(period)
	var dailySquares, weeklySquares, rest float64
	for i, at := range h.hours {
		d, w := byDay[at%24], byWeek[at%int64(period)]
		dailySquares += (d - total) * (d - total)
		weeklySquares += (w - d) * (w - d)
		rest += (h.values[i] - w) * (h.values[i] - w)
	}
	free := n - float64(slots)
	if free <= 0 {
		why := unknown("no hour is seen twice")
		return [2]Feature{why, why}
	}
	noise := rest / free
	// What is below a billionth of the level is the rounding of a flat line.
	floor := level * level * 1e-18
	strength := func(squares, parameters float64) Feature {
		season := squares/n - parameters/n*noise
		if season <= 0 || season+noise <= floor {
			return known(OriginMeasured, 0, "")
		}
		return known(OriginMeasured, season/(season+noise), "")
	}
	return [2]Feature{
		strength(dailySquares, float64(days-1)),
		strength(weeklySquares, float64(slots-days)),
	}
}

// phaseMeans returns the mean of each phase of a period, and how many phases
// were seen.
func (h hourly) phaseMeans(period int) (means []float64, seen int) {
	means = make([]float64, period)
	counts := make([]int, period)
	for i, at := range h.hours {
		means[at%int64(period)] += h.values[i]
		counts[at%int64(period)]++
	}
	for p, n := range counts {
		if n > 0 {
			means[p] /= float64(n)
			seen++
		}
	}
	return means, seen
}

// median sorts the values and returns the middle one, or the mean of the two
// in the middle. Of two infinities of different sign it has no mean: the lower
// one is returned.
func median(values []float64) float64 {
	slices.Sort(values)
	low, high := values[(len(values)-1)/2], values[len(values)/2]
	if low == high || low < -maxValue || high > maxValue {
		return low
	}
	return low + (high-low)/2
}
