package forecast

import (
	"fmt"
	"math"
)

const (
	// bandShare of the hours is meant to lie inside the band.
	bandShare = 0.8
	// leastSeen is the share of the held-back hours that has to lie inside; a band
	// that misses more is a promise that was broken already.
	leastSeen = 0.6
	// leastWrong is how many errors each hour of the day needs.
	leastWrong = 14
)

// spread is how wrong forecasts were, low and high, by hour of the day: nights are
// steadier than evenings.
type spread [dayHours]struct{ low, high float64 }

// spreadOf sorts errors by hour of the day. slots are those in which they begin. ok is
// false where an hour has too few.
func spreadOf(wrong [][]float64, slots []int) (s spread, ok bool) {
	var byHour [dayHours][]float64
	for i, errors := range wrong {
		for k, e := range errors {
			if h := (slots[i] + k) % dayHours; !math.IsNaN(e) {
				byHour[h] = append(byHour[h], e)
			}
		}
	}
	for h, errors := range byHour {
		if len(errors) < leastWrong {
			return s, false
		}
		s[h].low = quantile(errors, (1-bandShare)/2)
		s[h].high = quantile(errors, (1+bandShare)/2)
	}
	return s, true
}

// band makes the interval of a method: first of the errors before the weeks held back,
// to see how many of these lay inside, then of all errors.
func (c *contest) band(e entry) (Band, spread) {
	b := Band{Share: bandShare}
	slots := make([]int, 0, len(c.origins)+1)
	for _, at := range c.origins {
		slots = append(slots, c.training.slot(at))
	}
	before, ok := spreadOf(e.wrong, slots)
	if !ok {
		b.Why = fmt.Sprintf("the forecast was tried too seldom to say how wrong it may be: each hour of the day is needed %d times", leastWrong)
		return b, spread{}
	}
	start := c.training.slot(len(c.training.values))
	wrong := less(c.held, e.run(c.training, len(c.held)))
	inside, n := 0, 0
	for k, v := range wrong {
		if math.IsNaN(v) {
			continue
		}
		n++
		if h := (start + k) % dayHours; v >= before[h].low && v <= before[h].high {
			inside++
		}
	}
	b.Seen = float64(inside) / float64(n)
	if b.Seen < leastSeen {
		b.Why = fmt.Sprintf("a band for %.0f %% of the hours held only %.0f %% of those held back: past errors do not tell how wrong this forecast will be", 100*b.Share, 100*b.Seen)
		return b, spread{}
	}
	b.Hours = len(c.held)
	after, _ := spreadOf(append(e.wrong[:len(e.wrong):len(e.wrong)], wrong), append(slots, start))
	return b, after
}
