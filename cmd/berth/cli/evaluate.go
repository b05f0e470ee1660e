package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
	"berth.dev/reports"
)

// evaluateOptions are the flags of evaluate.
type evaluateOptions struct {
	app     *app
	cmd     *cobra.Command
	load    loadOptions
	format  string
	matrix  string
	service []string
	// settle is how many services should become firm; 0 means all.
	settle int
}

// matrixUpTo is how many services are shown with their whole matrix unless
// asked for.
const matrixUpTo = 30

func newEvaluate(a *app, run func(*evaluateOptions) error) *cobra.Command {
	o := &evaluateOptions{app: a}
	c := &cobra.Command{
		Use:   "evaluate [DIR]",
		Short: "Decide where every service should run",
		Long: `Decide for every service of a workspace where it should run, and say why.

Each service has options: every site, and every on-prem site together with a
cloud site (a hybrid) where the service may be split. Constraints forbid options,
policies score them by criterion from 0 to 1, and the weighted mean decides.

A decision is firm when nothing that is unknown could change it. Otherwise the
output names the smallest set of things to measure.`,
		Example: `  berth evaluate
  berth evaluate --service frontend --service orders
  berth evaluate --format json > decisions.json
  berth evaluate --format html > decisions.html
  berth evaluate --as-of 2027-06-01`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := cmp.Or(
				oneOf(c, "format", o.format, reports.PageFormats()...),
				oneOf(c, "matrix", o.matrix, "auto", "always", "never")); err != nil {
				return err
			}
			if o.settle < 0 {
				return misused(c.CommandPath(), "--settle takes a number of services, as in --settle 9.")
			}
			return run(o)
		},
	}
	o.load.flags(c)
	f := c.Flags()
	formatFlag(c, &o.format, reports.PageFormats()...)
	f.StringVar(&o.matrix, "matrix", "auto", fmt.Sprintf("show every option: auto (up to %d services), always or never", matrixUpTo))
	f.StringArrayVar(&o.service, "service", nil, "only this service (repeatable)")
	f.IntVar(&o.settle, "settle", 0, "name the measurements that make at least so many services firm (default all)")
	complete(c, "matrix", "auto", "always", "never")
	a.completeServices(c, "service")
	return c
}

// runEvaluate decides and reports as it goes, so that a fleet needs no more
// memory than a few services.
func runEvaluate(o *evaluateOptions) error {
	ctx := o.app.Context
	o.load.only = o.service
	w, err := o.app.open(ctx, o.load)
	if err != nil {
		return err
	}
	services, err := w.choose(o.service)
	if err != nil {
		return err
	}
	style := o.app.style(o.format)
	style.Matrix = o.matrix == "always" || o.matrix == "auto" && len(services) <= matrixUpTo
	fleet := w.fleet()
	newService := func(d *score.Decision) reports.Service { return reports.NewService(w.Workspace, d) }
	switch {
	case o.format == reports.HTML:
		newService = func(d *score.Decision) reports.Service { return reports.NewDetailedService(fleet, d) }
	case o.format != reports.JSON && !style.Matrix:
		fleet = fleet.Brief()
	}
	out, err := reports.NewEvaluation(o.app.out, style, reports.NewHeader(w.Workspace, criteriaOf(w.suite), services))
	if err != nil {
		return err
	}
	p := o.app.decisionProgress()
	defer p.stop()
	var tally tally
	err = decideAll(ctx, fleet, services, func(d decided) error {
		p.show("evaluated %s of %s", grouped(tally.count(d)), plural(len(services), "service"))
		if d.err != nil {
			return nil
		}
		return out.Service(newService(d.decision))
	})
	if err != nil {
		return err
	}
	summary := reports.Summary{
		Rules: decidingRules(w.suite), Notes: w.notes(services), Errors: tally.failures,
		Settle: reports.NewSettle(score.Cover(tally.settling, o.settle), o.settle, len(tally.settling)),
	}
	if err := out.End(summary); err != nil {
		return err
	}
	p.stop()
	return o.app.sayFailures(w, tally)
}

// choose returns the named services, or all.
func (w *workspace) choose(names []string) ([]*spec.Service, error) {
	if len(names) == 0 && len(w.Services) == 0 {
		return nil, fmt.Errorf("the workspace %s has no service, so there is nothing to decide", w.dir)
	}
	if len(names) == 0 {
		return w.Services, nil
	}
	var out []*spec.Service
	for _, name := range names {
		s, err := w.service(name)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *spec.Service) int { return cmp.Compare(a.Name, b.Name) })
	return slices.Compact(out), nil
}

// tally is what is kept of all services: little of each.
type tally struct {
	n        int
	settling []score.Settling
	failures []reports.Failure
	diags    diag.List
}

// count takes in a service and returns how many there were.
func (t *tally) count(d decided) int {
	t.n++
	if d.err != nil {
		f := failure(d)
		t.failures = append(t.failures, reports.Failure{Service: d.service.Name, Message: f.Detail, At: f.Subject.String()})
		t.diags = append(t.diags, f)
		return t.n
	}
	s := score.Settling{Service: d.service.Name, Firm: d.decision.Firm}
	for _, m := range d.decision.Missing {
		s.Missing = append(s.Missing, m.Name)
	}
	t.settling = append(t.settling, s)
	return t.n
}

// codeUndecided marks a service that cannot be compared: its money at the
// reference site is not known.
const codeUndecided = "BERTH-L004"

// failure turns an error of a decision into a diagnostic, at the place of the
// rule that is at fault where one is.
func failure(d decided) diag.Diagnostic {
	out := diag.Diagnostic{Summary: "Service cannot be decided", Detail: sentence(d.err) + ".", Code: codeUndecided}
	var run *policies.RunError
	if errors.As(d.err, &run) {
		out.Subject, out.Code = run.At, policies.CodeRun
		out.Detail = fmt.Sprintf("For service %s on %s, the %s of %s fails: %s.", d.service.Name, run.Option, run.Part, run.Rule, run.Cause)
	}
	return out
}

// sayFailures prints why services could not be decided. They fail the command
// after everything else was done.
func (a *app) sayFailures(w *workspace, t tally) error {
	if len(t.diags) == 0 {
		return nil
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	w.diags = append(w.diags, t.diags...)
	a.warn(t.diags, w.sources())
	a.say("error", fmt.Sprintf("%s of %s could not be decided.", grouped(len(t.diags)), plural(t.n, "service")))
	return errSaid
}

// decisionProgress tells how many services are done. Where the report itself
// scrolls by, that is progress enough.
func (a *app) decisionProgress() *progress {
	if a.StdoutTerminal {
		return nil
	}
	return a.progress()
}
