package wave

import "berth.dev/engine/place"

// Blocker is what stands in the way of a move: a slot of a block, or a pair. What
// does not apply is -1.
type Blocker struct {
	Block, Slot int32
	// By is how much room is missing, in units of the block.
	By int64
	// Pair is the forbidden pair, and Other its other end.
	Pair, Other int32
}

func free() Blocker { return Blocker{Block: -1, Slot: -1, Pair: -1, Other: -1} }

// blocks says whether there is a blocker at all.
func (b Blocker) blocks() bool { return b.Block >= 0 || b.Pair >= 0 }

// ceiling is what a slot may hold in this wave.
func (s *state) ceiling(b int32, t int) int64 { return max(s.limit[b][t], s.use[b][t]) }

// added is what service i adds to a slot while it moves to an option that takes
// amount there; old is what it takes of that block where it stands.
func added(amount int32, old []int32, t int, single bool) int64 {
	if single && old != nil {
		return int64(max(0, amount-old[t]))
	}
	return int64(amount)
}

// of is what a list of uses takes of a block, nil for nothing.
func of(uses []place.Use, block int32) []int32 {
	for k := range uses {
		if uses[k].Block == block {
			return uses[k].Amount
		}
	}
	return nil
}

// blocker looks for what keeps service i from moving to option l in the wave as it
// is: the first thing, or the greatest lack where worst is set.
func (s *state) blocker(i int32, l uint8, worst bool) Blocker {
	s.tries++
	out := free()
	here, single := s.uses(i, s.at[i]), s.single(i)
	for _, use := range s.m.Problem.Services[i].Options[l].Use {
		b := use.Block
		if s.limit[b] == nil {
			continue
		}
		var old []int32
		if single {
			old = of(here, b)
		}
		limit, used, during := s.limit[b], s.use[b], s.during[b]
		for t, v := range use.Amount {
			add := added(v, old, t, single)
			if add == 0 {
				continue
			}
			if by := during[t] + add - max(limit[t], used[t]); by > out.By {
				out = Blocker{Block: b, Slot: int32(t), By: by, Pair: -1, Other: -1}
				if !worst {
					return out
				}
			}
		}
	}
	if !out.blocks() && len(s.budgets[i]) > 0 {
		out = s.overspent(i, l)
	}
	if out.blocks() || len(s.ruled[i]) == 0 {
		return out
	}
	return s.ruledOut(i, l)
}

// ruledOut looks for a rule of a pair that keeps service i from moving to option l.
func (s *state) ruledOut(i int32, l uint8) Blocker {
	p := s.m.Problem
	for _, k := range s.ruled[i] {
		q := &p.Pairs[k]
		if s.forbids(q, i, l) {
			b := free()
			b.Pair, b.Other = k, q.A+q.B-i
			return b
		}
	}
	out := free()
	s.pairs(i, l, 1)
	for _, k := range s.ruled[i] {
		for _, use := range p.Pairs[k].Rule.Use {
			b := use.Block
			more := s.extra[b]
			s.extra[b] = 0
			if more == 0 || s.limit[b] == nil || out.blocks() {
				continue
			}
			if amount := of(p.Services[i].Options[l].Use, b); amount != nil {
				more += added(amount[0], of(s.uses(i, s.at[i]), b), 0, s.single(i))
			}
			if by := s.during[b][0] + more - s.ceiling(b, 0); by > 0 {
				out = Blocker{Block: b, Slot: 0, By: by, Pair: -1, Other: -1}
			}
		}
	}
	return out
}

// ends are the places that service j has in this wave.
func (s *state) ends(j int32) (places [3]int16, n int) {
	places[0], n = s.at[j], 1
	if s.going[j] >= 0 {
		places[1], n = s.going[j], 2
	}
	return places, n
}

// forbids says whether a combination that service i brings with option l is a
// forbidden one. A pair that is broken before the wave forbids nothing.
func (s *state) forbids(q *place.Pair, i int32, l uint8) bool {
	p := s.m.Problem
	if q.Rule.Forbid == nil {
		return false
	}
	if a, b := s.at[q.A], s.at[q.B]; a >= 0 && b >= 0 && q.Forbidden(p, uint8(a), uint8(b)) {
		return false
	}
	places, n := s.ends(q.A + q.B - i)
	for _, other := range places[:n] {
		if other >= 0 && (i == q.A && q.Forbidden(p, l, uint8(other)) || i == q.B && q.Forbidden(p, uint8(other), l)) {
			return true
		}
	}
	return false
}

// pairs adds to extra times what the pairs of service i use more in this wave when it
// goes to option l as well.
func (s *state) pairs(i int32, l uint8, times int64) {
	for _, k := range s.ruled[i] {
		q := &s.m.Problem.Pairs[k]
		for u := range q.Rule.Use {
			use := &q.Rule.Use[u]
			before := s.dearest(q, use, i, -1)
			s.extra[use.Block] += times * (s.dearest(q, use, i, int16(l)) - before)
		}
	}
}

// dearest is the most that a pair uses in this wave, with service i going to l as
// well unless l is -1.
func (s *state) dearest(q *place.Pair, use *place.Use, i int32, l int16) int64 {
	as, n := s.ends(q.A)
	bs, m := s.ends(q.B)
	if l >= 0 && i == q.A {
		as[n], n = l, n+1
	} else if l >= 0 {
		bs[m], m = l, m+1
	}
	var most int64
	for _, a := range as[:n] {
		for _, b := range bs[:m] {
			if a >= 0 && b >= 0 {
				most = max(most, int64(use.Amount[s.m.Problem.At(q, uint8(a), uint8(b))]))
			}
		}
	}
	return most
}

// take puts a move that nothing blocks into the wave.
func (s *state) take(move Move) {
	i := move.Service
	here, single := s.uses(i, s.at[i]), s.single(i)
	for _, use := range s.m.Problem.Services[i].Options[move.Option].Use {
		old := of(here, use.Block)
		row := s.during[use.Block]
		for t, v := range use.Amount {
			row[t] += added(v, old, t, single)
		}
	}
	if len(s.ruled[i]) > 0 {
		s.pairs(i, move.Option, 1)
		for _, k := range s.ruled[i] {
			for _, use := range s.m.Problem.Pairs[k].Rule.Use {
				s.during[use.Block][0] += s.extra[use.Block]
				s.extra[use.Block] = 0
			}
		}
	}
	s.going[i] = int16(move.Option)
	s.wave = append(s.wave, move)
	for _, b := range s.budgets[i] {
		s.during[b][0] = s.spent(b, -1, 0)
	}
}
