package improve

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
)

// part is a connected set of services in which two placements differ. What one part
// costs does not depend on whether another is taken over.
type part struct {
	moves []step // to the other placement's option, or back
	key   float64
	order int
}

// Merge takes over from another placement the connected parts in which it differs,
// each alone or two together, if that saves money and fits. It returns what was
// saved. The other placement need not fit.
func (s *State) Merge(z place.Placement) int64 {
	before := s.Cost()
	parts := s.parts(z)
	for range passes {
		if !s.takeParts(parts) {
			break
		}
	}
	return before - s.Cost()
}

// parts are the connected sets of services in which z differs, allowed moves only.
func (s *State) parts(z place.Placement) []part {
	b := s.board
	var out []part
	differs := func(j int32) bool {
		return s.x[j] != z[j] && !s.work.seen[j] && s.allowed(j, z[j])
	}
	for i := range z {
		if !differs(int32(i)) {
			continue
		}
		one := part{order: len(out)}
		visit := func(j int32) {
			if differs(j) {
				s.work.seen[j] = true
				one.moves = append(one.moves, step{j, z[j]})
			}
		}
		visit(int32(i))
		for at := 0; at < len(one.moves); at++ {
			for _, a := range b.arcsOf(one.moves[at].service) {
				visit(a.to)
			}
			for _, a := range b.bondsOf(one.moves[at].service) {
				visit(a.to)
			}
		}
		out = append(out, one)
	}
	for _, one := range out {
		for _, m := range one.moves {
			s.work.seen[m.service] = false
		}
	}
	return out
}

// takeParts goes once through the parts, those first that save most for the worth of
// what they use, and says whether it took any. A part that was taken can be given
// back on the next pass: its moves lead back then.
func (s *State) takeParts(parts []part) (moved bool) {
	for k := range parts {
		parts[k].key = s.partKey(parts[k])
	}
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.order, b.order))
	})
	var stuck []int
	for k := range parts {
		if math.IsInf(parts[k].key, 1) {
			break
		}
		if s.takeAll(parts, k) {
			moved = true
		} else {
			stuck = append(stuck, k)
		}
	}
	for _, k := range stuck[:min(len(stuck), pairs)] {
		for j := len(parts) - 1; j >= max(0, len(parts)-pairs); j-- {
			if j != k && s.takeAll(parts, k, j) {
				moved = true
				break
			}
		}
	}
	return moved
}

// pairs bounds how many parts are tried two by two.
const pairs = 40

// partKey orders parts like single moves; those that save nothing come last.
func (s *State) partKey(one part) float64 {
	mark, cost := s.mark(), s.Cost()
	for _, m := range one.moves {
		s.try(m.service, m.old)
	}
	d, more := float64(s.Cost()-cost), s.weightSince(mark)
	s.back(mark)
	switch {
	case d >= 0:
		return math.Inf(1)
	case more <= 1:
		return d * free
	}
	return d / more
}

// takeAll makes the moves of the parts if they save money together and fit.
func (s *State) takeAll(parts []part, which ...int) bool {
	mark, cost, over, clashes := s.mark(), s.Cost(), s.over, s.clashes
	for _, k := range which {
		for _, m := range parts[k].moves {
			s.try(m.service, m.old)
		}
	}
	if s.Cost() >= cost || s.over > over || s.clashes > clashes {
		s.back(mark)
		return false
	}
	// The trail now holds where the services came from: the moves that lead back.
	at := mark
	for _, k := range which {
		copy(parts[k].moves, s.work.trail[at:at+len(parts[k].moves)])
		at += len(parts[k].moves)
	}
	s.keep(mark)
	return true
}
