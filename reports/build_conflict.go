package reports

import "berth.dev/engine/impasse"

// NewConflict turns an explanation into the model.
func NewConflict(r *impasse.Report) Conflict {
	out := Conflict{
		Schema: "berth.conflict/1", Verdict: string(r.Verdict), Currency: r.Currency, Conflicts: []RuleConflict{}, Lacks: append([]string{}, r.Lacks...),
		Ways: []WayOut{}, Failed: []WayOut{}, Untried: r.Untried,
	}
	for _, c := range r.Conflicts {
		one := RuleConflict{Rules: []WrittenRule{}, Irreducible: c.Irreducible, Smallest: c.Smallest, Proof: append([]string{}, c.Proof...)}
		for _, rule := range c.Rules {
			one.Rules = append(one.Rules, WrittenRule{Kind: string(rule.Sort), Subject: rule.Subject, Words: rule.Words, File: rule.At.File, Line: rule.At.Start.Line})
		}
		out.Conflicts = append(out.Conflicts, one)
	}
	for _, w := range r.Ways {
		out.Ways = append(out.Ways, newWayOut(w))
	}
	for _, w := range r.Failed {
		out.Failed = append(out.Failed, newWayOut(w))
	}
	return out
}

func newWayOut(w impasse.Way) WayOut {
	out := WayOut{Edits: []WrittenEdit{}, Note: w.Note}
	for _, e := range w.Edits {
		out.Edits = append(out.Edits, WrittenEdit{Words: e.Words, File: e.At.File, Line: e.At.Start.Line, From: e.At.Start.Byte, To: e.At.End.Byte, Text: e.Text})
	}
	if w.Planned {
		out.Plan, out.More, out.Total = &Cost{Amount: w.Cost}, &Cost{Amount: w.More}, &Cost{Amount: w.Total()}
	}
	return out
}
