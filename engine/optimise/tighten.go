package optimise

import (
	"math"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

const (
	// tightenings bounds how many limits are tried for one placement that packs, and
	// searches how many of those, at most, are searched by splitting once more.
	tightenings, searches = 40, 8
	// tightShare is the part of the effort that is left for placements that pack.
	tightShare = 0.15
	// little is an effort that nobody notices.
	little = 2.0
	// tightGap is how near a search within limits goes to the best, as a share of what
	// packing costs so far.
	tightGap = 0.1
)

// tighten looks for a placement that packs when splitting has ended: the cheapest that
// has room in sum, or else the cheapest within limits that are lowered as little as
// need be. Limits are lowered where pods found no node, and raised again half way
// where all did.
func (s *search) tighten() {
	k := &s.keep
	if !k.found || s.pack(k.best) || len(s.problem.Pools) == 0 || s.near() {
		return
	}
	end := s.effort() + max(little, tightShare*s.effort())
	limits := pack.NewLimits(s.problem)
	x, searched := k.best, 0
	for range tightenings {
		if x == nil || k.asked == nil {
			return
		}
		if k.answer.Packed() {
			limits.Packed(k.asked)
		} else {
			limits.Failed(k.asked, &k.answer)
		}
		tried := limits.Limits()
		if tried == nil || s.near() || k.packs && (s.effort() >= end || s.ctx.Err() != nil) {
			return
		}
		if x = s.within(tried); x == nil {
			continue
		}
		if k.packs && searched < searches && s.ctx.Err() == nil {
			searched++
			x = s.searchWithin(tried, x)
		}
		if !s.pack(x) && k.packs && s.problem.Cost(x) >= k.wholeCost {
			return // no limits that are looser are left to try
		}
	}
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
func (s *search) searchWithin(limits [][]int64, x place.Placement) place.Placement {
	k := &s.keep
	p := *s.problem
	p.Pools, p.Blocks = nil, lowered(p.Blocks, limits)
	loss := float64(k.wholeCost-k.cost) / max(1, math.Abs(float64(k.wholeCost)))
	o := Options{
		Gap: max(s.options.Gap, tightGap*loss), Effort: max(little, tightShare*s.effort()) / searches, Workers: s.options.Workers,
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
