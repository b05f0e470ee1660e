package reports_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
	"berth.dev/reports"
)

func TestARunShowsFindingsFirstAndCountsLast(t *testing.T) {
	want := `error  residency  Personal data stays in its countries.
  placement/services.hcl:31  service ads     today on gke       would run in US, but its data may be
                                                                kept in JP only
  placement/services.hcl:80  service orders  then on tokyo+gke  would run in US, but its data may be
                                                                kept in JP only
      excused until 2027-03-31 by exception orders-abroad (Ben): the contract ends in March

warning  exception-unused  An exception that excuses nothing.
  placement/exceptions.hcl:9  exception old-image  excuses nothing: remove it

warning  image-tags  Images are named with a version.
  placement/services.hcl:12  service web  image example.com/web has no tag

info  whole  The fleet has a place for each service.
  placement/workspace.hcl:3  the fleet  2 services have no place

Rules
rule              kind        evaluated  passed  failed  excused  skipped
exception-unused  berth               2       1       1        0
residency         constraint         17      15       1        1  1 (nobody says where it runs)
image-tags        check               9       8       1        0
whole             check               1       0       1        0

Exceptions
exception      check       for             owner  until       state   reason
old-image      image-tags  service api     Ann    2026-11-30  unused  it is rebuilt in November
orders-abroad  residency   service orders  Ben    2027-03-31  in use  the contract ends in March

6 rules, evaluated 39 times: 35 passed, 3 failed, 1 excused. 1 rule did not run.
Refused: 1 error, 2 warnings, 1 info.
`
	if diff := cmp.Diff(want, writtenCheck(t, reports.DefaultOptions(), checked(), ofRun())); diff != "" {
		t.Error(diff)
	}
}

func TestAVerboseRunShowsAllRules(t *testing.T) {
	r := checked()
	r.Findings, r.Exceptions = nil, nil
	o := reports.DefaultOptions()
	o.Verbose = true
	want := `Rules
rule              kind        evaluated  passed  failed  excused  skipped
exception-unused  berth               2       1       1        0
residency         constraint         17      15       1        1  1 (nobody says where it runs)
unreachable       constraint          –       –       –        –  switched off by the workspace
budget            check               3       3       0        0
image-tags        check               9       8       1        0
spares            check               0       0       0        0  2 (when is false)
whole             check               1       0       1        0
cheap             policy              9       9       0        0

6 rules, evaluated 39 times: 35 passed, 3 failed, 1 excused. 1 rule did not run.
Passed: 0 errors, 0 warnings, 0 info.
`
	if diff := cmp.Diff(want, writtenCheck(t, o, r, ofRun())); diff != "" {
		t.Error(diff)
	}
}

func TestARuleThatCouldNotBeAskedBreaksTheRun(t *testing.T) {
	run := ofRun()
	run.Errors = stuck()
	r := &check.Result{Services: 1}
	want := `Rules that could not be asked
  placement/rules.hcl:7  A rule failed: service ads: division by zero

0 rules, evaluated 0 times: 0 passed, 0 failed, 0 excused.
Not finished: 1 rule could not be asked. Found so far: 0 errors, 0 warnings, 0 info.
`
	if diff := cmp.Diff(want, writtenCheck(t, reports.DefaultOptions(), r, run)); diff != "" {
		t.Error(diff)
	}
}

func TestMistakesInTheSpecsAreToldInEveryFormat(t *testing.T) {
	run := ofRun()
	run.Errors, run.Unread, run.Workspace = stuck(), true, diag.Range{}
	run.Errors = append(run.Errors, diag.Diagnostic{Severity: diag.Warning, Summary: "A warning"})
	for format, want := range map[string]string{
		reports.Text:        "Mistakes in the specs\n  placement/rules.hcl:7  A rule failed: service ads: division by zero\n",
		reports.JSON:        `"verdict": "unread"`,
		reports.Markdown:    "### berth check: Not checked: the specs have 1 mistake, so nothing was asked.\n",
		reports.JUnit:       `<testsuite name="mistakes in the specs" tests="1" failures="0" errors="1" skipped="0">`,
		reports.SARIF:       `"executionSuccessful": false`,
		reports.CodeQuality: `"path": "placement/rules.hcl"`,
		reports.GitHub:      "file=placement/rules.hcl,line=7",
	} {
		o := reports.DefaultOptions()
		o.Format = format
		got := writtenCheck(t, o, &check.Result{}, run)
		if !strings.Contains(got, want) || strings.Contains(got, "A warning") {
			t.Errorf("%s: want %q and no warning in\n%s", format, want, got)
		}
	}
}

