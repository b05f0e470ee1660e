package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/providers/focus"
)

// reportFocusOptions are the flags of report focus.
type reportFocusOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions
	read reading
	// month is as it was written; out is the file, "" for stdout.
	month, out string
	// step is how much time a row is about.
	step    string
	rules   focusRules
	writing writing
}

func newReportFocus(a *app, run func(*reportFocusOptions) error) *cobra.Command {
	o := &reportFocusOptions{app: a}
	c := &cobra.Command{
		Use:   "focus [DIR]",
		Short: "Write what your own machines cost as rows of FOCUS",
		Long: `Write what the machines of your own sites cost in a month as rows of FOCUS 1.2, the
open specification of bills: what was bought, who used it, and what nobody used. A
tool that reads your clouds' bills reads your own sites then, too. The rows add up
to the cost that berth report tells: BilledCost as paid, EffectiveCost spread over
the machines' life, and are added up again before they are written.

With --rules they are also held against the rules that the working group of FOCUS
publishes as its requirements model (JSON; --currencies is the list beside it). What
held, what failed, and which rules do not apply, with the reason, goes to stderr.`,
		Example: `  berth report focus --month 2026-10 > tokyo.csv
  berth report focus --month 2026-10 --by day --out tokyo-days.csv`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := oneOf(c, "by", o.step, string(focus.Monthly), string(focus.Daily)); err != nil {
				return err
			}
			if o.rules.codes != "" && o.rules.model == "" {
				return misused(c.CommandPath(), "--currencies goes with --rules")
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
	o.read.flags(c)
	f := c.Flags()
	f.StringVar(&o.month, "month", "", "the month, as in 2026-10 (default the one before the workspace's as_of)")
	f.StringVar(&o.step, "by", string(focus.Monthly), "how much time a row is about: month or day")
	f.StringVar(&o.out, "out", "", "write the rows to this file (default stdout)")
	f.StringVar(&o.rules.model, "rules", "", "also hold the rows against the rules of FOCUS in this file")
	f.StringVar(&o.rules.codes, "currencies", "", "with --rules: the list of currencies that comes with them")
	complete(c, "by", string(focus.Monthly), string(focus.Daily))
	o.writing.flag(c)
	return c
}

func runReportFocus(o *reportFocusOptions) error {
	f, err := o.app.openMonths(o.load)
	if err != nil {
		return err
	}
	defer f.close()
	m, err := readMonth(o.cmd, o.month, f.asOf)
	if err != nil {
		return err
	}
	export, err := o.rows(f, m)
	if err != nil {
		return err
	}
	if len(export.Rows) == 0 {
		return fmt.Errorf("%s: no machines of its own were in service in %s, so there are no rows", o.load.dir, m)
	}
	if err := export.Check(); err != nil {
		return fmt.Errorf("%s, rows of FOCUS: %w", m, err)
	}
	if err := o.app.judge(export.Rows, o.rules); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := focus.Write(&out, export.Rows); err != nil {
		return err
	}
	if o.out == "" {
		_, err = out.WriteTo(o.app.out)
		return err
	}
	return o.writing.put(o.app.path(o.out), out.Bytes())
}

// rows works out the rows of a month.
func (o *reportFocusOptions) rows(f *monthsFolder, m bill.Month) (*focus.Export, error) {
	w, err := o.app.open(o.app.Context, o.load)
	if err != nil {
		return nil, err
	}
	p := o.app.progress()
	defer p.stop()
	l, err := o.app.newLedgers(f, o.read, o.cmd, p)
	if err != nil {
		return nil, err
	}
	defer l.close()
	l.specs = w.Workspace
	held, err := o.app.findPlan("", f.root, w.Workspace, m)
	if err != nil {
		return nil, err
	}
	use, err := l.use(o.app.Context, w, m, held.file)
	if err != nil {
		return nil, err
	}
	zone, err := allot.Zone(w.Workspace)
	if err != nil {
		return nil, err
	}
	export, err := focus.Rows(focus.Input{Workspace: w.Workspace, Month: m, Zone: zone, Uses: use.Uses, Step: focus.Step(o.step)})
	if err != nil {
		return nil, w.unstated(err)
	}
	return export, nil
}
