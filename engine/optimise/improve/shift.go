package improve

import "math"

const (
	// crowd is how many services may follow one that was shifted.
	crowd = 48
	// eases is how many moves may make room for a shift.
	eases = 48
)

// Shift looks for moves that save nothing alone: one service takes another option,
// those it talks to follow as long as that pays at the prices, others make room where
// room lacks, and what room is left is filled. What costs less at the end stays. It
// tries the reach best moves by reduced cost as starts, and returns what was saved.
// The state must fit, and needs prices to be of use.
func (s *State) Shift(reach int) int64 {
	defer s.forget()
	before := s.Cost()
	for range passes {
		if !s.shiftOnce(reach) {
			break
		}
	}
	return before - s.Cost()
}

func (s *State) shiftOnce(reach int) (moved bool) {
	gains, reliefs := s.exchange(min(reach, partners))
	purse := s.idle()
	for _, c := range s.starts(reach) {
		if s.x[c.service] == c.option {
			continue
		}
		mark, cost, clashes := s.mark(), s.Cost(), s.clashes
		left := purse - s.reduced(c.service, c.option, s.Delta(c.service, c.option))
		s.try(c.service, c.option)
		left -= s.gather(c.service)
		if left > 0 && s.clashes <= clashes && s.ease(reliefs, cost, left) {
			s.fillFrom(gains)
		}
		s.scatter(mark)
		if s.over == 0 && s.clashes <= clashes && s.Cost() < cost {
			moved = true
			gains, reliefs = s.exchange(min(reach, partners))
			purse = s.idle()
			continue
		}
		s.back(mark)
	}
	return moved
}

// partners is how many moves of either kind shifts choose from.
const partners = 150

// idle is what the room that nobody uses is worth. No set of moves can save more than
// that and the reduced costs of the moves together: shifts that have spent it are
// given up. Without prices in units of cost it is unlimited.
func (s *State) idle() float64 {
	if !s.prices.money {
		return math.Inf(1)
	}
	sum := 0.0
	for b, list := range s.prices.slot {
		for _, q := range list {
			at := s.board.slots[b] + q.slot
			if s.limit[at] < unlimited {
				sum += float64(q.price * float64(max(0, s.limit[at]-s.use[at])))
			}
		}
	}
	return sum
}

// starts are the best moves by reduced cost.
func (s *State) starts(reach int) []candidate {
	list := newBest(reach)
	for i := range s.x {
		for l := range uint8(s.board.width(int32(i))) {
			if l != s.x[i] && s.allowed(int32(i), l) {
				list.add(candidate{s.reduced(int32(i), l, s.Delta(int32(i), l)), int32(i), l})
			}
		}
	}
	return list.sorted()
}

// gather lets neighbours follow a service that moved, and theirs them, as long as it
// pays at the prices, and returns the reduced cost of their moves. Who has moved is
// marked as seen until scatter.
func (s *State) gather(i int32) float64 {
	from, sum := s.mark()-1, 0.0
	s.work.seen[i] = true
	for at := from; at < len(s.work.trail) && len(s.work.trail)-from < crowd; at++ {
		for _, a := range s.board.arcsOf(s.work.trail[at].service) {
			if s.work.seen[a.to] {
				continue
			}
			if l, key := s.drawn(a.to); key < 0 {
				s.try(a.to, l)
				s.work.seen[a.to] = true
				sum += key
			}
		}
	}
	return sum
}

// scatter clears the marks of gather.
func (s *State) scatter(mark int) {
	for _, one := range s.work.trail[mark:] {
		s.work.seen[one.service] = false
	}
}

// drawn is the option that service j would rather have at the prices, and its
// reduced cost: 0 where it would rather stay.
func (s *State) drawn(j int32) (best uint8, least float64) {
	at := s.board.first[j]
	for l := range uint8(s.board.width(j)) {
		if l == s.x[j] || !s.allowed(j, l) || s.clash[at+int32(l)] > s.clash[at+int32(s.x[j])] {
			continue
		}
		if key := s.reduced(j, l, s.Delta(j, l)); key < least {
			best, least = l, key
		}
	}
	return best, least
}

// ease makes room with the given moves, each time the one that costs least for its
// relief, and gives up once everything costs as much as before or the moves' reduced
// costs are more than what is left to spend.
func (s *State) ease(reliefs []candidate, before int64, left float64) bool {
	for range eases {
		if s.over == 0 {
			return true
		}
		list := s.fullest()
		best, least := -1, math.Inf(1)
		for k, r := range reliefs {
			at := s.board.first[r.service]
			if s.x[r.service] == r.option || s.work.seen[r.service] {
				continue
			}
			change := s.Delta(r.service, r.option)
			if s.reduced(r.service, r.option, change) >= left {
				continue
			}
			relief := relieves(s.board.uses[at+int32(s.x[r.service])], s.board.uses[at+int32(r.option)], s, list)
			if relief <= 0 {
				continue
			}
			d := float64(change)
			key := d / relief
			if d <= 0 {
				key = float64(d * relief)
			}
			if key < least && s.Fits(r.service, r.option) {
				best, least = k, key
			}
		}
		if best < 0 {
			return false
		}
		r := reliefs[best]
		left -= s.reduced(r.service, r.option, s.Delta(r.service, r.option))
		s.try(r.service, r.option)
		if s.Cost() >= before {
			return false
		}
	}
	return s.over == 0
}

// fillFrom makes those of the given moves that save money and fit.
func (s *State) fillFrom(gains []candidate) {
	for _, c := range gains {
		if s.x[c.service] != c.option && !s.work.seen[c.service] && s.Delta(c.service, c.option) < 0 && s.Fits(c.service, c.option) {
			s.try(c.service, c.option)
		}
	}
}
