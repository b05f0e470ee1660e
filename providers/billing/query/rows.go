package query

import (
	"fmt"
	"strings"

	"berth.dev/engine/bill"
)

// group is a row of the answer while it is added up.
type group struct {
	row                     bill.Row
	currency                string
	quantity, requested     total
	billed, effective, list total
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
func (f *Fold) put(rows []bill.Row, currency string, sums map[string]*total, count int64) error {
	for _, r := range rows {
		part := partOf(f.ask.Kind, r, sums)
		if part.empty && len(rows) > 1 {
			continue
		}
		id := identity(r, currency)
		g := f.groups[id]
		if g == nil {
			if len(f.groups) == MostGroups {
				return fmt.Errorf("bill %q: its rows fall into more than %d groups by %s: ask for fewer keys", f.ask.Name, MostGroups, strings.Join(f.ask.Keys, ", "))
			}
			g = &group{row: r, currency: currency}
			f.groups[id] = g
		}
		g.row.Count += count
		g.billed.join(part.billed)
		g.effective.join(part.effective)
		g.list.join(part.list)
		g.quantity.join(part.quantity)
		g.requested.join(part.requested)
	}
	return nil
}

// identity tells rows apart by everything but sums. Texts of a bill may hold any byte, so
// each has its length before it.
func identity(r bill.Row, currency string) string {
	var b strings.Builder
	for _, s := range append([]string{r.Month.String(), r.Day, r.Category, r.Group, r.Commitment, r.Unit, currency}, r.Keys...) {
		fmt.Fprintf(&b, "%d:%s", len(s), s)
	}
	if r.Unused {
		b.WriteByte('u')
	}
	return b.String()
}

// parts are the sums of one row of the answer.
type parts struct {
	billed, effective, list total
	quantity, requested     total
	empty                   bool
}

func partOf(kind string, r bill.Row, sums map[string]*total) parts {
	switch kind {
	case bill.FOCUS:
		return focusParts(sums)
	case bill.GCP:
		return gcpParts(sums)
	}
	return openCostParts(r, sums)
}

// sum is a number by name, nothing where the source lacks it.
func sum(sums map[string]*total, name string) total {
	if t := sums[name]; t != nil {
		return *t
	}
	return total{}
}
