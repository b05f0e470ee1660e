package wave

import "slices"

// findBudgets lists by service the budgets that its place changes: its own, and those
// of services it has a pair with.
func (s *state) findBudgets() {
	p := s.m.Problem
	s.owner, s.budgets = p.Owners(), make([][]int32, len(p.Services))
	for b, i := range s.owner {
		if i >= 0 {
			s.budgets[i] = append(s.budgets[i], int32(b))
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Rule == nil {
			continue
		}
		for _, use := range q.Rule.Use {
			if i := s.owner[use.Block]; i >= 0 {
				other := q.A + q.B - i
				s.budgets[other] = append(s.budgets[other], use.Block)
			}
		}
	}
	for i := range s.budgets {
		slices.Sort(s.budgets[i])
		s.budgets[i] = slices.Compact(s.budgets[i])
	}
}

// sides are the places that service j has in this wave, and l as well where it is i.
func (s *state) sides(j, i int32, l uint8) []int16 {
	places, n := s.ends(j)
	if j == i {
		places[n], n = int16(l), n+1
	}
	return places[:n]
}

// spent is what budget b needs in this wave, with service i going to l as well: the
// larger of its owner's sides, each with the dearest places of its neighbours.
func (s *state) spent(b, i int32, l uint8) int64 {
	p, owner := s.m.Problem, s.owner[b]
	var most int64
	for _, at := range s.sides(owner, i, l) {
		var sum int64
		if own := of(s.uses(owner, at), b); own != nil {
			sum = int64(own[0])
		}
		for _, k := range s.ruled[owner] {
			q := &p.Pairs[k]
			amount := of(q.Rule.Use, b)
			if amount == nil || at < 0 {
				continue
			}
			var dearest int64
			for _, other := range s.sides(q.A+q.B-owner, i, l) {
				switch {
				case other < 0:
				case owner == q.A:
					dearest = max(dearest, int64(amount[p.At(q, uint8(at), uint8(other))]))
				default:
					dearest = max(dearest, int64(amount[p.At(q, uint8(other), uint8(at))]))
				}
			}
			sum += dearest
		}
		most = max(most, sum)
	}
	return most
}

// overspent looks for a budget that keeps service i from moving to option l. One that
// is broken before the wave may stay so, and not get worse.
func (s *state) overspent(i int32, l uint8) Blocker {
	out := free()
	for _, b := range s.budgets[i] {
		block := &s.m.Problem.Blocks[b]
		limit := max(block.Cap[0]+block.FirmMax, s.use[b][0])
		if by := s.spent(b, i, l) - limit; by > out.By {
			out = Blocker{Block: b, Slot: 0, By: by, Pair: -1, Other: -1}
		}
	}
	return out
}
