package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/scenario"
)

// NewRobust turns the outcome of scenarios into the model.
func NewRobust(o *scenario.Outcome, ranges string, seed uint64) *Robust {
	out := &Robust{Scenarios: len(o.Cases), Ranges: ranges, Seed: seed, Services: []Steadiness{}, Cases: []CaseOutcome{}}
	for _, s := range o.Services {
		one := Steadiness{Service: s.Service, Place: s.Place, Kept: Score(s.Kept), Steady: s.Kept >= scenario.Steady, Else: s.Else, By: []string{}}
		for _, kind := range s.By {
			one.By = append(one.By, string(kind))
		}
		if one.Steady {
			out.Steady++
		}
		out.Services = append(out.Services, one)
	}
	for _, c := range o.Cases {
		one := CaseOutcome{Words: c.Words, Left: append([]string{}, c.Left...)}
		if c.None {
			out.None++
		} else {
			one.Cost = &Cost{Amount: c.Cost}
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}

// coin is how near to one half a place is no better than a coin's flip.
const coin = 0.2

func (p *Plan) robustView() []block {
	r := p.Robust
	if r == nil {
		return nil
	}
	lead := fmt.Sprintf("In %s (seed %d): %s.", count(r.Scenarios, "scenario"), r.Seed, r.Ranges)
	blocks := []block{
		heading{2, []text{{fmt.Sprintf("If things turn out otherwise: %d of %s keep their place", r.Steady, count(len(r.Services), "service")), strong}}},
		paragraph{parts: []text{say(lead)}},
	}
	if r.None > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("In %s nothing fits: no plan keeps every rule and capacity.", count(r.None, "scenario")), bad}}})
	}
	t := table{columns: []column{{name: "service"}, {name: "place"}, {name: "kept", right: true}, {}, {name: "else"}, {name: "leaves with", wraps: true}}, indent: 2}
	list := slices.Clone(r.Services)
	slices.SortStableFunc(list, func(a, b Steadiness) int { return cmp.Compare(a.Kept, b.Kept) })
	for _, s := range list {
		if s.Steady {
			continue
		}
		word := text{"leans", doubtful}
		if s.Kept > 0.5-coin && s.Kept < 0.5+coin {
			word = text{"coin flip", bad}
		}
		t.rows = append(t.rows, row{cells: []text{{s.Service, strong}, say(s.Place), say(fmt.Sprintf("%.0f %%", 100*float64(s.Kept))), word, say(s.Else), say(strings.Join(s.By, ", "))}})
	}
	if len(t.rows) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}
