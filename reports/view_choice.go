package reports

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
)

// WriteChoice writes what a service costs inside a plan.
func WriteChoice(w io.Writer, o Options, c Choice) error {
	return write(w, o, c, func() []block { return choiceView(&c) })
}

func choiceView(c *Choice) []block {
	head := []text{{c.Service, strong}, say("→ " + c.Plan)}
	if c.Today != "" {
		head = append(head, text{"today " + c.Today, dim})
	}
	blocks := []block{heading{1, head}, paragraph{parts: []text{say(upper(c.Why) + ".")}}}
	if len(c.Members) > 1 {
		blocks = append(blocks, paragraph{parts: []text{say("It moves together with the others of its group: " + strings.Join(c.Members, ", ") + ". The figures are of all of them.")}})
	}
	if c.Alone != "" {
		blocks = append(blocks, paragraph{parts: []text{say(fmt.Sprintf("Judged alone, as berth evaluate does, it belongs on %s. In this plan it does not go there: %s.", c.Alone, c.AloneWhy))}})
	}
	legend := ""
	if c.above() {
		legend = " Above: what is rented above commitments because of it, on the bill as well."
	}
	blocks = append(blocks, choiceTable(c), paragraph{parts: []text{{"Amounts of a month, with every other service where the plan puts it. Money: its own part of the bill. Hours: its work at the hourly rate. Score: what it lacks of the best score. Moving: what moving costs once, spread over its months. Neighbours: traffic with other services. Room: what other services would gain from the capacity it takes." + legend, dim}}, indent: 2})
	blocks = append(blocks, weighs(c)...)
	if len(c.Out) > 0 {
		var list items
		for _, o := range c.Out {
			list.entries = append(list.entries, []text{{o.Option + ": ", strong}, say(strings.Join(o.Reasons, "; "))})
		}
		blocks = append(blocks, heading{2, []text{{"Not allowed", strong}}}, list)
	}
	return blocks
}

func choiceTable(c *Choice) table {
	currency := ""
	if len(c.Options) > 0 {
		currency = c.Options[0].Sum.Amount.Currency()
	}
	t := table{columns: []column{
		{}, {name: "option"}, {name: currency + "/mo", right: true}, {name: "money", right: true}, {name: "hours", right: true, drop: 3}, {name: "score", right: true, drop: 5},
		{name: "moving", right: true, drop: 4}, {name: "neighbours", right: true, drop: 1}, {name: "room", right: true, drop: 2},
	}, indent: 2}
	above := c.above()
	if above {
		t.columns = append(t.columns, column{name: "above", right: true, drop: 1})
	}
	for _, o := range c.Options {
		mark, look := text{}, plain
		switch {
		case o.Chosen:
			mark, look = text{"▸", good}, strong
		case o.Lacks != "":
			mark = text{"✗", bad}
		}
		r := row{cells: []text{mark, {o.Name, look}, {rounded(o.Sum.Amount), look}}}
		for _, part := range []Cost{o.Money, o.Hours, o.Score, o.Moving, o.Neighbours, o.Room} {
			r.cells = append(r.cells, say(rounded(part.Amount)))
		}
		if above {
			r.cells = append(r.cells, say(rounded(o.Above.Amount)))
		}
		if o.Lacks != "" {
			r.notes = append(r.notes, text{o.Lacks, bad})
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// above tells whether some option is rented above commitments.
func (c *Choice) above() bool {
	return slices.ContainsFunc(c.Options, func(o ChoiceOption) bool { return !o.Above.tiny() })
}

// weighs lists the neighbours and hours that weigh most, of the cheapest option on
// each set of sites: the other splits repeat them.
func weighs(c *Choice) []block {
	var list items
	for k := range c.Options {
		o := &c.Options[k]
		if !c.stands(k) {
			continue
		}
		for _, t := range o.Talks {
			if t.Cost.tiny() {
				continue
			}
			list.entries = append(list.entries, []text{say(fmt.Sprintf("on %s: %s a month for traffic with %s", o.Name, rounded(t.Cost.Amount), t.What))})
		}
		for _, h := range o.Peaks {
			if h.Cost.tiny() {
				continue
			}
			list.entries = append(list.entries, []text{say(fmt.Sprintf("on %s: %s a month for the room it takes of %s", o.Name, rounded(h.Cost.Amount), h.What))})
		}
	}
	if len(list.entries) == 0 {
		return nil
	}
	return []block{heading{2, []text{{"What weighs", strong}}}, list}
}

// tiny tells whether a person would read an amount as nothing.
func (c Cost) tiny() bool { return math.Abs(c.Amount.Float()) < 0.005 }

// stands tells whether an option is the one that stands for its sites: the chosen one,
// or else the cheapest.
func (c *Choice) stands(k int) bool {
	o := &c.Options[k]
	sites, _, _ := strings.Cut(o.Name, "@")
	for j := range c.Options {
		p := &c.Options[j]
		other, _, _ := strings.Cut(p.Name, "@")
		if j == k || other != sites {
			continue
		}
		if cheaper := p.Sum.Amount.Cmp(o.Sum.Amount); p.Chosen || !o.Chosen && (cheaper < 0 || cheaper == 0 && j < k) {
			return false
		}
	}
	return true
}

// upper begins a sentence.
func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
