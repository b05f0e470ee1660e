package optimise

import (
	"berth.dev/engine/place"
)

// result writes what was found, or the error that there is nothing.
func (s *search) result() (*Result, error) {
	stop := s.stop
	floor := s.root.least()
	switch {
	case floor >= s.dearest:
		return nil, &InfeasibleError{Tree: s.root.tree()}
	case !s.keep.found:
		return nil, &NotFoundError{Unpacked: s.keep.loose, Stop: stop}
	case floor >= s.keep.cost:
		stop, floor = Optimal, s.keep.cost
	case stop == "":
		stop = Near
	}
	return &Result{
		Placement: s.keep.best, Cost: s.keep.cost, Floor: floor, Tree: s.root.tree(),
		Prices: s.first.prices, Parts: s.parts(floor), Stop: stop,
		Cuts: s.cuts(), Nodes: s.nodes, Effort: s.effort(),
	}, nil
}

// parts splits the gap: at the root's prices the cost is above the floor by what free
// capacity is worth, and by what services cost more than where the prices put them.
func (s *search) parts(floor int64) Parts {
	out := Parts{Branching: floor - s.first.floor}
	use := s.problem.Usage(s.keep.best)
	for b := range s.problem.Blocks {
		block := &s.problem.Blocks[b]
		firm, _ := block.Buy(use[b])
		for t, price := range s.first.prices[b] {
			if price > 0 {
				out.Slack += price * max(0, block.Cap[t]+firm-use[b][t])
			}
		}
	}
	out.Packing = s.keep.cost - min(s.keep.cost, s.keep.looseCost)
	out.Assignment = s.keep.cost - s.first.floor - out.Slack - out.Packing
	return out
}

// empty makes a closed leaf of one whose floor says that no placement fits: then the
// same prices prove it, with costs left aside.
func (s *search) empty(leaf *place.Leaf) *place.Leaf {
	out := &place.Leaf{Empty: true}
	for _, p := range leaf.Prices {
		// What can be rented without limit is never too small.
		if s.problem.Blocks[p.Block].Hard() {
			out.Prices = append(out.Prices, p)
		}
	}
	return out
}
