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
	if f.first != 0 || f.last != 0 {
		out.First, out.Last = time.UnixMicro(f.first).UTC(), time.UnixMicro(f.last).UTC()
	}
	if f.ask.Kind == bill.OpenCost && !out.Last.IsZero() {
		out.Last = out.Last.AddDate(0, 0, 1)
	}
	for _, g := range f.groups {
		r := g.row
		r.Quantity, r.Requested = g.quantity.float(), g.requested.float()
		var err error
		if r.Billed, err = g.billed.amount(g.currency); err != nil {
			return nil, err
		}
		if r.Effective, err = g.effective.amount(g.currency); err != nil {
			return nil, err
		}
		if r.List, err = g.list.amount(g.currency); err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, r)
	}
	slices.SortFunc(out.Rows, compare)
	return out, nil
}

// firstFaults are the first of the faults, by file and line.
func (f *Fold) firstFaults() []bill.Fault {
	all := slices.Clone(f.faults)
	slices.SortStableFunc(all, func(x, y bill.Fault) int {
		return cmp.Or(cmp.Compare(slices.Index(f.ask.Files, x.File), slices.Index(f.ask.Files, y.File)), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column), cmp.Compare(x.Why, y.Why))
	})
	return all[:min(len(all), bill.MostFaults)]
}

func compare(x, y bill.Row) int {
	unused := func(r bill.Row) int {
		if r.Unused {
			return 1
		}
		return 0
	}
	return cmp.Or(
		x.Month.Compare(y.Month), cmp.Compare(x.Day, y.Day), cmp.Compare(x.Category, y.Category), cmp.Compare(x.Group, y.Group),
		cmp.Compare(x.Commitment, y.Commitment), cmp.Compare(unused(x), unused(y)), cmp.Compare(x.Unit, y.Unit),
		slices.Compare(x.Keys, y.Keys), cmp.Compare(x.Billed.Currency(), y.Billed.Currency()),
	)
}
