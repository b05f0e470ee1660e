package cli

import (
	"context"
	"fmt"
	"os"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/month"
	"berth.dev/engine/spec"
	"berth.dev/providers/billing"
)

// monthsRead is how many months before the wanted one are read of bills: the days by
// which the coming months are forecast.
const monthsRead = 2

// ledgers reads the bills of a workspace: one engine for all of them, opened when the
// first one is read.
type ledgers struct {
	app      *app
	dir      string
	root     *os.Root
	specs    *spec.Workspace
	progress *progress
	engine   bill.Reader
	// pins are the files that were read.
	pins []month.Pin
}

// reader is the engine, opened once.
func (l *ledgers) reader() (bill.Reader, error) {
	if l.engine != nil {
		return l.engine, nil
	}
	engine, err := l.app.openWarehouse(l.dir, l.root, l.specs, l.progress)
	if err != nil {
		return nil, err
	}
	l.engine = engine
	return engine, nil
}

// bills reads every bill of the workspace.
func (l *ledgers) bills(ctx context.Context, m bill.Month) (map[string]*bill.Answer, error) {
	out := map[string]*bill.Answer{}
	for _, b := range l.specs.Bills {
		ask, err := allot.Ask(l.specs, b, m.Plus(-monthsRead), m)
		if err != nil {
			return nil, fmt.Errorf("bill %s: %w", b.Name, err)
		}
		if out[b.Name], err = l.read(ctx, ask, b.Files.V); err != nil {
			return nil, fmt.Errorf("bill %s: %w", b.Name, err)
		}
		if err := billing.Check(ask, out[b.Name]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read reads one bill, and names its files as the workspace does. How many of its rows
// are bad is for the caller to judge.
func (l *ledgers) read(ctx context.Context, ask bill.Ask, patterns []string) (*bill.Answer, error) {
	engine, err := l.reader()
	if err != nil {
		return nil, err
	}
	if ask.Table == "" {
		names, err := matches(l.root, patterns)
		if err != nil {
			return nil, err
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
	}
	for i := range answer.Faults {
		answer.Faults[i].File = l.app.inFolder(l.dir, answer.Faults[i].File)
	}
	return answer, nil
}
