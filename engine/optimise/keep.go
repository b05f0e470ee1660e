package optimise

import "berth.dev/engine/place"

// keeper holds the best placement that fits and packs.
type keeper struct {
	problem *place.Problem
	found   bool
	best    place.Placement
	cost    int64
	// loose is the cheapest that has room in sum, whether or not it packs, for the
	// part of the gap that packing makes.
	loose     place.Placement
	looseCost int64
}

// offer takes a placement that has room in sum, if it is cheaper than the best and
// packs.
func (k *keeper) offer(x place.Placement) bool {
	cost := k.problem.Cost(x)
	if k.loose == nil || cost < k.looseCost {
		k.loose, k.looseCost = x, cost
	}
	if k.found && cost >= k.cost {
		return false
	}
	k.found, k.best, k.cost = true, x, cost
	return true
}
