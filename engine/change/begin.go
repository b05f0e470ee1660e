package change

import (
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
)

// Begin lets the search of the later side begin with what was found for the earlier one:
// with its splits and its placement. The fleet returned is the one to solve.
func Begin(f *fleet.Fleet, from *plan.Solved, o optimise.Options) (*fleet.Fleet, optimise.Options) {
	f, _ = f.Adopt(from.Fleet, from.Result.Placement)
	x, _ := f.Carry(from.Fleet, from.Result.Placement)
	o.Start = append([]place.Placement{x}, o.Start...)
	return f, o
}
