package check

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// except lets exceptions excuse findings, and says of each what became of it.
func (r *run) except() []Exception {
	out := make([]Exception, 0, len(r.w.Exceptions))
	for _, x := range r.w.Exceptions {
		e := Exception{
			Name: x.Name, Check: x.Check.V, Owner: x.Owner.V, Reason: x.Reason.V, Subject: subjectOf(x),
			Expires: x.Expires.V, At: r.w.Range(x.Origin),
		}
		e.Expired = r.w.Settings.AsOf.V.After(e.Expires)
		r.judge(&e)
		out = append(out, e)
	}
	return out
}

// subjectOf is whom an exception is for. That there is one was checked when the
// workspace was read.
func subjectOf(x *spec.Exception) Subject {
	for _, s := range []struct {
		over string
		name spec.Value[string]
	}{
		{policies.OverService, x.Service}, {policies.OverProduct, x.Product}, {policies.OverTeam, x.Team}, {policies.OverSite, x.Site},
	} {
		if s.name.Set() {
			return Subject{s.over, s.name.V}
		}
	}
	return Subject{}
}

// judge applies one exception, and adds a finding where something is wrong with it.
func (r *run) judge(e *Exception) {
	wrong := r.misplaced(e)
	r.about(RuleUnknown, e, wrong)
	if wrong != "" {
		e.Unknown = true
		return
	}
	over := ""
	if e.Expired {
		over = fmt.Sprintf("its last day was %s, and it is %s. Mend what it excused, or agree on another day.",
			day(e.Expires), day(r.w.Settings.AsOf.V))
	}
	r.about(RuleExpired, e, over)
	if !r.rule(e.Check).runs() {
		e.Unknown = true
		return
	}
	if e.Expired {
		return
	}
	r.excuse(e)
	idle := ""
	if e.Excuses == 0 {
		idle = fmt.Sprintf("%s holds for %s, or another exception excuses it. Remove it.", e.Check, e.Subject)
	}
	r.about(RuleUnused, e, idle)
}

// misplaced says why an exception can never excuse anything, "" where it may.
func (r *run) misplaced(e *Exception) string {
	i, there := r.at[e.Check]
	if !there {
		return fmt.Sprintf("there is no check or constraint %q. %s", e.Check, cmp.Or(diag.Meant(e.Check, r.excusable()), "Name another, or remove the exception."))
	}
	rule := &r.rules[i]
	switch {
	case rule.Kind == kindPolicy:
		return fmt.Sprintf("%q is a policy, which refuses nothing. Exceptions are from checks and constraints.", e.Check)
	case rule.Over == policies.OverFleet:
		return fmt.Sprintf("%q looks at the fleet as a whole, which has no exceptions. Change the check.", e.Check)
	case rule.Over != e.Subject.Kind:
		return fmt.Sprintf("%q looks at each %s, so an exception for %s excuses nothing. Name a %s.", e.Check, rule.Over, e.Subject, rule.Over)
	}
	return ""
}

// excusable are the names that an exception may have.
func (r *run) excusable() (names []string) {
	for i := range r.rules {
		if k := r.rules[i].Kind; k == kindCheck || k == kindConstraint {
			names = append(names, r.rules[i].Name)
		}
	}
	slices.Sort(names)
	return names
}

// excuse marks the findings that an exception covers and that none before it did.
func (r *run) excuse(e *Exception) {
	for i := range r.findings {
		f := &r.findings[i]
		if f.Rule == e.Check && f.Kind != KindBerth && f.Subject == e.Subject && f.Exception == "" {
			f.Exception = e.Name
			e.Excuses++
			r.counts[r.at[f.Rule]].excused++
		}
	}
}

// about counts an exception under one of the run's own rules; because is what is wrong
// with it, "" for nothing.
func (r *run) about(rule string, e *Exception, because string) {
	r.own(rule, Subject{subjectException, e.Name}, because, e.At)
}
