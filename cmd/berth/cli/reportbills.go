package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/allot"
	"berth.dev/engine/allot/survey"
	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
	"berth.dev/providers/billing"
	"berth.dev/reports"
)

// reportBillsOptions are the flags of report bills.
type reportBillsOptions struct {
	app     *app
	cmd     *cobra.Command
	load    loadOptions
	read    reading
	month   string
	keys    []string
	format  string
	verbose bool
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
	o.read.flags(c)
	formatFlag(c, &o.format, reports.Formats()...)
	c.Flags().StringVar(&o.month, "month", "", "the month, as in 2026-10 (default the one before the workspace's as_of)")
	c.Flags().StringArrayVar(&o.keys, "key", nil, "also show the values of this key, as in tag:app (repeatable)")
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "show every value, not the dearest alone")
	complete(c, "key", append(bill.Keys(), bill.Tag)...)
	return c
}

// runReportBills reads bills as the report does, and stops at nothing that only a report
// needs: mistakes elsewhere in the specs, machines without a price, rates.
func runReportBills(o *reportBillsOptions) error {
	f, err := o.app.openMonths(o.load)
	if err != nil {
		return err
	}
	defer f.close()
	if len(f.specs.Bills) == 0 {
		return fmt.Errorf("%s: the workspace has no bill block. Add one:\n%s", o.load.dir, billBlock)
	}
	m, err := readMonth(o.cmd, o.month, f.asOf)
	if err != nil {
		return err
	}
	zone, err := allot.Zone(f.specs)
	if err != nil {
		return err
	}
	p := o.app.progress()
	defer p.stop()
	l, err := o.app.newLedgers(f, o.read, o.cmd, p)
	if err != nil {
		return err
	}
	defer l.close()
	var read []reports.SurveyedBill
	refused := 0
	for _, b := range f.specs.Bills {
		one, err := o.survey(l, b, m)
		if err != nil {
			return err
		}
		if one.Refused {
			refused++
		}
		read = append(read, one)
	}
	p.stop()
	style := o.app.style(o.format)
	style.Verbose = o.verbose
	if err := reports.WriteBills(o.app.out, style, reports.NewBills(m, zone, f.view(), read)); err != nil {
		return err
	}
	if refused > 0 {
		return fmt.Errorf("%s refused: mend the rows, or leave them out of the files", plural(refused, "bill"))
	}
	return nil
}

// survey reads one bill and says what it has.
func (o *reportBillsOptions) survey(l *ledgers, b *spec.Bill, m bill.Month) (reports.SurveyedBill, error) {
	out := reports.SurveyedBill{Name: b.Name, Kind: b.Kind.V, Site: b.Site.V}
	ask, err := allot.Ask(l.specs, b, m, m)
	if err != nil {
		return out, fmt.Errorf("bill %q: %w", b.Name, err)
	}
	ask.Keys = survey.Keys(b, o.keys)
	if out.Answer, err = l.read(o.app.Context, ask, b.Files.V); err != nil {
		return out, err
	}
	out.Refused = errors.Is(billing.Check(ask, out.Answer), billing.ErrRefused)
	counts := survey.WhenUsed
	if allot.View(l.specs) == allot.Purchase {
		counts = survey.WhenBought
	}
	out.Survey = survey.Of(l.specs, b, out.Answer.Rows, ask, counts)
	return out, nil
}
