package reports

import (
	"cmp"
	"slices"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// whyNotSchema names the shape of why-not's JSON.
const whyNotSchema = "berth.why-not/1"

// NewWhyNot turns the engine's answer into the model.
func NewWhyNot(w *spec.Workspace, n *score.WhyNot) WhyNot {
	s := NewService(w, n.Decision)
	out := WhyNot{
		Schema: whyNotSchema, Service: s.Name, Currency: w.Settings.Currency.V, CostBasis: basis(w),
		Option: newOption(w, n.Option), IsChosen: n.Option == n.Chosen, Hours: Number(n.Hours),
		Gaps: []Gap{}, Firm: s.Firm, Possible: s.Possible,
	}
	if n.Chosen != nil {
		chosen := newOption(w, n.Chosen)
		out.Chosen = &chosen
		if n.Option.Unpriced == nil && n.Chosen.Unpriced == nil {
			out.Money = &Cost{Amount: n.Money, Basis: out.CostBasis}
		}
	}
	for _, g := range n.Gaps {
		out.Gaps = append(out.Gaps, Gap{g.Criterion, Score(g.Option), Score(g.Chosen), Score(g.Points), g.Because, g.ChosenBy})
	}
	slices.SortStableFunc(out.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Points, b.Points), cmp.Compare(a.Criterion, b.Criterion))
	})
	return out
}
