package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// coin is how near to one half a place is no better than a coin's flip.
const coin = 0.2

// title counts the services that keep their place.
func (r *Robust) title() string {
	return fmt.Sprintf("If things turn out otherwise: %d of %s keep their place", r.Steady, count(len(r.Services), "service"))
}

func (r *Robust) lead() string {
	return fmt.Sprintf("In %s (seed %d): %s.", count(r.Scenarios, "scenario"), r.Seed, r.Ranges)
}

// noPlan says in how many scenarios nothing fits, or nothing.
func (r *Robust) noPlan() string {
	if r.None == 0 {
		return ""
	}
	return fmt.Sprintf("In %s nothing fits: no plan keeps every rule and capacity.", count(r.None, "scenario"))
}

// leaning are the services that do not keep their place, the least steady first.
func (r *Robust) leaning() []Steadiness {
	out := slices.DeleteFunc(slices.Clone(r.Services), func(s Steadiness) bool { return s.Steady })
	slices.SortStableFunc(out, func(a, b Steadiness) int { return cmp.Compare(a.Kept, b.Kept) })
	return out
}

// word says what to think of a service's steadiness.
func (s *Steadiness) word() text {
	if s.Kept > 0.5-coin && s.Kept < 0.5+coin {
		return text{"coin flip", bad}
	}
	return text{"leans", doubtful}
}

func (s *Steadiness) kept() string { return fmt.Sprintf("%.0f %%", 100*float64(s.Kept)) }

func (p *Plan) robustView() []block {
	r := p.Robust
	if r == nil {
		return nil
	}
	blocks := []block{heading{2, []text{{r.title(), strong}}}, paragraph{parts: []text{say(r.lead())}}}
	if none := r.noPlan(); none != "" {
		blocks = append(blocks, paragraph{parts: []text{{none, bad}}})
	}
	t := table{columns: []column{{name: "service"}, {name: "place"}, {name: "kept", right: true}, {}, {name: "else"}, {name: "leaves with", wraps: true}}, indent: 2}
	for _, s := range r.leaning() {
		t.rows = append(t.rows, row{cells: []text{{s.Service, strong}, say(s.Place), say(s.kept()), s.word(), say(s.Else), say(strings.Join(s.By, ", "))}})
	}
	if len(t.rows) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}