func TestTheVerdictFollowsWhatRefuses(t *testing.T) {
	warning := check.Finding{Rule: "image-tags", Kind: "check", Severity: policies.SeverityWarning}
	empty := check.Finding{Rule: check.RuleEmpty, Kind: check.KindBerth, Severity: policies.SeverityError}
	for _, c := range []struct {
		name, failOn, want string
		finding            check.Finding
		errors             diag.List
	}{
		{"a warning passes where nothing was said", "", "passed", warning, nil},
		{"a warning is refused where warnings are", "warning", "refused", warning, nil},
		{"nothing is refused", "never", "passed", warning, nil},
		{"a run that looked at nothing never passes", "never", "refused", empty, nil},
		{"a rule that could not be asked says nothing", "error", "broken", warning, stuck()},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := reports.NewCheck(&check.Result{Findings: []check.Finding{c.finding}}, reports.CheckRun{FailOn: c.failOn, Errors: c.errors})
			if diff := cmp.Diff(c.want, got.Verdict); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.want == "refused", got.Findings[0].Refuses); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesAreNamedAsSeenFromWhereBerthWasStarted(t *testing.T) {
	for folder, want := range map[string]string{"": "services.hcl", ".": "services.hcl", "a/b": "a/b/services.hcl", "../c": "../c/services.hcl"} {
		run := ofRun()
		run.Folder = folder
		got := reports.NewCheck(checked(), run)
		if diff := cmp.Diff(want, got.Findings[0].At.File); diff != "" {
			t.Errorf("%q: %s", folder, diff)
		}
	}
}

func TestAStandardRuleStandsInNoFile(t *testing.T) {
	got := reports.NewCheck(checked(), ofRun())
	for _, r := range got.Rules {
		if r.Name == "residency" && r.At != (reports.SpecPlace{}) {
			t.Errorf("%+v", r.At)
		}
		if r.Name == "image-tags" && r.At.File != "placement/rules.hcl" {
			t.Errorf("%+v", r.At)
		}
	}
}

func TestTheStateOfAnExceptionIsTold(t *testing.T) {
	for want, e := range map[string]check.Exception{
		"in use": {Excuses: 2}, "unused": {}, "expired": {Expired: true}, "unknown": {Unknown: true},
	} {
		got := reports.NewCheck(&check.Result{Exceptions: []check.Exception{e}}, reports.CheckRun{})
		if diff := cmp.Diff(want, got.Exceptions[0].State); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAFingerprintOutlivesLinesFilesAndWords(t *testing.T) {
	print := func(f check.Finding, folder string) string {
		return reports.NewCheck(&check.Result{Findings: []check.Finding{f}}, reports.CheckRun{Folder: folder}).Findings[0].Fingerprint
	}
	base := checked().Findings[0]
	want := print(base, "a")
	same, moved := base, base
	same.At, same.Because, same.Severity, same.Where, same.Exception = at("other.hcl", 7), "other words", policies.SeverityInfo, "osaka", "x"
	if got := print(same, "./a/"); got != want {
		t.Error("another line, file, reason, severity, place or exception made another fingerprint")
	}
	moved.Moment = check.Then
	for name, got := range map[string]string{"moment": print(moved, "a"), "folder": print(base, "b")} {
		if got == want {
			t.Errorf("another %s made the same fingerprint", name)
		}
	}
}

func TestFingerprintsOfOneRunDiffer(t *testing.T) {
	name := rapid.SampledFrom([]string{"a", "b", "a b", `"`, `a" "b`})
	rapid.Check(t, func(t *rapid.T) {
		r := &check.Result{}
		for range rapid.IntRange(0, 12).Draw(t, "findings") {
			r.Findings = append(r.Findings, check.Finding{Rule: name.Draw(t, "rule"), Subject: check.Subject{Kind: "service", Name: name.Draw(t, "subject")}, Moment: name.Draw(t, "moment")})
		}
		seen := map[string]bool{}
		for _, f := range reports.NewCheck(r, reports.CheckRun{}).Findings {
			if seen[f.Fingerprint] {
				t.Fatalf("%+v has the fingerprint of another", f)
			}
			seen[f.Fingerprint] = true
		}
	})
}

func TestARunsCountsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := &check.Result{}
		for i := range rapid.IntRange(0, 6).Draw(t, "rules") {
			rule := check.Rule{Name: fmt.Sprint(i), Kind: "check", Passed: rapid.IntRange(0, 9).Draw(t, "passed"), Failed: rapid.IntRange(0, 9).Draw(t, "failed"), Excused: rapid.IntRange(0, 9).Draw(t, "excused")}
			rule.Evaluated = rule.Passed + rule.Failed + rule.Excused
			r.Rules = append(r.Rules, rule)
		}
		got := reports.NewCheck(r, reports.CheckRun{}).Totals
		if got.Passed+got.Failed+got.Excused != got.Evaluated || got.Rules != len(r.Rules) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestAnUnknownFormatOfACheckIsRefused(t *testing.T) {
	err := reports.WriteCheck(nil, reports.Options{Format: "junitt"}, reports.Check{})
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(`unknown format "junitt". Did you mean "junit"?`, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestAChecksJSONHasNoVersionOfBerth(t *testing.T) {
	var got map[string]any
	if err := json.Unmarshal([]byte(writtenCheck(t, reports.Options{Format: reports.JSON}, checked(), ofRun())), &got); err != nil {
		t.Fatal(err)
	}
	if _, there := got["version"]; there {
		t.Error("two versions that find the same write different reports")
	}
}
