package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strconv"
	"strings"
	"time"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
)

// CheckRun is what a report says of a run of checks besides what it found.
type CheckRun struct {
	// Version is berth's own.
	Version string
	// Folder is the workspace's folder as seen from where berth was started, with
	// slashes, which in CI is the root of the repository; "" or "." where it is that
	// folder. Files in reports begin with it, so that a reader of reports finds them.
	Folder string
	// Workspace is the place of the workspace block: where findings are shown that
	// stand nowhere else, such as those on the fleet.
	Workspace diag.Range
	// FailOn is the least severity that refuses, one of [check.LeastSeverities]; "" is
	// the first of them.
	FailOn string
	// Errors are why rules could not be asked; with any the run is broken.
	Errors diag.List
	// Unread tells that the specs themselves are wrong, so that nothing was asked: Errors
	// are their mistakes.
	Unread bool
}

// NewCheck turns a result into the model.
func NewCheck(r *check.Result, run CheckRun) Check {
	if run.FailOn == "" {
		run.FailOn = check.LeastSeverities()[0]
	}
	out := Check{
		Schema: "berth.check/1", Version: run.Version, AsOf: day(r.AsOf), Verdict: run.verdict(r), FailOn: run.FailOn,
		Services: r.Services, Then: r.Then,
		Findings: []CheckFinding{}, Errors: []CheckError{}, Rules: []CheckRule{}, Exceptions: []CheckException{},
	}
	for i := range r.Rules {
		out.Rules = append(out.Rules, run.rule(&r.Rules[i]))
	}
	twins := map[string]int{}
	for i := range r.Findings {
		f := run.finding(&r.Findings[i])
		f.Fingerprint = run.fingerprint(&f, twins)
		out.Findings = append(out.Findings, f)
	}
	for _, d := range run.Errors {
		if d.Severity != diag.Error {
			continue
		}
		out.Errors = append(out.Errors, CheckError{Code: d.Code, Summary: d.Summary, Detail: d.Detail, At: run.place(d.Subject)})
	}
	for i := range r.Exceptions {
		out.Exceptions = append(out.Exceptions, run.exception(&r.Exceptions[i]))
	}
	out.Totals = out.totals()
	return out
}

func (run *CheckRun) verdict(r *check.Result) string {
	switch {
	case run.Unread:
		return checkUnread
	case run.Errors.HasErrors():
		return checkBroken
	case r.Refused(run.FailOn):
		return checkRefused
	}
	return checkPassed
}

func (run *CheckRun) rule(r *check.Rule) CheckRule {
	out := CheckRule{
		Name: r.Name, Kind: r.Kind, Doc: r.Doc, Over: r.Over, Severity: string(r.Severity), Origin: string(r.Origin),
		Evaluated: r.Evaluated, Passed: r.Passed, Failed: r.Failed, Excused: r.Excused,
		Skipped: []CheckSkip{}, NotRun: r.NotRun, At: run.place(r.At),
	}
	if r.Kind == check.KindBerth {
		out.Origin = ""
	}
	if r.Origin == policies.FromStandard {
		out.At = SpecPlace{} // in no file of a person
	}
	for _, s := range r.Skipped {
		out.Skipped = append(out.Skipped, CheckSkip(s))
	}
	return out
}

func (run *CheckRun) finding(f *check.Finding) CheckFinding {
	at := f.At
	if at.File == "" {
		at = run.Workspace
	}
	return CheckFinding{
		Rule: f.Rule, Kind: f.Kind, Severity: string(f.Severity), Subject: CheckSubject(f.Subject), Moment: f.Moment, Where: f.Where,
		Because: f.Because, Refuses: f.Refuses(run.FailOn), Exception: f.Exception, At: run.place(at),
	}
}

// fingerprint is made of what a finding is about, so that it outlives edits around it.
// The folder tells two workspaces of one repository apart; twins counts findings that
// are alike in all of it.
func (run *CheckRun) fingerprint(f *CheckFinding, twins map[string]int) string {
	parts := []string{path.Clean(run.Folder), f.Kind, f.Rule, f.Subject.Kind, f.Subject.Name, f.Moment}
	for i := range parts {
		parts[i] = strconv.Quote(parts[i])
	}
	key := strings.Join(parts, " ")
	twins[key]++
	if n := twins[key]; n > 1 {
		key += " " + strconv.Itoa(n)
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func (run *CheckRun) exception(e *check.Exception) CheckException {
	out := CheckException{
		Name: e.Name, Check: e.Check, Subject: CheckSubject(e.Subject), Owner: e.Owner, Reason: e.Reason,
		Expires: day(e.Expires), State: "in use", Excuses: e.Excuses, At: run.place(e.At),
	}
	switch {
	case e.Expired:
		out.State = "expired"
	case e.Unknown:
		out.State = "unknown"
	case e.Excuses == 0:
		out.State = "unused"
	}
	return out
}

// place is a stretch of a spec, with the workspace's folder in front of its file.
func (run *CheckRun) place(at diag.Range) SpecPlace {
	if at.File == "" {
		return SpecPlace{}
	}
	return SpecPlace{
		File: path.Join(run.Folder, at.File), Line: at.Start.Line, Column: at.Start.Column,
		EndLine: at.End.Line, EndColumn: at.End.Column,
	}
}

func (c *Check) totals() (t CheckTotals) {
	for i := range c.Rules {
		r := &c.Rules[i]
		if r.Kind == check.KindBerth {
			continue // a run that looked at nothing must not count as looking at that
		}
		if r.NotRun != "" {
			t.NotRun++
			continue
		}
		t.Rules++
		t.Evaluated += r.Evaluated
		t.Passed += r.Passed
		t.Failed += r.Failed
		t.Excused += r.Excused
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		switch {
		case f.Exception != "":
		case f.Severity == string(policies.SeverityError):
			t.Errors++
		case f.Severity == string(policies.SeverityWarning):
			t.Warnings++
		default:
			t.Infos++
		}
	}
	return t
}

// day writes a day as specs do.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
