package optimise

import (
	"cmp"

	"berth.dev/engine/place"
)

// result writes what was found, or the error that there is nothing.
func (s *search) result() (*Result, error) {
	stop := s.stop
	floor := s.root.least()
	switch {
	case floor >= s.dearest:
		return nil, &InfeasibleError{Tree: s.tree(s.root)}
	case !s.keep.packs:
		return nil, &NotFoundError{Unpacked: s.keep.best, Stop: cmp.Or(stop, Ended)}
	case floor >= s.keep.wholeCost:
		stop, floor = Optimal, s.keep.wholeCost
	case s.near():
		stop = Near
	case stop == "":
		stop = Ended
	}
	return &Result{
		Placement: s.keep.whole, Cost: s.keep.wholeCost, Floor: floor, Tree: s.tree(s.root),
		Prices: s.first.prices, Parts: s.parts(floor), Stop: stop,
		Cuts: s.cuts(), Nodes: s.nodes, Effort: s.effort(),
	}, nil
}

// parts splits the gap. At the root's prices the cost is above the floor by what
// services cost more than where the prices would put them, and by what free capacity
// is worth; both are never negative.
func (s *search) parts(floor int64) Parts {
	x, prices := s.keep.whole, s.first.prices
	whole := s.keep.wholeCost - s.first.floor
	use := s.problem.Usage(x)
	// What x costs with its use paid at the prices, less the least that any placement
	// costs so: that is the floor without what the capacities are worth.
	out := Parts{Branching: floor - s.first.floor, Assignment: s.problem.Place(x) - s.first.floor}
	for b := range s.problem.Blocks {
		block := &s.problem.Blocks[b]
		var all int64
		for t, price := range prices[b] {
			out.Assignment += price * (use[b][t] - block.Cap[t])
			all += price
		}
		out.Assignment += block.FirmMax * min(0, block.Firm-all)
	}
	out.Assignment = max(0, min(whole, out.Assignment))
	out.Slack = whole - out.Assignment
	// What does not pack leaves capacity free or moves services: first the one.
	out.Packing = max(0, min(whole, s.keep.wholeCost-s.keep.cost))
	free := min(out.Slack, out.Packing)
	out.Slack -= free
	out.Assignment -= out.Packing - free
	return out
}

// tree writes the proof below a node.
func (s *search) tree(n *node) *place.Tree {
	if n.kids[0] == nil {
		leaf := n.proof()
		if n.floor >= s.dearest && !leaf.Empty {
			leaf = s.empty(leaf)
		}
		return &place.Tree{Leaf: leaf}
	}
	return &place.Tree{
		Service: n.kids[0].service, Yes: n.kids[0].side,
		Then: s.tree(n.kids[0]), Else: s.tree(n.kids[1]),
	}
}

// empty makes a closed leaf of one whose floor is above what any placement costs: then
// the same prices prove that none fits, with costs left aside.
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
