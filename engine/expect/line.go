package expect

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"berth.dev/engine/allot/share"
	"berth.dev/engine/ledger"
	"berth.dev/engine/plan"
)

// pass adds what services pass on in one view. Keys are those of the month the plan
// begins with.
func (m *maker) pass(view string) {
	f := &plan.File{Expected: &plan.Expected{Lines: m.lines()}, Unit: plan.Unit{Currency: m.tariff.Currency}}
	l, err := Month(f, m.month, m.zone, view)
	if err != nil {
		m.note("what services pass on is not in what is expected: %s", err)
		return
	}
	r, err := share.Pass(m.w, l.Lines, m.use())
	if err != nil {
		m.note("what services pass on is not in what is expected: %s", err)
		return
	}
	for _, text := range r.Unknown {
		m.note("%s", text)
	}
	for _, one := range r.Lines {
		// Months are cut to digits of a bill; nothing of that may stay behind.
		m.entries = append(m.entries, entry{Line: one, by: plan.ByMonth, view: view})
	}
}

// lines are the entries as the file keeps them: those that differ in quantity and
// amount alone joined, in order, lines of nothing left out.
func (m *maker) lines() []plan.ExpectedLine {
	order := slices.Clone(m.entries)
	slices.SortStableFunc(order, compare)
	out := make([]plan.ExpectedLine, 0, len(order))
	var joined []entry
	for _, e := range order {
		if n := len(joined) - 1; n >= 0 && compare(joined[n], e) == 0 {
			joined[n].Quantity += e.Quantity
			joined[n].Amount = joined[n].Amount.Add(e.Amount)
			continue
		}
		joined = append(joined, e)
	}
	for i := range joined {
		e := &joined[i]
		if e.Amount.IsZero() && e.Quantity == 0 {
			continue
		}
		l := plan.ExpectedLine{
			Amount: e.Amount.Decimal(), By: e.by, From: e.from, Kind: string(e.Kind), Part: e.Part, Product: e.Product,
			Service: e.Service, Site: e.Site, Team: e.Team, Until: e.until, View: e.view,
		}
		l.Unit = e.Unit // also without a quantity: the lines of one use are one line of a month
		if e.Unit != "" && e.Quantity > 0 {
			l.Quantity = decimal(e.Quantity)
		}
		out = append(out, l)
	}
	return out
}

// compare orders entries by everything but their quantities and amounts.
func compare(a, b entry) int {
	return cmp.Or(
		cmp.Compare(a.Site, b.Site), cmp.Compare(a.Service, b.Service),
		cmp.Compare(slices.Index(ledger.Kinds(), a.Kind), slices.Index(ledger.Kinds(), b.Kind)),
		cmp.Compare(a.Part, b.Part), cmp.Compare(a.by, b.by), cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until),
		cmp.Compare(a.view, b.view), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Team, b.Team),
	)
}

// decimal writes a quantity with as many digits as a reader can use.
func decimal(f float64) string {
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64)
}
