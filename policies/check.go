package policies

import (
	"slices"

	"berth.dev/engine/diag"
)

// Check is a rule of `berth check`: something that must hold for each subject of one
// kind. Its methods may be called by many goroutines at once; an error is a [RunError].
type Check struct {
	name, doc              string
	over                   string
	severity               Severity
	mayBeIdle              bool
	when, require, because *expression
	needs                  Needs
	origin                 Origin
	at                     diag.Range
}

// Severity says how bad it is when a check does not hold.
type Severity string

// The severities, the worst first.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Needs is what has to be computed before a check can be asked.
type Needs uint8

// What a check may need; specs alone tell the rest.
const (
	// NeedsToday: every service on the option where it runs.
	NeedsToday Needs = 1 << iota
	// NeedsThen: the decision on every service, or a plan.
	NeedsThen
	// NeedsProof: besides, whether each decision is firm, which takes many times as long
	// as the decision.
	NeedsProof
)

// The kinds of subjects, the values of over.
const (
	OverService = "service"
	OverProduct = "product"
	OverTeam    = "team"
	OverSite    = "site"
	OverFleet   = "fleet"
)

// Name returns the check's name.
func (c *Check) Name() string { return c.name }

// Doc returns what the check is for, in words.
func (c *Check) Doc() string { return c.doc }

// Over returns the kind of its subjects: [OverService] and so on.
func (c *Check) Over() string { return c.over }

// Severity returns how bad it is when the check does not hold.
func (c *Check) Severity() Severity { return c.severity }

// MayBeIdle tells whether it is no mistake that the check applies to nothing.
func (c *Check) MayBeIdle() bool { return c.mayBeIdle }

// Needs returns what its expressions read that has to be computed.
func (c *Check) Needs() Needs { return c.needs }

// Requires returns the names of the facts that require reads or asks for with has(), as
// in "service.images", sorted.
func (c *Check) Requires() (facts []string) {
	for _, f := range fieldsRead(c.require) {
		facts = append(facts, f.Name)
	}
	return facts
}

// Origin says where the check comes from, At where its block stands.
func (c *Check) Origin() Origin { return c.origin }

// At returns the place of the check's block.
func (c *Check) At() diag.Range { return c.at }

// Applies tells whether the check has anything to say about the subject.
func (c *Check) Applies(f *Facts) (bool, error) {
	if c.when == nil {
		return true, nil
	}
	return c.when.bool((*factsActivation)(f))
}

// Holds tells whether the subject passes. It is meant for one to which the check applies.
func (c *Check) Holds(f *Facts) (bool, error) { return c.require.bool((*factsActivation)(f)) }

// Because returns why the subject does not pass, a sentence for a person.
func (c *Check) Because(f *Facts) (string, error) { return c.because.text((*factsActivation)(f)) }

// rootsOf returns what a check over a kind of subjects may read.
func rootsOf(over string) []string {
	roots := []string{"fleet", "workspace"}
	if over != OverFleet {
		roots = append(roots, over)
	}
	slices.Sort(roots)
	return roots
}
