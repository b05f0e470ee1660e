package change

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/check"
	"berth.dev/engine/plan"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// reasons fills in why services are where they are on the later side, and not where the
// earlier has them.
func (c *Change) reasons(before, after Side) {
	placed := map[string]string{}
	if c.Placed == byPlan {
		for _, p := range plan.Compare(before.Plan, after.Plan).Placed {
			placed[p.Service] = p.Why
		}
	}
	for i := range c.Services {
		s := &c.Services[i]
		switch {
		case s.How == Removed:
		case c.Placed == byPlan:
			s.Why = placed[s.Name]
		case s.To == "":
			s.Why = undecided(after.Found, s.Name)
		default:
			s.Why = judged(after.Fleet, after.Fleet.Workspace.Service(s.Name), s.From)
		}
	}
}

// undecided is what a run of checks says of a service that has no place.
func undecided(r *check.Result, service string) string {
	for _, f := range r.Findings {
		if f.Rule == check.RuleUndecided && f.Subject.Name == service {
			return f.Because
		}
	}
	return "no option is allowed"
}

// judged says why a service, judged by itself, is not decided as it was before.
func judged(f *score.Fleet, s *spec.Service, before string) string {
	if before == "" {
		return "judged by itself, it scores best there"
	}
	w, err := f.WhyNot(s, before)
	switch {
	case errors.Is(err, score.ErrNoOption):
		return before + " is no option of it any more"
	case err != nil:
		return err.Error()
	}
	if len(w.Option.Violations) > 0 {
		var all []string
		for _, v := range w.Option.Violations {
			all = append(all, fmt.Sprintf("%s (%s)", v.Because, v.Constraint))
		}
		return before + " is not allowed: " + strings.Join(all, "; ")
	}
	if len(w.Gaps) == 0 {
		return "both places score the same, and it costs less there"
	}
	worst := slices.MinFunc(w.Gaps, func(a, b score.Gap) int { return cmp.Compare(a.Points, b.Points) })
	return fmt.Sprintf("on %s it would score %.2f and not %.2f on %s: %s", before, worst.Option, worst.Chosen, worst.Criterion, worst.Because)
}
