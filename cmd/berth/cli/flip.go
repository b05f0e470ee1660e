package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/reports"
)

// flipOptions are the flags of flip.
type flipOptions struct {
	app     *app
	load    loadOptions
	format  string
	service string
}

func newFlip(a *app, run func(*flipOptions) error) *cobra.Command {
	o := &flipOptions{app: a}
	c := &cobra.Command{
		Use:   "flip SERVICE",
		Short: "Show which numbers would change the decision on a service",
		Long: `For every number that a decision depends on, search the nearest value at which
the decision changes, all else as it is: loads, calls, prices, hours, weights.
The value is shown with its neighbour, three digits each, at which the decision
still stands.`,
		Example: `  berth flip frontend
  berth flip frontend --format json`,
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

func runFlip(o *flipOptions) error {
	w, s, err := o.app.openService(o.load, o.service)
	if err != nil {
		return err
	}
	flips, err := w.fleet().Flip(s)
	if err != nil {
		return w.ruleError(s, err)
	}
	return reports.WriteFlips(o.app.out, o.app.style(o.format), reports.NewFlips(s.Name, flips))
}
