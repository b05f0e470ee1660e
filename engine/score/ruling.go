package score

import "berth.dev/policies"

// ruling is what rules say of one option whatever the unknown inputs are:
// decided once, so that a proof evaluates only what can change.
type ruling struct {
	// forbid is by constraint, score by policy, in the suite's order.
	forbid []verdict
	score  []fixedScore
}

type verdict uint8

const (
	open verdict = iota
	allows
	forbids
)

// fixedScore is a policy's word where nothing unknown can change it.
type fixedScore struct {
	fixed, applies bool
	score          float64
}

// rule decides every rule that reads nothing uncertain over the whole box.
func (x *subject) rule(whole []span) error {
	rulings := make([]ruling, len(x.options))
	for n := range x.options {
		r, s := &rulings[n], &whole[n]
		r.forbid = make([]verdict, len(x.Suite.Constraints))
		r.score = make([]fixedScore, len(x.Suite.Policies))
		for i, c := range x.Suite.Constraints {
			if uncertain(c.Reads(), s) {
				continue
			}
			forbidden, err := c.Forbids(&s.lo)
			if err != nil {
				return x.fault(&x.options[n], err)
			}
			r.forbid[i] = allows
			if forbidden {
				r.forbid[i] = forbids
			}
		}
		for i, p := range x.Suite.Policies {
			if uncertain(p.Reads(), s) {
				continue
			}
			applies, score, err := speak(p, &s.lo)
			if err != nil {
				return x.fault(&x.options[n], err)
			}
			r.score[i] = fixedScore{true, applies, score}
		}
	}
	x.rulings = rulings
	return nil
}

// uncertain tells whether a rule reads something that differs within a span.
func uncertain(reads []policies.Field, s *span) bool {
	for _, f := range reads {
		if !f.Equal(&s.lo, &s.hi) {
			return true
		}
	}
	return false
}

// speak evaluates a policy.
func speak(p *policies.Policy, v *policies.Vars) (applies bool, score float64, err error) {
	applies, err = p.Applies(v)
	if err != nil || !applies {
		return false, 0, err
	}
	score, err = p.Score(v)
	return true, score, err
}

// verdict returns what is settled of a constraint on option n.
func (x *subject) verdict(n, constraint int) verdict {
	if x.rulings == nil {
		return open
	}
	return x.rulings[n].forbid[constraint]
}

// fixed returns what is settled of a policy on option n.
func (x *subject) fixed(n, policy int) fixedScore {
	if x.rulings == nil {
		return fixedScore{}
	}
	return x.rulings[n].score[policy]
}
