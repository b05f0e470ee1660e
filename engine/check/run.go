package check

import (
	"context"

	"berth.dev/engine/score"
)

// Input is what a run looks at.
type Input struct {
	// Fleet holds the workspace, its rules and the load of its services.
	Fleet *score.Fleet
	// Planned says where a plan puts each service, and what it costs there; nil for the
	// decisions.
	Planned map[string]Placed
	// Only and Skip name rules: Only are the only ones to run (all where it is empty),
	// Skip those to leave out. Names that do not exist are the caller's to refuse.
	Only, Skip []string
	// Progress is called with how many services are done; nil for nobody.
	Progress func(done int)
}

// Placed is where a plan puts a service.
type Placed struct {
	// Sites are one, or the base and the burst of a hybrid.
	Sites []string
	// Money is what it costs there a month.
	Money float64
}

// Run holds a workspace against its rules. An error means that the run was stopped;
// what is wrong with a workspace is in the result.
func Run(ctx context.Context, in Input) (*Result, error) {
	return nil, ctx.Err()
}
