package check

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// idle adds findings on rules, or a run, that looked at nothing. Where the run did,
// its rules are not listed one by one. Constraints are never idle: a service that they
// were not asked about is undecided, which is a finding already.
func (r *run) idle() {
	empty := r.empty()
	r.own(RuleEmpty, Subject{Kind: policies.OverFleet}, empty, r.w.Range(r.w.Settings.Origin))
	if empty != "" {
		return
	}
	for _, c := range r.checks {
		r.idleRule(c.Name(), c.MayBeIdle())
	}
	for _, p := range r.policies {
		r.idleRule(p.Name(), p.MayBeIdle())
	}
}

// empty says why the run looked at nothing, "" where it looked at something. Policies
// score and forbid nothing, so that a run of them alone could never fail.
func (r *run) empty() string {
	if len(r.w.Services) == 0 {
		return "the workspace has no service, so nothing was looked at that could run anywhere."
	}
	for i := range r.counts {
		if kind := r.rules[i].Kind; kind != KindBerth && kind != kindPolicy && (r.counts[i].evaluated > 0 || r.broken(i)) {
			return ""
		}
	}
	return "no constraint and no check was asked about anything. Choose others with --only and --skip."
}

// broken tells whether a rule could not be asked about some subject.
func (r *run) broken(rule int) bool {
	for _, s := range r.counts[rule].skipped {
		if s.Why == skipBroken {
			return true
		}
	}
	return false
}

// idleRule adds a finding where a rule applied to nothing and does not say that it may.
func (r *run) idleRule(name string, may bool) {
	i := r.at[name]
	rule, c := &r.rules[i], &r.counts[i]
	if r.broken(i) {
		return
	}
	because := ""
	if c.evaluated == 0 && !may {
		var why []string
		for _, s := range c.skipped {
			why = append(why, fmt.Sprintf("%s for %s", s.Why, all(s.Count, rule.Over)))
		}
		if len(why) == 0 {
			why = []string{"there is no " + rule.Over}
		}
		because = fmt.Sprintf("%s %s applies to nothing: %s. Mend its when, say may_be_idle = true, or switch it off.",
			rule.Kind, name, strings.Join(why, ", "))
	}
	at := rule.At
	if rule.Origin == policies.FromStandard {
		at = r.w.Range(r.w.Settings.Origin) // where it is switched off
	}
	r.own(RuleIdle, Subject{subjectRule, name}, because, at)
}

// own counts a subject of one of the run's own rules; because is what is wrong with it,
// "" for nothing.
func (r *run) own(rule string, about Subject, because string, at diag.Range) {
	i := r.at[ownKey(rule)]
	r.counts[i].evaluated++
	if because == "" {
		return
	}
	r.counts[i].failed++
	r.findings = append(r.findings, Finding{
		Rule: rule, Kind: KindBerth, Severity: r.rules[i].Severity, Subject: about, Because: because, At: at,
	})
}

// all counts subjects, as in "the only site" and "all 12 services".
func all(n int, over string) string {
	if n == 1 {
		return "the only " + over
	}
	return fmt.Sprintf("all %d %ss", n, over)
}

func day(t time.Time) string { return t.Format(time.DateOnly) }
