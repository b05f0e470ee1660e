package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/engine/price"
	"berth.dev/reports"
)

// explainOptions are the flags of explain.
type explainOptions struct {
	app     *app
	load    loadOptions
	format  string
	service string
}

func newExplain(a *app, run func(*explainOptions) error) *cobra.Command {
	o := &explainOptions{app: a}
	c := &cobra.Command{
		Use:   "explain SERVICE",
		Short: "Show how the decision on a service came about",
		Long: `Show the whole derivation of a decision: every number with its origin and place,
the features of its load, every option with what each policy said and what
forbids it, the bill line by line, and how the unit prices come about.`,
		Example: `  berth explain frontend
  berth explain -C . frontend --format markdown`,
		Args:              arguments(1, 1, "one service"),
		ValidArgsFunction: a.firstIsService,
		RunE: func(c *cobra.Command, args []string) error {
			o.service = args[0]
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	return c
}

func runExplain(o *explainOptions) error {
	w, s, err := o.app.openService(o.load, o.service)
	if err != nil {
		return err
	}
	fleet := w.fleet()
	d, err := fleet.Evaluate(s)
	if err != nil {
		return w.ruleError(s, err)
	}
	x := reports.Explained{Fleet: fleet, Decision: d, Measured: w.measuredLines(s.Name)}
	other := price.Marginal
	if fleet.Basis() == price.Marginal {
		other = price.FullyLoaded
	}
	if x.Other, err = fleet.OnBasis(other).Brief().Evaluate(s); err != nil {
		x.Other = nil // no price on that basis: nothing to compare
	}
	if r, ok := w.report(s.Name); ok {
		x.Report = &r
	}
	return reports.WriteExplanation(o.app.out, o.app.style(o.format), reports.NewExplanation(x))
}
