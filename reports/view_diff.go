package reports

import (
	"cmp"
	"fmt"
	"io"
)

// WritePlanDiff writes what changed.
func WritePlanDiff(w io.Writer, o Options, d PlanDiff) error {
	return write(w, o, d, func() []block { return planDiffView(&d) })
}

func planDiffView(d *PlanDiff) []block {
	if d.From == d.To {
		return []block{heading{1, []text{{"The same plan", strong}}}}
	}
	title := "Every service keeps its place"
	if n := len(d.Placed); n > 0 {
		title = count(n, "service") + " in another place"
	}
	blocks := []block{heading{1, []text{{title, strong}}}}
	if len(d.Placed) > 0 {
		t := table{columns: []column{{name: "service"}, {name: "before"}, {name: "after"}, {name: "why", wraps: true}}, indent: 2}
		for _, p := range d.Placed {
			t.rows = append(t.rows, row{cells: []text{{p.Service, strong}, say(cmp.Or(p.From, "not there")), {cmp.Or(p.To, "gone"), strong}, say(p.Why)}})
		}
		blocks = append(blocks, t)
	}
	if len(d.Figures) > 0 {
		t := table{columns: []column{{name: "a month"}, {name: "before", right: true}, {name: "after", right: true}, {name: "change", right: true}}, indent: 2}
		for _, f := range d.Figures {
			t.rows = append(t.rows, row{cells: []text{say(f.What), say(rounded(f.From.Amount)), say(rounded(f.To.Amount)), say(signed(f.Change.Amount))}})
		}
		blocks = append(blocks, heading{2, []text{{"Money", strong}}}, t)
	} else {
		blocks = append(blocks, paragraph{parts: []text{say("The plans are in different currencies or have different objectives, so their figures cannot be compared.")}})
	}
	blocks = append(blocks, d.termsView()...)
	var list items
	for _, e := range d.Evidence {
		list.entries = append(list.entries, []text{say(fmt.Sprintf("%s %s %s", e.Kind, e.Name, e.How))})
	}
	switch {
	case len(list.entries) > 0:
		return append(blocks, heading{2, []text{{"Inputs that changed", strong}}}, list)
	case len(d.Terms) > 0:
		return append(blocks, paragraph{parts: []text{say("Both rest on the same files.")}})
	}
	return append(blocks, paragraph{parts: []text{say("Both rest on the same inputs.")}})
}

// termsView says what one of the plans alone was asked for or takes for granted.
func (d *PlanDiff) termsView() []block {
	if len(d.Terms) == 0 {
		return nil
	}
	var list items
	for _, t := range d.Terms {
		which := "only before: "
		if t.Added {
			which = "only after: "
		}
		list.entries = append(list.entries, []text{{which, dim}, say(t.Words)})
	}
	return []block{heading{2, []text{{"Asked for or taken for granted differently", strong}}}, list}
}
