package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// coin is how near to one half a place is no better than a coin's flip.
const coin = 0.2

// title counts the services that keep their place, and the scenarios without a plan.
func (r *Robust) title() string {
	words := fmt.Sprintf("If things turn out otherwise: %d of %s keep their place", r.Steady, count(len(r.Services), "service"))
	if r.None > 0 {
		words += fmt.Sprintf("; in %d of %s nothing fits", r.None, count(r.Scenarios, "scenario"))
	}
	return words
}

// lead says what was tried and what keeping means.
func (r *Robust) lead() string {
	return fmt.Sprintf("%s were planned (seed %d): %s. A service keeps its place where that is so in at least 95 %% of those with a plan; a change that is worth less than the gap counts as kept.",
		upper(count(r.Scenarios, "scenario")), r.Seed, r.Ranges)
}

// noPlan says in how many scenarios nothing fits, or nothing.
func (r *Robust) noPlan() string {
	switch {
	case r.None == 0:
		return ""
	case r.None == r.Scenarios:
		return "Nothing fits in any of them, so nothing can be said of the services."
	}
	words := fmt.Sprintf("In %s nothing fits: no placement keeps every rule and every capacity", count(r.None, "scenario"))
	if which := r.withoutPlan(); len(which) > 0 {
		words += " with " + strings.Join(which, "; ")
	}
	return words + "."
}

// mostWithout is how many scenarios without a plan are named.
const mostWithout = 3

// withoutPlan names the first scenarios in which nothing fits, each once.
func (r *Robust) withoutPlan() (out []string) {
	for _, c := range r.Cases {
		if c.Cost == nil && !slices.Contains(out, c.Words) {
			out = append(out, c.Words)
		}
	}
	if more := len(out) - mostWithout; more > 0 {
		out = append(out[:mostWithout], fmt.Sprintf("%d more", more))
	}
	return out
}

// leaning are the services that do not keep their place, the least steady first.
func (r *Robust) leaning() []Steadiness {
	out := slices.DeleteFunc(slices.Clone(r.Services), func(s Steadiness) bool { return s.Steady })
	slices.SortStableFunc(out, func(a, b Steadiness) int { return cmp.Compare(a.Kept, b.Kept) })
	return out
}

// word says what to think of a service's steadiness.
func (s *Steadiness) word() text {
	switch k := float64(s.Kept); {
	case k > 0.5-coin && k < 0.5+coin:
		return text{"coin flip", bad}
	case k >= 0.5+coin:
		return text{"mostly stays", doubtful}
	}
	return text{"mostly leaves", bad}
}

// kept is rounded down: what is 95 % here is steady.
func (s *Steadiness) kept() string { return fmt.Sprintf("%d %%", int(100*float64(s.Kept)+1e-9)) }

func (p *Plan) robustView() []block {
	r := p.Robust
	if r == nil {
		return nil
	}
	blocks := []block{heading{2, []text{{r.title(), strong}}}, paragraph{parts: []text{say(r.lead())}}}
	if none := r.noPlan(); none != "" {
		blocks = append(blocks, paragraph{parts: []text{{none, bad}}})
	}
	t := table{columns: []column{{name: "service"}, {name: "place"}, {name: "kept", right: true}, {}, {name: "else on", drop: 1}, {name: "leaves with", wraps: true, drop: 2}}, indent: 2}
	for _, s := range r.leaning() {
		t.rows = append(t.rows, row{cells: []text{{s.Service, strong}, say(s.Place), say(s.kept()), s.word(), say(s.Else), say(strings.Join(s.By, ", "))}})
	}
	if len(t.rows) > 0 {
		blocks = append(blocks, t)
	}
	return blocks
}
