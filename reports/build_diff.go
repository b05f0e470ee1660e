package reports

import "berth.dev/engine/plan"

// NewPlanDiff turns a comparison into the model.
func NewPlanDiff(d plan.Diff) PlanDiff {
	out := PlanDiff{Schema: "berth.plan-diff/1", From: d.From.Digest, To: d.To.Digest, Figures: []DiffFigure{}, Placed: []DiffPlaced{}, Terms: []DiffTerm{}, Evidence: []DiffChanged{}}
	if d.Comparable {
		a, b := d.From, d.To
		add := func(what string, from, to int64) {
			before, after := a.Unit.Amount(from), b.Unit.Amount(to)
			out.Figures = append(out.Figures, DiffFigure{what, Cost{Amount: before}, Cost{Amount: after}, Cost{Amount: after.Sub(before)}})
		}
		add(madeSmall, a.Claim.Cost, b.Claim.Cost)
		add("floor", a.Claim.Floor, b.Claim.Floor)
		if a.Objective != byScore {
			add(monthsBill, a.Claim.Total, b.Claim.Total)
		}
	}
	for _, p := range d.Placed {
		out.Placed = append(out.Placed, DiffPlaced(p))
	}
	for _, t := range d.Terms {
		out.Terms = append(out.Terms, DiffTerm(t))
	}
	for _, e := range d.Evidence {
		out.Evidence = append(out.Evidence, DiffChanged(e))
	}
	return out
}
