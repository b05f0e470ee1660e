package improve

import "math"

// Swap makes pairs of moves of which one saves money but finds no room and the other
// makes that room for less, among the reach best of each kind by reduced cost. It
// returns what was saved. Where nothing is too full before, nothing is afterwards.
func (s *State) Swap(reach int) int64 {
	defer s.forget()
	before := s.Cost()
	for range passes {
		if !s.swapOnce(reach) {
			break
		}
		s.fill()
	}
	return before - s.Cost()
}

func (s *State) swapOnce(reach int) (moved bool) {
	gains, reliefs := s.exchange(reach)
	for _, c := range gains {
		d := s.Delta(c.service, c.option)
		if s.x[c.service] == c.option || d >= 0 {
			continue
		}
		if s.Fits(c.service, c.option) {
			s.try(c.service, c.option)
			moved = true
			continue
		}
		if k := s.partner(c, d, reliefs); k >= 0 {
			s.try(reliefs[k].service, reliefs[k].option)
			s.try(c.service, c.option)
			moved = true
		}
	}
	return moved
}

// exchange lists the moves that save money, and those that give back use of worth,
// each the best ones by reduced cost.
func (s *State) exchange(reach int) (gains, reliefs []candidate) {
	up, down := newBest(reach), newBest(reach)
	for i := range s.x {
		i := int32(i)
		begin := s.board.first[i]
		for l := range uint8(s.board.width(i)) {
			if l == s.x[i] || !s.allowed(i, l) || s.clash[begin+int32(l)] > s.clash[begin+int32(s.x[i])] {
				continue
			}
			d := s.Delta(i, l)
			c := candidate{s.reduced(i, l, d), i, l}
			if d < 0 {
				up.add(c)
			} else if s.worth(i, l) < 0 {
				down.add(c)
			}
		}
	}
	return up.sorted(), down.sorted()
}

// best keeps the first few candidates of many: a heap with the last of them on top.
type best struct {
	reach int
	list  heap
}

func newBest(reach int) *best { return &best{reach: reach} }

func (b *best) add(c candidate) {
	c.key = -c.key
	switch {
	case len(b.list) < b.reach:
		b.list.push(c)
	case b.reach > 0 && b.list[0].compare(c) < 0:
		b.list[0] = c
		b.list.down(0)
	}
}

func (b *best) sorted() []candidate {
	for k := range b.list {
		b.list[k].key = -b.list[k].key
	}
	sortCandidates(b.list)
	return b.list
}

// need is by how much a slot lacks room for a move.
type need struct {
	block, slot int32
	units       int64
}

// partner finds the relief with which a gaining move of change d fits and saves
// most, -1 where there is none.
func (s *State) partner(c candidate, d int64, reliefs []candidate) int {
	needs := s.needs(c.service, c.option)
	s.markNear(c.service)
	found, saved := -1, int64(0)
	for k, r := range reliefs {
		if r.service == c.service || s.x[r.service] == r.option {
			continue
		}
		sum := d + s.Delta(r.service, r.option) + s.together(c, r)
		if sum >= saved || !s.meets(needs, r) {
			continue
		}
		// What two moves buy together is no sum, and other slots may refuse the
		// relief: only trying both is exact.
		mark, cost, over := s.mark(), s.Cost(), s.over
		s.try(r.service, r.option)
		if s.over <= over && s.Fits(c.service, c.option) {
			if sum = s.Cost() - cost + s.Delta(c.service, c.option); sum < saved {
				found, saved = k, sum
			}
		}
		s.back(mark)
	}
	s.clearNear(c.service)
	return found
}

// needs lists the slots that lack room for a move.
func (s *State) needs(i int32, l uint8) []need {
	b := s.board
	var list []need
	at := b.first[i]
	w := both{b.uses[at+int32(s.x[i])], b.uses[at+int32(l)], b.zeros}
	for {
		block, from, to, ok := w.next()
		if !ok {
			return list
		}
		begin := b.slots[block]
		for t := range from {
			d := int64(to[t]) - int64(from[t])
			lack := s.use[int(begin)+t] + d - s.limit[int(begin)+t]
			if d > 0 && lack > 0 {
				list = append(list, need{block, int32(t), lack})
			}
		}
	}
}

// meets says whether a move gives back what is needed.
func (s *State) meets(needs []need, r candidate) bool {
	b := s.board
	at := b.first[r.service]
	from, to := b.uses[at+int32(s.x[r.service])], b.uses[at+int32(r.option)]
	last, a, c := int32(math.MinInt32), []int32(nil), []int32(nil)
	for _, n := range needs {
		if n.block != last {
			last, a, c = n.block, amounts(from, n.block), amounts(to, n.block)
		}
		var less int64
		if a != nil {
			less = int64(a[n.slot])
		}
		if c != nil {
			less -= int64(c[n.slot])
		}
		if less < n.units {
			return false
		}
	}
	return true
}

func (s *State) markNear(i int32) {
	for k := s.board.start[i]; k < s.board.start[i+1]; k++ {
		s.work.near[s.board.arcs[k].to] = k + 1
	}
}

func (s *State) clearNear(i int32) {
	for k := s.board.start[i]; k < s.board.start[i+1]; k++ {
		s.work.near[s.board.arcs[k].to] = 0
	}
}

// together is what two moves cost more than each alone, because their services talk.
// The neighbours of the first must be marked.
func (s *State) together(c, r candidate) int64 {
	b := s.board
	k := s.work.near[r.service]
	if k == 0 {
		return 0
	}
	a, own := b.arcs[k-1], b.width(c.service)
	after, step := b.row(a, own, c.option)
	before, _ := b.row(a, own, s.x[c.service])
	old, now := int(s.x[r.service])*step, int(r.option)*step
	return after[now] - before[now] - after[old] + before[old]
}
