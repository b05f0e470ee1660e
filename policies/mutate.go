package policies

import "berth.dev/engine/diag"

// Mutant is one small mistake that somebody could make in a rule: a threshold shifted,
// an operator turned, a condition negated. Tests that notice no difference would not
// notice the mistake either.
type Mutant struct {
	// Rule is the rule's name, Kind is "policy", "constraint" or "check".
	Rule string `json:"rule"`
	Kind string `json:"kind"`
	// Part is the attribute, as in "score".
	Part string `json:"part"`
	// At is the place of what is changed.
	At diag.Range `json:"-"`
	// Change says what kind of mistake it is, as in "threshold".
	Change Change `json:"change"`
	// From and To are what is written there and what the mutant has instead.
	From string `json:"from"`
	To   string `json:"to"`

	expression *expression
}

// Change is a kind of mistake.
type Change string

// The kinds of mistakes.
const (
	// ChangeThreshold: a number is somewhat larger or smaller.
	ChangeThreshold Change = "threshold"
	// ChangeText: a text that something is compared with is another.
	ChangeText Change = "text"
	// ChangeOperator: another operator or function stands there.
	ChangeOperator Change = "operator"
	// ChangeCondition: a condition is negated.
	ChangeCondition Change = "condition"
)

// With returns a suite in which the mutant stands in for the rule it was made of. The
// suite costs nothing but the copies of its rules; s stays as it is.
func (s *Suite) With(m Mutant) *Suite {
	return s.replace(func(p partOf, x *expression) *expression {
		if p == (partOf{m.Rule, m.Kind, m.Part}) {
			return m.expression
		}
		return x
	})
}

// Mutants returns the mutants of the rules of these names, of all rules when none is
// given, by rule, part and place. Mistakes that no values could show are left out.
func (s *Suite) Mutants(names ...string) (out []Mutant) { return nil }
