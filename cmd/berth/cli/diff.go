package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/engine/plan"
	"berth.dev/reports"
)

// diffOptions are the flags of diff.
type diffOptions struct {
	app      *app
	from, to string
	format   string
	exitcode bool
}

func newDiff(a *app, run func(*diffOptions) error) *cobra.Command {
	o := &diffOptions{app: a}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what changed from one plan to another",
		Long: `Show which services two plans put in different places and why, what that changes
in money, and which inputs differ between them.`,
		Example: `  berth diff plan.json plan.json
  berth diff last.json plan.json --detailed-exitcode`,
		Args: arguments(2, 2, "two plans' files"),
		RunE: func(c *cobra.Command, args []string) error {
			o.from, o.to = args[0], args[1]
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			return run(o)
		},
	}
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().BoolVar(&o.exitcode, "detailed-exitcode", false, "exit code 3 when a service is placed differently")
	return c
}

func runDiff(o *diffOptions) error {
	from, err := o.app.readPlan(o.from)
	if err != nil {
		return err
	}
	to, err := o.app.readPlan(o.to)
	if err != nil {
		return err
	}
	d := plan.Compare(from, to)
	if err := reports.WritePlanDiff(o.app.out, o.app.style(o.format), reports.NewPlanDiff(d)); err != nil {
		return err
	}
	if len(d.Placed) > 0 && o.exitcode {
		return errChanges
	}
	return nil
}
