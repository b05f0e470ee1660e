package optimise

import (
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// keeper holds the best placements.
type keeper struct {
	// best is the cheapest placement that has room in sum, whether or not it packs:
	// floors know nothing of packing, so it is what splitting is measured by.
	found bool
	best  place.Placement
	cost  int64
	// whole is the cheapest whose pods all find a node.
	packs     bool
	whole     place.Placement
	wholeCost int64
	// packer packs; asked is the last placement it was asked for, and answer what it
	// found.
	packer *pack.Packer
	asked  place.Placement
	answer pack.Packing
	// lately is the effort that the last packing took.
	lately float64
}

// packShare is how much of all effort packing may be while splitting goes on: more
// waits for the end.
const packShare = 0.1

// offer takes a placement that has room in sum, if it is cheaper than the best. It is
// packed at once where that is cheap beside the searching. No task may be running.
func (s *search) offer(x place.Placement) {
	k := &s.keep
	if x == nil {
		return
	}
	cost := s.problem.Cost(x)
	if k.found && cost >= k.cost {
		return
	}
	if s.strict && !s.pack(x) {
		return
	}
	k.found, k.best, k.cost = true, x, cost
	if s.packing() <= packShare*s.effort() {
		s.pack(x)
	}
}

// pack keeps a placement if it packs and is cheaper than those that did.
func (s *search) pack(x place.Placement) bool {
	k := &s.keep
	cost := s.problem.Cost(x)
	if k.packs && cost >= k.wholeCost {
		return false
	}
	if len(s.problem.Pools) > 0 && (s.strict || !s.alone) {
		if k.packer == nil {
			k.packer = pack.New(s.problem)
		}
		if k.asked == nil || &k.asked[0] != &x[0] {
			before := s.packing()
			k.asked, k.answer = x, k.packer.Check(x)
			k.lately = s.packing() - before
		}
		if !k.answer.Packed() {
			return false
		}
	}
	k.packs, k.whole, k.wholeCost = true, x, cost
	return true
}

// packing is the effort that packing took.
func (s *search) packing() float64 {
	if s.keep.packer == nil {
		return 0
	}
	return float64(s.keep.packer.Work) * lookWorth / 1e6
}

// lookWorth is what a node or pod that packing looks at counts beside a service that a
// cut looks at.
const lookWorth = 0.2
