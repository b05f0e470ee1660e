package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	delta "berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/policies"
)

// sides are the two sides of a change while they are looked at.
type sides struct {
	app           *app
	before, after *half
	// only and skip name the rules to check, as in [check.Input].
	only, skip []string
	// rules is the workspace whose rules the earlier side has, where nothing else differs;
	// nil for two workspaces.
	rules *workspace
}

// half is one side.
type half struct {
	delta.Side
	w      *workspace
	solved *plan.Solved
	// severity says how bad it is that there is no plan: a search that gave up has not
	// shown that there is none.
	severity policies.Severity
}

func halfOf(w *workspace) *half {
	return &half{Side: delta.Side{Fleet: w.fleet(), Series: w.seriesDigests()}, w: w, severity: policies.SeverityError}
}

// compare places and checks both sides and says what differs. Both are placed by a plan,
// or, where one has none, by decisions.
func (s *sides) compare(ctx context.Context) (*delta.Change, error) {
	edits := s.edits()
	if len(edits) == 0 {
		if err := s.check(ctx, s.after); err != nil {
			return nil, err
		}
		return delta.Same(s.after.Side), nil
	}
	if err := s.place(ctx, edits); err != nil {
		return nil, err
	}
	for _, h := range []*half{s.before, s.after} {
		if err := s.check(ctx, h); err != nil {
			return nil, err
		}
	}
	if s.before.Found.Failures.HasErrors() || s.after.Found.Failures.HasErrors() {
		return nil, nil // whoever asked says so: nothing can be compared
	}
	c := delta.Compare(s.before.Side, s.after.Side, edits)
	if !c.RulesEdited() {
		return c, nil
	}
	var err error
	c.Effect, err = delta.Rules(ctx, s.before.Side, s.after.Side, check.Input{Only: s.only, Skip: s.skip})
	return c, err
}

func (s *sides) edits() []delta.Edit {
	if s.rules != nil {
		return delta.RuleEdits(s.rules.Workspace, s.after.w.Workspace)
	}
	return delta.Edits(s.before.Side, s.after.Side)
}

// alone checks the later side where there is no earlier one.
func (s *sides) alone(ctx context.Context, why string) (*delta.Change, error) {
	if err := s.solve(ctx, s.after, nil); err != nil {
		return nil, err
	}
	if err := s.write(ctx, s.after); err != nil {
		return nil, err
	}
	if err := s.check(ctx, s.after); err != nil {
		return nil, err
	}
	return delta.Alone(s.after.Side, why), nil
}

// place finds where the services of both sides go.
func (s *sides) place(ctx context.Context, edits []delta.Edit) error {
	if err := s.solve(ctx, s.before, nil); err != nil {
		return err
	}
	if err := s.solve(ctx, s.after, s.before.solved); err != nil {
		return err
	}
	if s.before.solved != nil && s.after.solved != nil {
		var err error
		s.before.solved, s.after.solved, err = delta.Settle(s.before.solved, s.after.solved, delta.Edited(s.after.Side, edits))
		if err != nil {
			return err
		}
	}
	return s.write(ctx, s.before, s.after)
}

// write writes down where services go: by plans if all sides have one, else by
// their decisions.
func (s *sides) write(ctx context.Context, all ...*half) (err error) {
	planned := true
	for _, h := range all {
		if h.solved != nil {
			h.Plan, err = plan.Make(plan.Order{Workspace: h.w.Workspace, Solved: h.solved, Berth: thisBuild().Version})
		}
		var refused *plan.RefusedError
		if errors.As(err, &refused) {
			h.NoPlan, h.severity, err = refused.Error(), policies.SeverityWarning, nil
		}
		if err != nil {
			return err
		}
		planned = planned && h.Plan != nil
	}
	for _, h := range all {
		if planned {
			break
		}
		h.Plan = nil
		if h.Decided, err = delta.Decide(ctx, h.Fleet); err != nil {
			return err
		}
	}
	return nil
}

// solve plans one side, beginning with the placement of another where there is one.
func (s *sides) solve(ctx context.Context, h *half, from *plan.Solved) error {
	if len(h.w.Services) == 0 {
		h.NoPlan = "there is no service"
		return nil
	}
	f, diags := fleet.Build(h.w.Workspace, h.w.profiles, h.w.suite, fleet.DefaultOptions())
	if f.Problem == nil {
		h.NoPlan = unplaced(f, diags)
		return nil
	}
	options := optimise.DefaultOptions()
	if from != nil {
		f, options = delta.Begin(f, from, options)
	}
	p := s.app.progress()
	defer p.stop()
	began := s.app.Clock.Now()
	options.Progress = func(now optimise.Progress) {
		p.show("%s", progressLine(f, now, s.app.Clock.Now().Sub(began).Round(time.Second)))
	}
	solved, err := plan.Solve(ctx, f, options)
	var nothing *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // half a search would compare a plan with a better one
	case errors.As(err, &nothing):
		h.NoPlan = `no placement of all services fits, and this is proven; "berth plan" says what is in conflict`
		return nil
	case errors.As(err, &unfound):
		h.NoPlan, h.severity = unfound.Error()+"; there may be one", policies.SeverityWarning
		return nil
	}
	h.solved = solved
	return err
}

// unplaced says why a workspace cannot be placed at all.
func unplaced(f *fleet.Fleet, diags diag.List) string {
	if n := len(f.Stuck); n > 0 {
		return fmt.Sprintf("rules leave %s no place, the first is %s", plural(n, "service"), f.Stuck[0])
	}
	return firstError(diags)
}

// check holds a side against its rules.
func (s *sides) check(ctx context.Context, h *half) (err error) {
	in := check.Input{Fleet: h.Fleet, Only: s.only, Skip: s.skip}
	if h.Plan != nil {
		in.Planned = placesOf(h.Plan)
	}
	p := s.app.progress()
	defer p.stop()
	in.Progress = func(done int) { p.show("checked %s of %s", grouped(done), plural(len(h.w.Services), "service")) }
	if h.Found, err = check.Run(ctx, in); err != nil {
		return err
	}
	if s.rules != nil {
		delta.WithoutExceptions(h.Found)
	}
	if h.NoPlan != "" && len(h.w.Services) > 0 {
		delta.Unplaced(h.Found, h.NoPlan, h.severity)
	}
	return nil
}
