package spec

// testDocument is the top of a test file: which blocks it may have.
type testDocument struct {
	Fixtures []*Fixture `hcl:"fixture,label"`
	Tests    []*Test    `hcl:"test,label"`
}

// Fixture is a world of its own for tests: a workspace in a block, without rules,
// because the rules that are tested are those of the workspace.
type Fixture struct {
	Name string
	Origin
	world
}

// Test is one test, named by a sentence. It has one of two forms: of a rule, on given
// values; or of a world, where a service, product, team or site is looked at, or with
// none of them everything.
type Test struct {
	Name string
	Origin
	// Rule is the policy, constraint or check of the first form.
	Rule Value[string] `hcl:"rule" as:"name"`
	// Service and so on are the subject of the second form.
	Service Value[string] `hcl:"service" as:"name"`
	Product Value[string] `hcl:"product" as:"name"`
	Team    Value[string] `hcl:"team" as:"name"`
	Site    Value[string] `hcl:"site" as:"name"`
	// Fixture is the world of the second form, by default the workspace that the test
	// lies in.
	Fixture Value[string] `hcl:"fixture" as:"name"`
	Setup
	// Cases are the rows of a table. What a case does not say, the test says for it.
	// [ParseTests] makes the test itself the only case, without a name, where there is
	// none.
	Cases []*Case `hcl:"case,label"`
}

// Case is one row of a test.
type Case struct {
	Name string
	Origin
	Setup
}

// Setup is what tests and their cases say alike.
type Setup struct {
	// Given are the values that the rule is asked about, over the documented ones.
	Given Value[[]Given] `hcl:"given" as:"given"`
	// With is what is otherwise of the service, in the words of a service block.
	With *With `hcl:"with"`
	// World is what is otherwise of the world around: blocks that are merged over
	// those of their names, attribute by attribute, or added.
	World *World `hcl:"world"`
	// Expect is what should come out.
	Expect *Expect `hcl:"expect"`
}

// Given is one value for one variable.
type Given struct {
	// Name is the variable's, as in "option.headroom_cores".
	Name string
	// V is a bool, float64, string or []string.
	V any
	Origin
}

// Absent is the text that stands for a value that is not there, so that has() is
// false.
const Absent = "absent"

// With is what a service says instead.
type With struct {
	Origin
	Product Value[string] `hcl:"product" as:"name"`
	Class   Value[string] `hcl:"class" as:"name"`
	Settings
}

// World is a part of a workspace.
type World struct {
	Origin
	world
}

// Expect is what should come out of a case. What is not named is not looked at.
type Expect struct {
	Origin

	// Of a rule: Applies is whether a policy or check speaks on what is given, Score
	// what the policy says, Forbids whether the constraint forbids, Passes whether the
	// check holds.
	Applies Value[bool] `hcl:"applies" as:"bool"`
	Score   Value[Band] `hcl:"score" as:"band"`
	Forbids Value[bool] `hcl:"forbids" as:"bool"`
	Passes  Value[bool] `hcl:"passes" as:"bool"`

	// Of a world: Decision is the option where the service should run, "none" where
	// every one is forbidden, Firm whether nothing unknown could change that.
	Decision Value[string] `hcl:"decision" as:"text"`
	Firm     Value[bool]   `hcl:"firm" as:"bool"`
	// Allowed are all options that nothing forbids, in any order.
	Allowed Value[[]string] `hcl:"allowed" as:"texts"`
	// Forbidden are all constraints that forbid an option, by option.
	Forbidden Value[map[string][]string] `hcl:"forbidden" as:"lists"`
	// Scores are the options' total scores.
	Scores Value[map[string]Band] `hcl:"scores" as:"bands"`
	// Policies are what policies say, by policy and option.
	Policies Value[map[string]map[string]Band] `hcl:"policies" as:"tables"`
	// Findings are all checks and constraints that `berth check` would report of the
	// subject, excused ones aside.
	Findings Value[[]string] `hcl:"findings" as:"names"`

	// Because is a part of the reason; in a world, by rule.
	Because Value[map[string]string] `hcl:"because" as:"text(s)"`
	// Error is a part of what the rule says where it cannot be evaluated.
	Error Value[string] `hcl:"error" as:"text"`
}

// Nowhere is the decision where every option is forbidden.
const Nowhere = "none"

// Band is a range of numbers, both ends included. Of a number that was written alone
// both are that number.
type Band struct{ Lo, Hi float64 }
