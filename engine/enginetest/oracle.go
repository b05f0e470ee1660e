package enginetest

import (
	"slices"

	"berth.dev/engine/place"
)

// Best is the cheapest placement that fits, found by trying all of them: capacities,
// purchases and forbidden pairs are exact, packing is left aside. Domains say which
// options may be taken; nil is all. Of several cheapest ones it is the first in the
// order of services and options. The last result is false where nothing fits.
//
// It is for problems like those of [Small]: its time is the number of placements.
func Best(p *place.Problem, domains []place.Set) (place.Placement, int64, bool) {
	s := &oracle{p: p, domains: domains, x: make(place.Placement, len(p.Services)), earlier: make([][]*place.Pair, len(p.Services))}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		s.earlier[q.B] = append(s.earlier[q.B], q)
	}
	for b := range p.Blocks {
		s.use = append(s.use, make([]int64, len(p.Blocks[b].Cap)))
	}
	s.try(0, 0)
	return s.best, s.cost, s.best != nil
}

type oracle struct {
	p       *place.Problem
	domains []place.Set
	// earlier are by service the pairs with a service before it.
	earlier [][]*place.Pair
	x       place.Placement
	use     place.Usage
	best    place.Placement
	cost    int64
}

// try places service i and those after it where sum is what the others cost.
func (s *oracle) try(i int, sum int64) {
	if i == len(s.p.Services) {
		s.settle(sum)
		return
	}
	for l := range s.p.Services[i].Options {
		if s.domains != nil && !s.domains[i].Has(uint8(l)) {
			continue
		}
		s.x[i] = uint8(l)
		if slices.ContainsFunc(s.earlier[i], func(q *place.Pair) bool { return q.Forbidden(s.p, s.x[q.A], s.x[q.B]) }) {
			continue
		}
		o := &s.p.Services[i].Options[l]
		next := sum + o.Cost
		for _, q := range s.earlier[i] {
			if q.Cost != nil {
				next += q.Cost[s.p.At(q, s.x[q.A], s.x[q.B])]
			}
		}
		s.take(i, o, 1)
		s.try(i+1, next)
		s.take(i, o, -1)
	}
}

// take adds times what service i uses, alone and with those before it.
func (s *oracle) take(i int, o *place.Option, times int64) {
	s.use.Add(o.Use, times)
	for _, q := range s.earlier[i] {
		if q.Rule != nil {
			for _, use := range q.Rule.Use {
				s.use[use.Block][0] += times * int64(use.Amount[s.p.At(q, s.x[q.A], s.x[q.B])])
			}
		}
	}
}

// settle compares a whole placement with the best so far.
func (s *oracle) settle(sum int64) {
	for b := range s.p.Blocks {
		block := &s.p.Blocks[b]
		if !block.Fits(s.use[b]) {
			return
		}
		_, cost := block.Buy(s.use[b])
		sum += cost
	}
	if s.best == nil || sum < s.cost {
		s.best, s.cost = slices.Clone(s.x), sum
	}
}
