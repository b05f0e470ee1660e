package reports

import (
	"cmp"
	"fmt"
	"io"

	"berth.dev/engine/plan"
)

// PlanDiff is what changed from one plan to another.
type PlanDiff struct {
	// Schema is "berth.plan-diff/1".
	Schema string `json:"schema"`
	// From and To are the digests of the two files.
	From string `json:"from"`
	To   string `json:"to"`
	// Figures are cost, floor and bill of both; empty where the plans have other
	// currencies or objectives.
	Figures  []DiffFigure  `json:"figures"`
	Placed   []DiffPlaced  `json:"placed"`
	Evidence []DiffChanged `json:"evidence"`
}

// DiffFigure is one figure in both plans.
type DiffFigure struct {
	What   string `json:"what"`
	From   Cost   `json:"from"`
	To     Cost   `json:"to"`
	Change Cost   `json:"change"`
}

// DiffPlaced is a service that the plans put in different places.
type DiffPlaced struct {
	Service string `json:"service"`
	From    string `json:"from"`
	To      string `json:"to"`
	Why     string `json:"why"`
}

// DiffChanged is an input that changed.
type DiffChanged struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
	How  string `json:"how"`
}

// NewPlanDiff turns a comparison into the model.
func NewPlanDiff(d plan.Diff) PlanDiff {
	out := PlanDiff{Schema: "berth.plan-diff/1", From: d.From.Digest, To: d.To.Digest, Figures: []DiffFigure{}, Placed: []DiffPlaced{}, Evidence: []DiffChanged{}}
	if d.Comparable {
		a, b := d.From, d.To
		add := func(what string, from, to int64) {
			before, after := a.Unit.Amount(from), b.Unit.Amount(to)
			out.Figures = append(out.Figures, DiffFigure{what, Cost{Amount: before}, Cost{Amount: after}, Cost{Amount: after.Sub(before)}})
		}
		add("what the plan makes small", a.Claim.Cost, b.Claim.Cost)
		add("floor", a.Claim.Floor, b.Claim.Floor)
		add("a month's bill", a.Claim.Total, b.Claim.Total)
	}
	for _, p := range d.Placed {
		out.Placed = append(out.Placed, DiffPlaced(p))
	}
	for _, e := range d.Evidence {
		out.Evidence = append(out.Evidence, DiffChanged(e))
	}
	return out
}

// WritePlanDiff writes what changed.
func WritePlanDiff(w io.Writer, o Options, d PlanDiff) error {
	return write(w, o, d, func() []block { return planDiffView(&d) })
}

func planDiffView(d *PlanDiff) []block {
	if d.From == d.To {
		return []block{heading{1, []text{{"The same plan", strong}}}}
	}
	title := "No service is placed differently"
	if n := len(d.Placed); n > 0 {
		title = count(n, "service") + " placed differently"
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
		blocks = append(blocks, paragraph{parts: []text{say("The plans have other currencies or objectives: their figures cannot be compared.")}})
	}
	var list items
	for _, e := range d.Evidence {
		list.entries = append(list.entries, []text{say(fmt.Sprintf("%s %s %s", e.Kind, e.Name, e.How))})
	}
	if len(list.entries) == 0 {
		return append(blocks, paragraph{parts: []text{say("Both rest on the same inputs.")}})
	}
	return append(blocks, heading{2, []text{{"Inputs that changed", strong}}}, list)
}
