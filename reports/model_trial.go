package reports

// Trial is what came of a run of tests of rules.
type Trial struct {
	// Schema is "berth.test/1".
	Schema string `json:"schema"`
	// Verdict is "passed", or "failed" where a test failed or a threshold was missed.
	Verdict string `json:"verdict"`
	// Cases counts the cases of all tests; Failed of them did not pass.
	Cases  int `json:"cases"`
	Failed int `json:"failed"`
	// Coverage is how many branches of rules the tests take, Mutation how many mistakes
	// in rules they notice; nil where nobody asked.
	Coverage *TrialShare `json:"coverage"`
	Mutation *TrialShare `json:"mutation"`
	// Unmutated tells that Mutation was asked for and is nil: a test failed.
	Unmutated bool `json:"-"`
	// Tests are in the order of their files and places.
	Tests []TrialTest `json:"tests"`
	// Rules are the rules that the tests are held against, by name; empty where neither
	// coverage nor mutation was asked for.
	Rules []TrialRule `json:"rules"`
	// Branches and Mutants are all of these rules.
	Branches []TrialBranch `json:"branches"`
	Mutants  []TrialMutant `json:"mutants"`
}

// TrialShare is a part of a whole, as 38 of 40 branches.
type TrialShare struct {
	Hit int `json:"hit"`
	All int `json:"all"`
	// AtLeast is the percentage that was asked for, 0 for none; Missed tells that it was
	// not reached.
	AtLeast Number `json:"at_least"`
	Missed  bool   `json:"missed"`
}

// TrialTest is one test.
type TrialTest struct {
	Name string `json:"name"`
	// Rule is the rule that it is of, or Subject what it looks at in a world.
	Rule    string      `json:"rule,omitempty"`
	Subject string      `json:"subject,omitempty"`
	Fixture string      `json:"fixture,omitempty"`
	At      SpecPlace   `json:"at"`
	Cases   []TrialCase `json:"cases"`
}

// TrialCase is one case of a test; it passed where it has no failures.
type TrialCase struct {
	// Name is empty where the test has no table.
	Name     string         `json:"name,omitempty"`
	Passed   bool           `json:"passed"`
	At       SpecPlace      `json:"at"`
	Failures []TrialFailure `json:"failures"`
}

// TrialFailure is one expectation that was not met.
type TrialFailure struct {
	// Word is what was expected, as in "score" or "scores of tokyo".
	Word string    `json:"word"`
	Want string    `json:"want"`
	Got  string    `json:"got"`
	At   SpecPlace `json:"at"`
}

// TrialRule is one rule with what the tests make of it.
type TrialRule struct {
	Name string `json:"name"`
	// Kind is "policy", "constraint" or "check".
	Kind string `json:"kind"`
	// Untested tells that no test names it.
	Untested bool `json:"untested"`
	Branches int  `json:"branches"`
	Taken    int  `json:"taken"`
	Mutants  int  `json:"mutants"`
	Noticed  int  `json:"noticed"`
}

// TrialBranch is one way that an expression of a rule can take.
type TrialBranch struct {
	Rule string `json:"rule"`
	// Part is the attribute, as in "when".
	Part string `json:"part"`
	Text string `json:"text"`
	// Want is "true" or "false", what the text has to come to, or "run" for an
	// expression without conditions.
	Want string    `json:"want"`
	Hit  bool      `json:"hit"`
	At   SpecPlace `json:"at"`
}

// TrialMutant is one mistake that was put into a rule.
type TrialMutant struct {
	Rule string `json:"rule"`
	Part string `json:"part"`
	// Change is "threshold", "text", "operator", "condition" or "omission".
	Change string `json:"change"`
	From   string `json:"from"`
	To     string `json:"to"`
	// Killed is the test that noticed it, "" where it survived.
	Killed string    `json:"killed,omitempty"`
	At     SpecPlace `json:"at"`
}

// The verdicts of a run of tests.
const (
	trialPassed = "passed"
	trialFailed = "failed"
)
