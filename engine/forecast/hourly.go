package forecast

import (
	"math"
	"time"

	"berth.dev/engine/profile"
)

// Lengths in hours and seconds.
const (
	dayHours  = 24
	weekHours = 168
	hour      = 3600
	week      = weekHours * hour
)

// hourly is demand hour by hour: NaN where an hour was not measured.
type hourly struct {
	first  int64 // hours since 1970 by the clock of the series
	values []float64
}

// hourlyOf folds a series into hours of its clock. An hour that is covered for less
// than half is not measured. The hour that the clocks show twice in autumn is the mean
// of both, and the one that they skip in spring is missing.
func hourlyOf(s profile.Series, c clock) hourly {
	var h hourly
	for _, st := range s.Stretches(time.Hour) {
		// A sample of an hour or longer stands for its hour whenever it begins.
		if 2*st.Covered < min(hour, 2*int64(s.Cadence()/time.Second)) {
			continue
		}
		at := c.hour(st.Start)
		if len(h.values) == 0 {
			h.first = at
		}
		for int64(len(h.values)) <= at-h.first {
			h.values = append(h.values, math.NaN())
		}
		// In autumn the clock goes back: the hour is there already.
		if i := at - h.first; !math.IsNaN(h.values[i]) {
			h.values[i] += (st.Mean - h.values[i]) / 2
		} else {
			h.values[i] = st.Mean
		}
	}
	return h
}

// slot is the hour of the week of value i, which may lie beyond the values.
func (h hourly) slot(i int) int {
	// 1970 began on a Thursday, 72 hours into its week.
	return int((h.first + int64(i) + 72) % weekHours)
}

// head is the first n hours.
func (h hourly) head(n int) hourly { return hourly{h.first, h.values[:n]} }

// measured is how many hours are.
func (h hourly) measured() (n int) {
	for _, v := range h.values {
		if v == v {
			n++
		}
	}
	return n
}

// clock turns seconds since 1970 into hours by which people live: those of UTC, moved by
// daylight saving, so that eight in the morning is the same hour all year.
type clock struct {
	zone   *time.Location
	winter int64
}

// newClock looks at the year before a moment.
func newClock(zone *time.Location, sec int64) clock {
	c := clock{zone: zone, winter: math.MaxInt64}
	for month := range int64(13) {
		c.winter = min(c.winter, c.offset(sec-month*30*24*hour))
	}
	return c
}

func (c clock) offset(sec int64) int64 {
	_, offset := time.Unix(sec, 0).In(c.zone).Zone()
	return int64(offset)
}

func (c clock) hour(sec int64) int64 { return (sec + c.offset(sec) - c.winter) / hour }

// moment is when an hour of the clock begins.
func (c clock) moment(at int64) time.Time {
	sec := at * hour
	return time.Unix(sec-c.offset(sec)+c.winter, 0).UTC()
}
