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
	groups := slices.SortedFunc(maps.Values(f.groups), compare)
	out.Rows = make([]bill.Row, 0, len(groups))
	for _, g := range groups {
		r, err := g.answer()
		if err != nil {
			return nil, err
		}
		out.Rows = append(out.Rows, r)
	}
	return out, nil
}

// answer is a group with its sums as amounts and quantities.
func (g *group) answer() (r bill.Row, err error) {
	r = g.row
	r.Quantity, r.Requested = g.sums.quantity.float(), g.sums.requested.float()
	if r.Billed, err = g.sums.billed.amount(g.currency); err != nil {
		return r, err
	}
	if r.Effective, err = g.sums.effective.amount(g.currency); err != nil {
		return r, err
	}
	r.List, err = g.sums.list.amount(g.currency)
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

// compare orders rows by everything but sums. It is asked millions of times, so each
// comparison is made where those before it say nothing.
func compare(a, b *group) int {
	x, y := &a.row, &b.row
	if c := cmp.Or(x.Month.Year-y.Month.Year, int(x.Month.Month-y.Month.Month)); c != 0 {
		return c
	}
	for _, pair := range [...][2]string{{x.Day, y.Day}, {x.Category, y.Category}, {x.Group, y.Group}, {x.Commitment, y.Commitment}} {
		if c := cmp.Compare(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	if x.Unused != y.Unused {
		if y.Unused {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(x.Unit, y.Unit); c != 0 {
		return c
	}
	if c := slices.Compare(x.Keys, y.Keys); c != 0 {
		return c
	}
	return cmp.Compare(a.currency, b.currency)
}
