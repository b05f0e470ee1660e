package policies_test

import (
	"context"
	"testing"

	"berth.dev/engine/spec"
	"berth.dev/engine/trial"
	"berth.dev/policies"
)

// standardBench prepares the tests of the standard suite.
func standardBench(t testing.TB) (*trial.Bench, *policies.Suite) {
	t.Helper()
	w, tests, diags := spec.ParseTests(nil, policies.StandardTests(), spec.Options{})
	suite, more := policies.Compile(w)
	bench, most := trial.Load(w, tests, suite, nil)
	if diags = append(append(diags, more...), most...); len(diags) > 0 {
		t.Fatal(diags)
	}
	return bench, suite
}

// run runs the tests of a suite and returns how many cases there were and how many
// failed.
func run(t testing.TB, b *trial.Bench, s *policies.Suite) (cases, failed int) {
	t.Helper()
	r, err := b.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r.Count()
}

func TestTheStandardTestsTakeEveryBranchOfTheStandardSuite(t *testing.T) {
	bench, suite := standardBench(t)
	covered, coverage := suite.Cover()
	if cases, failed := run(t, bench, covered); failed > 0 || cases == 0 {
		t.Fatalf("%d of %d cases failed", failed, cases)
	}
	for _, b := range coverage.Branches() {
		if !b.Hit {
			t.Errorf("%s: %s of %s is never %s: %s", b.At, b.Part, b.Rule, b.Want, b.Text)
		}
	}
	hit, all := coverage.Count()
	t.Logf("%d of %d branches", hit, all)
}

func TestTheStandardTestsNoticeMistakesInTheStandardSuite(t *testing.T) {
	bench, suite := standardBench(t)
	mutants := suite.Mutants()
	killed := 0
	for _, m := range mutants {
		if _, failed := run(t, bench, suite.With(m)); failed > 0 {
			killed++
			continue
		}
		t.Logf("%s: nobody notices %s of %s: %s instead of %s", m.At, m.Part, m.Rule, m.To, m.From)
	}
	t.Logf("%d of %d mutants", killed, len(mutants))
	if killed*10 < len(mutants)*9 {
		t.Errorf("the tests notice %d of %d mistakes; they should notice nine in ten", killed, len(mutants))
	}
}
