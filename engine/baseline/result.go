package baseline

import (
	"berth.dev/engine/place"
)

// Result is what a method made of a problem.
type Result struct {
	Placement place.Placement
	// Cost is in the problem's unit, purchases included; where something is broken
	// it is the cost of a placement that cannot be had.
	Cost int64
	// Broken is what the placement breaks, empty where it fits.
	Broken []place.Break
}

func result(p *place.Problem, x place.Placement) Result {
	return Result{Placement: x, Cost: p.Cost(x), Broken: p.Broken(x)}
}

// better says whether a result fits while another does not, or costs less.
func (r Result) better(than Result) bool {
	if fits := len(r.Broken) == 0; fits != (len(than.Broken) == 0) {
		return fits
	}
	return r.Cost < than.Cost
}
