package check

import (
	"slices"

	"berth.dev/policies"
)

// Never is the least severity of a run that no rule refuses.
const Never = "never"

// LeastSeverities are what may refuse a run: findings of this severity or a worse one,
// or none at all. The first is the default.
func LeastSeverities() []string {
	return []string{string(policies.SeverityError), string(policies.SeverityWarning), string(policies.SeverityInfo), Never}
}

// Refuses tells whether a finding refuses the run, where least is the least severity
// that does: one of [LeastSeverities]. What an exception excuses never refuses. Errors
// of kind "berth" always do: a run that looked at nothing is not made green by asking
// for nothing.
func (f *Finding) Refuses(least string) bool {
	switch {
	case f.Exception != "":
		return false
	case f.Kind == KindBerth && f.Severity == policies.SeverityError:
		return true
	case least == Never:
		return false
	}
	worst := LeastSeverities()
	return slices.Index(worst, string(f.Severity)) <= slices.Index(worst, least)
}

// Refused tells whether any finding refuses the run.
func (r *Result) Refused(least string) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Refuses(least) })
}

// KindBerth is the kind of what every run looks at by itself.
const KindBerth = "berth"
