package reports

import "fmt"

// stateView is what the total consists of, and how well it is known.
func (m *Month) stateView(most int) []block {
	t := table{columns: []column{{name: "bill", wraps: true}, {name: "site", drop: 2}, {name: "in its currency", right: true, drop: 3}, {name: "rows", right: true, drop: 1}, {name: "amount", right: true}}}
	for _, b := range m.Bills {
		own, rows := "", exactly(b.Rows)
		if b.OwnCurrency != m.Currency && b.OwnCurrency != "" {
			own = rounded(b.Own.Amount) + " " + b.OwnCurrency
		}
		if b.Owned {
			rows = "own machines"
		}
		t.rows = append(t.rows, row{cells: []text{say(b.Name), say(b.Site), say(own), say(rows), say(rounded(b.Amount.Amount))}})
	}
	if len(t.rows) > 0 && len(t.rows) <= most {
		t.rows = append(t.rows, row{cells: []text{{"total", strong}, {}, {}, {}, {rounded(m.Actual.Amount), strong}}})
		most++
	}
	blocks := someRows(t, most)
	return append(blocks, sentences(m.rowWords(), most)...)
}

// rowWords say what became of the rows of bills.
func (m *Month) rowWords() []string {
	s := &m.State
	words := []string{fmt.Sprintf("%s read, %s of them left out as unreadable, %s.", count(int(s.Rows), "row"), exactly(s.Bad), count(int(s.Duplicates), "duplicate"))}
	return append(words, s.Notes...)
}

func (m *Month) ratesView(most int) []block {
	t := table{columns: []column{{name: "one"}, {name: "is, " + m.Currency, right: true}, {name: "of"}, {name: "source", wraps: true}}}
	for _, r := range m.Rates {
		// A rate is shown with all its digits: it is what a reader redoes sums by.
		t.rows = append(t.rows, row{cells: []text{say(r.Currency), say(r.Value.Decimal()), say(r.Date), say(r.Source)}})
	}
	return someRows(t, most)
}

func (m *Month) pinsView(most int) []block {
	t := table{columns: []column{{name: "kind"}, {name: "input", wraps: true}, {name: "digest", drop: 1}}}
	for _, p := range m.Pins {
		t.rows = append(t.rows, row{cells: []text{say(p.Kind), say(p.Name), {shortDigest(p.Digest), dim}}})
	}
	return someRows(t, most)
}
