package allot

import (
	"slices"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// Units in which a ledger counts.
const (
	coreHours = "core-h"
	gibMonths = "GiB-mo"
	gib       = "GiB"
)

// volume is how much a bill says was used, in a unit that plans count in, too.
type volume struct {
	quantity float64
	unit     string
	// uncounted says that something was paid for that the quantity does not hold: then
	// quantity and price could not be told apart.
	uncounted bool
}

// add takes a row of storage or traffic. What machines did is measured, not billed.
func (v *volume) add(r *bill.Row, amount money.Amount) {
	if r.Category != bill.Usage {
		return // taxes and credits change the price of what was used
	}
	name, per, known := countedIn(r)
	if !known {
		v.uncounted = v.uncounted || !amount.IsZero()
		return
	}
	v.quantity += r.Quantity * per
	v.unit = name
}

// told is the quantity with its unit, nothing where it would not be all.
func (v *volume) told() (float64, string) {
	if v.uncounted || v.unit == "" {
		return 0, ""
	}
	return v.quantity, v.unit
}

// countedIn tells what one of a row's units is in the ledger's. A GB may be 10^9 bytes
// or 2^30, by whose bill it is: it counts as neither.
func countedIn(r *bill.Row) (name string, per float64, known bool) {
	const gibibyte = 1 << 30
	switch r.Group {
	case bill.Storage:
		switch {
		case oneOf(r.Unit, "GiB-mo", "GiB-month", "gibibyte month", "GiBy.mo"):
			return gibMonths, 1, true
		case oneOf(r.Unit, "GiB-h", "GiB-hour", "gibibyte hour", "GiBy.h"):
			return gibMonths, 1.0 / unit.HoursPerMonth, true
		case oneOf(r.Unit, "byte-second"):
			return gibMonths, 1.0 / gibibyte / unit.SecondsPerMonth, true
		}
	case bill.Network:
		switch {
		case oneOf(r.Unit, "GiB", "gibibyte", "GiBy"):
			return gib, 1, true
		case oneOf(r.Unit, "byte"):
			return gib, 1.0 / gibibyte, true
		}
	}
	return "", 0, false
}

// oneOf tells whether a unit is one of some, in whatever letters, in singular or plural.
func oneOf(s string, units ...string) bool {
	return slices.ContainsFunc(units, func(u string) bool {
		return strings.EqualFold(s, u) || strings.EqualFold(s, u+"s")
	})
}

// volumes gives lines the quantities by which a month is held against its plan: of
// rented machines what was measured, of the rest what bills say, where they say it of
// the whole of a service's lines of one kind on one site.
func (m *maker) volumes() {
	type cell struct {
		kind                         ledger.Kind
		site, service, product, team string
	}
	of := func(l *ledger.Line) cell { return cell{l.Kind, l.Site, l.Service, l.Product, l.Team} }
	first, partly := map[cell]int{}, map[cell]bool{}
	for i := range m.lines {
		l := &m.lines[i]
		at := of(l)
		if _, there := first[at]; !there {
			first[at] = i
		}
		partly[at] = partly[at] || l.Unit == ""
	}
	for i := range m.lines {
		l := &m.lines[i]
		at := of(l)
		if l.Kind != ledger.Compute && partly[at] {
			l.Quantity, l.Unit = 0, ""
		}
		if hours := m.in.Usage.Cloud[[2]string{l.Site, l.Service}]; l.Kind == ledger.Compute && hours > 0 && l.Service != "" && first[at] == i && l.Unit == "" {
			l.Quantity, l.Unit = hours, coreHours
		}
	}
}
