package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/allot"
	"berth.dev/engine/archive"
	"berth.dev/engine/bill"
	"berth.dev/engine/diag"
	"berth.dev/engine/month"
	"berth.dev/reports"
)

// reportOptions are the flags of report.
type reportOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions
	read reading
	out  outputs
	// month is as it was written; "" is the month before as_of's.
	month string
	// by, lang and view are "" where they were not given.
	by, lang, view string
	// plan is a file that stands for the plan in force.
	plan string
	// pin keeps the report, again works it out though it was kept.
	pin, again bool
	// verbose shows every row.
	verbose bool
}

func newReport(a *app, run func(*reportOptions) error) *cobra.Command {
	o := &reportOptions{app: a}
	c := &cobra.Command{
		Use:   "report [DIR]",
		Short: "Tell what a month cost, beside what was planned, and why",
		Long: `Tell what a month cost each team, product, service and site, on your own machines
and in the cloud by the same rules; what was planned, why it differs, and which
decisions the month would change.

Bills are read where the workspace's bill blocks say they lie: FOCUS, the billing
export of Google Cloud, OpenCost. Owned machines are billed by what the specs say of
them, and shared by use. All figures add up to the bills and the machines, to the
last digit; what no rule gives to anybody is a line of its own.

With --pin a report that nothing more is expected of is kept in the workspace's
archive. From then on the same command prints the same bytes from there: no bill is
read, and prices may move. --again works it out anew and says what moved.`,
		Example: `  berth report --month 2026-10
  berth report --month 2026-10 --by service
  berth report --month 2026-10 --format html > october.html
  berth report --month 2026-10 --output markdown=october.md,csv=october.csv --pin
  berth report --month 2026-10 --again`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			if err := o.check(a); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.flags(c)
	o.read.flags(c)
	o.out.flags(c, reports.MonthFormats()...)
	f := c.Flags()
	f.StringVar(&o.month, "month", "", "the month, as in 2026-10 (default the one before the workspace's as_of)")
	f.StringVar(&o.by, "by", "", "along what it is told: "+strings.Join(reports.MonthAxisNames(), ", "))
	f.StringVar(&o.lang, "lang", "en", "language of the page: en or ja")
	f.StringVar(&o.view, "view", "", "what was bought for a term counts where it is used, amortised, or when it is paid, purchase (default the workspace's)")
	f.StringVar(&o.plan, "plan", "", "hold the month against this plan's file (default the one in force on its first day)")
	f.BoolVar(&o.pin, "pin", false, "keep the report in the workspace's archive, once nothing more is expected")
	f.BoolVar(&o.again, "again", false, "work it out anew though it was kept, and say what moved; with --pin, keep that")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "show every row of every table, and how all was worked out")
	complete(c, "by", reports.MonthAxisNames()...)
	complete(c, "lang", "en", "ja")
	complete(c, "view", allot.Amortised, allot.Purchase)
	c.AddCommand(newReportDiff(a, runReportDiff), newReportFocus(a, runReportFocus), newReportBills(a, runReportBills))
	return c
}

// check refuses flags that do not fit together, and what could not be written.
func (o *reportOptions) check(a *app) error {
	path, changed := o.cmd.CommandPath(), o.cmd.Flags().Changed
	if err := cmp.Or(o.out.take(a, o.cmd), oneOf(o.cmd, "lang", o.lang, "en", "ja")); err != nil {
		return err
	}
	if changed("by") {
		if err := oneOf(o.cmd, "by", o.by, reports.MonthAxisNames()...); err != nil {
			return err
		}
	}
	if changed("view") {
		if err := oneOf(o.cmd, "view", o.view, allot.Amortised, allot.Purchase); err != nil {
			return err
		}
	}
	if changed("lang") && !o.out.has(reports.HTML) {
		return misused(path, "--lang is for the page. Give --format html, or --output html=FILE, or leave it out.")
	}
	if o.plan != "" && o.pin {
		return misused(path, "--plan asks what would be if another plan were in force, and that is not kept: leave --pin out.")
	}
	return nil
}

// has tells whether a result is written in a format.
func (o *outputs) has(format string) bool {
	for _, f := range o.files {
		if f.format == format {
			return true
		}
	}
	return o.format == format
}

// firstYear and lastYear are those that a month may be of: what is outside is a slip of
// the keyboard, and a report looks at months beside its own.
const firstYear, lastYear = 2000, 2199

