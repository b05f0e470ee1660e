package profile

import (
	"fmt"
	"math"
)

// fewestIntervals is how many times between events are needed before their
// spread says something.
const fewestIntervals = 20

// burstiness is that of Goh and Barabási (2008), (σ-μ)/(σ+μ) of the times
// between events. An event is a sample that counts anything. The times can be
// seen only where most samples count nothing: else events are nearer to each
// other than the samples. A time that goes over a gap is not counted, because
// events may have been missed in it.
func (s Series) burstiness() Feature {
	if !s.counts {
		return unknown(s.unit + " is a level: it has no events")
	}
	events := 0
	for _, v := range s.values {
		if v > 0 {
			events++
		}
	}
	if 2*events > len(s.values) {
		return unknown(fmt.Sprintf("there are events in %.0f %% of the samples: the times between them are shorter than the %s between samples",
			100*float64(events)/float64(len(s.values)), span(s.cadence)))
	}
	// Welford's running mean and sum of squares: no second pass, no list.
	var n int
	var mean, squares float64
	last := int64(-1)
	for i, t := range s.times {
		if i > 0 && s.isGap(t-s.times[i-1]) {
			last = -1
		}
		if s.values[i] <= 0 {
			continue
		}
		if last >= 0 {
			n++
			x := float64(t - last)
			d := x - mean
			mean += d / float64(n)
			squares += d * (x - mean)
		}
		last = t
	}
	if n < fewestIntervals {
		return unknown(fmt.Sprintf("only %s between events are seen, and %d are needed", count(n, "time"), fewestIntervals))
	}
	sigma := math.Sqrt(squares / float64(n))
	return known(OriginMeasured, (sigma-mean)/(sigma+mean), "")
}
