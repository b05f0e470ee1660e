package optimise

import (
	"fmt"

	"berth.dev/engine/place"
)

// Options say how long and from where to search. [DefaultOptions] are the usual
// ones; a zero field means what its doc says.
type Options struct {
	// Effort is how much work may be done, in units of a million services and pairs
	// looked at by cuts, 10 to 60 a second; 0 is as much as it takes. It is counted, not timed: the same
	// effort gives the same result on every machine.
	Effort float64
	// Gap is the share of the cost by which the floor may stay below it; 0 asks for
	// the proven optimum.
	Gap float64
	// Start are placements to begin with, which may break something: where services
	// run today, an earlier plan.
	Start []place.Placement
	// Prices are an earlier result's [Result.Prices], by block and slot; nil for none.
	Prices [][]int64
	// Progress hears now and then how far the search is, from the caller's goroutine;
	// nil for nobody.
	Progress func(Progress)
	// Seed feeds all chance.
	Seed uint64
	// Workers is how many goroutines search, 0 for 2. The result does not depend on it.
	Workers int
}

// DefaultOptions stop at a gap of 0.01 %, or after an effort of about half a minute on
// two cores for a thousand services and of two minutes for a hundred thousand.
func DefaultOptions() Options {
	return Options{Effort: 1000, Gap: 1e-4, Seed: 1, Workers: 2}
}

// Progress is how far a search is.
type Progress struct {
	// Found says whether a placement is known, and Best what it costs.
	Found bool
	Best  int64
	// Floor is what is proven: no placement costs less.
	Floor int64
	// Cuts and Nodes count the work.
	Cuts, Nodes int
}

// Gap is the share of the cost by which the floor is below it; 1 without a placement.
func (p Progress) Gap() float64 {
	if !p.Found {
		return 1
	}
	return gap(p.Best, p.Floor)
}

// gap is the distance of two costs as a share of the larger size.
func gap(cost, floor int64) float64 {
	if cost <= floor {
		return 0
	}
	size := max(cost, -cost, floor, -floor)
	return float64(cost-floor) / float64(size)
}

// Stop says why a search ended.
type Stop string

// The reasons to stop.
const (
	Optimal     Stop = "optimal"     // nothing cheaper exists
	Near        Stop = "gap"         // the gap that was asked for is reached
	Effort      Stop = "effort"      // the effort is used up
	Time        Stop = "time"        // the context's deadline has passed
	Interrupted Stop = "interrupted" // the context was cancelled
	Ended       Stop = "ended"       // all was searched; what is left of the gap is lost to packing
)

// Result is the best placement found and the proof of how good it is.
type Result struct {
	Placement place.Placement
	// Cost is [place.Problem.Cost] of the placement, with all that must be bought.
	Cost int64
	// Floor is proven by Tree: no placement that fits costs less.
	Floor int64
	Tree  *place.Tree
	// Prices are the multipliers of the whole problem, before any branching, by block
	// and slot: what a unit of capacity is worth.
	Prices [][]int64
	// Parts say where the gap comes from.
	Parts Parts
	Stop  Stop
	// Cuts and Nodes count the work; Effort is in the units of [Options.Effort].
	Cuts, Nodes int
	Effort      float64
}

// Parts of the distance between the cost and the floor of the whole problem before
// branching, in units of cost.
type Parts struct {
	// Slack is what free capacity would be worth at the prices.
	Slack int64
	// Assignment is what services cost more than where the prices would put them.
	Assignment int64
	// Packing is what the cheapest placement found that fits in sum and could not be
	// packed would have saved.
	Packing int64
	// Branching is by how much branching raised the floor: so much of the other parts
	// is proven not to be waste.
	Branching int64
}

// InfeasibleError says that no placement fits.
type InfeasibleError struct {
	// Tree proves it: all its leaves are empty. A tree of one leaf with prices says
	// which capacities are too small together.
	Tree *place.Tree
}

// Error says so in a sentence.
func (e *InfeasibleError) Error() string { return "no placement fits: this is proven" }

// Prices are those of the capacities that cannot be met together, nil where the proof
// is not one leaf.
func (e *InfeasibleError) Prices() []place.Price {
	if e.Tree == nil || e.Tree.Leaf == nil {
		return nil
	}
	return e.Tree.Leaf.Prices
}

// NotFoundError says that the search ended without a placement that fits and packs,
// and without a proof that there is none.
type NotFoundError struct {
	// Unpacked is a placement that has room in sum and whose pods found no nodes; nil
	// where not even room was found.
	Unpacked place.Placement
	Stop     Stop
}

// Error says what was missing.
func (e *NotFoundError) Error() string {
	if e.Unpacked != nil {
		return fmt.Sprintf("no packing found (stopped: %s)", e.Stop)
	}
	return fmt.Sprintf("no placement found that fits (stopped: %s)", e.Stop)
}
