package impasse

import (
	"context"
	"fmt"

	"berth.dev/engine/conflict"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Question is a workspace that has no plan.
type Question struct {
	Workspace *spec.Workspace
	Profiles  map[string]profile.Profile
	Suite     *policies.Suite
	// Build are the options that the plan was asked for with, Search those of the
	// searches for plans after an edit.
	Build  fleet.Options
	Search optimise.Options
	// Done hears what was just worked out; nil for nobody.
	Done func(what string)
}

// mostConflicts is how many conflicts without a rule in common are told.
const mostConflicts = 4

// Explain says why a workspace has no plan. When ctx ends, ways that were not tried
// yet are left out.
func Explain(ctx context.Context, q Question) (*Report, error) {
	wide, diags := fleet.BuildWide(q.Workspace, q.Profiles, q.Suite, q.Build)
	e := &explainer{ctx: ctx, q: q, wide: wide, report: &Report{Verdict: conflict.Infeasible}}
	if wide.Problem == nil {
		if len(wide.Stuck) == 0 {
			return nil, fmt.Errorf("the workspace cannot be stated without its rules: %d diagnostics", len(diags))
		}
		e.hopeless()
		return e.report, nil
	}
	e.report.Currency = wide.Unit.Currency
	e.rules = Rules(wide)
	c, err := conflict.Explain(wide.Problem, e.rules, e.options())
	if err != nil {
		return nil, err
	}
	e.report.Verdict = c.Verdict
	switch c.Verdict {
	case conflict.Infeasible:
		return e.report, e.conflicts(c)
	case conflict.Packing:
		e.packing(c.Placement)
	}
	return e.report, nil
}

// explainer works on one question.
type explainer struct {
	ctx    context.Context
	q      Question
	wide   *fleet.Wide
	rules  []conflict.Rule
	report *Report
	// tried counts the edits that were tried.
	tried int
}

func (e *explainer) done(format string, args ...any) {
	if e.q.Done != nil {
		e.q.Done(fmt.Sprintf(format, args...))
	}
}

// options are those of looking for conflicts. Plans after an edit are made by
// building again, so nothing is solved there.
func (e *explainer) options() conflict.Options { return conflict.DefaultOptions() }

// Rules are the bounds as package conflict reads them.
func Rules(w *fleet.Wide) []conflict.Rule {
	var out []conflict.Rule
	for i := range w.Bounds {
		b := &w.Bounds[i]
		r := conflict.Rule{Name: subject(b), Kind: kind(b.Sort), Price: b.Price, Most: b.Most}
		for _, ban := range b.Bans {
			r.Bans = append(r.Bans, conflict.Ban(ban))
		}
		for _, cell := range b.Cells {
			r.Cells = append(r.Cells, conflict.Cell(cell))
		}
		for _, grow := range b.Grow {
			r.Grow = append(r.Grow, conflict.Grow(grow))
		}
		out = append(out, r)
	}
	return out
}

func kind(s fleet.BoundSort) conflict.Kind {
	switch s {
	case fleet.NodePool, fleet.StoragePool:
		return conflict.Capacity
	case fleet.LatencyBudget:
		return conflict.Budget
	case fleet.PinOfPlan, fleet.HeldHere:
		return conflict.Pin
	case fleet.SameSite, fleet.DifferentSites, fleet.NoLink:
		return conflict.Together
	}
	return conflict.Constraint
}

// hopeless tells of services that could run nowhere if there were no rules.
func (e *explainer) hopeless() {
	for i := range e.wide.Services {
		s := &e.wide.Services[i]
		if len(s.Options) > 0 {
			continue
		}
		one := Conflict{Irreducible: true, Smallest: true, Proof: []string{fmt.Sprintf("Service %q can run nowhere, whatever the rules say.", s.Name)}}
		one.Proof = append(one.Proof, e.impossible(s)...)
		e.report.Conflicts = append(e.report.Conflicts, one)
	}
}

// conflicts tells of a conflict and its ways out; where there is none, of further
// conflicts that have nothing in common with it.
func (e *explainer) conflicts(c *conflict.Conflict) error {
	e.tell(c, nil)
	if len(c.Set) == 0 {
		return nil
	}
	if len(c.Ways) > 0 {
		e.price(e.changes(c.Ways))
		return nil
	}
	dropped := map[int]bool{}
	first := c
	for len(e.report.Conflicts) < mostConflicts {
		for _, r := range c.Set {
			dropped[r] = true
		}
		more, at, err := e.without(dropped)
		if err != nil {
			return err
		}
		if more.Verdict != conflict.Infeasible || len(more.Set) == 0 {
			break
		}
		e.tell(more, at)
		c = more
		for i, r := range c.Set {
			c.Set[i] = at[r]
		}
	}
	return e.pairs(first)
}

// without looks for conflicts among the rules that are not dropped; at are the
// places of those that are left.
func (e *explainer) without(dropped map[int]bool) (c *conflict.Conflict, at []int, err error) {
	var left []conflict.Rule
	p := *e.wide.Problem
	p.Blocks = append([]place.Block(nil), p.Blocks...)
	for r := range e.rules {
		if !dropped[r] {
			left, at = append(left, e.rules[r]), append(at, r)
			continue
		}
		// A block that no rule names is always limited; here it is to be without limit.
		for _, g := range e.rules[r].Grow {
			p.Blocks[g.Block] = unlimited(&p.Blocks[g.Block])
		}
	}
	c, err = conflict.Explain(&p, left, e.options())
	return c, at, err
}

// unlimited is a block in which more can be bought for nothing.
func unlimited(b *place.Block) place.Block {
	out := *b
	out.Over = make([]int64, len(b.Cap))
	return out
}

// tell adds a conflict to the report; at are the places of its rules among all, nil
// where they are those.
func (e *explainer) tell(c *conflict.Conflict, at []int) {
	one := Conflict{Irreducible: c.Irreducible, Smallest: c.Smallest}
	var bounds []*fleet.Bound
	for _, r := range c.Set {
		if at != nil {
			r = at[r]
		}
		bounds = append(bounds, &e.wide.Bounds[r])
		one.Rules = append(one.Rules, e.rule(&e.wide.Bounds[r]))
	}
	one.Proof = e.proof(&c.Proof, bounds)
	e.report.Conflicts = append(e.report.Conflicts, one)
}
