package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// axis are the sums along an axis.
func (a *MonthAxes) axis(by string) []MonthSum {
	switch ledger.Axis(by) {
	case ledger.Product:
		return a.Product
	case ledger.Service:
		return a.Service
	case ledger.Site:
		return a.Site
	}
	return a.Team
}

// twoSums is a name with what it cost by two reckonings.
type twoSums struct {
	name                 string
	before, after, delta money.Amount
}

// dearest is the order of a table of sums: what costs most first, nobody last.
func (s twoSums) dearest(o twoSums) int {
	switch {
	case s.name == "" && o.name != "":
		return 1
	case s.name != "" && o.name == "":
		return -1
	}
	return cmp.Or(o.after.Cmp(s.after), cmp.Compare(s.name, o.name))
}

// cells are a row of a table of sums.
func (s twoSums) cells(tone tone) row {
	share := strings.TrimSuffix(shareOf(s.delta, s.before), " %")
	if share != "" && share != "0.0" && s.delta.Sign() > 0 {
		share = "+" + share
	}
	delta := text{signed(s.delta), toneOf(s.delta)}
	if strings.Trim(delta.words, "+−0.") == "" {
		delta = say("0") // a sign before nothing is a riddle
	}
	return row{cells: []text{{orNobody(s.name), tone}, say(rounded(s.before)), {rounded(s.after), tone}, delta, {share, dim}}}
}

// sumTable is a table of sums with the report's own total below.
func sumTable(head [3]string, sums []twoSums, total twoSums, most int) table {
	slices.SortStableFunc(sums, twoSums.dearest)
	t := table{indent: 2, columns: []column{
		{name: head[0], wraps: true}, {name: head[1], right: true}, {name: head[2], right: true}, {name: "delta", right: true}, {name: "%", right: true, drop: 1},
	}}
	for _, s := range sums[:min(len(sums), most)] {
		t.rows = append(t.rows, s.cells(plain))
	}
	if more := len(sums) - most; more > 0 {
		t.rows = append(t.rows, row{cells: []text{{fmt.Sprintf("… and %s more, all of them in --format csv and json", exactly(more)), dim}}})
	}
	total.name = "total"
	t.rows = append(t.rows, total.cells(strong))
	return t
}

// axisView is a month along one axis.
func (m *Month) axisView(by string, most int) []block {
	sums := each(m.Axes.axis(by), func(s MonthSum) twoSums { return twoSums{s.Name, s.Planned.Amount, s.Actual.Amount, s.Delta.Amount} })
	if len(sums) == 0 {
		return nil
	}
	t := sumTable([3]string{by, "planned", "actual"}, sums, twoSums{before: m.Planned.Amount, after: m.Actual.Amount, delta: m.Delta.Amount}, most)
	if m.Plan == nil {
		t = t.only(0, 2)
	}
	return []block{t}
}

// only is a table of two of its columns.
func (t table) only(a, b int) table {
	out := table{indent: t.indent, columns: []column{t.columns[a], t.columns[b]}}
	for _, r := range t.rows {
		cells := []text{r.cells[a]}
		if b < len(r.cells) {
			cells = append(cells, r.cells[b])
		}
		out.rows = append(out.rows, row{cells: cells})
	}
	return out
}

// budgetsView has the budgets that are spent most first.
func (m *Month) budgetsView(most int) []block {
	t := table{columns: []column{{name: "product", wraps: true}, {name: "team", drop: 2}, {name: "budget", right: true}, {name: "actual", right: true}, {name: "left", right: true}, {name: "spent", right: true, drop: 1}}}
	budgets := slices.Clone(m.Budgets)
	slices.SortStableFunc(budgets, func(a, b MonthBudget) int { return cmp.Compare(b.Share, a.Share) })
	for _, b := range budgets {
		left := text{rounded(b.Left.Amount), plain}
		if b.Left.Sign() < 0 {
			left.tone = bad
		}
		t.rows = append(t.rows, row{cells: []text{
			say(orNobody(b.Product)), say(orNobody(b.Team)), say(rounded(b.Monthly.Amount)), say(rounded(b.Actual.Amount)), left, say(shareOf(b.Actual.Amount, b.Monthly.Amount)),
		}})
	}
	return someRows(t, most)
}

// unitsView has the dearest services first.
func (m *Month) unitsView(most int) []block {
	t := table{columns: []column{{name: "service", wraps: true}, {name: "requests", right: true, drop: 1}, {name: "cost", right: true, drop: 2}, {name: "a million", right: true}, {name: "planned", right: true}}}
	units := slices.Clone(m.Units)
	slices.SortStableFunc(units, func(a, b MonthUnit) int { return b.Cost.Cmp(a.Cost.Amount) })
	actualPassed, plannedPassed := passedOn(m.Lines), passedOn(m.Expected)
	for _, u := range units {
		planned, cost := "–", rounded(u.PerMillion.Amount)
		if u.Planned != nil {
			planned = rounded(u.Planned.Amount)
			if u.Planned.IsZero() && plannedPassed[u.Service] {
				planned = passedOnWords
			}
		}
		if u.Cost.IsZero() && actualPassed[u.Service] {
			cost = passedOnWords
		}
		t.rows = append(t.rows, row{cells: []text{say(u.Service), say(u.Requests.String()), say(rounded(u.Cost.Amount)), {cost, strong}, say(planned)}})
	}
	return someRows(t, most)
}

// passedOnWords stand where a service costs nothing since those that use it pay.
const passedOnWords = "passed on"

// passedOn are the services of which others pay something.
func passedOn(lines []MonthLine) map[string]bool {
	out := map[string]bool{}
	for _, l := range lines {
		if l.Kind == string(ledger.Shared) && l.Amount.Sign() < 0 {
			out[l.Service] = true
		}
	}
	return out
}

// monthsView are the months before, where there are any.
func (m *Month) monthsView() []block {
	if len(m.Months) < 2 {
		return nil
	}
	t := table{columns: []column{{name: "month"}, {name: "planned", right: true}, {name: "actual", right: true}}}
	for _, p := range m.Months[max(0, len(m.Months)-mostMonths):] {
		planned := rounded(p.Planned.Amount)
		if p.Planned.IsZero() {
			planned = "–"
		}
		weight := plain
		if p.Month == m.Month {
			weight = strong
		}
		t.rows = append(t.rows, row{cells: []text{{p.Month, weight}, say(planned), {rounded(p.Actual.Amount), weight}}})
	}
	return someRows(t, mostMonths)
}

// mostMonths is how far back a person is shown.
const mostMonths = 13

func (m *Month) aheadView() []block {
	t := table{columns: []column{{name: "month"}, {name: "low", right: true, drop: 1}, {name: "expected", right: true}, {name: "high", right: true, drop: 1}}}
	var how []string
	alike := !slices.ContainsFunc(m.Ahead, func(a MonthAhead) bool { return a.How != m.Ahead[0].How })
	for _, a := range m.Ahead {
		low, high := "–", "–"
		if a.banded() {
			low, high = rounded(a.Low.Amount), rounded(a.High.Amount)
		}
		t.rows = append(t.rows, row{cells: []text{say(a.Month), say(low), {rounded(a.Mean.Amount), strong}, say(high)}})
		if !alike {
			how = append(how, a.Month+": "+a.How)
		}
	}
	if alike && len(m.Ahead) > 0 {
		how = []string{m.Ahead[0].How}
	}
	return append(someRows(t, mostMonths), sentences(how, mostMonths)...)
}
