package allot

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// lost is what nobody owns: rows that are told by the same values.
type lost struct {
	site, same, currency string
	late                 bool
}

// loss is how much that is, with the keys of one of its rows.
type loss struct {
	sum
	keys []string
}

// lose notes a row that nobody owns, to tell it with advice.
func (s *sheet) lose(r *bill.Row, at place, amount money.Amount) {
	l := entry(s.nobody, lost{at.site, s.rules.Same(r.Keys), at.currency, r.Late})
	if l.keys == nil {
		l.keys = r.Keys
	}
	l.add(amount, r.Count)
}

// mostNobody is how many things that nobody owns are told one by one, of one bill. What
// is left is told together, site by site: it is never left out.
const mostNobody = 500

// tellNobody tells what nobody owns, the dearest with advice.
func (s *sheet) tellNobody() {
	type entry struct {
		lost
		*loss
		amount money.Amount
	}
	all := make([]entry, 0, len(s.nobody))
	for key, l := range s.nobody {
		if !l.amount.IsZero() {
			all = append(all, entry{key, l, s.rates.convert(l.amount)})
		}
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(
			b.amount.Cmp(a.amount), cmp.Compare(a.site, b.site), cmp.Compare(a.same, b.same),
			cmp.Compare(a.currency, b.currency), cmp.Compare(fmt.Sprint(a.late), fmt.Sprint(b.late)),
		)
	})
	rest := map[string]*ledger.Nobody{}
	things := map[string]int{}
	for i, e := range all {
		n := ledger.Nobody{Bill: s.bill.Name, Site: e.site, Amount: e.amount, Rows: e.rows}
		if i >= mostNobody {
			r := rest[e.site]
			if r == nil {
				rest[e.site] = &n
			} else {
				r.Amount, r.Rows = r.Amount.Add(n.Amount), r.Rows+n.Rows
			}
			things[e.site]++
			continue
		}
		told := s.rules.Tell(e.keys)
		n.What, n.Advice = told.What, told.Advice
		if e.late {
			n.What = "late: " + n.What
		}
		s.result.Nobody = append(s.result.Nobody, n)
	}
	for site, n := range rest {
		n.What = fmt.Sprintf("%d more, of which none is dearer than those told", things[site])
		s.result.Nobody = append(s.result.Nobody, *n)
	}
}
