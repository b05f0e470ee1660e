package query

import (
	"fmt"
	"strconv"
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
func (f *Fold) put(rows []bill.Row, currency string, sums map[string]*total, count int64) error {
	for _, r := range rows {
		part := partOf(f.ask.Kind, r, sums)
		if part.empty && len(rows) > 1 {
			continue
		}
		id := identity(r, currency)
		g := f.groups[id]
		if g != nil {
			g.row.Count += count
			g.sums.join(part)
			continue
		}
		if len(f.groups) == MostGroups {
			return fmt.Errorf("bill %q: its rows fall into more than %d groups by %s: ask for fewer keys", f.ask.Name, MostGroups, strings.Join(f.ask.Keys, ", "))
		}
		r.Count = count
		f.groups[id] = &group{row: r, currency: currency, sums: part.clone()}
	}
	return nil
}

// identity tells rows apart by everything but sums. Texts of a bill may hold any byte, so
// each has its length before it.
func identity(r bill.Row, currency string) string {
	b := make([]byte, 0, 128)
	put := func(s string) {
		b = strconv.AppendInt(b, int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	b = strconv.AppendInt(b, int64(r.Month.Year*12+int(r.Month.Month)), 10)
	for _, s := range [...]string{r.Day, r.Category, r.Group, r.Commitment, r.Unit, currency} {
		put(s)
	}
	for _, s := range r.Keys {
		put(s)
	}
	if r.Unused {
		b = append(b, 'u')
	}
	return string(b)
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

// clone are sums that share nothing with others, so that they can be added to.
func (p parts) clone() parts {
	var out parts
	out.join(p)
	return out
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
