package improve

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
)

// Merge takes over from another placement the connected parts in which it differs,
// each alone or with others that make room for it, if that saves money and fits. It
// returns what was saved. The other placement need not fit.
func (s *State) Merge(z place.Placement) int64 {
	defer s.forget()
	before := s.Cost()
	parts := s.parts(z)
	for range passes {
		if !s.takeParts(parts) {
			break
		}
	}
	return before - s.Cost()
}

// stuckParts bounds for how many parts room is looked for.
const stuckParts = 200

// takeParts goes once through the parts, those first that save most for the worth of
// what they use, and says whether it took any. A part that was taken leads back
// afterwards: giving it back can make room for others.
func (s *State) takeParts(parts []*part) (moved bool) {
	slices.SortFunc(parts, func(a, b *part) int {
		return cmp.Or(cmp.Compare(a.key(), b.key()), cmp.Compare(a.order, b.order))
	})
	var stuck []*part
	for _, q := range parts {
		if math.IsInf(q.key(), 1) {
			break
		}
		switch {
		case s.roomFor(q) && s.take([]*part{q}):
			moved = true
		default:
			stuck = append(stuck, q)
		}
	}
	for _, q := range stuck[:min(len(stuck), stuckParts)] {
		if q.cost < 0 && s.takeWithRelief(q, parts) {
			moved = true
		}
	}
	return moved
}

// roomFor says whether a part makes nothing too full, nor fuller what is.
func (s *State) roomFor(q *part) bool {
	for t, d := range q.use {
		if d > 0 && s.use[t]+d > s.limit[t] {
			return false
		}
	}
	return true
}

// takeWithRelief takes a part together with those others that make room for it, one
// after the other the cheapest for what it relieves.
func (s *State) takeWithRelief(q *part, parts []*part) bool {
	group, cost := []*part{q}, q.cost
	lack := s.work.lack[:0]
	for t, d := range q.use {
		// What is too full already only must not get fuller.
		lack = append(lack, s.use[t]+d-max(s.limit[t], s.use[t]))
	}
	s.work.lack = lack
	for full(lack) {
		next := reliever(group, parts, lack, s, -cost)
		if next == nil {
			return false
		}
		group, cost = append(group, next), cost+next.cost
		for t, d := range next.use {
			lack[t] += d
		}
	}
	return s.take(group)
}

func full(lack []int64) bool {
	for _, v := range lack {
		if v > 0 {
			return true
		}
	}
	return false
}

// reliever is the part that costs least for what it relieves of what lacks, among
// those that cost less than the given and make nothing else too full.
func reliever(group, parts []*part, lack []int64, s *State, below int64) *part {
	var best *part
	least := math.Inf(1)
	for _, q := range parts {
		if q.cost >= below || slices.Contains(group, q) {
			continue
		}
		relief := 0.0
		for t, v := range lack {
			d := q.use[t]
			if d > 0 && v+d > 0 {
				relief = 0
				break
			}
			if v > 0 && d < 0 {
				relief += float64(min(v, -d)) / float64(1+s.limit[t])
			}
		}
		if relief <= 0 {
			continue
		}
		key := float64(q.cost) / relief
		if q.cost <= 0 {
			key = float64(float64(q.cost) * relief)
		}
		if key < least {
			best, least = q, key
		}
	}
	return best
}

// take makes the moves of the parts if they save money together and fit: what is
// bought, and what rules use, is only known then.
func (s *State) take(group []*part) bool {
	mark, cost, over, clashes := s.mark(), s.Cost(), s.over, s.clashes
	for _, q := range group {
		for _, m := range q.moves {
			s.try(m.service, m.old)
		}
	}
	if s.Cost() >= cost || s.over > over || s.clashes > clashes {
		s.back(mark)
		return false
	}
	// The trail now holds where the services came from: the moves that lead back.
	at := mark
	for _, q := range group {
		q.turn(s.work.trail[at : at+len(q.moves)])
		at += len(q.moves)
	}
	return true
}
