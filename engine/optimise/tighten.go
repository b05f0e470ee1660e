package optimise

import (
	"math"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

const (
	// tightenings bounds how many limits are tried for one placement that packs, and
	// searches how many of those, at most, are searched by splitting once more.
	tightenings, searches = 40, 16
	// tightShare is how much more effort goes to placements that pack, as a share of
	// what splitting took; tightLeft is the share of all that may be done that splitting
	// leaves for it while the best placement does not pack.
	tightShare, tightLeft = 0.5, 0.2
	// little is an effort that nobody notices; few is how many placements at least it
	// must suffice to pack for all to be searched.
	little, few = 2.0, 100
	// tightGap is how near a search within limits goes to the best, as a share of what
	// packing costs so far.
	tightGap = 0.03
)

// finish looks for a placement that packs when splitting has ended: the cheapest that
// has room in sum, or else another.
func (s *search) finish() {
	k := &s.keep
	if !k.found || s.pack(k.best) || k.packs && k.wholeCost == k.cost || s.near() {
		return
	}
	end := s.effort() + max(little, tightShare*s.effort())
	s.tighten(min(end, s.limit()))
	s.evict()
	if k.packs && !s.near() && s.ctx.Err() == nil && few*k.lately <= little && s.effort()+little <= s.limit() {
		s.exhaust()
	}
}

// tighten looks for the cheapest placement within limits that are lowered as little as
// need be, until so much effort is used. Limits are lowered where pods found no node,
// and raised again half way where all did.
func (s *search) tighten(end float64) {
	k := &s.keep
	each := (end - s.effort()) / searches
	limits := pack.NewLimits(s.problem)
	x, searched := k.best, 0
	for range tightenings {
		switch {
		case x == nil || k.packs && s.problem.Cost(x) >= k.wholeCost && &x[0] != &k.whole[0]:
			limits.Raise() // what is better needs more room
		case k.answer.Packed():
			limits.Packed(x)
		default:
			limits.Failed(x, &k.answer)
		}
		if s.near() || k.packs && (s.effort() >= end || s.ctx.Err() != nil) {
			return
		}
		tried := limits.Limits()
		x = s.within(tried)
		if x != nil && k.packs && searched < searches && s.ctx.Err() == nil {
			searched++
			x = s.searchWithin(tried, x, each)
		}
		if x != nil {
			s.pack(x)
		}
	}
}

// exhaust searches by splitting for a placement that packs, in vain where that is much
// work: small fleets are searched to the end.
func (s *search) exhaust() {
	k := &s.keep
	o := Options{Gap: s.options.Gap, Effort: little, Workers: s.options.Workers, Start: []place.Placement{k.whole}, Prices: s.first.prices, Seed: s.options.Seed}
	sub := newSearch(s.ctx, s.problem, o)
	sub.alone, sub.strict = true, true
	sub.run()
	s.aside += sub.effort()
	if sub.keep.packs {
		s.pack(sub.keep.whole)
	}
}

// budget is the effort at which splitting ends.
func (s *search) budget() float64 {
	k := &s.keep
	if s.alone || len(s.problem.Pools) == 0 || k.packs && k.wholeCost == k.cost {
		return s.limit()
	}
	return s.limit() * (1 - tightLeft)
}

// limit is the effort at which all ends.
func (s *search) limit() float64 {
	if s.options.Effort <= 0 {
		return math.Inf(1)
	}
	return s.options.Effort
}

// near says whether the placement that packs is as near to the floor as was asked.
func (s *search) near() bool {
	return s.keep.packs && float64(s.keep.wholeCost-s.floor()) <= s.options.Gap*math.Abs(float64(s.keep.wholeCost))
}

// within makes a placement that keeps limits of the best one.
func (s *search) within(limits [][]int64) place.Placement {
	w := s.workers[0]
	w.state.Limit(limits)
	x, _ := w.polish(s.keep.best, s.first.prices, true)
	w.state.Limit(nil)
	return x
}

// searchWithin searches for the cheapest placement within limits by splitting, from x
// and the one that packs.
func (s *search) searchWithin(limits [][]int64, x place.Placement, effort float64) place.Placement {
	k := &s.keep
	p := *s.problem
	p.Pools, p.Blocks = nil, lowered(p.Blocks, limits)
	loss := float64(k.wholeCost-k.cost) / max(1, math.Abs(float64(k.wholeCost)))
	o := Options{
		Gap: max(s.options.Gap, tightGap*loss), Effort: max(effort, s.pieces), Workers: s.options.Workers,
		Start: []place.Placement{x, k.whole}, Prices: s.first.prices, Seed: s.options.Seed,
	}
	sub := newSearch(s.ctx, &p, o)
	sub.alone = true
	sub.run()
	s.aside += sub.effort()
	if !sub.keep.found {
		return x
	}
	return sub.keep.best
}

// lowered are blocks with limits for capacities.
func lowered(blocks []place.Block, limits [][]int64) []place.Block {
	out := make([]place.Block, len(blocks))
	for b := range blocks {
		out[b] = blocks[b]
		if limits[b] == nil {
			continue
		}
		// What may be bought counts in the limit: one that is below the purchase itself
		// leaves less to buy.
		for _, v := range limits[b] {
			out[b].FirmMax = min(out[b].FirmMax, v)
		}
		out[b].Cap = make([]int64, len(limits[b]))
		for t, v := range limits[b] {
			out[b].Cap[t] = min(blocks[b].Cap[t], v-out[b].FirmMax)
		}
	}
	return out
}
