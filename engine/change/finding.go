package change

import (
	"slices"
	"strings"

	"berth.dev/engine/check"
	"berth.dev/policies"
)

// identity is what makes two findings the same: nth tells apart those that are alike in
// all else.
type identity struct {
	kind, rule string
	subject    check.Subject
	moment     string
	nth        int
}

// identified are findings by identity.
func identified(findings []check.Finding) map[identity]*check.Finding {
	out := make(map[identity]*check.Finding, len(findings))
	for i := range findings {
		out[next(out, &findings[i])] = &findings[i]
	}
	return out
}

// next is the identity of a finding that is not among others yet.
func next(others map[identity]*check.Finding, f *check.Finding) identity {
	id := identity{kind: f.Kind, rule: f.Rule, subject: f.Subject, moment: f.Moment}
	for others[id] != nil {
		id.nth++
	}
	return id
}

// differing are the findings that only one of two results has, or that are worse in the
// later one; and how many are in both and open.
func differing(before, after *check.Result) (new, fixed []Finding, stay int) {
	was, is := identified(before.Findings), identified(after.Findings)
	seen := make(map[identity]*check.Finding, len(after.Findings))
	for i := range after.Findings {
		f := &after.Findings[i]
		id := next(seen, f)
		seen[id] = f
		why, came := came(was[id], f)
		switch {
		case came:
			new = append(new, Finding{*f, why, purpose(after, f)})
		case f.Exception == "":
			stay++
		}
	}
	clear(seen)
	for i := range before.Findings {
		f := &before.Findings[i]
		id := next(seen, f)
		seen[id] = f
		if why, went := went(f, is[id], after); went {
			fixed = append(fixed, Finding{Finding: *f, Was: why})
		}
	}
	return new, fixed, stay
}

// purpose says what the rule of a finding is for.
func purpose(r *check.Result, f *check.Finding) string {
	i := slices.IndexFunc(r.Rules, func(rule check.Rule) bool { return rule.Kind == f.Kind && rule.Name == f.Rule })
	if i < 0 {
		return ""
	}
	return r.Rules[i].Doc
}

// came tells whether a finding counts as new beside what it was before, and why if it
// was there.
func came(was, is *check.Finding) (string, bool) {
	switch {
	case is.Exception != "":
		return "", false
	case was == nil:
		return "", true
	case was.Exception != "":
		return "it was excused by " + was.Exception, true
	case worse(is, was):
		return "it was of severity " + string(was.Severity), true
	case is.Where != was.Where:
		// Of one wrong place into another: nobody has agreed to the second.
		return "it was on " + was.Where, true
	}
	return "", false
}

// went tells whether a finding that was there is no more, or not as bad, and why if
// nobody mended anything.
func went(was, is *check.Finding, after *check.Result) (string, bool) {
	switch {
	case was.Exception != "":
		return "", false
	case is == nil:
		return notAsked(was, after), true
	case is.Exception != "":
		return "it is excused by " + is.Exception, true
	case worse(was, is):
		return "it is of severity " + string(is.Severity) + " now", true
	}
	return "", false
}

// notAsked says why nobody knows whether a finding is mended, "" where it is.
func notAsked(was *check.Finding, after *check.Result) string {
	i := slices.IndexFunc(after.Rules, func(r check.Rule) bool { return r.Kind == was.Kind && r.Name == was.Rule })
	switch {
	case was.Kind == check.KindBerth:
		return ""
	case i < 0:
		return "its rule is gone"
	case after.Rules[i].NotRun != "":
		return "its rule does not run: " + after.Rules[i].NotRun
	}
	return ""
}

// worse tells whether a is of a worse severity than b.
func worse(a, b *check.Finding) bool { return lessSevere(b.Severity, a.Severity) }

// lessSevere tells whether severity a is less than b.
func lessSevere(a, b policies.Severity) bool {
	order := check.LeastSeverities()
	return slices.Index(order, string(a)) > slices.Index(order, string(b))
}

// refusing are the findings of the later side that are not new and refuse every run.
func refusing(after *check.Result, new []Finding) (out []Finding) {
	fresh := make(map[identity]*check.Finding, len(new))
	for i := range new {
		fresh[next(fresh, &new[i].Finding)] = &new[i].Finding
	}
	seen := map[identity]*check.Finding{}
	for i := range after.Findings {
		f := &after.Findings[i]
		id := next(seen, f)
		seen[id] = f
		if fresh[id] == nil && f.Refuses(check.Never) {
			out = append(out, Finding{Finding: *f})
		}
	}
	return out
}

// Refuses tells whether the change is refused, where least is the least severity that
// does: by what it brings, or by what refuses every run.
func (c *Change) Refuses(least string) bool {
	return len(c.Refusing) > 0 || slices.ContainsFunc(c.New, func(f Finding) bool { return f.Refuses(least) })
}

// exceptions are those that differ, and those that are over.
func exceptions(edits []Edit, before, after *check.Result) (out []Exception) {
	how := map[string]string{}
	for _, e := range edits {
		if e.Kind == "exception" {
			how[e.Name] = e.How
		}
	}
	for _, e := range after.Exceptions {
		if how[e.Name] != "" || e.Expired {
			out = append(out, Exception{e, how[e.Name]})
		}
	}
	for _, e := range before.Exceptions {
		if how[e.Name] == Removed {
			out = append(out, Exception{e, Removed})
		}
	}
	slices.SortFunc(out, func(a, b Exception) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// RuleNoPlan is the rule of kind "berth" that all services together have a place.
const RuleNoPlan = "no-plan"

// Unplaced makes a finding of it that a side has no plan, unless services that no rule
// allows a place are findings already.
func Unplaced(r *check.Result, why string, severity policies.Severity) {
	if slices.ContainsFunc(r.Findings, func(f check.Finding) bool { return f.Rule == check.RuleUndecided }) {
		return
	}
	f := check.Finding{Rule: RuleNoPlan, Kind: check.KindBerth, Severity: severity, Subject: check.Subject{Kind: "fleet"}, Because: why}
	at := slices.IndexFunc(r.Findings, func(other check.Finding) bool { return worse(&f, &other) })
	if at < 0 {
		at = len(r.Findings)
	}
	r.Findings = slices.Insert(r.Findings, at, f)
}

// WithoutExceptions drops what a run finds of exceptions themselves: of those of one
// workspace under the rules of another it says nothing.
func WithoutExceptions(r *check.Result) {
	r.Findings = slices.DeleteFunc(r.Findings, func(f check.Finding) bool {
		return f.Kind == check.KindBerth && f.Subject.Kind == "exception"
	})
}
