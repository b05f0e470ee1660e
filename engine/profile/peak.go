package profile

import "slices"

// binSeconds is the width of the means that the peak is taken from.
const binSeconds = 300

// bins are the means of five minutes of the clock, or the samples themselves
// where these are as long or longer.
type bins struct {
	times  []int64 // when the bin begins
	values []float64
	sorted func(k int) float64 // the values in ascending order
	length int64               // seconds
}

// fiveMinutes returns the bins. Those less than half covered are left out: a
// few seconds before a gap are no mean of five minutes.
func (m *sample) fiveMinutes() bins {
	if m.cadence >= binSeconds {
		return bins{m.times, m.values, func(k int) float64 { return m.values[m.order[k]] }, m.cadence}
	}
	b := bins{length: binSeconds}
	var sum float64
	var seconds int64
	for i, t := range m.times {
		w := m.weight(i)
		sum += m.values[i] * float64(w)
		seconds += w
		bin := t / binSeconds
		if i+1 < len(m.times) && m.times[i+1]/binSeconds == bin {
			continue
		}
		if 2*seconds >= binSeconds {
			b.times = append(b.times, bin*binSeconds)
			b.values = append(b.values, sum/float64(seconds))
		}
		sum, seconds = 0, 0
	}
	sorted := slices.Clone(b.values)
	slices.Sort(sorted)
	b.sorted = func(k int) float64 { return sorted[k] }
	return b
}

// peak is the 99th percentile of the bins.
func (b bins) peak(unit string) Feature {
	if len(b.values) == 0 {
		return unknown("no five minutes of the series are covered by half")
	}
	f := known(OriginMeasured, quantile(len(b.values), 0.99, b.sorted), unit)
	if b.length > binSeconds {
		return f.but("the samples are " + span(b.length) + " apart: shorter peaks are not seen")
	}
	return f
}

// surge is the largest rise from one bin to another that begins at most ten
// minutes later, in units of the mean. Measured against the mean it cannot
// explode where the demand is near zero, as a ratio of two bins would.
func (b bins) surge(mean float64) Feature {
	const within = 600
	switch {
	case b.length > within:
		return unknown("the samples are " + span(b.length) + " apart: a rise within 10m is not seen")
	case mean == 0:
		return unknown("there is no demand at all")
	case len(b.values) < 2:
		return unknown("the series is too short to rise within 10m")
	}
	rise := 0.0
	seen := false
	for i, t := range b.times {
		for j := i + 1; j < len(b.times) && b.times[j]-t <= within; j++ {
			seen = true
			if r := b.values[j] - b.values[i]; r > rise {
				rise = r
			}
		}
	}
	if !seen {
		return unknown("no two values stand within 10m of each other")
	}
	return known(OriginMeasured, rise/mean, "")
}
