package cli

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/month"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
	"berth.dev/providers/billing"
)

// monthsRead is how many months before the wanted one are read of bills: the days by
// which the coming months are forecast.
const monthsRead = 2

// reading are the flags of commands that read bills.
type reading struct{ mostBytes string }

func (o *reading) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.mostBytes, "most-bytes", "", "the most that one query of a warehouse may read, as in 500Gi (default 100Gi)")
}

// take reads the flags.
func (o *reading) take(c *cobra.Command) (int64, error) {
	if o.mostBytes == "" {
		return 0, nil
	}
	n, err := unit.ParseBytes(o.mostBytes)
	if err != nil || n < 1 || n > 1<<60 {
		return 0, misused(c.CommandPath(), "--most-bytes %q is not an amount of bytes. Write it as in 500Gi.", o.mostBytes)
	}
	return int64(n), nil
}

// ledgers reads the bills of a workspace and what else a month is made of.
type ledgers struct {
	*warehouse
	specs *spec.Workspace
	// pins are the files that were read.
	pins []month.Pin
}

// newLedgers opens nothing yet.
func (a *app) newLedgers(f *monthsFolder, o reading, c *cobra.Command, p *progress) (*ledgers, error) {
	w := a.newWarehouse(f.dir, f.root, f.specs, p)
	var err error
	w.mostBytes, err = o.take(c)
	return &ledgers{warehouse: w, specs: f.specs}, err
}

// bills reads every bill of the workspace.
func (l *ledgers) bills(ctx context.Context, m bill.Month) (map[string]*bill.Answer, error) {
	out := map[string]*bill.Answer{}
	for _, b := range l.specs.Bills {
		ask, err := allot.Ask(l.specs, b, m.Plus(-monthsRead), m)
		if err != nil {
			return nil, fmt.Errorf("bill %q: %w", b.Name, err)
		}
		if out[b.Name], err = l.read(ctx, ask, b.Files.V); err != nil {
			return nil, err
		}
		if err := billing.Check(ask, out[b.Name]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads one bill, and names its files as the workspace does. How many of its rows
// are bad is for the caller to judge. Errors name the bill: those of an engine do.
func (l *ledgers) read(ctx context.Context, ask bill.Ask, patterns []string) (*bill.Answer, error) {
	engine, err := l.reader(ctx, ask.Table)
	if err != nil {
		return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
	}
	if ask.Table == "" {
		names, err := matches(l.root, patterns)
		if err != nil {
			return nil, fmt.Errorf("bill %q: files: %w", ask.Name, err)
		}
		for _, name := range names {
			// Nothing at all is a copy that broke off: a month without charges has columns.
			if info, err := fs.Stat(l.root.FS(), name); err == nil && info.Size() == 0 {
				return nil, fmt.Errorf("bill %q: %s is empty: bring it again, or take it away", ask.Name, name)
			}
		}
		ask.Files = l.app.onDisk(l.dir, names)
		l.progress.show("read bill %s, %s", ask.Name, plural(len(names), "file"))
	}
	answer, err := engine.Read(ctx, ask)
	if err != nil {
		return nil, err
	}
	for i := range answer.Files {
		f := &answer.Files[i]
		f.Path = l.app.inFolder(l.dir, f.Path)
		l.pins = append(l.pins, month.Pin{Kind: "bill", Name: f.Path, Digest: f.Digest})
		if f.Rows == 0 {
			answer.Notes = append(answer.Notes, f.Path+" has no row")
		}
	}
	for i := range answer.Faults {
		answer.Faults[i].File = l.app.inFolder(l.dir, answer.Faults[i].File)
	}
	return answer, nil
}
