package reports

import (
	"fmt"

	"berth.dev/engine/plan"
)

// NewChoice turns an explanation into the model.
func NewChoice(f *plan.File, x *plan.Explanation) Choice {
	b := planBuilder{&plan.View{File: f}, f.Unit}
	out := Choice{
		Schema: "berth.plan-explain/1", Service: x.Service.Name, Today: x.Service.Today, Plan: x.Options[x.Chosen].Name, Why: x.Service.Why,
		Members: x.Members, Alone: x.Alone, AloneWhy: x.AloneWhy, Out: []Excluded{},
	}
	for l, o := range x.Options {
		one := ChoiceOption{
			Name: o.Name, Chosen: l == x.Chosen, Money: b.cost(o.Own.Money), Hours: b.cost(o.Own.Hours), Score: b.cost(o.Own.Score), Moving: b.cost(o.Own.Moving),
			Neighbours: b.cost(o.Neighbours), Above: b.cost(o.Above), Room: b.cost(o.Room), Sum: b.cost(o.Sum), Lacks: o.Lacks, Talks: []Weight{}, Peaks: []Weight{},
		}
		for _, t := range o.Talks {
			one.Talks = append(one.Talks, Weight{t.Service + " on " + t.On, b.cost(t.Cost)})
		}
		for _, h := range o.Hours {
			one.Peaks = append(one.Peaks, Weight{hourWords(h), b.cost(h.Cost)})
		}
		out.Options = append(out.Options, one)
	}
	for _, o := range x.Service.Out {
		out.Out = append(out.Out, Excluded{o.Option, o.Reasons})
	}
	return out
}

// hourWords says which hours of a capacity weigh.
func hourWords(h plan.Hour) string {
	switch {
	case h.Slot == "":
		return h.Block
	case h.Count == 1:
		return h.Block + " on " + h.Slot
	case h.Alike:
		return fmt.Sprintf("%s in %d hours of the week, alike", h.Block, h.Count)
	}
	return fmt.Sprintf("%s in %d hours of the week, most on %s", h.Block, h.Count, h.Slot)
}
