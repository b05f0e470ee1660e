package check

import (
	"time"

	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// Result is what a run found. It holds everything that a report says.
type Result struct {
	// AsOf is the day exceptions are held against.
	AsOf time.Time
	// Services is how many the workspace has.
	Services int
	// Then says what stands behind "then": [Decided] or [Planned], "" where no rule
	// needed it.
	Then string
	// Rules are all rules of the workspace, by kind (constraint, check, policy) and name.
	Rules []Rule
	// Findings are what does not hold, excused ones too, by severity, rule, subject and
	// moment.
	Findings []Finding
	// Exceptions are all of the workspace, by name.
	Exceptions []Exception
	// Failures are rules that could not be asked about some subject, at their places.
	// With any the run is not finished: what it did not see may be anything.
	Failures diag.List
}

// What stands behind "then".
const (
	Decided = "decision"
	Planned = "plan"
)

// Rule is one rule with what became of it.
type Rule struct {
	Name string
	// Kind is "constraint", "check", "policy", or "berth" for what every run looks at
	// by itself: exceptions, services that cannot be decided, rules that are idle.
	Kind string
	Doc  string
	// Over is the kind of its subjects; of constraints and policies "service".
	Over     string
	Severity policies.Severity
	Origin   policies.Origin
	// At is the place of its block; empty for kind "berth".
	At diag.Range
	// Evaluated is how many times it was asked: of a check, subjects to which it
	// applies; of a constraint, services at each moment (today, then) whose place is
	// known; of a policy, services to which it applies. Passed + Failed + Excused is
	// Evaluated.
	Evaluated, Passed, Failed, Excused int
	// Skipped are subjects that it was not asked about, by reason.
	Skipped []Skip
	// NotRun says why the rule did not run at all: "switched off by the workspace",
	// "left out by --skip"; "" where it ran.
	NotRun string
}

// Skip counts subjects that a rule was not asked about for one reason, as in "when is
// false" or "nobody says where it runs".
type Skip struct {
	Why   string
	Count int
}

// Finding is one thing that does not hold.
type Finding struct {
	// Rule is the rule's name, Kind as in [Rule].
	Rule, Kind string
	Severity   policies.Severity
	// Subject is what it is about.
	Subject Subject
	// Moment is [Today] or [Then] for a constraint, "" for a check.
	Moment string
	// Where are the sites of the option that a constraint forbids, joined by "+".
	Where string
	// Because is the reason, a sentence for a person.
	Because string
	// At is the place of the subject in the specs: where a person would mend it.
	At diag.Range
	// Exception is the name of the one that excuses it, "" for none.
	Exception string
}

// The moments of a finding.
const (
	Today = "today"
	Then  = "then"
)

// Subject is what a rule looks at.
type Subject struct {
	// Kind is "service", "product", "team", "site", "fleet"; of kind "berth" also
	// "exception" and "rule".
	Kind string
	// Name is empty for the fleet.
	Name string
}

// String names the subject, as in "service ads" and "the fleet".
func (s Subject) String() string {
	if s.Name == "" {
		return "the " + s.Kind
	}
	return s.Kind + " " + s.Name
}

// Exception is one exception with what became of it.
type Exception struct {
	Name, Check, Owner, Reason string
	Subject                    Subject
	Expires                    time.Time
	At                         diag.Range
	// Expired tells that its last day is before AsOf; it then excuses nothing.
	Expired bool
	// Excuses is how many findings it excuses.
	Excuses int
	// Unknown tells that its check did not run, so that it cannot be said whether it
	// is of use.
	Unknown bool
}

// The rules of kind "berth".
const (
	// RuleUndecided: a service that cannot be decided, or that no option is allowed for.
	RuleUndecided = "undecided"
	// RuleExpired: an exception whose last day is over.
	RuleExpired = "exception-expired"
	// RuleUnused: an exception that excuses nothing.
	RuleUnused = "exception-unused"
	// RuleUnknown: an exception for a check that does not exist.
	RuleUnknown = "exception-unknown"
	// RuleIdle: a rule that applied to nothing and does not say that it may.
	RuleIdle = "idle-rule"
	// RuleEmpty: a run that looked at nothing.
	RuleEmpty = "empty-run"
)
