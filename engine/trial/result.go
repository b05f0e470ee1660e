package trial

import (
	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// Result is what came of a run.
type Result struct {
	// Tests are in the order of their files and places; those left out are not there.
	Tests []Test
	// Untested are those of the rules to cover that no test names, by name.
	Untested []policies.Rule
	// Branches are those of the rules to cover; nil where nobody asked.
	Branches []policies.Branch
	// Mutants are mistakes put into the rules to cover; nil where nobody asked.
	Mutants []Mutant
}

// Test is one test with its cases.
type Test struct {
	Name string
	// At is the place of the test's block.
	At diag.Range
	// Rule is the rule that it is of, or Subject what it looks at in a world, as in
	// "service orders"; both are empty for all of a world.
	Rule, Subject string
	// Fixture is the world, "" for the workspace.
	Fixture string
	Cases   []Case
}

// Case is one case of a test.
type Case struct {
	// Name is empty where the test has no table.
	Name string
	At   diag.Range
	// Failures are the expectations that were not met; none means that it passed.
	Failures []Failure
}

// Passed tells whether every expectation was met.
func (c *Case) Passed() bool { return len(c.Failures) == 0 }

// Failure is one expectation that was not met.
type Failure struct {
	// At is the place of the expectation.
	At diag.Range
	// Word is what was expected, as in "score", or "scores of tokyo".
	Word string
	// Want and Got are written for a person.
	Want, Got string
}

// Mutant is one mistake with what the tests made of it.
type Mutant struct {
	policies.Mutant
	// Killed is the name of a test that noticed it, "" where it survived.
	Killed string
}

// Count returns how many cases there were, and how many failed.
func (r *Result) Count() (cases, failed int) {
	for i := range r.Tests {
		for k := range r.Tests[i].Cases {
			cases++
			if !r.Tests[i].Cases[k].Passed() {
				failed++
			}
		}
	}
	return cases, failed
}

// Covered returns how many branches were taken, of how many.
func (r *Result) Covered() (hit, all int) {
	for _, b := range r.Branches {
		if b.Hit {
			hit++
		}
	}
	return hit, len(r.Branches)
}

// Killed returns how many mutants were noticed, of how many.
func (r *Result) Killed() (killed, all int) {
	for _, m := range r.Mutants {
		if m.Killed != "" {
			killed++
		}
	}
	return killed, len(r.Mutants)
}
