package optimise

import (
	"slices"

	"berth.dev/engine/place"
)

// evictions bounds how many options are closed to make a placement pack.
const evictions = 200

// evict looks for any placement that packs where limits found none: it closes, one
// after the other, an option whose pods found no node, to the service that loses least
// by it, and places anew. What is closed stays closed, so it ends; it may miss a
// placement that packs, and never claims that there is none.
func (s *search) evict() {
	k := &s.keep
	if !k.found || k.packs {
		return
	}
	w := s.workers[0]
	domains := append([]place.Set{}, s.all...)
	defer func() { w.state.Restrict(nil) }()
	x := k.best
	for range evictions {
		if s.pack(x) {
			return
		}
		at := s.costsLeast(x, domains)
		if at < 0 {
			return
		}
		domains[at] &^= 1 << x[at]
		w.state.Restrict(domains)
		if x, _ = w.polish(x, s.first.prices, false); x == nil {
			return
		}
	}
}

// costsLeast is the service that loses least by another of its options: of those with
// pods that found no node, or else of all that have pods on the same pools; -1 where
// none has one.
func (s *search) costsLeast(x place.Placement, domains []place.Set) int32 {
	var left, around []int32
	for k := range s.keep.answer.Lacks {
		lack := &s.keep.answer.Lacks[k]
		for _, pods := range lack.Left {
			left = append(left, pods.Service)
		}
		for i := range s.problem.Services {
			if s.on(int32(i), x[i], lack.Pools) {
				around = append(around, int32(i))
			}
		}
	}
	s.workers[0].state.Set(x)
	if i := s.cheapest(left, x, domains); i >= 0 {
		return i
	}
	return s.cheapest(around, x, domains)
}

// on tells whether an option has pods that may run on some of the pools.
func (s *search) on(i int32, l uint8, pools []int32) bool {
	return slices.ContainsFunc(s.problem.Services[i].Options[l].Pods, func(p place.Pods) bool {
		return slices.ContainsFunc(p.Pools, func(pool int32) bool { return slices.Contains(pools, pool) })
	})
}

// cheapest is the service of a list that loses least by another option that is open.
func (s *search) cheapest(list []int32, x place.Placement, domains []place.Set) int32 {
	best, least := int32(-1), int64(0)
	for _, i := range list {
		for l := range uint8(s.problem.Width(i)) {
			if l == x[i] || !domains[i].Has(l) {
				continue
			}
			if loss := s.workers[0].state.Delta(i, l); best < 0 || loss < least || loss == least && i < best {
				best, least = i, loss
			}
		}
	}
	return best
}
