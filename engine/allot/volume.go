package allot

import (
	"slices"
	"strings"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
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
	// uncounted says that something was paid for that the quantity does not hold, or that
	// things of two units came together, as late rows do: then quantity and price could
	// not be told apart.
	uncounted bool
}

// add takes a row. Memory goes along with the cores it is counted beside.
func (v *volume) add(r *bill.Row, amount money.Amount) {
	if r.Category != bill.Usage || r.Group == bill.Memory {
		return // taxes and credits change the price of what was used
	}
	name, per, known := countedIn(r)
	if !known {
		v.uncounted = v.uncounted || !amount.IsZero()
		return
	}
	v.uncounted = v.uncounted || (v.unit != "" && v.unit != name)
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
	case bill.Compute:
		// Hours may be of a machine or of a core; only OpenCost says which.
		return coreHours, 1, r.Unit == coreHours
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

// volumes gives lines the quantities by which a month is held against its plan: what
// bills say, where they say it of the whole of an owner's lines of one kind on one site,
// and of rented machines of which no bill counts the cores, what was measured.
func (m *maker) volumes() {
	type cell struct {
		kind  ledger.Kind
		site  string
		owner spec.Owner
	}
	of := func(l *ledger.Line) cell {
		return cell{l.Kind, l.Site, spec.Owner{Service: l.Service, Product: l.Product, Team: l.Team}}
	}
	counted, partly := map[cell]bool{}, map[cell]bool{}
	for i := range m.lines {
		l := &m.lines[i]
		counted[of(l)] = counted[of(l)] || l.Unit != ""
		partly[of(l)] = partly[of(l)] || l.Unit == ""
	}
	for i := range m.lines {
		l := &m.lines[i]
		at := of(l)
		if l.Kind != ledger.Compute {
			if partly[at] {
				l.Quantity, l.Unit = 0, ""
			}
			continue
		}
		hours := m.in.Usage.Cloud[[2]string{l.Site, l.Service}]
		if l.Service != "" && hours > 0 && !counted[at] {
			l.Quantity, l.Unit = hours, coreHours
			counted[at] = true // of several bills, the first has it
		}
	}
}
