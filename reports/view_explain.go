package reports

import (
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/price"
)

// WriteExplanation writes the derivation of one decision.
func WriteExplanation(w io.Writer, o Options, e Explanation) error {
	return write(w, o, e, func() []block { return explanationView(&e) })
}

func explanationView(e *Explanation) []block {
	s := &e.Service
	blocks := []block{
		heading{1, []text{{s.Name, strong}, placed(s), firmness(s)}},
		paragraph{parts: []text{say(s.Reason)}},
		paragraph{parts: []text{{fmt.Sprintf("As of %s; money in %s a month, %s; reference %s.", e.AsOf, e.Currency, spoken(e.CostBasis), e.ReferenceSite), dim}}},
	}
	blocks = append(blocks, unknownView(s)...)
	blocks = append(blocks, otherView(e)...)
	blocks = append(blocks, heading{2, []text{{"What the specs say", strong}}}, factsTable(e.Facts))
	blocks = append(blocks, heading{2, []text{{"Numbers the decision depends on", strong}}}, inputsTable(e.Inputs))
	blocks = append(blocks, seriesView(e.Series)...)
	blocks = append(blocks, measuredView(e.Measured)...)
	for i := range s.Options {
		blocks = append(blocks, optionView(s, &s.Options[i])...)
	}
	return append(blocks, pricesView(e)...)
}

// otherView says where the service would run if only power counted, or all.
func otherView(e *Explanation) []block {
	o := e.OtherBasis
	if o == nil {
		return nil
	}
	meaning := "capital and upkeep of servers as well"
	if o.Basis == price.Marginal {
		meaning = "power alone, as if the servers were paid for"
	}
	return []block{paragraph{parts: []text{say(fmt.Sprintf("By %s cost (%s) it would run on %s, for %s %s a month.",
		spoken(o.Basis), meaning, o.Option, rounded(o.Cost.Amount), o.Cost.Amount.Currency()))}}}
}

// unknownView says what could still change the decision, and what would settle
// it.
func unknownView(s *Service) []block {
	if s.Firm {
		return []block{paragraph{parts: []text{say("Nothing that is unknown can change it.")}}}
	}
	blocks := []block{paragraph{parts: []text{say("What is unknown could still change it. Possible: " + strings.Join(s.Possible, ", ") + ".")}}}
	if len(s.Missing) == 0 {
		return blocks
	}
	lead := "The fewest measurements that settle it:"
	if !s.MissingExact {
		lead = "These measurements settle it, and none of them can be left out:"
	}
	list, names := items{}, []string{}
	for _, m := range s.Missing {
		names = append(names, m.Name)
		entry := []text{{m.Name, strong}}
		if inputs := openInputs(m); inputs != "" {
			entry = append(entry, say("("+inputs+")"))
		}
		list.entries = append(list.entries, entry)
	}
	return append(append(blocks, paragraph{parts: []text{say(lead)}}, list), listedCalls(names...)...)
}

// mostOpen is how many numbers of a measurement are spelt out; the table of
// numbers has all.
const mostOpen = 3

// openInputs says which numbers a measurement would settle.
func openInputs(m Missing) string {
	var out []string
	for _, in := range m.Inputs[:min(len(m.Inputs), mostOpen)] {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s from %s to %s %s", in.ID, in.Low, in.High, in.Unit)))
	}
	if rest := len(m.Inputs) - len(out); rest > 0 {
		out = append(out, fmt.Sprintf("%d more below", rest))
	}
	return strings.Join(out, "; ")
}

func factsTable(facts []Fact) table {
	t := table{columns: []column{{name: "what"}, {name: "value", wraps: true}, {name: "place", drop: 1}}, indent: 2}
	for _, f := range facts {
		t.rows = append(t.rows, row{cells: []text{say(f.Name), say(f.Value), {placeOf(f.At, f.Level), dim}}})
	}
	return t
}

// placeOf is where something was written, with the block it was inherited from. What
// stands outside of services, as in a site, has no such block.
func placeOf(at, level string) string {
	if level == "class" || level == "product" {
		return at + " (" + level + ")"
	}
	return at
}

func inputsTable(inputs []Input) table {
	t := table{columns: []column{
		{name: "input"}, {name: "value", right: true}, {name: "range", drop: 1}, {name: "unit"}, {name: "origin"},
		{name: "place", drop: 2},
	}, indent: 2}
	for _, in := range inputs {
		spread, tone := "", plain
		if in.Low != in.High {
			spread, tone = fmt.Sprintf("%s to %s", in.Low, in.High), doubtful
		}
		r := row{cells: []text{say(in.ID), say(in.Typical.String()), say(spread), say(in.Unit), {in.Origin, tone}, {placeOf(in.At, in.Level), dim}}}
		if in.Note != "" {
			r.notes = append(r.notes, text{in.Note, dim})
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// seriesView shows the load and what was found while it was read.
func seriesView(s *Series) []block {
	if s == nil {
		return nil
	}
	title := "Load"
	if s.File != "" {
		title += ", from " + s.File
	}
	if s.Source != "" {
		title += ", measured by " + s.Source
	}
	blocks := []block{heading{2, []text{{title, strong}}}, featuresTable(s.Features)}
	list := items{}
	for _, line := range s.Report {
		list.entries = append(list.entries, []text{say(line)})
	}
	if len(list.entries) > 0 {
		blocks = append(blocks, paragraph{parts: []text{say("What was read:")}, indent: 2}, list)
	}
	return blocks
}

// featuresTable are the numbers of a load, unknown ones with their reason.
func featuresTable(features []Feature) table {
	t := table{columns: []column{{name: "feature"}, {name: "value", right: true}, {name: "unit"}, {name: "origin"}, {name: "remark", wraps: true}}, indent: 2}
	for _, f := range features {
		value, tone := "unknown", doubtful
		if f.Value != nil {
			value, tone = f.Value.String(), plain
		}
		t.rows = append(t.rows, row{cells: []text{say(f.Name), {value, tone}, say(f.Unit), say(f.Origin), {f.Why, dim}}})
	}
	return t
}
