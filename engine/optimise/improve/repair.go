package improve

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

const (
	// watched is how many of the fullest slots are relieved at once: with more, a
	// move is judged by hours that others will have relieved on the way.
	watched = 12
	// rounds bounds how often the fullest slots are listed anew.
	rounds = 60
)

// watch is a slot that is too full.
type watch struct {
	block, slot int32
	at          int32   // in arrays by slot
	scale       float64 // one over the limit, so that blocks compare
	excess      float64 // how much too full it was, as a share of the limit
}

// Repair moves services until everything fits, each time the one that costs least
// for the relief it gives, and says whether it got there. Services outside of their
// domains and broken rules come first.
func (s *State) Repair() bool {
	defer s.forget()
	s.settleStrays()
	s.settleClashes()
	for range rounds {
		if s.over == 0 {
			break
		}
		list := s.fullest()
		if !s.relieve(list, false) && !s.relieve(list, true) && !s.unjam() {
			break
		}
	}
	return s.Fitting()
}

// fullest lists the slots that are too full, the worst first, at most watched. The
// list is good until the next call.
func (s *State) fullest() []watch {
	list := s.work.watches[:0]
	left := s.over
	for b := range s.board.problem.Blocks {
		begin, end := s.board.slots[b], s.board.slots[b+1]
		for at := begin; at < end && left > 0; at++ {
			excess := s.use[at] - s.limit[at]
			if excess <= 0 {
				continue
			}
			left--
			scale := 1 / float64(1+s.limit[at])
			w := watch{int32(b), at - begin, at, scale, float64(excess) * scale}
			k := len(list)
			for k > 0 && list[k-1].excess < w.excess {
				k--
			}
			if k < watched {
				list = slices.Insert(list[:min(len(list), watched-1)], k, w)
			}
		}
	}
	s.work.watches = list
	return list
}

// relieve moves services until the listed slots are no longer too full, and says
// whether it moved any. Bold moves may fill other slots too much as long as the
// whole gets better.
func (s *State) relieve(list []watch, bold bool) (moved bool) {
	h := heap(s.work.cand[:0])
	for i := range s.x {
		if c, ok := s.bestRelief(int32(i), list); ok {
			h = append(h, c)
		}
	}
	h.init()
	for tries := 0; len(h) > 0 && tries < 8*len(s.x)+64; tries++ {
		c, ok := s.bestRelief(h.pop().service, list)
		if !ok {
			continue
		}
		if len(h) > 0 && c.key > h[0].key {
			h.push(c)
			continue
		}
		if !s.moveRelief(c, bold) {
			continue
		}
		moved = true
		if s.relieved(list) {
			break
		}
		if c, ok := s.bestRelief(c.service, list); ok {
			h.push(c)
		}
	}
	s.work.cand = h[:0]
	return moved
}

func (s *State) relieved(list []watch) bool {
	for _, w := range list {
		if s.use[w.at] > s.limit[w.at] {
			return false
		}
	}
	return true
}

// bestRelief is the option of service i that costs least for what it relieves of
// the listed slots.
func (s *State) bestRelief(i int32, list []watch) (best candidate, ok bool) {
	b := s.board
	begin := b.first[i]
	old := begin + int32(s.x[i])
	if len(b.uses[old]) == 0 && !b.ruled[i] {
		return best, false
	}
	for l := range uint8(b.width(i)) {
		if l == s.x[i] || !s.allowed(i, l) {
			continue
		}
		cost, relief := 0.0, 0.0
		if b.ruled[i] || s.clash[begin+int32(l)] > s.clash[old] {
			cost, relief = s.carriedRelief(i, l, list)
		} else if relief = relieves(b.uses[old], b.uses[begin+int32(l)], s, list); relief > 0 {
			cost = float64(s.Delta(i, l))
		}
		if relief <= 0 {
			continue
		}
		key := cost / relief
		if cost <= 0 {
			key = cost * relief
		}
		if !ok || key < best.key {
			best, ok = candidate{key, i, l}, true
		}
	}
	return best, ok
}

// relieves is how much less too full the listed slots are with one option's use in
// place of another's.
func relieves(from, to []place.Use, s *State, list []watch) float64 {
	sum := 0.0
	last, a, c := int32(-1), []int32(nil), []int32(nil)
	for _, w := range list {
		excess := s.use[w.at] - s.limit[w.at]
		if excess <= 0 {
			continue
		}
		if w.block != last {
			last, a, c = w.block, amounts(from, w.block), amounts(to, w.block)
		}
		var less int64
		if a != nil {
			less = int64(a[w.slot])
		}
		if c != nil {
			less -= int64(c[w.slot])
		}
		sum += float64(float64(min(less, excess)) * w.scale)
	}
	return sum
}

func amounts(use []place.Use, block int32) []int32 {
	for k := range use {
		if use[k].Block == block {
			return use[k].Amount
		}
	}
	return nil
}

// carriedRelief is what a move costs and relieves together with those that it
// carries along.
func (s *State) carriedRelief(i int32, l uint8, list []watch) (cost, relief float64) {
	before, money, clashes := s.excess(list), s.Cost(), s.clashes
	mark := s.mark()
	if s.carry(i, l) && s.clashes <= clashes {
		cost, relief = float64(s.Cost()-money), before-s.excess(list)
	}
	s.back(mark)
	return cost, relief
}

func (s *State) excess(list []watch) float64 {
	sum := 0.0
	for _, w := range list {
		sum += float64(float64(max(0, s.use[w.at]-s.limit[w.at])) * w.scale)
	}
	return sum
}

// moveRelief makes a move that was found by bestRelief, unless it does more harm
// than good elsewhere.
func (s *State) moveRelief(c candidate, bold bool) bool {
	if s.Fits(c.service, c.option) {
		s.try(c.service, c.option)
		return true
	}
	before, over, clashes := s.Harm(), s.over, s.clashes
	mark := s.mark()
	whole := s.carry(c.service, c.option) && s.clashes <= clashes
	if whole && (s.over <= over || bold) && s.Harm() < before-math.Abs(before)*1e-12 {
		return true
	}
	s.back(mark)
	return false
}

// Harm is how much is broken: by how much each slot is too full as a share of its
// limit, and one for every broken rule and every service outside of its domain.
func (s *State) Harm() float64 {
	sum := float64(s.clashes + s.strays)
	if s.over == 0 {
		return sum
	}
	for t, v := range s.use {
		if v > s.limit[t] {
			sum += float64(v-s.limit[t]) / float64(1+s.limit[t])
		}
	}
	return sum
}