// readMonth reads a month that a flag names; "" is the one before a day's.
func readMonth(c *cobra.Command, written string, day time.Time) (bill.Month, error) {
	if written == "" {
		return bill.MonthOf(day, time.UTC).Plus(-1), nil
	}
	m, err := bill.ParseMonth(written)
	if err != nil {
		return m, misused(c.CommandPath(), "--month: %s.", err)
	}
	if m.Year < firstYear || m.Year > lastYear {
		return m, misused(c.CommandPath(), "--month %s is out of reach: give one of %d-01 to %d-12.", m, firstYear, lastYear)
	}
	return m, nil
}

func runReport(o *reportOptions) error {
	f, err := o.app.openMonths(o.load)
	if err != nil {
		return o.misspelt(err)
	}
	defer f.close()
	m, err := readMonth(o.cmd, o.month, f.asOf)
	if err != nil {
		return err
	}
	kept, err := f.kept(m)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if kept != nil && !o.again && (o.view == "" || o.view == kept.View) {
		if o.plan != "" {
			return misused(o.cmd.CommandPath(), "%s was kept, beside the plan that was in force. Give --again with --plan to see it beside another.", m)
		}
		return o.show(kept)
	}
	made, err := o.work(f, m)
	if err != nil {
		return err
	}
	if err := o.show(made); err != nil {
		return err
	}
	if kept != nil && o.again {
		o.app.sayMoved(f.name(m), kept, made)
	}
	return o.keep(f, kept, made)
}

// misspelt adds to an error of a folder which command may have been meant.
func (o *reportOptions) misspelt(err error) error {
	var names []string
	for _, child := range o.cmd.Commands() {
		names = append(names, child.Name())
	}
	if _, gone := os.Stat(o.app.path(o.load.dir)); !errors.Is(gone, fs.ErrNotExist) {
		return err
	}
	if near := diag.Nearest(o.load.dir, names); near != "" {
		return fmt.Errorf("%w. Or is %q meant?", err, o.cmd.CommandPath()+" "+near)
	}
	return err
}

// show writes a report in every format that was asked for.
func (o *reportOptions) show(r *month.Report) error {
	model := reports.NewMonth(r)
	return o.out.write(o.app, func(w io.Writer, style reports.Options) error {
		style.By, style.Lang, style.Verbose = o.by, o.lang, o.verbose
		return reports.WriteMonth(w, style, model)
	})
}

// keep puts a report into the archive where that was asked for.
func (o *reportOptions) keep(f *monthsFolder, kept, made *month.Report) error {
	own := f.view()
	switch {
	case !o.pin && kept == nil && made.State.Reconciled && made.View == own && o.plan == "":
		o.app.note("nothing more is expected of %s: --pin keeps it, so that it prints the same next year", made.Month)
		return nil
	case !o.pin:
		return nil
	case !made.State.Reconciled:
		return fmt.Errorf("%s was not kept: %s", made.Month, strings.TrimSuffix(made.State.Why, "."))
	case made.View != own:
		return misused(o.cmd.CommandPath(), "The archive holds the workspace's view, %s, and this is %s: it was not kept.", own, made.View)
	}
	content, err := archive.Bytes(made)
	if err != nil {
		return err
	}
	if err := f.put(made.Month, content); err != nil {
		return fmt.Errorf("%s: %w", f.name(made.Month), err)
	}
	return nil
}

// note prints a note after what the command printed.
func (a *app) note(format string, args ...any) {
	// What cannot be written is told when the program ends.
	_ = a.out.Flush()
	a.say("note", fmt.Sprintf(format, args...))
}

// mostMoved is how many differences are told of a report that was made anew.
const mostMoved = 20

// sayMoved tells how a report that was made anew differs from the one that was kept.
func (a *app) sayMoved(name string, kept, made *month.Report) {
	moved := archive.Moved(kept, made)
	if len(moved) == 0 {
		a.note("%s is what comes out today, too", name)
		return
	}
	a.note("since %s was kept, %s moved:", name, plural(len(moved), "thing"))
	for _, line := range moved[:min(len(moved), mostMoved)] {
		a.say("note", "  "+line)
	}
	if more := len(moved) - mostMoved; more > 0 {
		a.say("note", fmt.Sprintf("  and %s more", grouped(more)))
	}
}
