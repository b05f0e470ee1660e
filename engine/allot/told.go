package allot

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// close hands the bill's month over.
func (s *sheet) close() {
	s.settle()
	own := map[string]*sum{}
	for _, at := range slices.SortedFunc(maps.Keys(s.sums), comparePlaces) {
		sum := s.sums[at]
		entry(own, at.currency).add(sum.amount, sum.rows)
		line := ledger.Line{
			Kind: at.kind, Site: at.site, Service: at.owner.Service, Product: at.owner.Product, Team: at.owner.Team,
			Part: at.part, Amount: s.rates.convert(sum.amount),
		}
		line.Quantity, line.Unit = sum.volume.told()
		s.lines = append(s.lines, line)
	}
	s.tellBill(own)
	s.tellDays()
	s.tellNobody()
	s.rule(slices.Collect(maps.Keys(s.used))...)
}

func comparePlaces(a, b place) int {
	return cmp.Or(
		cmp.Compare(a.kind, b.kind), cmp.Compare(a.site, b.site), cmp.Compare(a.owner.Team, b.owner.Team),
		cmp.Compare(a.owner.Product, b.owner.Product), cmp.Compare(a.owner.Service, b.owner.Service),
		cmp.Compare(a.part, b.part), cmp.Compare(a.currency, b.currency),
	)
}

// tellBill adds the bill to those of the month, once for each of its currencies. A bill
// that has nothing for the month is told, too.
func (s *sheet) tellBill(own map[string]*sum) {
	home := s.in.Workspace.Settings.Currency.V
	if len(own) == 0 {
		own[home] = &sum{amount: money.Zero(home)}
		s.result.Unknown = append(s.result.Unknown, fmt.Sprintf("what bill %s charges: it has no rows of %s", s.bill.Name, s.in.Month))
	}
	if nothing := own[""]; nothing != nil {
		// Rows of nothing in no currency.
		delete(own, "")
		to := home
		if len(own) > 0 {
			to = slices.Min(slices.Collect(maps.Keys(own)))
		}
		entry(own, to).add(money.Zero(to), nothing.rows)
	}
	for _, currency := range slices.Sorted(maps.Keys(own)) {
		b := ledger.Bill{Name: s.bill.Name, Site: s.bill.Site.V, Own: own[currency].amount, Rows: own[currency].rows}
		b.Amount = s.rates.convert(b.Own)
		s.result.Bills = append(s.result.Bills, b)
	}
}

// tellDays adds what the bill cost day by day.
func (s *sheet) tellDays() {
	for at, sum := range s.days {
		days, amount := s.result.Days[at.site], s.rates.convert(sum.amount)
		i := slices.IndexFunc(days, func(d Day) bool { return d.Day == at.day })
		if i < 0 {
			s.result.Days[at.site] = append(days, Day{at.day, amount})
			continue
		}
		days[i].Amount = days[i].Amount.Add(amount)
	}
}
