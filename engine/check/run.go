package check

import (
	"context"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
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
	// Progress is called with how many services are done, by several goroutines at
	// once; nil for nobody.
	Progress func(done int)
}

// Placed is where a plan puts a service.
type Placed struct {
	// Sites are one, or the base and the burst of a hybrid.
	Sites []string
	// Money is what it costs there a month.
	Money float64
}

// run is one run while it goes on.
type run struct {
	Input
	ctx context.Context
	w   *spec.Workspace
	choice
	// looks are what was seen of the services, in the workspace's order.
	looks []look
	// settled is the fleet with neighbours where the plan puts them; nil without one.
	settled *score.Fleet
	tally
}

// Run holds a workspace against its rules. An error means that the run was stopped;
// what is wrong with a workspace is in the result.
func Run(ctx context.Context, in Input) (*Result, error) {
	r := &run{Input: in, ctx: ctx, w: in.Fleet.Workspace, choice: choose(&in)}
	r.counts = make([]count, len(r.rules))
	r.looks = make([]look, len(r.w.Services))
	if in.Planned != nil {
		sites := make(map[string][]string, len(in.Planned))
		for name, p := range in.Planned {
			sites[name] = p.Sites
		}
		r.settled = in.Fleet.Placing(sites)
	}
	if r.needs != 0 {
		if err := r.sideBySide(len(r.w.Services), r.look, in.Progress); err != nil {
			return nil, err
		}
	}
	if err := r.ask(); err != nil {
		return nil, err
	}
	out := &Result{AsOf: r.w.Settings.AsOf.V, Services: len(r.w.Services), Then: r.then(), Failures: r.failures}
	out.Exceptions = r.except()
	r.idle()
	out.Rules, out.Findings = r.counted(), r.findings
	out.sort()
	return out, nil
}

// then says what stands behind "then".
func (r *run) then() string {
	switch {
	case r.needs&policies.NeedsThen == 0:
		return ""
	case r.Planned != nil:
		return Planned
	}
	return Decided
}
