package trial

import (
	"context"
	"slices"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// ruleCase is a case of a rule on given values.
type ruleCase struct {
	expectations
	rule  policies.Rule
	vars  *policies.Vars  // of a policy or constraint
	facts *policies.Facts // of a check
}

// ruleCase prepares a case of a rule, or returns nil with errors.
func (l *loader) ruleCase(t *spec.Test, c *spec.Case) *ruleCase {
	rule, ok := l.find(t.Rule.Origin, t.Rule.V)
	if !ok {
		return nil
	}
	r := &ruleCase{rule: rule, expectations: expectations{l.w, c.Expect}}
	given := make([]policies.Given, len(c.Given.V))
	for i, g := range c.Given.V {
		given[i] = policies.Given{Name: g.Name, Value: g.V}
		if g.V == spec.Absent {
			given[i].Value = nil
		}
	}
	var errs []error
	if rule.Kind == kindCheck {
		r.facts, errs = l.examples.Facts(rule.Over, given)
	} else {
		r.vars, errs = l.examples.Vars(given)
	}
	good := true
	for i, err := range errs {
		if err != nil {
			l.errorf(CodeGiven, c.Given.V[i].Origin, "Wrong value", "%s", sentence(err))
			good = false
		}
	}
	if !l.fits(rule, c.Expect) || !good {
		return nil
	}
	return r
}

// fits tells whether a kind of rule can meet the expectations.
func (l *loader) fits(rule policies.Rule, e *spec.Expect) bool {
	known := map[string][]string{
		kindPolicy: {"applies", "score"}, kindConstraint: {"forbids"}, kindCheck: {"applies", "passes"},
	}[rule.Kind]
	good := true
	for _, w := range []struct {
		word string
		at   spec.Origin
	}{{"applies", e.Applies.Origin}, {"score", e.Score.Origin}, {"forbids", e.Forbids.Origin}, {"passes", e.Passes.Origin}} {
		if w.at.Set() && !slices.Contains(known, w.word) {
			l.errorf(CodeExpect, w.at, "Wrong expectation", "A %s has no %q. %s", rule.Kind, w.word, diag.Meant("", append(known, "because", "error")))
			good = false
		}
	}
	return good
}

// sees tells whether the case is of a rule.
func (c *ruleCase) sees(rule string) bool { return rule == c.rule.Name }

// names is the same.
func (c *ruleCase) names(rule string) bool { return rule == c.rule.Name }

// answer is what a rule said, as far as it was asked. A nil word was not said.
type answer struct {
	applies, forbids, passes *bool
	score                    *float64
	because                  *string
}

// ask asks the rule and compares.
func (c *ruleCase) ask(_ context.Context, s *policies.Suite) []Failure {
	var a answer
	var err error
	switch c.rule.Kind {
	case kindPolicy:
		a, err = c.askPolicy(policyOf(s, c.rule.Name))
	case kindConstraint:
		a, err = c.askConstraint(constraintOf(s, c.rule.Name))
	default:
		a, err = c.askCheck(checkOf(s, c.rule.Name))
	}
	if failures, failed := c.failed(err); failed {
		return failures
	}
	return c.compare(&a)
}

func (c *ruleCase) askPolicy(p *policies.Policy) (a answer, err error) {
	if a.applies, err = said(p.Applies(c.vars)); err != nil || !*a.applies {
		return a, err
	}
	if c.Score.Set() || c.Error.Set() {
		if a.score, err = said(p.Score(c.vars)); err != nil {
			return a, err
		}
	}
	if c.Because.Set() || c.Error.Set() {
		a.because, err = said(p.Because(c.vars))
	}
	return a, err
}

func (c *ruleCase) askConstraint(k *policies.Constraint) (a answer, err error) {
	if a.forbids, err = said(k.Forbids(c.vars)); err != nil || !*a.forbids {
		return a, err
	}
	if c.Because.Set() || c.Error.Set() {
		a.because, err = said(k.Because(c.vars))
	}
	return a, err
}

func (c *ruleCase) askCheck(k *policies.Check) (a answer, err error) {
	if a.applies, err = said(k.Applies(c.facts)); err != nil || !*a.applies {
		return a, err
	}
	if !c.Passes.Set() && !c.Because.Set() && !c.Error.Set() {
		return a, nil
	}
	if a.passes, err = said(k.Holds(c.facts)); err != nil || *a.passes {
		return a, err
	}
	if c.Because.Set() || c.Error.Set() {
		a.because, err = said(k.Because(c.facts))
	}
	return a, err
}

// said returns a word that was said without an error.
func said[T any](v T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// compare holds an answer against the expectations.
func (c *ruleCase) compare(a *answer) (out []Failure) {
	add := func(at spec.Origin, word string, met bool, want, got string) {
		if at.Set() && !met {
			out = append(out, c.failure(at, word, want, got))
		}
	}
	for _, w := range []struct {
		word string
		want spec.Value[bool]
		got  *bool
	}{{"applies", c.Applies, a.applies}, {"forbids", c.Forbids, a.forbids}, {"passes", c.Passes, a.passes}} {
		add(w.want.Origin, w.word, w.got != nil && *w.got == w.want.V, yes(w.want.V), a.yes(w.got))
	}
	got := a.nothing()
	if a.score != nil {
		got = number(*a.score)
	}
	add(c.Score.Origin, "score", a.score != nil && holds(c.Score.V, *a.score), band(c.Score.V), got)
	if got = a.nothing(); a.because != nil {
		got = *a.because
	}
	part := c.Because.V[""]
	add(c.Because.Origin, "because", a.because != nil && strings.Contains(*a.because, part), part, got)
	return out
}

// yes writes a word that a rule said or did not.
func (a *answer) yes(word *bool) string {
	if word == nil {
		return a.nothing()
	}
	return yes(*word)
}

// nothing says why a rule did not say a word.
func (a *answer) nothing() string {
	switch {
	case a.applies != nil && !*a.applies:
		return "nothing: it does not apply"
	case a.forbids != nil && !*a.forbids:
		return "nothing: it does not forbid"
	case a.passes != nil && *a.passes:
		return "nothing: it passes"
	}
	return "nothing"
}
