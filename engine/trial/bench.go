package trial

import (
	"context"

	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Bench is a set of tests, prepared: each case has its values or its world, so that it
// can be asked again and again of suites that differ.
type Bench struct {
	rules []policies.Rule
	tests []prepared
}

// prepared is one test.
type prepared struct {
	test  Test
	cases []trial
}

// trial is one case that can be asked.
type trial interface {
	// ask holds the expectations against what the rules of a suite say.
	ask(ctx context.Context, s *policies.Suite) []Failure
	// sees tells whether a rule can change what comes out, names whether the case says
	// what should come of it.
	sees(rule string) bool
	names(rule string) bool
}

// The kinds of rules.
const (
	kindPolicy     = "policy"
	kindConstraint = "constraint"
	kindCheck      = "check"
)

// loader prepares tests.
type loader struct {
	*maker
	w        *spec.Workspace // its files are those of the tests too
	rules    map[string]policies.Rule
	kinds    map[string]string
	examples *policies.Examples
	places   map[worldKey]*place
	// fleet is the world of the case that is being prepared.
	fleet *score.Fleet
	diags diag.List
}

// Load prepares tests. With errors in the list nothing may be run: what a test names
// and is not there would pass unseen.
func Load(w *spec.Workspace, tests *spec.Tests, suite *policies.Suite, measure Measure) (*Bench, diag.List) {
	l := loader{
		maker: &maker{tests: tests, suite: suite, measure: measure, declared: map[*spec.Traffic]profile.Profile{}},
		w:     w, rules: map[string]policies.Rule{}, kinds: map[string]string{}, examples: policies.NewExamples(), places: map[worldKey]*place{},
	}
	for _, r := range suite.Rules() {
		l.rules[r.Name], l.kinds[r.Name] = r, r.Kind
	}
	b := &Bench{rules: suite.Rules()}
	for _, t := range tests.Tests {
		p := prepared{test: Test{Name: t.Name, At: w.Range(t.Origin), Rule: t.Rule.V, Fixture: t.Fixture.V}}
		if subject, at := subjectOf(t); at.Set() {
			p.test.Subject = subject.String()
		}
		for _, c := range t.Cases {
			p.test.Cases = append(p.test.Cases, Case{Name: c.Name, At: w.Range(c.Origin)})
			if one := l.trial(t, c); one != nil {
				p.cases = append(p.cases, one)
			}
		}
		b.tests = append(b.tests, p)
	}
	l.diags.Sort()
	return b, l.diags
}

// trial prepares one case, or returns nil with errors.
func (l *loader) trial(t *spec.Test, c *spec.Case) trial {
	if t.Rule.Set() {
		if r := l.ruleCase(t, c); r != nil {
			return r
		}
		return nil
	}
	if x := l.worldCase(t, c); x != nil {
		return x
	}
	return nil
}

// Len returns how many tests there are.
func (b *Bench) Len() int { return len(b.tests) }

// Only returns the tests, with the cases, whose names match; a test's name and a slash
// stand before a case's.
func (b *Bench) Only(match func(name string) bool) *Bench {
	out := &Bench{rules: b.rules}
	for _, p := range b.tests {
		if match(p.test.Name) {
			out.tests = append(out.tests, p)
			continue
		}
		some := prepared{test: p.test}
		some.test.Cases = nil
		for i, c := range p.test.Cases {
			if c.Name != "" && match(p.test.Name+"/"+c.Name) {
				some.test.Cases = append(some.test.Cases, c)
				some.cases = append(some.cases, p.cases[i])
			}
		}
		if len(some.cases) > 0 {
			out.tests = append(out.tests, some)
		}
	}
	return out
}
