package reports

import (
	"fmt"
	"strings"

	"berth.dev/engine/money"
)

// lineColumns are those of the short form: one line a service.
func (e *pageEvaluation) lineColumns() []column {
	return []column{
		{name: "service", width: min(e.header.LongestName, 40)},
		{name: "place", width: e.header.LongestOption},
		{name: "decision", width: len("needs data")},
		{name: "score", right: true, drop: 3},
		{name: e.header.Currency + "/mo", right: true, width: len("123,456,789")},
		{name: "h/mo", right: true, drop: 2},
		{name: "needs", fill: true},
	}
}

// lineOf is one service in the short form.
func (e *pageEvaluation) lineOf(s *Service) row {
	where := text{"nowhere", bad}
	score, cost, hours := "–", "–", "–"
	if o := s.chosen(); o != nil {
		where = say(o.ID)
		score, cost, hours = o.Score.String(), o.money(), o.Hours.String()
	}
	return row{cells: []text{say(s.Name), where, firmness(s), say(score), say(cost), say(hours), say(missingNames(s))}}
}

func missingNames(s *Service) string {
	var names []string
	for _, m := range s.Missing {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

// abbreviate gives every criterion a short name: its first four letters or more,
// so that no two are alike.
func abbreviate(criteria []CriterionInfo) []string {
	out := make([]string, len(criteria))
	for i, c := range criteria {
		for n := 4; ; n++ {
			out[i] = c.Name[:min(n, len(c.Name))]
			if n >= len(c.Name) || !clashes(criteria, i, out[i]) {
				break
			}
		}
	}
	return out
}

func clashes(criteria []CriterionInfo, i int, short string) bool {
	for j, c := range criteria {
		if j != i && strings.HasPrefix(c.Name, short) {
			return true
		}
	}
	return false
}

// count writes a number of things, as in "1 site" and "2,000 services".
func count(n int, thing string) string { return unitOf(Number(n), thing) }

// unitOf writes a quantity of things.
func unitOf(n Number, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%s %ss", n, thing)
}

func zeroOf(currency string) money.Amount { return money.Zero(currency) }
