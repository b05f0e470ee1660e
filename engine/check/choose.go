package check

import (
	"slices"

	"berth.dev/policies"
)

// choice is the rules of a run and what has to be computed for them.
type choice struct {
	// rules are all rules, by kind and name; [Result.Rules] without counts.
	rules []Rule
	// at is where a rule stands in rules, by name: rules of all kinds share their
	// names, and those of kind "berth" stand under "berth " and their name.
	at map[string]int
	// What follows are the rules that run.
	constraints []*policies.Constraint
	checks      []*policies.Check
	policies    []*policies.Policy
	needs       policies.Needs
}

// The kinds of rules.
const (
	kindConstraint = "constraint"
	kindCheck      = "check"
	kindPolicy     = "policy"
)

// Why a rule did not run.
const (
	notDisabled = "switched off by the workspace"
	notOnly     = "not named by --only"
	notSkip     = "left out by --skip"
	notAsked    = "no rule asks where services run or would run"
)

// choose lists the rules and says which run.
func choose(in *Input) choice {
	suite := in.Fleet.Suite
	c := choice{at: map[string]int{}}
	for _, kind := range []string{kindConstraint, kindCheck, kindPolicy} {
		for _, r := range suite.Rules() {
			if r.Kind == kind {
				c.add(Rule{Name: r.Name, Kind: kind, Doc: r.Doc, Over: policies.OverService, Origin: r.Origin, At: r.At, NotRun: in.notRun(&r)})
			}
		}
	}
	for _, k := range suite.Constraints {
		if rule := c.rule(k.Name()); rule.runs() {
			c.constraints = append(c.constraints, k)
			c.needs |= policies.NeedsThen
		}
	}
	for _, k := range suite.Checks {
		if rule := c.rule(k.Name()); rule.runs() {
			c.checks = append(c.checks, k)
			c.needs |= k.Needs()
		}
	}
	for _, p := range suite.Policies {
		if rule := c.rule(p.Name()); rule.runs() {
			c.policies = append(c.policies, p)
			c.needs |= policies.NeedsThen
		}
	}
	c.severities(suite)
	c.ownRules()
	return c
}

// add takes a rule.
func (c *choice) add(r Rule) {
	c.at[r.key()] = len(c.rules)
	c.rules = append(c.rules, r)
}

// key is what a rule is found by.
func (r *Rule) key() string {
	if r.Kind == KindBerth {
		return ownKey(r.Name)
	}
	return r.Name
}

func ownKey(name string) string { return KindBerth + " " + name }

// rule returns a rule of the suite.
func (c *choice) rule(name string) *Rule { return &c.rules[c.at[name]] }

func (r *Rule) runs() bool { return r.NotRun == "" }

// notRun says why a rule of the suite does not run, "" where it does.
func (in *Input) notRun(r *policies.Rule) string {
	switch {
	case r.Disabled:
		return notDisabled
	case len(in.Only) > 0 && !slices.Contains(in.Only, r.Name):
		return notOnly
	case slices.Contains(in.Skip, r.Name):
		return notSkip
	}
	return ""
}

// severities says how bad each rule is and what checks are over; a policy forbids
// nothing, so it has none.
func (c *choice) severities(suite *policies.Suite) {
	for i := range c.rules {
		if c.rules[i].Kind == kindConstraint {
			c.rules[i].Severity = policies.SeverityError
		}
	}
	for _, k := range suite.Checks {
		rule := c.rule(k.Name())
		rule.Severity, rule.Over = k.Severity(), k.Over()
	}
}

// ownRules adds what every run looks at by itself.
func (c *choice) ownRules() {
	notLooked := ""
	if c.needs == 0 {
		notLooked = notAsked
	}
	for _, r := range []Rule{
		{Name: RuleUndecided, Over: policies.OverService, Severity: policies.SeverityError, NotRun: notLooked,
			Doc: "Every service has a place: at least one option is allowed, and what it costs can be compared."},
		{Name: RuleEmpty, Over: policies.OverFleet, Severity: policies.SeverityError,
			Doc: "A run looks at something. One that looked at nothing says nothing."},
		{Name: RuleExpired, Over: subjectException, Severity: policies.SeverityError,
			Doc: "An exception excuses until its last day, and not after it."},
		{Name: RuleUnknown, Over: subjectException, Severity: policies.SeverityError,
			Doc: "An exception names a check or a constraint that exists, and a subject that it looks at."},
		{Name: RuleUnused, Over: subjectException, Severity: policies.SeverityWarning,
			Doc: "An exception excuses something. One that does not is to be removed, or it will hide what comes later."},
		{Name: RuleIdle, Over: subjectRule, Severity: policies.SeverityError,
			Doc: "A rule applies to something, or says may_be_idle. One that never applies checks nothing, and looks like one that holds."},
	} {
		r.Kind = KindBerth
		c.add(r)
	}
}

// The kinds of subjects of what a run looks at by itself.
const (
	subjectException = "exception"
	subjectRule      = "rule"
)
