package check

import (
	"errors"
	"strings"

	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// look is what was seen of one service where it runs and where it would run.
type look struct {
	today, then stand
	// firm and missing are of the decision, where a check asks.
	firm    bool
	missing []string
}

// stand is a service in one place; without sites it has none.
type stand struct {
	sites []string
	// money is a month's, nil where it is not known.
	money *float64
	// cores is its 99th percentile of use, base the part of it that is kept at the
	// first site of a hybrid.
	cores, base float64
	// crossing is its traffic over links, in GiB a month, comfortable what nobody would
	// mind; nil where it has no place.
	crossing, comfortable *float64
}

// Why a constraint was not asked about a service.
const (
	skipNowhere   = "nobody says where it runs"
	skipToday     = "it says where services shall run, not where they do"
	skipNoOption  = "where it runs is no option of it"
	skipUndecided = "it cannot be decided"
	skipBroken    = "a rule failed"
	skipWhen      = "its when is false"
)

// look asks the rules on places about service i, and keeps what checks may ask of it.
func (r *run) look(i int, t *tally) {
	s := r.w.Services[i]
	g, err := r.Fleet.Glance(s)
	if err != nil {
		r.decided(t)
		r.undecided(t, s, "it cannot be compared: "+cause(err)+".")
		r.skip(t, skipUndecided)
		r.skip(t, skipUndecided)
		return
	}
	r.lookToday(s, g, &r.looks[i], t)
	switch {
	case r.needs&policies.NeedsThen == 0:
		r.decided(t)
	case r.Planned != nil:
		r.decided(t)
		r.applied(g, t)
		r.lookPlanned(s, &r.looks[i], t)
	default:
		r.lookDecided(s, g, &r.looks[i], t)
	}
}

// cause is an error without the names that a finding has already.
func cause(err error) string {
	var rule *score.RuleError
	if errors.As(err, &rule) {
		return rule.Err.Error()
	}
	return err.Error()
}

// skip counts a service that no constraint is asked about at one moment.
func (r *run) skip(t *tally, why string) {
	for _, c := range r.constraints {
		t.counts[r.at[c.Name()]].skip(why, 1)
	}
}

// lookToday asks about where the service runs.
func (r *run) lookToday(s *spec.Service, g *score.Glance, l *look, t *tally) {
	if len(s.RunsOn.V) == 0 {
		r.skip(t, skipNowhere)
		return
	}
	at := g.On(s.RunsOn.V)
	if at == nil {
		r.skip(t, skipNoOption)
		return
	}
	l.today = r.stand(g, at, policies.NeedsToday)
	r.constrain(s, at, Today, t)
}

// lookPlanned asks about where the plan puts the service, with those that it calls where
// the plan puts them: they may move together.
func (r *run) lookPlanned(s *spec.Service, l *look, t *tally) {
	placed, there := r.Planned[s.Name]
	g, err := r.settled.Glance(s)
	if err != nil {
		r.undecided(t, s, "it cannot be compared: "+cause(err)+".")
		r.skip(t, skipUndecided)
		return
	}
	at := g.On(placed.Sites)
	switch {
	case !there:
		r.undecided(t, s, "the plan does not place it. Plan again.")
	case at == nil:
		r.undecided(t, s, "the plan puts it on "+strings.Join(placed.Sites, "+")+", which is no option of it. Plan again.")
	}
	if at == nil {
		r.skip(t, skipUndecided)
		return
	}
	l.then, l.firm = r.stand(g, at, 0), true
	l.then.money = &placed.Money
	r.constrain(s, at, Then, t)
}

// lookDecided asks about where the decision puts the service. No constraint forbids
// that, so that none is asked again.
func (r *run) lookDecided(s *spec.Service, g *score.Glance, l *look, t *tally) {
	at, err := g.Winner()
	if err != nil {
		t.fail(err)
		r.skip(t, skipBroken)
		for _, p := range r.policies {
			t.counts[r.at[p.Name()]].skip(skipBroken, 1)
		}
		return
	}
	r.decided(t)
	r.applied(g, t)
	if at == nil {
		r.forbidden(t, s, g)
		r.skip(t, skipUndecided)
		return
	}
	for _, c := range r.constraints {
		t.counts[r.at[c.Name()]].evaluated++
	}
	l.then = r.stand(g, at, policies.NeedsThen)
	if r.needs&policies.NeedsProof != 0 {
		r.prove(s, l, t)
	}
}

// prove finds out whether a decision is firm, and what would make it so.
func (r *run) prove(s *spec.Service, l *look, t *tally) {
	d, err := r.Fleet.Brief().Evaluate(s)
	if err != nil {
		t.fail(err)
		return
	}
	l.firm = d.Firm
	for _, m := range d.Missing {
		l.missing = append(l.missing, m.Name)
	}
}

// applied counts the policies that speak on the service.
func (r *run) applied(g *score.Glance, t *tally) {
	for _, p := range r.policies {
		c := &t.counts[r.at[p.Name()]]
		applies, err := p.Applies(g.Service())
		switch {
		case err != nil:
			t.fail(err)
			c.skip(skipBroken, 1)
		case applies:
			c.evaluated++
		default:
			c.skip(skipWhen, 1)
		}
	}
}

// stand keeps what checks may ask of a place; its money where one needs it.
func (r *run) stand(g *score.Glance, at *score.Stand, need policies.Needs) stand {
	o := at.Vars.Option
	out := stand{
		sites: at.Sites, cores: at.Vars.Service.P99Cores, base: o.BaseCores, crossing: &o.CrossingGiB, comfortable: &o.ComfortableGiB,
	}
	if !r.priced(need) {
		return out
	}
	if bill, err := g.Bill(at); err == nil {
		m := bill.Total.Float()
		out.money = &m
	}
	return out
}

// priced tells whether some check may ask what services cost at a moment.
func (r *run) priced(need policies.Needs) bool {
	for _, c := range r.checks {
		if c.Needs()&need != 0 {
			return true
		}
	}
	return false
}

// constrain asks every constraint about a service in one place.
func (r *run) constrain(s *spec.Service, at *score.Stand, moment string, t *tally) {
	for _, k := range r.constraints {
		c := &t.counts[r.at[k.Name()]]
		if moment == Today && !k.Today() {
			c.skip(skipToday, 1)
			continue
		}
		because, forbidden, err := against(k, &at.Vars)
		if err != nil {
			t.fail(err)
			c.skip(skipBroken, 1)
			continue
		}
		c.evaluated++
		if !forbidden {
			continue
		}
		c.failed++
		t.findings = append(t.findings, Finding{
			Rule: k.Name(), Kind: kindConstraint, Severity: policies.SeverityError,
			Subject: Subject{policies.OverService, s.Name}, Moment: moment, Where: strings.Join(at.Sites, "+"),
			Because: because, At: r.where(s, moment),
		})
	}
}

// against says whether a constraint forbids, and why.
func against(k *policies.Constraint, v *policies.Vars) (because string, forbidden bool, err error) {
	forbidden, err = k.Forbids(v)
	if err != nil || !forbidden {
		return "", false, err
	}
	because, err = k.Because(v)
	return because, true, err
}

// where is the place of a finding on a service: the words that say where it runs, for
// today, where they are its own.
func (r *run) where(s *spec.Service, moment string) diag.Range {
	if moment == Today && s.RunsOn.Level() == spec.InService && s.RunsOn.Set() {
		return r.w.Range(s.RunsOn.Origin)
	}
	return r.w.Range(s.Origin)
}
