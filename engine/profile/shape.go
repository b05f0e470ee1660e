package profile

import "slices"

// Hours is the demand of a series by the clocks of its zone, winter time all year:
// what people call its day and its week.
type Hours struct {
	// Day is by hour of the day, from midnight.
	Day [24]Slot
	// Week is by hour of the week, from Monday 00:00.
	Week Week
	// Measured is how many of the hours of the week were measured; the others stand
	// at mean and peak, as in Profile.Winter.
	Measured int
	// Ahead is by how many seconds winter time is ahead of UTC.
	Ahead int64
}

// HoursOf folds a series into its day and its week. ok is false for a series without
// points, or whose numbers are too large for means.
func HoursOf(s Series) (h Hours, ok bool) {
	if s.Len() == 0 {
		return h, false
	}
	m := newSample(s)
	peak := m.fiveMinutes().peak(s.unit)
	if !peak.Known() || !known(OriginMeasured, m.mean, "").Known() {
		return h, false
	}
	last := s.times[len(s.times)-1]
	saved := savingOf(s.Zone(), last)
	h.Ahead = saved.winter
	if !saved.exists() {
		h.Ahead = offsetAt(s.Zone(), last)
	}
	wall := wallTimes(s.times, s.Zone(), saved)
	week, measured := m.weekOf(wall, -h.Ahead, peak.Value)
	h.Week, h.Measured = *week, measured
	h.Day = m.dayOf(wall, h.Ahead, peak.Value)
	return h, true
}

// dayOf folds the samples into a day. Hours that nobody measured stand at mean and
// peak.
func (m *sample) dayOf(wall []int64, ahead int64, peak float64) (day24 [24]Slot) {
	var values [24][]float64
	var sums, weights [24]float64
	for i, t := range wall {
		t += ahead + shiftRoom
		hours := m.hoursOf(t, i)
		for k := range hours {
			at := (t/hour + int64(k)) % 24
			w := float64(m.weight(i))
			if hours > 1 {
				w = float64(overlap(t, m.weight(i), t/hour+int64(k)))
			}
			values[at] = append(values[at], m.values[i])
			sums[at] += m.values[i] * w
			weights[at] += w
		}
	}
	for at := range day24 {
		day24[at] = Slot{m.mean, peak}
		if len(values[at]) > 0 {
			slices.Sort(values[at])
			p95 := quantile(len(values[at]), 0.95, func(k int) float64 { return values[at][k] })
			day24[at] = Slot{sums[at] / weights[at], p95}
		}
	}
	return day24
}
