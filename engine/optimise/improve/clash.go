package improve

import "math"

// longest is how many services may be carried along by one move: longer chains of
// rules are given up.
const longest = 256

// carry moves service i to option l and with it, one after the other, the neighbours
// that rules do not let stay. It says whether no rule among them is broken then; the
// moves are on the trail either way.
func (s *State) carry(i int32, l uint8) bool {
	from := s.mark()
	s.try(i, l)
	s.work.seen[i] = true
	whole := true
	for at := from; whole && at < len(s.work.trail); at++ {
		whole = s.follow(s.work.trail[at].service) && len(s.work.trail)-from <= longest
	}
	for _, one := range s.work.trail[from:] {
		s.work.seen[one.service] = false
	}
	return whole
}

// follow moves the neighbours whose rules with service i are broken.
func (s *State) follow(i int32) bool {
	b := s.board
	for _, a := range b.bondsOf(i) {
		q := &b.problem.Pairs[a.pair]
		if !q.Forbidden(b.problem, s.x[q.A], s.x[q.B]) {
			continue
		}
		if s.work.seen[a.to] {
			return false
		}
		m, ok := s.haven(a.to)
		if !ok {
			return false
		}
		s.try(a.to, m)
		s.work.seen[a.to] = true
	}
	return true
}

// haven is the option that service j flees to: none that a service forbids which was
// moved already, few that others forbid, then the cheapest.
func (s *State) haven(j int32) (best uint8, ok bool) {
	b := s.board
	fewest, least := int32(math.MaxInt32), math.Inf(1)
	for m := range uint8(b.width(j)) {
		if m == s.x[j] || !s.allowed(j, m) || s.clash[b.first[j]+int32(m)] > fewest || s.barred(j, m) {
			continue
		}
		key := s.reduced(j, m, s.Delta(j, m))
		if clash := s.clash[b.first[j]+int32(m)]; clash < fewest || key < least {
			best, fewest, least, ok = m, clash, key, true
		}
	}
	return best, ok
}

// barred says whether a service that was moved already forbids option m of service j.
func (s *State) barred(j int32, m uint8) bool {
	b := s.board
	if s.clash[b.first[j]+int32(m)] == 0 {
		return false
	}
	for _, a := range b.bondsOf(j) {
		forbid := b.problem.Pairs[a.pair].Rule.Forbid
		if s.work.seen[a.to] && forbid != nil && forbid[b.pairAt(j, a, m, s.x[a.to])] {
			return true
		}
	}
	return false
}

// settleStrays moves every service that stands outside of its domain to the option
// with the least reduced cost, one that breaks no rule if there is any.
func (s *State) settleStrays() {
	if s.strays == 0 {
		return
	}
	for i := range s.x {
		if i := int32(i); !s.allowed(i, s.x[i]) {
			if m, ok := s.haven(i); ok {
				s.try(i, m)
			}
		}
	}
}

// settleClashes moves services until no rule is broken, each time the end of a
// broken pair that costs least together with what it carries along.
func (s *State) settleClashes() {
	if s.clashes == 0 {
		return
	}
	for i := range s.x {
		i := int32(i)
		for _, a := range s.board.bondsOf(i) {
			q := &s.board.problem.Pairs[a.pair]
			if a.first && q.Forbidden(s.board.problem, s.x[q.A], s.x[q.B]) {
				s.settlePair(q.A, q.B)
			}
		}
	}
}

func (s *State) settlePair(a, b int32) {
	best, least := candidate{}, math.Inf(1)
	for _, i := range [2]int32{a, b} {
		for l := range uint8(s.board.width(i)) {
			if l == s.x[i] || !s.allowed(i, l) {
				continue
			}
			mark, clashes, cost := s.mark(), s.clashes, s.Cost()
			if s.carry(i, l) && s.clashes < clashes {
				key := float64(s.Cost() - cost)
				if s.prices.money {
					key += s.weightSince(mark)
				}
				if key < least {
					best, least = candidate{service: i, option: l}, key
				}
			}
			s.back(mark)
		}
	}
	if !math.IsInf(least, 1) {
		s.carry(best.service, best.option)
	}
}

// weightSince is by how much the worth of what is used has grown since the mark,
// where no service has moved twice since.
func (s *State) weightSince(mark int) float64 {
	sum := 0.0
	for _, one := range s.work.trail[mark:] {
		sum += s.weight(one.service, s.x[one.service]) - s.weight(one.service, one.old)
	}
	return sum
}
