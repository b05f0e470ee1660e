package policies_test

import (
	"context"
	"testing"

	"berth.dev/engine/spec"
	"berth.dev/engine/trial"
	"berth.dev/policies"
)

// standardResult runs the tests of the standard suite as `berth test --standard --cover
// --mutate` does.
func standardResult(t *testing.T) *trial.Result {
	t.Helper()
	w, tests, diags := spec.ParseTests(nil, policies.StandardTests(), spec.Options{})
	suite, more := policies.Compile(w)
	bench, most := trial.Load(w, tests, suite, nil)
	if diags = append(append(diags, more...), most...); len(diags) > 0 {
		t.Fatal(diags)
	}
	o := trial.Options{Cover: true, Mutate: true}
	for _, r := range suite.Rules() {
		o.Rules = append(o.Rules, r.Name)
	}
	r, err := bench.Run(context.Background(), suite, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTheStandardSuiteIsTested holds the two figures that the standard suite is shipped
// with: its tests take every branch of its expressions, and notice nine of ten mistakes
// in them.
func TestTheStandardSuiteIsTested(t *testing.T) {
	r := standardResult(t)
	if cases, failed := r.Count(); failed > 0 || cases == 0 {
		t.Fatalf("%d of %d cases failed", failed, cases)
	}
	for _, rule := range r.Untested {
		t.Errorf("no test is of %s %q", rule.Kind, rule.Name)
	}
	for _, b := range r.Branches {
		if !b.Hit {
			t.Errorf("%s: %s of %s never comes to %s: %s", b.At, b.Part, b.Rule, b.Want, b.Text)
		}
	}
	for _, m := range r.Mutants {
		if m.Killed == "" {
			t.Logf("%s: no test notices in %s of %s: %s instead of %s", m.At, m.Part, m.Rule, m.To, m.From)
		}
	}
	hit, branches := r.Covered()
	killed, mutants := r.Killed()
	t.Logf("%d of %d branches taken, %d of %d mistakes noticed", hit, branches, killed, mutants)
	if branches == 0 || mutants == 0 || killed*10 < mutants*9 {
		t.Errorf("the tests notice %d of %d mistakes; they should notice nine in ten", killed, mutants)
	}
}
