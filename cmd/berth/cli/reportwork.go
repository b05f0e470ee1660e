package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"berth.dev/engine/allot"
	"berth.dev/engine/allot/pool"
	"berth.dev/engine/archive"
	"berth.dev/engine/bill"
	"berth.dev/engine/month"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// work makes a month's report from bills, use, the plan in force and the months before.
func (o *reportOptions) work(f *monthsFolder, m bill.Month) (*month.Report, error) {
	ctx := o.app.Context
	p := o.app.progress()
	defer p.stop()
	l, err := o.app.newLedgers(f, o.read, o.cmd, p)
	if err != nil {
		return nil, err
	}
	defer l.close()
	if err := l.ready(ctx); err != nil {
		return nil, err
	}
	w, err := o.app.open(ctx, o.load)
	if err != nil {
		return nil, err
	}
	l.specs = w.Workspace
	in := month.Input{Berth: thisBuild().Version, AsOf: w.Settings.AsOf.V, Profiles: w.profiles, Suite: w.suite}
	in.Workspace, in.Month, in.View = w.Workspace, m, cmp.Or(o.view, allot.View(w.Workspace))
	if in.Zone, err = allot.Zone(w.Workspace); err != nil {
		return nil, err
	}
	if in.Answers, err = l.bills(ctx, m); err != nil {
		return nil, err
	}
	held, err := o.app.findPlan(o.plan, f.root, w.Workspace, m)
	if err != nil {
		return nil, err
	}
	in.Plan, in.PlanFile = held.file, held.name
	if in.Usage, err = l.use(ctx, w, m, held.file); err != nil {
		return nil, err
	}
	var notes []string
	if in.Before, notes, err = f.before(m, w.Settings.Currency.V, in.View); err != nil {
		return nil, err
	}
	in.Pins = w.pins(held, l.pins)
	p.show("work out %s", m)
	r, err := month.Make(in)
	if err != nil {
		p.stop()
		return nil, w.unstated(err)
	}
	r.State.Notes = append(r.State.Notes, notes...)
	return archive.Again(r)
}

// billBlock is what a workspace without bills lacks.
const billBlock = `  bill "gcp" {
    kind  = "focus" # or gcp, opencost
    files = ["bills/*.csv"]
    site  = "gke"
    names = ["tag:app"]
  }
"berth report bills" then says what they have`

// ready refuses at once what could only fail after minutes of reading: a workspace that
// has nothing to report on, bills without an engine that reads them.
func (l *ledgers) ready(ctx context.Context) error {
	owned := slices.ContainsFunc(l.specs.Sites, func(s *spec.Site) bool { return s.Kind.V == "onprem" })
	if len(l.specs.Bills) == 0 && !owned {
		return fmt.Errorf("%s: the workspace has no bill block and no machines of its own, so there is nothing to report. Add a block such as\n%s", l.dir, billBlock)
	}
	var tables []string
	for _, b := range l.specs.Bills {
		tables = append(tables, b.Table.V)
	}
	for _, u := range l.specs.Usages {
		if u.From.V == bill.OpenCost {
			tables = append(tables, "")
		}
	}
	for _, table := range tables {
		if _, err := l.reader(ctx, table); err != nil {
			return err
		}
	}
	return nil
}

// unstated shows where the specs lack a word that the cost of machines follows from. Any
// other error it returns as it is.
func (w *workspace) unstated(err error) error {
	var lacks *pool.UnstatedError
	if !errors.As(err, &lacks) {
		return err
	}
	return &diagError{list: lacks.List, sources: w.citing(lacks.List)}
}

// pins are the inputs of a report with their digests, sorted.
func (w *workspace) pins(held inForce, read []month.Pin) []month.Pin {
	out := slices.Clone(read)
	for _, f := range w.Files {
		out = append(out, month.Pin{Kind: "spec", Name: f.Name, Digest: plan.Digest(f.Bytes)})
	}
	for name, digest := range w.seriesDigests() {
		out = append(out, month.Pin{Kind: "series", Name: name, Digest: digest})
	}
	if held.file != nil {
		out = append(out, month.Pin{Kind: "plan", Name: held.name, Digest: held.file.Digest})
	}
	slices.SortFunc(out, func(a, b month.Pin) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Digest, b.Digest))
	})
	return slices.Compact(out)
}
