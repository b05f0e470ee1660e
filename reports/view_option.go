package reports

import (
	"fmt"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// optionView is one option with all its reasons and its bill.
func optionView(s *Service, o *Option) []block {
	title := []text{{"Option " + o.ID, strong}, say(kindWord(o.Kind))}
	switch {
	case o == s.chosen():
		title = append(title, text{"chosen", good})
	case !o.Feasible:
		title = append(title, text{"forbidden", bad})
	}
	line := "Score " + o.Score.fine()
	if o.Interval[0] != o.Interval[1] {
		line += fmt.Sprintf(" (from %s to %s over what is unknown)", o.Interval[0].fine(), o.Interval[1].fine())
	}
	line += fmt.Sprintf("; %s of work a month.", unitOf(o.Hours, "hour"))
	if o.Base != nil {
		line += fmt.Sprintf(" It keeps %s on-prem, which is cheapest; %.1f %% of the load is above and runs in the cloud. Each half runs the minimum of replicas at any time.",
			cores(o.Base), 100*float64(o.Base.BurstShare))
	}
	blocks := []block{heading{2, title}, paragraph{parts: []text{say(line)}}}
	if len(o.Violations) > 0 {
		list := items{}
		for _, v := range o.Violations {
			list.entries = append(list.entries, []text{{v.Constraint + ":", strong}, {v.Because, bad}})
		}
		blocks = append(blocks, paragraph{parts: []text{say("Forbidden by:")}}, list)
	}
	return append(blocks, criteriaTable(o), billTable(o))
}

// criteriaTable lists the criteria with what each policy said.
func criteriaTable(o *Option) table {
	t := table{columns: []column{{name: "criterion"}, {name: "weight", right: true, drop: 2}, {name: "score", right: true}, {name: "policy"}}, indent: 2}
	for _, c := range o.Criteria {
		if !c.Applies {
			t.rows = append(t.rows, row{cells: []text{say(c.Name), say(c.Weight.String()), say("–"), {"no policy has anything to say", dim}}})
			continue
		}
		for i, p := range c.Policies {
			r := row{cells: []text{{}, {}, {}, say(fmt.Sprintf("%s %s", p.Name, p.Score))}, notes: []text{{p.Because, dim}}}
			if i == 0 {
				r.cells[0], r.cells[1], r.cells[2] = say(c.Name), say(c.Weight.String()), say(c.Score.String())
			}
			t.rows = append(t.rows, r)
		}
	}
	return t
}

// billTable is quantity × price = amount, line by line, with the exact sum.
func billTable(o *Option) block {
	if o.Cost == nil {
		return paragraph{parts: []text{{"There is no bill: a price is missing.", bad}}}
	}
	currency := o.Cost.Amount.Currency()
	t := table{columns: []column{
		{name: "charged"}, {name: "site"}, {name: "quantity", right: true}, {name: "unit"},
		{name: "price", right: true, drop: 2}, {name: currency + "/mo", right: true}, {name: "by", drop: 1},
	}, indent: 2}
	for _, l := range o.Cost.Lines {
		t.rows = append(t.rows, row{cells: []text{
			say(l.What), say(l.Site), say(exactNumber(l.Quantity)), say(l.Unit),
			say(unitPrice(l.Price)), say(l.Amount.Rounded(4)), {l.Origin, dim},
		}})
	}
	t.rows = append(t.rows, row{cells: []text{{"total", strong}, {}, {}, {}, {}, {o.Cost.Amount.Rounded(4), strong}, {}}})
	return t
}

// exactNumber writes a quantity as the bill counts it.
func exactNumber(f float64) string { return string(plainNumber(unit.Significant(f, jsonDigits))) }

// unitPrice writes a price with digits enough to redo the line by hand: a product
// with a thousand cores is then right to a thousandth.
func unitPrice(a money.Amount) string {
	s := a.Rounded(8)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// pricesView derives the unit prices that the bills use.
func pricesView(e *Explanation) []block {
	if len(e.Prices) == 0 {
		return nil
	}
	blocks := []block{heading{2, []text{{"Where the prices come from", strong}}}}
	t := table{columns: []column{
		{name: "pool"}, {name: "step", wraps: true}, {name: "quantity", right: true, drop: 1}, {name: "unit", drop: 2},
		{name: "price", right: true, drop: 3}, {name: e.Currency, right: true},
	}, indent: 2}
	for _, d := range e.Prices {
		for i, s := range d.Steps {
			r := row{cells: []text{{}, say(s.What), {}, {}, {}, say(s.Amount.Rounded(4))}}
			if i == 0 {
				r.cells[0] = text{d.Site + " " + d.Pool, strong}
			}
			if !s.isSum() {
				r.cells[2], r.cells[3], r.cells[4] = say(exactNumber(s.Quantity)), say(s.Unit), say(unitPrice(s.Price))
			}
			t.rows = append(t.rows, r)
		}
	}
	return append(blocks, t)
}
