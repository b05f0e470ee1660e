package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"berth.dev/engine/bill"
	"berth.dev/reports"
)

// reportBillsOptions are the flags of report bills.
type reportBillsOptions struct {
	app    *app
	cmd    *cobra.Command
	load   loadOptions
	month  string
	keys   []string
	format string
}

func newReportBills(a *app, run func(*reportBillsOptions) error) *cobra.Command {
	o := &reportBillsOptions{app: a}
	c := &cobra.Command{
		Use:   "bills [DIR]",
		Short: "Show what the bills have, and what no rule gives to anybody",
		Long: `Show what each bill of the workspace has in a month: files, rows, totals in the
bill's own currency, bad rows with their places, and for each key the values that
cost most, with whose they are by the rules of the bill block. What is nobody's
comes with a rule to paste. It is where to begin when rules are written.`,
		Example: `  berth report bills --month 2026-10
  berth report bills --month 2026-10 --key tag:app --key sku`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := oneOf(c, "format", o.format, reports.Formats()...); err != nil {
				return err
			}
			for _, key := range o.keys {
				if err := bill.CheckKey(key); err != nil {
					return misused(c.CommandPath(), "--key: %s.", err)
				}
			}
			return run(o)
		},
	}
	o.load.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().StringVar(&o.month, "month", "", "the month, as in 2026-10 (default the one before the workspace's as_of)")
	c.Flags().StringArrayVar(&o.keys, "key", nil, "also show the values of this key, as in tag:app (repeatable)")
	complete(c, "key", append(bill.Keys(), bill.Tag)...)
	return c
}

func runReportBills(*reportBillsOptions) error { return errors.New("not built yet") }
