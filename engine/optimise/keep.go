package optimise

import (
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// keeper holds the best placement that fits and packs.
type keeper struct {
	found bool
	best  place.Placement
	cost  int64
	// loose is the cheapest that has room in sum, whether or not it packs, for the
	// part of the gap that packing makes.
	loose     place.Placement
	looseCost int64
	// limits are the capacities that new placements must keep, lowered where one did
	// not pack; nil while all did. Floors know nothing of them.
	limits [][]int64
}

// repacks bounds how often a placement that does not pack is made to keep lower
// limits before it is given up.
const repacks = 6

// offer takes a placement that has room in sum, if it is cheaper than the best and
// packs. One that does not pack lowers the limits and is repaired to keep them. No
// task may be running.
func (s *search) offer(x place.Placement) {
	k := &s.keep
	for range repacks {
		if x == nil {
			return
		}
		cost := s.problem.Cost(x)
		if k.loose == nil || cost < k.looseCost {
			k.loose, k.looseCost = x, cost
		}
		if k.found && cost >= k.cost {
			return
		}
		packing := pack.Packing{}
		if len(s.problem.Pools) > 0 {
			packing = pack.Check(s.problem, x)
		}
		if packing.Packed() {
			k.found, k.best, k.cost = true, x, cost
			return
		}
		k.limits = pack.Tighten(s.problem, x, packing, k.limits)
		for _, w := range s.workers {
			w.state.Limit(k.limits)
		}
		x, _ = s.workers[0].polish(x, s.first.prices, false)
	}
}
