package impasse

import (
	"fmt"
	"slices"

	"berth.dev/engine/conflict"
	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/money"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

const (
	// mostTried is how many changes are planned at most.
	mostTried = 12
	// moreUnits is how many units above the least are tried, because whole pods may
	// need more than the sums do.
	moreUnits = 3
)

// price makes a plan after each change, and lists the ways with the cheapest first.
func (e *explainer) price(changes []change) {
	for _, c := range changes {
		if e.tried >= mostTried || e.ctx.Err() != nil {
			e.report.Untried++
			continue
		}
		e.tried++
		w, apt := e.try(c)
		e.done("tried %s", w.Edits[0].Words)
		switch {
		case w.Planned || !apt:
			e.report.Ways = append(e.report.Ways, w)
		case e.ctx.Err() != nil:
			e.report.Untried++ // its search was interrupted
		default:
			e.report.Failed = append(e.report.Failed, w)
		}
	}
	slices.SortStableFunc(e.report.Ways, func(a, b Way) int {
		if a.Planned != b.Planned {
			return after(b.Planned, a.Planned)
		}
		if !a.Planned {
			return 0
		}
		at, bt := a.Total(), b.Total()
		return at.Cmp(bt)
	})
}

func after(a, b bool) int {
	if a && !b {
		return 1
	}
	return -1
}

// try makes a plan after a change, with some units more where the least do not
// suffice.
func (e *explainer) try(c change) (w Way, apt bool) {
	for more := range int64(moreUnits + 1) {
		trial := change{slices.Clone(c.relaxed), c.x}
		grows := false
		for i, r := range trial.relaxed {
			b := &e.wide.Bounds[r.Rule]
			if len(b.Grow) > 0 && (b.Most == 0 || r.Units+more <= b.Most) {
				trial.relaxed[i].Units += more
				grows = true
			}
		}
		if more > 0 && !grows {
			break
		}
		next, build, ok := e.way(trial)
		if more == 0 {
			w = next
		}
		if !ok {
			e.narrow(&next, c)
			return next, false
		}
		if e.plan(&next, build) {
			return next, true
		}
		if e.ctx.Err() != nil {
			break
		}
	}
	return w, true
}

// plan makes the plan of the workspace with the edits of a way made.
func (e *explainer) plan(w *Way, build fleet.Options) bool {
	var sources []spec.Source
	for _, f := range e.q.Workspace.Files {
		sources = append(sources, f.Source)
	}
	edited, diags := spec.Parse(Apply(sources, w.Edits), spec.Options{AsOf: e.q.Workspace.Settings.AsOf.V})
	if diags.HasErrors() {
		return false
	}
	f, _ := fleet.Build(edited, e.q.Profiles, e.q.Suite, build)
	if f.Problem == nil {
		return false
	}
	solved, err := plan.Solve(e.ctx, f, e.q.Search)
	if err != nil {
		return false
	}
	w.Planned = true
	w.Cost = solved.Fleet.Unit.Amount(solved.Result.Cost)
	w.More = standing(solved.Fleet).Sub(standing(e.wide.Fleet))
	return true
}

// narrow makes the plan of a change for which there is no edit, where the rule is a
// constraint, by leaving it out of the problem.
func (e *explainer) narrow(w *Way, c change) {
	if len(c.relaxed) != 1 || e.wide.Bounds[c.relaxed[0].Rule].Sort != fleet.ByConstraint {
		return
	}
	p, _ := conflict.Narrow(e.wide.Problem, e.rules, c.relaxed[0])
	if p.Check() != nil {
		return
	}
	if r, err := optimise.Solve(e.ctx, p, e.q.Search); err == nil {
		w.Planned, w.Cost, w.More = true, e.wide.Unit.Amount(r.Cost), money.Zero(e.wide.Unit.Currency)
	}
}

// standing is what is paid a month whatever runs where.
func standing(f *fleet.Fleet) money.Amount {
	sum := money.Zero(f.Unit.Currency)
	for _, line := range f.Standing {
		sum = sum.Add(line.Amount)
	}
	return sum
}

// advice says what to do about a bound for which there is no edit.
func (e *explainer) advice(b *fleet.Bound) Edit {
	switch b.Sort {
	case fleet.NoLink:
		return Edit{Words: fmt.Sprintf("join %s and %s by a link, at a price that is not in the workspace", b.Site, b.Other)}
	case fleet.ByConstraint:
		return Edit{At: point(b), Words: fmt.Sprintf("write constraint %q so that it allows what %s needs, or switch it off with disable", b.Constraint, subject(b))}
	}
	return Edit{At: point(b), Words: subject(b) + ": allow more"}
}

// point is where a bound stands, with nothing of it to be replaced.
func point(b *fleet.Bound) diag.Range {
	at := b.At
	at.End = at.Start
	return at
}

// pairs looks for two rules whose relaxing together gives a plan: one of the first
// conflict, and one way out of what is then left.
func (e *explainer) pairs(first *conflict.Conflict) error {
	var changes []change
	for _, r := range first.Set {
		if len(e.rules[r].Grow) > 0 {
			continue // by how many units is not known before the other is chosen
		}
		c, at, err := e.without(map[int]bool{r: true})
		if err != nil {
			return err
		}
		for _, w := range c.Ways {
			second := conflict.Relaxed{Rule: at[w.Relaxed.Rule], Units: w.Relaxed.Units}
			changes = append(changes, change{[]conflict.Relaxed{{Rule: r}, second}, w.Placement})
		}
	}
	e.price(changes)
	return nil
}
