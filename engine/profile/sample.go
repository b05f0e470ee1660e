package profile

import "math"

// sample is a series while it is measured, with what several features need.
type sample struct {
	Series
	order   []int32 // of the values, ascending
	covered int64   // seconds that the samples stand for
	even    bool    // each sample covers exactly one cadence
	mean    float64 // weighted by the time covered
}

func newSample(s Series) *sample {
	m := &sample{Series: s, order: ascending(s.values), even: true}
	sum := 0.0
	for i, v := range s.values {
		w := s.covers(i)
		m.even = m.even && w == s.cadence
		m.covered += w
		sum += v * float64(w)
	}
	m.mean = sum / float64(m.covered)
	return m
}

// weight returns the seconds that sample i covers.
func (m *sample) weight(i int) int64 {
	if m.even {
		return m.cadence
	}
	return m.covers(i)
}

// deviation is the standard deviation of the demand over the covered time.
func (m *sample) deviation() float64 {
	sum := 0.0
	for i, v := range m.values {
		d := v - m.mean
		sum += d * d * float64(m.weight(i))
	}
	return math.Sqrt(sum / float64(m.covered))
}

// quantile returns the p-quantile of the samples. With even samples this is
// type 7 of Hyndman and Fan (1996); with uneven ones each sample k stands at
// (k-1) w_k + (n-1) Σ_{i<k} w_i of the way, which is the same for equal w.
func (m *sample) quantile(p float64) float64 {
	n := len(m.order)
	if m.even {
		return quantile(n, p, func(k int) float64 { return m.values[m.order[k]] })
	}
	target := p * float64(n-1) * float64(m.covered)
	below, place, value := 0.0, 0.0, m.values[m.order[0]]
	for k, i := range m.order {
		w := float64(m.weight(int(i)))
		at := float64(k)*w + float64(n-1)*below
		if at >= target {
			if at > place {
				value += (m.values[i] - value) * (target - place) / (at - place)
			}
			return value
		}
		below, place, value = below+w, at, m.values[i]
	}
	return value
}

// quantile returns the p-quantile of n values in ascending order, by linear
// interpolation between order statistics (type 7).
func quantile(n int, p float64, value func(k int) float64) float64 {
	at := p * float64(n-1)
	k := int(at)
	if k >= n-1 {
		return value(n - 1)
	}
	low, high := value(k), value(k+1)
	return low + (high-low)*(at-float64(k))
}

// idleShare returns the share of the covered time with less than limit.
func (m *sample) idleShare(limit float64) float64 {
	idle := int64(0)
	for i, v := range m.values {
		if v < limit {
			idle += m.weight(i)
		}
	}
	return float64(idle) / float64(m.covered)
}
