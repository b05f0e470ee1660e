package trial

import (
	"context"
	"slices"
	"strings"

	"berth.dev/engine/check"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// sees tells whether a rule can change what comes out: a check only where checks run,
// others always, because every rule may decide.
func (c *worldCase) sees(rule string) bool { return c.checked || c.kinds[rule] != kindCheck }

// names tells whether an expectation names a rule.
func (c *worldCase) names(rule string) bool {
	for _, by := range c.Forbidden.V {
		if slices.Contains(by, rule) {
			return true
		}
	}
	_, scored := c.Policies.V[rule]
	_, explained := c.Because.V[rule]
	return scored || explained || slices.Contains(c.Findings.V, rule)
}

// seen is what a world came to, as far as it was asked.
type seen struct {
	decision *score.Decision
	// findings are those about the subject; reasons are by rule.
	findings []string
	reasons  map[string][]string
}

// ask decides the service, runs the checks, and compares.
func (c *worldCase) ask(ctx context.Context, s *policies.Suite) []Failure {
	fleet := c.place.under(s)
	got := seen{reasons: map[string][]string{}}
	err := c.decide(fleet, &got)
	if err == nil && c.checked {
		err = c.check(ctx, fleet, &got)
	}
	if failures, failed := c.failed(err); failed {
		return failures
	}
	return c.compare(&got)
}

// decide lays out the matrix of the service, if the test is of one.
func (c *worldCase) decide(fleet *score.Fleet, got *seen) error {
	if c.service == "" {
		return nil
	}
	g, err := fleet.Glance(fleet.Workspace.Service(c.service))
	if err != nil {
		return err
	}
	if got.decision, err = g.Matrix(); err != nil {
		return err
	}
	for _, o := range got.decision.Options {
		for _, v := range o.Violations {
			got.reasons[v.Constraint] = append(got.reasons[v.Constraint], v.Because)
		}
		for _, k := range o.Criteria {
			for _, p := range k.Policies {
				got.reasons[p.Name] = append(got.reasons[p.Name], p.Because)
			}
		}
	}
	if !c.Firm.Set() {
		return nil
	}
	return g.Prove(got.decision)
}

// check runs the checks over all of the world and keeps what is about the subject.
func (c *worldCase) check(ctx context.Context, fleet *score.Fleet, got *seen) error {
	r, err := check.Run(ctx, check.Input{Fleet: fleet})
	if err != nil {
		return err
	}
	if len(r.Failures) > 0 {
		return r.Failures[0]
	}
	for _, f := range r.Findings {
		about := c.subject.Kind == "" || f.Subject == c.subject
		if !about || f.Exception != "" || f.Kind != kindCheck && f.Kind != kindConstraint {
			continue
		}
		got.findings = append(got.findings, f.Rule)
		got.reasons[f.Rule] = append(got.reasons[f.Rule], f.Because)
	}
	return nil
}

// compare holds what was seen against the expectations.
func (c *worldCase) compare(got *seen) (out []Failure) {
	add := func(at spec.Origin, word string, met bool, want, got string) {
		if !met {
			out = append(out, c.failure(at, word, want, got))
		}
	}
	if d := got.decision; d != nil {
		c.compareDecision(d, add)
		c.compareScores(d, add)
	}
	if c.Findings.Set() {
		want, found := set(c.Findings.V), set(got.findings)
		add(c.Findings.Origin, "findings", slices.Equal(want, found), list(want), list(found))
	}
	for _, rule := range sorted(c.Because.V) {
		part, said := c.Because.V[rule], set(got.reasons[rule])
		met := slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, part) })
		words := strings.Join(said, "; ")
		if len(said) == 0 {
			words = "nothing: it has no reason"
		}
		add(c.Because.Origin, "because of "+rule, met, part, words)
	}
	return out
}

// adding takes a word that was expected, whether it was met, and both sides.
type adding func(at spec.Origin, word string, met bool, want, got string)

func (c *worldCase) compareDecision(d *score.Decision, add adding) {
	if c.Decision.Set() {
		won := spec.Nowhere
		if d.Winner != nil {
			won = d.Winner.ID
		}
		add(c.Decision.Origin, "decision", won == c.Decision.V, c.Decision.V, won)
	}
	if c.Firm.Set() {
		add(c.Firm.Origin, "firm", d.Firm == c.Firm.V, yes(c.Firm.V), yes(d.Firm))
	}
	if c.Allowed.Set() {
		var allowed []string
		for _, o := range d.Options {
			if o.Feasible() {
				allowed = append(allowed, o.ID)
			}
		}
		want, got := set(c.Allowed.V), set(allowed)
		add(c.Allowed.Origin, "allowed", slices.Equal(want, got), list(want), list(got))
	}
	for _, option := range sorted(c.Forbidden.V) {
		var by []string
		for _, v := range d.Option(option).Violations {
			by = append(by, v.Constraint)
		}
		want, got := set(c.Forbidden.V[option]), set(by)
		add(c.Forbidden.Origin, "forbidden "+option, slices.Equal(want, got), list(want), list(got))
	}
}

func (c *worldCase) compareScores(d *score.Decision, add adding) {
	for _, option := range sorted(c.Scores.V) {
		want, got := c.Scores.V[option], d.Option(option).Score
		add(c.Scores.Origin, "scores of "+option, holds(want, got), band(want), number(got))
	}
	for _, rule := range sorted(c.Policies.V) {
		for _, option := range sorted(c.Policies.V[rule]) {
			want := c.Policies.V[rule][option]
			got, applies := scoreOf(d.Option(option), rule)
			words := number(got)
			if !applies {
				words = "nothing: it does not apply"
			}
			add(c.Policies.Origin, rule+" of "+option, applies && holds(want, got), band(want), words)
		}
	}
}

// scoreOf returns what a policy says of an option.
func scoreOf(o *score.Option, policy string) (n float64, applies bool) {
	for _, k := range o.Criteria {
		for _, p := range k.Policies {
			if p.Name == policy {
				return p.Score, true
			}
		}
	}
	return 0, false
}
