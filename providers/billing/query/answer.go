package query

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"berth.dev/engine/bill"
)

// Answer is what has been folded, without files.
func (f *Fold) Answer() (*bill.Answer, error) {
	out := &bill.Answer{Count: f.count, Bad: f.bad, Faults: f.firstFaults(), Notes: slices.Sorted(maps.Keys(f.notes))}
	if f.first >= 0 {
		out.First, out.Last = time.UnixMicro(f.first).UTC(), time.UnixMicro(f.last).UTC()
	}
	if f.ask.Kind == bill.OpenCost && !out.Last.IsZero() {
		out.Last = out.Last.AddDate(0, 0, 1)
	}
	out.Rows = make([]bill.Row, 0, len(f.groups))
	for _, key := range slices.Sorted(maps.Keys(f.groups)) {
		r, err := f.groups[key].answer()
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, r)
	}
	return out, nil
}

// answer is a group with its sums as amounts and quantities. Those that are the same, as
// they mostly are, are made once.
func (g *group) answer() (r bill.Row, err error) {
	r = g.row
	r.Quantity = g.sums.quantity.float()
	r.Requested = r.Quantity
	if !g.sums.requested.same(&g.sums.quantity) {
		r.Requested = g.sums.requested.float()
	}
	if r.Billed, err = g.sums.billed.amount(g.currency); err != nil {
		return r, err
	}
	if r.Effective = r.Billed; !g.sums.effective.same(&g.sums.billed) {
		r.Effective, err = g.sums.effective.amount(g.currency)
	}
	if err != nil {
		return r, err
	}
	if r.List = r.Effective; !g.sums.list.same(&g.sums.effective) {
		r.List, err = g.sums.list.amount(g.currency)
	}
	return r, err
}

// firstFaults are the first of the faults, by file and line.
func (f *Fold) firstFaults() []bill.Fault {
	all := slices.Clone(f.faults)
	slices.SortStableFunc(all, func(x, y bill.Fault) int {
		return cmp.Or(cmp.Compare(slices.Index(f.ask.Files, x.File), slices.Index(f.ask.Files, y.File)), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column), cmp.Compare(x.Why, y.Why))
	})
	return all[:min(len(all), bill.MostFaults)]
}
