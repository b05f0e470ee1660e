package cli

import (
	"github.com/spf13/cobra"

	"berth.dev/engine/month"
	"berth.dev/reports"
)

// reportDiffOptions are the flags of report diff.
type reportDiffOptions struct {
	app      *app
	cmd      *cobra.Command
	load     loadOptions
	from, to string
	by       string
	format   string
	verbose  bool
}

func newReportDiff(a *app, run func(*reportDiffOptions) error) *cobra.Command {
	o := &reportDiffOptions{app: a}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what changed from one month to another",
		Long: `Show what two months cost that were kept, why they differ, and which of the inputs
they were worked out of are not the same. Each is a month of the workspace's
archive, as in 2026-09, or a report's file.`,
		Example: `  berth report diff 2026-10 2026-11
  berth report diff -C . 2026-10 2026-11 --by service --format markdown`,
		Args: arguments(2, 2, "two months, as in 2026-09 2026-10"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd, o.from, o.to = c, args[0], args[1]
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			if c.Flags().Changed("by") {
				if err := oneOf(c, "by", o.by, reports.MonthAxisNames()...); err != nil {
					return err
				}
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().StringVar(&o.by, "by", "", "along what it is told (default team)")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "show every row of every table")
	complete(c, "by", reports.MonthAxisNames()...)
	return c
}

func runReportDiff(o *reportDiffOptions) error {
	f, err := o.app.openMonths(o.load)
	if err != nil {
		return err
	}
	defer f.close()
	from, err := f.named(o.app, o.from)
	if err != nil {
		return err
	}
	to, err := f.named(o.app, o.to)
	if err != nil {
		return err
	}
	change, err := month.Compare(from, to)
	if err != nil {
		return err
	}
	style := o.app.style(o.format)
	style.By, style.Verbose = o.by, o.verbose
	return reports.WriteMonthDiff(o.app.out, style, reports.NewMonthDiff(change))
}
