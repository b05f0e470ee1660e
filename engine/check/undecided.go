package check

import (
	"strings"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// decided counts a service whose decision was looked at.
func (r *run) decided(t *tally) { t.counts[r.at[ownKey(RuleUndecided)]].evaluated++ }

// undecided adds the finding that a service has no place.
func (r *run) undecided(t *tally, s *spec.Service, because string) {
	c := &t.counts[r.at[ownKey(RuleUndecided)]]
	c.failed++
	t.findings = append(t.findings, Finding{
		Rule: RuleUndecided, Kind: KindBerth, Severity: policies.SeverityError,
		Subject: Subject{policies.OverService, s.Name}, Moment: Then, Because: because, At: r.w.Range(s.Origin),
	})
}

// forbidden adds the finding that no option of a service is allowed, with everything
// that forbids each.
func (r *run) forbidden(t *tally, s *spec.Service, g *score.Glance) {
	options, err := g.Forbidden()
	if err != nil {
		t.fail(err)
		return
	}
	var words []string
	for _, o := range options {
		var why []string
		for _, v := range o.Violations {
			why = append(why, v.Because+" ("+v.Constraint+")")
		}
		words = append(words, o.ID+": "+strings.Join(why, ", "))
	}
	r.undecided(t, s, "no option is allowed: "+strings.Join(words, "; ")+".")
}
