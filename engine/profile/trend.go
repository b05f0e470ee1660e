package profile

import (
	"fmt"
	"math"
)

const (
	// monthDays is a month of 730 hours.
	monthDays = 730.0 / 24
	// fewestTrendDays is how long the series has to be: each weekday four times.
	fewestTrendDays = 28
	// mostTrendDays is how far back the trend looks.
	mostTrendDays = 366
)

// trend is the growth in a month: the median of the slopes between all pairs
// of days of the same weekday (Theil 1950, Sen 1968; by season: Hirsch, Slack
// and Smith 1982), of the logarithms of the means of whole days, compounded to
// 730 hours.
func (m *sample) trend() Feature {
	if m.cadence > day {
		return unknown("the samples are " + span(m.cadence) + " apart: a day is not seen")
	}
	days, means := m.wholeDays()
	if len(days) > 0 {
		first := 0
		for days[len(days)-1]-days[first] >= mostTrendDays {
			first++
		}
		days, means = days[first:], means[first:]
	}
	if len(days) < fewestTrendDays {
		return unknown(fmt.Sprintf("only %s covered, and %d are needed", count(len(days), "whole day"), fewestTrendDays))
	}
	var slopes []float64
	for i := range days {
		for j := i + 1; j < len(days); j++ {
			if apart := days[j] - days[i]; apart%7 == 0 {
				slopes = append(slopes, logSlope(means[i], means[j], float64(apart)))
			}
		}
	}
	if len(slopes) == 0 {
		return unknown("no weekday is covered twice")
	}
	slope := median(slopes)
	if math.IsInf(slope, 0) {
		return unknown("demand began or ended inside the window: growth from or to zero has no rate")
	}
	f := known(OriginMeasured, math.Expm1(slope*monthDays), "")
	if span := days[len(days)-1] - days[0] + 1; float64(span) < monthDays {
		f.Origin, f.Why = OriginExtrapolated, fmt.Sprintf("from %d days to a month", span)
	}
	return f
}

// logSlope is the growth a day between two means. From zero to zero nothing
// grows; from or to zero the growth is infinite, which a median can bear.
func logSlope(from, to, days float64) float64 {
	if from == to {
		return 0
	}
	return (math.Log(to) - math.Log(from)) / days
}

// wholeDays returns the days, in UTC and counted since 1970, that are covered
// for nine tenths, and their means.
func (m *sample) wholeDays() (days []int64, means []float64) {
	var sum float64
	var covered int64
	for i, t := range m.times {
		w := m.weight(i)
		sum += m.values[i] * float64(w)
		covered += w
		if i+1 < len(m.times) && m.times[i+1]/day == t/day {
			continue
		}
		if 10*covered >= 9*day {
			days = append(days, t/day)
			means = append(means, sum/float64(covered))
		}
		sum, covered = 0, 0
	}
	return days, means
}
