package trial

import (
	"slices"

	"berth.dev/engine/diag"
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
	ask(s *policies.Suite) []Failure
	// sees tells whether a rule can change what comes out.
	sees(rule string) bool
}

// loader prepares tests.
type loader struct {
	w        *spec.Workspace // its files are those of the tests too
	tests    *spec.Tests
	suite    *policies.Suite
	rules    map[string]policies.Rule
	examples *policies.Examples
	diags    diag.List
}

// Load prepares tests. With errors in the list nothing may be run: what a test names
// and is not there would pass unseen.
func Load(w *spec.Workspace, tests *spec.Tests, suite *policies.Suite) (*Bench, diag.List) {
	l := loader{w: w, tests: tests, suite: suite, rules: map[string]policies.Rule{}, examples: policies.NewExamples()}
	for _, r := range suite.Rules() {
		l.rules[r.Name] = r
	}
	b := &Bench{rules: suite.Rules()}
	for _, t := range tests.Tests {
		p := prepared{test: Test{Name: t.Name, At: w.Range(t.Origin), Rule: t.Rule.V, Fixture: t.Fixture.V}}
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
	if !t.Rule.Set() {
		return nil
	}
	if r := l.ruleCase(t, c); r != nil {
		return r
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

// errorf reports a mistake in a test.
func (l *loader) errorf(code string, at spec.Origin, summary, format string, args ...any) {
	l.diags.Errorf(code, l.w.Range(at), summary, format, args...)
}

// find returns the rule that a word names, if it runs.
func (l *loader) find(name string, at spec.Origin) (policies.Rule, bool) {
	r, ok := l.rules[name]
	switch {
	case !ok:
		var names []string
		for _, r := range l.suite.Rules() {
			names = append(names, r.Name)
		}
		slices.Sort(names)
		l.errorf(CodeRule, at, "Unknown rule", "There is no rule %q. %s", name, diag.Meant(name, names))
	case r.Disabled:
		l.errorf(CodeRule, at, "Rule switched off", "The workspace switches %s %q off, so it says nothing. Remove the test, or the name from disable.", r.Kind, name)
	default:
		return r, true
	}
	return r, false
}
