package reports_test

import (
	"bytes"
	"time"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
	"berth.dev/reports"
)

// at is a place in a file of specs.
func at(file string, n int) diag.Range {
	return diag.Range{File: file, Start: diag.Pos{Line: n, Column: 1, Byte: 40}, End: diag.Pos{Line: n, Column: 14, Byte: 53}}
}

func onDay(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// checked is a run with one of everything in it.
func checked() *check.Result {
	service := func(name string) check.Subject { return check.Subject{Kind: "service", Name: name} }
	return &check.Result{
		AsOf: onDay(2026, 10, 31), Services: 9, Then: check.Decided,
		Rules: []check.Rule{
			{Name: "exception-unused", Kind: "berth", Doc: "An exception that excuses nothing.", Over: "exception", Severity: policies.SeverityWarning, Evaluated: 2, Passed: 1, Failed: 1},
			{Name: "residency", Kind: "constraint", Doc: "Personal data stays in its countries. Laws say so.", Over: "service", Severity: policies.SeverityError, Origin: policies.FromStandard, At: at("standard/residency.hcl", 1), Evaluated: 17, Passed: 15, Failed: 1, Excused: 1, Skipped: []check.Skip{{Why: "nobody says where it runs", Count: 1}}},
			{Name: "unreachable", Kind: "constraint", Doc: "What a service calls can be reached.", Over: "service", Severity: policies.SeverityError, Origin: policies.FromStandard, NotRun: "switched off by the workspace"},
			{Name: "budget", Kind: "check", Doc: "A product keeps to its budget.", Over: "product", Severity: policies.SeverityError, Origin: policies.FromStandard, Evaluated: 3, Passed: 3},
			{Name: "image-tags", Kind: "check", Doc: "Images are named with a version.", Over: "service", Severity: policies.SeverityWarning, Origin: policies.FromWorkspace, At: at("rules.hcl", 12), Evaluated: 9, Passed: 8, Failed: 1},
			{Name: "spares", Kind: "check", Doc: "Sites keep nodes free.", Over: "site", Severity: policies.SeverityInfo, Origin: policies.FromStandard, Skipped: []check.Skip{{Why: "when is false", Count: 2}}},
			{Name: "whole", Kind: "check", Doc: "The fleet has a place for each service.", Over: "fleet", Severity: policies.SeverityInfo, Origin: policies.FromStandard, Evaluated: 1, Failed: 1},
			{Name: "cheap", Kind: "policy", Doc: "Money counts.", Over: "service", Origin: policies.FromStandard, Evaluated: 9, Passed: 9},
		},
		Findings: []check.Finding{
			{Rule: "residency", Kind: "constraint", Severity: policies.SeverityError, Subject: service("ads"), Moment: check.Today, Where: "gke", Because: "would run in US, but its data may be kept in JP only", At: at("services.hcl", 31)},
			{Rule: "residency", Kind: "constraint", Severity: policies.SeverityError, Subject: service("orders"), Moment: check.Then, Where: "tokyo+gke", Because: "would run in US, but its data may be kept in JP only", At: at("services.hcl", 80), Exception: "orders-abroad"},
			{Rule: "exception-unused", Kind: "berth", Severity: policies.SeverityWarning, Subject: check.Subject{Kind: "exception", Name: "old-image"}, Because: "excuses nothing: remove it", At: at("exceptions.hcl", 9)},
			{Rule: "image-tags", Kind: "check", Severity: policies.SeverityWarning, Subject: service("web"), Because: "image example.com/web has no tag", At: at("services.hcl", 12)},
			{Rule: "whole", Kind: "check", Severity: policies.SeverityInfo, Subject: check.Subject{Kind: "fleet"}, Because: "2 services have no place"},
		},
		Exceptions: []check.Exception{
			{Name: "old-image", Check: "image-tags", Owner: "Ann", Reason: "it is rebuilt in November", Subject: service("api"), Expires: onDay(2026, 11, 30), At: at("exceptions.hcl", 9)},
			{Name: "orders-abroad", Check: "residency", Owner: "Ben", Reason: "the contract ends in March", Subject: service("orders"), Expires: onDay(2027, 3, 31), At: at("exceptions.hcl", 1), Excuses: 1},
		},
	}
}

// ofRun is what the command says of the run.
func ofRun() reports.CheckRun {
	return reports.CheckRun{Version: "1.2.3", Folder: "placement", Workspace: at("workspace.hcl", 3)}
}

// stuck is the mistake of a rule that could not be asked.
func stuck() diag.List {
	return diag.List{{Code: "BERTH-P030", Summary: "A rule failed", Detail: "service ads: division by zero", Subject: at("rules.hcl", 7)}}
}

// writtenCheck is a run in a format.
func writtenCheck(t interface {
	Helper()
	Fatal(...any)
}, o reports.Options, r *check.Result, run reports.CheckRun) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteCheck(&b, o, reports.NewCheck(r, run)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
