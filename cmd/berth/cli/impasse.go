package cli

import (
	"errors"

	"berth.dev/engine/fleet"
	"berth.dev/engine/impasse"
	"berth.dev/engine/optimise"
	"berth.dev/reports"
)

// tryingEffort is how much less is searched for a plan after an edit than for the
// plan itself: there may be a dozen of them.
const tryingEffort = 0.1

// stuckError says that rules leave a service no place.
type stuckError struct{ *diagError }

// Unwrap returns what is wrong as diagnostics.
func (e *stuckError) Unwrap() error { return e.diagError }

// noPlan explains an error that says that a workspace has no plan, on stderr, and for
// JSON on stdout as well. Any other error, also none, it returns as it is.
func (a *app) noPlan(w *workspace, build fleet.Options, o *searchOptions, format string, err error) error {
	var stuck *stuckError
	var nothing *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	if !errors.As(err, &stuck) && !errors.As(err, &nothing) && !errors.As(err, &unfound) || a.Context.Err() != nil {
		return err
	}
	p := a.progress()
	defer p.stop()
	p.show("look for the rules in conflict")
	search := o.options()
	search.Effort *= tryingEffort
	r, failed := impasse.Explain(a.Context, impasse.Question{
		Workspace: w.Workspace, Profiles: w.profiles, Suite: w.suite, Build: build, Search: search,
		Done: func(what string) { p.show("%s", what) },
	})
	p.stop()
	if failed != nil {
		return err // what is known already says more
	}
	c := reports.NewConflict(r)
	if format == reports.JSON {
		if err := reports.WriteConflict(a.out, a.style(format), c); err != nil {
			return err
		}
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	a.say("error", c.Title()+".")
	style := reports.Options{Format: reports.Text, Width: a.width(), Color: a.color(a.colorFlag, a.StderrTerminal)}
	if err := reports.WriteConflict(a.Stderr, style, c); err != nil {
		return err
	}
	return errSaid
}
