package reports

import (
	"cmp"
	"slices"
)

// Check is what a run of checks found.
type Check struct {
	// Schema is "berth.check/1".
	Schema string `json:"schema"`
	// Version is berth's own, for formats that name the tool. It is not in the JSON:
	// two versions that find the same write the same.
	Version string `json:"-"`
	// AsOf is the day exceptions are held against.
	AsOf string `json:"as_of"`
	// Verdict is "passed", "refused", or "broken" where the run could not be finished.
	Verdict string `json:"verdict"`
	// FailOn is the least severity that refuses: "error", "warning", "info" or "never".
	FailOn string `json:"fail_on"`
	// Services is how many the workspace has.
	Services int `json:"services"`
	// Then says what stands behind the moment "then": "decision", "plan", or "" where
	// no rule asked.
	Then   string      `json:"then,omitempty"`
	Totals CheckTotals `json:"totals"`
	// Findings are what does not hold, excused ones too, the worst first.
	Findings []CheckFinding `json:"findings"`
	// Errors are why rules could not be asked.
	Errors []CheckError `json:"errors"`
	// Rules are all rules of the workspace, by kind and name.
	Rules []CheckRule `json:"rules"`
	// Exceptions are all of the workspace, sorted by name.
	Exceptions []CheckException `json:"exceptions"`
}

// CheckTotals adds up a run. Passed + Failed + Excused is Evaluated; what every run
// looks at by itself is in none of them, but its findings are.
type CheckTotals struct {
	// Rules is how many ran, NotRun how many did not.
	Rules     int `json:"rules"`
	NotRun    int `json:"not_run"`
	Evaluated int `json:"evaluated"`
	Passed    int `json:"passed"`
	Failed    int `json:"failed"`
	Excused   int `json:"excused"`
	// Errors, Warnings and Infos count findings that no exception excuses.
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

// SpecPlace is where something stands in the specs. File is seen from where berth was
// started and "" where it stands nowhere; lines and columns count from 1, EndColumn is
// the one after the last.
type SpecPlace struct {
	File      string `json:"file,omitempty"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
}

// CheckSubject is what a rule looks at: a service, a product, a team, a site, the
// fleet, or, for what berth itself finds, an exception or a rule.
type CheckSubject struct {
	Kind string `json:"kind"`
	// Name is empty for the fleet.
	Name string `json:"name,omitempty"`
}

// CheckFinding is one thing that does not hold.
type CheckFinding struct {
	Rule string `json:"rule"`
	// Kind is "constraint", "check", or "berth" for what every run looks at by itself.
	Kind     string       `json:"kind"`
	Severity string       `json:"severity"`
	Subject  CheckSubject `json:"subject"`
	// Moment is "today" or "then" for a constraint, "" for others.
	Moment string `json:"moment,omitempty"`
	// Where are the sites that a constraint forbids, joined by "+".
	Where   string `json:"where,omitempty"`
	Because string `json:"because"`
	// Refuses tells whether the finding alone refuses the run.
	Refuses bool `json:"refuses"`
	// Exception is the name of the one that excuses it, "" for none.
	Exception string `json:"exception,omitempty"`
	// Fingerprint stays the same while rule, subject and moment do: lines, files and
	// words may change.
	Fingerprint string    `json:"fingerprint"`
	At          SpecPlace `json:"at"`
}

// CheckError is why a rule could not be asked.
type CheckError struct {
	Code    string    `json:"code"`
	Summary string    `json:"summary"`
	Detail  string    `json:"detail,omitempty"`
	At      SpecPlace `json:"at"`
}

// CheckRule is one rule with its counts.
type CheckRule struct {
	Name string `json:"name"`
	// Kind is "constraint", "check", "policy" or "berth".
	Kind     string `json:"kind"`
	Doc      string `json:"doc"`
	Over     string `json:"over,omitempty"`
	Severity string `json:"severity,omitempty"`
	// Origin is "standard" or "workspace".
	Origin    string      `json:"origin,omitempty"`
	Evaluated int         `json:"evaluated"`
	Passed    int         `json:"passed"`
	Failed    int         `json:"failed"`
	Excused   int         `json:"excused"`
	Skipped   []CheckSkip `json:"skipped"`
	// NotRun says why the rule did not run, "" where it ran.
	NotRun string    `json:"not_run,omitempty"`
	At     SpecPlace `json:"at"`
}

// CheckSkip counts subjects that a rule was not asked about, for one reason.
type CheckSkip struct {
	Why   string `json:"why"`
	Count int    `json:"count"`
}

// CheckException is one exception with what became of it.
type CheckException struct {
	Name    string       `json:"name"`
	Check   string       `json:"check"`
	Subject CheckSubject `json:"subject"`
	Owner   string       `json:"owner"`
	Reason  string       `json:"reason"`
	// Expires is the last day on which it holds.
	Expires string `json:"expires"`
	// State is "in use", "unused", "expired", or "unknown" where its check did not run.
	State string `json:"state"`
	// Excuses is how many findings it excuses.
	Excuses int       `json:"excuses"`
	At      SpecPlace `json:"at"`
}

// The verdicts of a run of checks.
const (
	checkPassed  = "passed"
	checkRefused = "refused"
	checkBroken  = "broken"
	checkUnread  = "unread"
)

// String names the subject, as in "service ads" and "the fleet".
func (s CheckSubject) String() string {
	if s.Name == "" {
		return "the " + s.Kind
	}
	return s.Kind + " " + s.Name
}

// exception returns the exception that excuses a finding, nil for none.
func (c *Check) exception(f *CheckFinding) *CheckException {
	if f.Exception == "" {
		return nil
	}
	i, found := slices.BinarySearchFunc(c.Exceptions, f.Exception, func(e CheckException, name string) int { return cmp.Compare(e.Name, name) })
	if !found {
		return nil
	}
	return &c.Exceptions[i]
}
