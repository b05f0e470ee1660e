package policies

import (
	"fmt"
	"math"

	"berth.dev/engine/diag"
)

// Criterion is one axis of the decision.
type Criterion struct {
	Name, Doc string
	// Combine says how the scores of its applying policies become one: "min" or
	// "mean".
	Combine string
	// Priced is true where the fleet plan's objective holds it as money already.
	Priced bool
}

// Policy scores options on one criterion. Its methods may be called by many
// goroutines at once; an error is a [RunError].
type Policy struct {
	name, criterion, doc string
	when, score, because *expression
	reads                []Field
	mayBeIdle            bool
}

// Name returns the policy's name.
func (p *Policy) Name() string { return p.name }

// Criterion returns the name of the criterion it scores.
func (p *Policy) Criterion() string { return p.criterion }

// Doc returns what the policy is for, in words.
func (p *Policy) Doc() string { return p.doc }

// MayBeIdle tells whether it is no mistake that the policy applies to no service.
func (p *Policy) MayBeIdle() bool { return p.mayBeIdle }

// Reads returns the fields that when and score read, by name. Other fields
// change neither [Policy.Applies] nor [Policy.Score].
func (p *Policy) Reads() []Field { return p.reads }

// Applies tells whether the policy speaks on the service. It does not read the
// option, so it is the same for all options of a service.
func (p *Policy) Applies(v *Vars) (bool, error) {
	if p.when == nil {
		return true, nil
	}
	return p.when.bool((*activation)(v))
}

// Score returns how good the option is, from 0 to 1. It is meant for a service
// to which the policy applies: elsewhere it may read what is absent.
func (p *Policy) Score(v *Vars) (float64, error) {
	s, err := p.score.number((*activation)(v))
	if err != nil {
		return 0, err
	}
	if math.IsNaN(s) || s < 0 || s > 1 {
		return 0, p.score.failed((*activation)(v), fmt.Errorf("the score is %v; it must be from 0 to 1", s))
	}
	return s, nil
}

// Because returns the reason for the score, a sentence for a person.
func (p *Policy) Because(v *Vars) (string, error) { return p.because.text((*activation)(v)) }

// Constraint forbids options. Its methods may be called by many goroutines at
// once; an error is a [RunError].
type Constraint struct {
	name, doc       string
	forbid, because *expression
	today           bool
	reads           []Field
}

// Name returns the constraint's name.
func (c *Constraint) Name() string { return c.name }

// Doc returns what the constraint is for, in words.
func (c *Constraint) Doc() string { return c.doc }

// Reads returns the fields that forbid reads, by name.
func (c *Constraint) Reads() []Field { return c.reads }

// Today tells whether it is held against where services run today, too, and not only
// against where they would run.
func (c *Constraint) Today() bool { return c.today }

// Forbids tells whether the service must not run on the option.
func (c *Constraint) Forbids(v *Vars) (bool, error) { return c.forbid.bool((*activation)(v)) }

// Because returns why the option is forbidden, a sentence for a person. It is
// meant for an option that is.
func (c *Constraint) Because(v *Vars) (string, error) { return c.because.text((*activation)(v)) }

// Origin says where a rule comes from.
type Origin string

// The origins of rules.
const (
	FromStandard  Origin = "standard"
	FromWorkspace Origin = "workspace"
)

// Rule is one rule with what became of it, for a person who wants to know which
// rules ran.
type Rule struct {
	Name string `json:"name"`
	// Kind is "policy", "constraint" or "check".
	Kind string `json:"kind"`
	// Criterion is of a policy.
	Criterion string `json:"criterion,omitempty"`
	// Over and Severity are of a check.
	Over     string   `json:"over,omitempty"`
	Severity Severity `json:"severity,omitempty"`
	Doc      string   `json:"doc"`
	Origin   Origin   `json:"origin"`
	// Replaces is true for a workspace's rule that stands in for the standard one
	// of its name, which does not run.
	Replaces bool `json:"replaces,omitempty"`
	// Disabled is true where the workspace switched the rule off.
	Disabled bool `json:"disabled,omitempty"`
	// At is the place of the rule's block.
	At diag.Range `json:"-"`
}
