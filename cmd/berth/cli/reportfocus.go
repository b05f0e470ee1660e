package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

// reportFocusOptions are the flags of report focus.
type reportFocusOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions
	// month is as it was written; out is the file, "" for stdout.
	month, out string
	writing    writing
}

func newReportFocus(a *app, run func(*reportFocusOptions) error) *cobra.Command {
	o := &reportFocusOptions{app: a}
	c := &cobra.Command{
		Use:   "focus [DIR]",
		Short: "Write what your own machines cost as rows of FOCUS",
		Long: `Write what the machines of your own sites cost in a month as rows of FOCUS 1.2, the
open specification of bills: what was bought, who used it, and what nobody used. A
tool that reads your clouds' bills reads your own sites then, too. The rows add up
to the cost that berth report tells, both as paid and spread over the machines' life.`,
		Example: `  berth report focus --month 2026-10 > tokyo.csv
  berth report focus --month 2026-10 --out tokyo-focus.csv`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if o.out != "" {
				if err := o.writing.may(a.path(o.out)); err != nil {
					return err
				}
			}
			return run(o)
		},
	}
	o.load.flags(c)
	c.Flags().StringVar(&o.month, "month", "", "the month, as in 2026-10 (default the one before the workspace's as_of)")
	c.Flags().StringVar(&o.out, "out", "", "write the rows to this file (default stdout)")
	o.writing.flag(c)
	return c
}

func runReportFocus(*reportFocusOptions) error { return errors.New("not built yet") }
