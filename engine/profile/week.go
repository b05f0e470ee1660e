package profile

// weekSlots is the number of hours of a week.
const weekSlots = int(week / hour)

// Slot is the demand in one hour of the week.
type Slot struct {
	Mean float64 // for money
	P95  float64 // of the samples in that hour, for capacity
}

// Week is the demand by hour of the week in UTC. Slot 0 is Monday from 00:00
// to 01:00.
type Week [weekSlots]Slot

func (w *Week) scale(f float64) *Week {
	scaled := new(Week)
	for i, s := range w {
		scaled[i] = Slot{Mean: s.Mean * f, P95: s.P95 * f}
	}
	return scaled
}

// flatWeek is the week of a service whose hours nobody has measured.
func flatWeek(mean, peak float64) *Week {
	w := new(Week)
	for i := range w {
		w[i] = Slot{Mean: mean, P95: peak}
	}
	return w
}

// slotOf returns the hour of the week of a time, which may lie a little before
// 1970. That year began on a Thursday, 72 hours into its week.
func slotOf(sec int64) int { return int((sec/hour + 72) % int64(weekSlots)) }

// shiftRoom keeps times above zero when a zone's offset is taken off, so that
// division rounds down; whole weeks leave the slot as it is.
const shiftRoom = 2 * week

// slotting is the samples sorted into hours of the week.
type slotting struct {
	first  []uint8   // slot in which sample i begins
	starts []int32   // where the values of a slot begin, one more than slots
	values []float64 // by slot, ascending inside it
	sums   [weekSlots]float64
	weight [weekSlots]float64 // seconds
}

// weekOf folds the samples into a week. The time of a sample is its wall time
// less shift. It returns how many hours were measured; the others stand at the
// mean and the peak of all, as a declared profile does.
func (m *sample) weekOf(wall []int64, shift int64, peak float64) (*Week, int) {
	var s slotting
	s.fold(m, wall, shift)
	w, measured := flatWeek(m.mean, peak), 0
	for slot := range w {
		values := s.values[s.starts[slot]:s.starts[slot+1]]
		if len(values) == 0 {
			continue
		}
		measured++
		w[slot] = Slot{
			Mean: s.sums[slot] / s.weight[slot],
			P95:  quantile(len(values), 0.95, func(k int) float64 { return values[k] }),
		}
	}
	return w, measured
}

// fold sorts the samples by slot: it counts, makes room, and fills in
// ascending order of value, so that each slot comes out sorted.
func (s *slotting) fold(m *sample, wall []int64, shift int64) {
	s.starts = make([]int32, weekSlots+1)
	s.first = make([]uint8, len(wall))
	for i, t := range wall {
		slot := slotOf(t - shift + shiftRoom)
		s.first[i] = uint8(slot)
		for k := range m.hoursOf(t-shift+shiftRoom, i) {
			s.starts[(slot+k)%weekSlots+1]++
		}
	}
	for slot := range weekSlots {
		s.starts[slot+1] += s.starts[slot]
	}
	s.values = make([]float64, s.starts[weekSlots])
	var filled [weekSlots]int32
	for _, i := range m.order {
		t, v := wall[i]-shift+shiftRoom, m.values[i]
		slot := int(s.first[i])
		hours := m.hoursOf(t, int(i))
		for k := range hours {
			at := slot + k
			if at >= weekSlots {
				at %= weekSlots
			}
			s.values[s.starts[at]+filled[at]] = v
			filled[at]++
			w := float64(m.weight(int(i)))
			if hours > 1 {
				w = float64(overlap(t, m.weight(int(i)), t/hour+int64(k)))
			}
			s.sums[at] += v * w
			s.weight[at] += w
		}
	}
}

// hoursOf returns how many hours of the clock sample i, which begins at t,
// counts for: the one it begins in, or all that it touches where samples are
// longer than an hour.
func (m *sample) hoursOf(t int64, i int) int {
	if m.cadence <= hour {
		return 1
	}
	return int((t+m.weight(i)-1)/hour-t/hour) + 1
}

// overlap returns the seconds of a sample that lie in an hour of the clock.
func overlap(t, length, hourIndex int64) int64 {
	return min(t+length, (hourIndex+1)*hour) - max(t, hourIndex*hour)
}
