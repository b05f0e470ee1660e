package improve

import (
	"math"

	"berth.dev/engine/place"
)

// part is a connected set of services in which two placements differ. What one part
// costs does not depend on whether another is taken over, what is bought left aside.
type part struct {
	moves []step // to the other placement's options, or back
	// cost and use are by how much both change, use by slot; worth is what the use is
	// worth at the prices.
	cost  int64
	use   []int64
	worth float64
	order int
}

// key orders parts like single moves; those that save nothing come last.
func (q *part) key() float64 {
	switch {
	case q.cost >= 0:
		return math.Inf(1)
	case q.worth <= 1:
		return float64(q.cost) * free
	}
	return float64(q.cost) / q.worth
}

// turn makes of a part that was taken the one that gives it back.
func (q *part) turn(moves []step) {
	copy(q.moves, moves)
	q.cost, q.worth = -q.cost, -q.worth
	for t, v := range q.use {
		q.use[t] = -v
	}
}

// parts are the connected sets of services in which z differs, allowed moves only.
func (s *State) parts(z place.Placement) []*part {
	var out []*part
	for i := range z {
		if s.differs(z, int32(i)) {
			out = append(out, &part{order: len(out), moves: s.component(z, int32(i))})
		}
	}
	for _, q := range out {
		for _, m := range q.moves {
			s.work.seen[m.service] = false
		}
	}
	for _, q := range out {
		s.measure(q)
	}
	return out
}

// differs says whether service j would move to its option in z and was not seen yet.
func (s *State) differs(z place.Placement, j int32) bool {
	return s.x[j] != z[j] && !s.work.seen[j] && s.allowed(j, z[j])
}

// component collects what differs from z and hangs together with service i, and
// marks it as seen.
func (s *State) component(z place.Placement, i int32) []step {
	b := s.board
	moves := []step{{i, z[i]}}
	s.work.seen[i] = true
	visit := func(j int32) {
		if s.differs(z, j) {
			s.work.seen[j] = true
			moves = append(moves, step{j, z[j]})
		}
	}
	for at := 0; at < len(moves); at++ {
		for _, a := range b.arcsOf(moves[at].service) {
			visit(a.to)
		}
		for _, a := range b.bondsOf(moves[at].service) {
			visit(a.to)
		}
	}
	return moves
}

// measure computes what a part changes, by making its moves and taking them back.
func (s *State) measure(q *part) {
	mark, cost := s.mark(), s.Cost()
	before := append([]int64(nil), s.use...)
	for _, m := range q.moves {
		s.try(m.service, m.old)
	}
	q.cost, q.worth = s.Cost()-cost, s.weightSince(mark)
	q.use = before
	for t, v := range s.use {
		q.use[t] = v - before[t]
	}
	s.back(mark)
}
