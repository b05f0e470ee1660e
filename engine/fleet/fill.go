package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// fill is with how many replicas kept a service that is split costs least among the
// numbers for which there is room beside everything else. Prices of capacity do not
// find it: at the prices at which the last split is worth its room, several are
// nearly as good, and only one fills the room that is there.
func (r *refiner) fill(i int, chosen *variant) int {
	p := r.f.Problem
	if r.usage == nil {
		r.usage = p.Usage(r.x)
	}
	a := &assembly{b: r.b, f: r.f}
	own := p.Services[i].Options[r.x[i]].Use
	q := r.best(chosen, func(v *variant) float64 {
		use, _ := a.variantUse(v)
		if !r.fits(own, use) {
			return math.Inf(1)
		}
		return r.own(v)
	})
	if use, _ := a.variantUse(r.b.trial(chosen.m, chosen.m.option(chosen.at.ID), q)); !r.fits(own, use) {
		return chosen.base // nothing fits: the placement itself does not
	}
	return q
}

// fits tells whether another use fits in place of a service's own.
func (r *refiner) fits(own, use []place.Use) bool {
	for _, u := range use {
		block := &r.f.Problem.Blocks[u.Block]
		if !block.Hard() {
			continue
		}
		var had []int32
		if i := slices.IndexFunc(own, func(o place.Use) bool { return o.Block == u.Block }); i >= 0 {
			had = own[i].Amount
		}
		for t, n := range u.Amount {
			total := r.usage[u.Block][t] + int64(n)
			if had != nil {
				total -= int64(had[t])
			}
			if total > block.Cap[t]+block.FirmMax {
				return false
			}
		}
	}
	return true
}
