package query

import (
	"fmt"
	"strings"

	"berth.dev/engine/bill"
)

// group is a row of the answer while it is added up.
type group struct {
	row      bill.Row
	currency string
	sums     parts
}

// rows are the rows of the answer that a group belongs to, without months, days, keys
// and sums: one, and for OpenCost one for each part of its cost.
func (f *Fold) rows(a answered) ([]bill.Row, *wanting) {
	switch f.ask.Kind {
	case bill.FOCUS:
		return focusRows(a)
	case bill.GCP:
		return gcpRows(a), nil
	}
	return openCostRows(), nil
}

// put adds the sums of count rows to rows of the answer.
func (f *Fold) put(rows []bill.Row, currency string, sums *sums, count int64) error {
	for _, r := range rows {
		part := partOf(f.ask.Kind, r, sums)
		if part.empty && len(rows) > 1 {
			continue
		}
		f.key = identity(f.key[:0], &r, currency)
		if g := f.groups[string(f.key)]; g != nil {
			g.row.Count += count
			g.sums.join(part)
			continue
		}
		if len(f.groups) == MostGroups {
			return fmt.Errorf("bill %q: its rows fall into more than %d groups by %s: ask for fewer keys", f.ask.Name, MostGroups, strings.Join(f.ask.Keys, ", "))
		}
		r.Count = count
		f.groups[string(f.key)] = &group{row: r, currency: currency, sums: part}
	}
	return nil
}

// identity tells rows apart by everything but sums, and orders them as answers are
// ordered: its bytes compare as its texts do, one after the other. Texts of a bill may
// hold any byte, so the zero that ends each is doubled, and one inside is marked.
func identity(b []byte, r *bill.Row, currency string) []byte {
	put := func(s string) {
		if strings.IndexByte(s, 0) >= 0 {
			s = strings.ReplaceAll(s, "\x00", "\x00\x01")
		}
		b = append(append(b, s...), 0, 0)
	}
	month := r.Month.Year*12 + int(r.Month.Month)
	b = append(b, byte(month>>8), byte(month))
	put(r.Day)
	put(r.Category)
	put(r.Group)
	put(r.Commitment)
	if r.Unused {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	put(r.Unit)
	for _, s := range r.Keys {
		put(s)
	}
	put(currency)
	return b
}

// parts are the sums of one row of the answer.
type parts struct {
	billed, effective, list total
	quantity, requested     total
	empty                   bool
}

// join adds other sums.
func (p *parts) join(o parts) {
	p.billed.join(o.billed)
	p.effective.join(o.effective)
	p.list.join(o.list)
	p.quantity.join(o.quantity)
	p.requested.join(o.requested)
}

func partOf(kind string, r bill.Row, sums *sums) parts {
	switch kind {
	case bill.FOCUS:
		return focusParts(sums)
	case bill.GCP:
		return gcpParts(sums)
	}
	return openCostParts(r, sums)
}
