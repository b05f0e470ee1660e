package profile

import (
	"cmp"
	"slices"
	"time"
)

// Zone is where the people live who make the demand; never nil.
func (s Series) Zone() *time.Location {
	if s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// Gap is a stretch of time that no sample covers.
type Gap struct {
	From, To int64 // seconds since 1970
	Missing  int   // samples that it lacks
}

// Gaps lists the gaps in order of time: what [Report] counts.
func (s Series) Gaps() []Gap {
	var gaps []Gap
	for i := 1; i < len(s.times); i++ {
		step := s.times[i] - s.times[i-1]
		if s.isGap(step) {
			gaps = append(gaps, Gap{s.times[i-1] + s.cadence, s.times[i], int((step+s.cadence/2)/s.cadence) - 1})
		}
	}
	return gaps
}

// Moment is the demand in five minutes of the clock, or in one sample where these are
// longer.
type Moment struct {
	At    int64 // when it begins, in seconds since 1970
	Value float64
}

// Highest returns the n highest moments, the highest first, of equals the earlier one:
// each is at least apart from the others, so that one busy evening counts once. They
// are of the means that Peak is taken from.
func (s Series) Highest(n int, apart time.Duration) []Moment {
	if s.Len() == 0 {
		return nil
	}
	five := newSample(s).fiveMinutes()
	order := make([]int, len(five.values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(five.values[b], five.values[a]), cmp.Compare(five.times[a], five.times[b]))
	})
	var out []Moment
	for _, i := range order {
		if len(out) == n {
			break
		}
		near := func(m Moment) bool { return max(m.At-five.times[i], five.times[i]-m.At) < seconds(apart) }
		if !slices.ContainsFunc(out, near) {
			out = append(out, Moment{five.times[i], five.values[i]})
		}
	}
	return out
}

// Stretch is the demand in one step of the clock.
type Stretch struct {
	Start     int64 // seconds since 1970, a multiple of the step
	Mean, Max float64
	Covered   int64 // seconds that its samples stand for
}

// Stretches folds the series into steps of the clock, in order of time. A sample counts
// where it begins, so a step is to be at least as long as the cadence. Steps without a
// sample are left out: nobody measured them.
func (s Series) Stretches(step time.Duration) []Stretch {
	each := max(1, seconds(step))
	var out []Stretch
	for i, t := range s.times {
		w, start := s.covers(i), t-t%each
		if len(out) == 0 || out[len(out)-1].Start != start {
			out = append(out, Stretch{Start: start})
		}
		last := &out[len(out)-1]
		last.Covered += w
		last.Max = max(last.Max, s.values[i])
		// A running mean: its sum may be too large where the values are not.
		last.Mean += (s.values[i] - last.Mean) * (float64(w) / float64(last.Covered))
	}
	return out
}
