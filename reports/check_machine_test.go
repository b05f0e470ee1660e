package reports_test

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
	"berth.dev/reports"
)

func TestCodeQualityHasWhatGitLabRequires(t *testing.T) {
	type issue struct {
		Description string `json:"description"`
		CheckName   string `json:"check_name"`
		Fingerprint string `json:"fingerprint"`
		Severity    string `json:"severity"`
		Location    struct {
			Path  string `json:"path"`
			Lines struct {
				Begin int `json:"begin"`
			} `json:"lines"`
		} `json:"location"`
	}
	for _, name := range runs() {
		decoder := json.NewDecoder(strings.NewReader(runOf(t, name, reports.CodeQuality)))
		decoder.DisallowUnknownFields()
		var got []issue
		if err := decoder.Decode(&got); err != nil || got == nil {
			t.Fatalf("%s: no list: %v", name, err)
		}
		seen := map[string]bool{}
		for _, i := range got {
			known := map[string]bool{"info": true, "minor": true, "major": true, "critical": true, "blocker": true}
			if i.Description == "" || i.CheckName == "" || i.Location.Path == "" || i.Location.Lines.Begin < 1 || !known[i.Severity] || len(i.Fingerprint) != 64 || seen[i.Fingerprint] {
				t.Errorf("%s: %+v", name, i)
			}
			seen[i.Fingerprint] = true
		}
	}
}

func TestCodeQualityTellsSeveritiesApartAndNamesExceptions(t *testing.T) {
	var got []struct{ Severity, Description string }
	if err := json.Unmarshal([]byte(runOf(t, "full", reports.CodeQuality)), &got); err != nil {
		t.Fatal(err)
	}
	want := []struct{ Severity, Description string }{
		{"critical", "Service ads, today on gke: would run in US, but its data may be kept in JP only"},
		{"info", "Service orders, then on tokyo+gke: would run in US, but its data may be kept in JP only; excused until 2027-03-31 by exception orders-abroad (Ben): the contract ends in March"},
		{"minor", "Exception old-image: excuses nothing: remove it"},
		{"minor", "Service web: image example.com/web has no tag"},
		{"info", "The fleet: 2 services have no place"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnnotationsAboveTheLimitAreCounted(t *testing.T) {
	for most, want := range map[int]string{
		0:  "and 20 more annotations: give --max-annotations, or read --format text.",
		2:  "and 36 more annotations: give --max-annotations, or read --format text.",
		29: "and 1 more annotation: give --max-annotations, or read --format text.",
	} {
		got := writtenCheck(t, reports.Options{Format: reports.GitHub, MaxAnnotations: most}, many(40, "why"), reports.CheckRun{})
		lines := strings.Split(strings.TrimSpace(got), "\n")
		if diff := cmp.Diff(want, lines[len(lines)-1]); diff != "" {
			t.Error(diff)
		}
	}
}

// GitLab shows the text of an outcome and no attribute, Jenkins the message.
func TestAJUnitOutcomeSaysItsMessageInItsTextToo(t *testing.T) {
	type outcome struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	for _, name := range runs() {
		var got struct {
			Cases []struct {
				Skipped *outcome `xml:"skipped"`
				Failure *outcome `xml:"failure"`
				Error   *outcome `xml:"error"`
			} `xml:"testsuite>testcase"`
		}
		if err := xml.Unmarshal([]byte(runOf(t, name, reports.JUnit)), &got); err != nil {
			t.Fatal(err)
		}
		for _, c := range got.Cases {
			for _, o := range []*outcome{c.Skipped, c.Failure, c.Error} {
				if o != nil && !strings.HasPrefix(strings.NewReplacer("\n", " ", "\t", " ").Replace(o.Text), o.Message) {
					t.Errorf("%s: %+v", name, o)
				}
			}
		}
	}
}

func TestNoAnnotationsAreNoLines(t *testing.T) {
	if got := writtenCheck(t, reports.Options{Format: reports.GitHub}, &check.Result{}, reports.CheckRun{}); got != "" {
		t.Errorf("%q", got)
	}
}

func TestAnAnnotationEndsWithOneStop(t *testing.T) {
	for _, reason := range []string{"no rack yet", "No rack yet."} {
		r := &check.Result{
			Findings:   []check.Finding{{Rule: "r", Severity: policies.SeverityError, Subject: check.Subject{Kind: "fleet"}, Because: "w", Exception: "e"}},
			Exceptions: []check.Exception{{Name: "e", Owner: "Ann", Reason: reason, Expires: onDay(2026, 12, 31)}},
		}
		got := writtenCheck(t, reports.Options{Format: reports.GitHub}, r, reports.CheckRun{})
		if want := strings.TrimSuffix(reason, ".") + ".\n"; !strings.HasSuffix(got, want) || strings.HasSuffix(got, "..\n") {
			t.Errorf("%q", got)
		}
	}
}

func TestAnExceptionIsASuppressionInSARIF(t *testing.T) {
	var got struct {
		Runs []struct {
			Results []struct {
				RuleID       string
				Level        string
				Suppressions []struct{ Kind, Status, Justification string }
			}
		}
	}
	if err := json.Unmarshal([]byte(runOf(t, "full", reports.SARIF)), &got); err != nil {
		t.Fatal(err)
	}
	var suppressed []string
	for _, r := range got.Runs[0].Results {
		for _, s := range r.Suppressions {
			suppressed = append(suppressed, r.RuleID+" "+r.Level+" "+s.Kind+" "+s.Status+": "+s.Justification)
		}
	}
	want := []string{"residency error external accepted: excused until 2027-03-31 by exception orders-abroad (Ben): the contract ends in March"}
	if diff := cmp.Diff(want, suppressed); diff != "" {
		t.Error(diff)
	}
}

func TestARunThatBrokeDidNotSucceedInSARIF(t *testing.T) {
	for name, want := range map[string]bool{"full": true, "broken": false} {
		var got struct {
			Runs []struct {
				Invocations []struct{ ExecutionSuccessful bool }
			}
		}
		if err := json.Unmarshal([]byte(runOf(t, name, reports.SARIF)), &got); err != nil {
			t.Fatal(err)
		}
		if got.Runs[0].Invocations[0].ExecutionSuccessful != want {
			t.Errorf("%s: %+v", name, got.Runs[0].Invocations)
		}
	}
}

func TestAFileNameIsAnAddressInSARIF(t *testing.T) {
	for file, want := range map[string]string{"a b.hcl": "a%20b.hcl", "a#1?.hcl": "a%231%3F.hcl", "x:y.hcl": "./x:y.hcl", "50%.hcl": "50%25.hcl"} {
		r := &check.Result{Findings: []check.Finding{{Rule: "r", Kind: "check", Severity: policies.SeverityError, At: at(file, 1)}}}
		got := writtenCheck(t, reports.Options{Format: reports.SARIF}, r, reports.CheckRun{})
		if !strings.Contains(got, `"uri": "`+want+`"`) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestWhateverSpecsSayEveryFormatStaysWhatItIs(t *testing.T) {
	words := rapid.OneOf(rapid.String(), rapid.SampledFrom(attacks()))
	rapid.Check(t, func(t *rapid.T) {
		r, run := checked(), ofRun()
		r.Findings[0].Because, r.Findings[1].Because = words.Draw(t, "because"), words.Draw(t, "because")
		r.Exceptions[1].Reason, r.Exceptions[1].Owner = words.Draw(t, "reason"), words.Draw(t, "owner")
		r.Rules[1].Doc, r.Findings[2].At.File = words.Draw(t, "doc"), words.Draw(t, "file")
		run.Errors = diag.List{{Code: "C", Summary: words.Draw(t, "summary"), Detail: words.Draw(t, "detail")}}
		for _, format := range reports.CheckFormats() {
			got := writtenCheck(t, reports.Options{Format: format, Verbose: true}, r, run)
			if i := strings.IndexFunc(got, func(c rune) bool { return c != '\n' && diag.Steers(c) }); i >= 0 || !utf8.ValidString(got) {
				t.Fatalf("%s steers a terminal: %q", format, got)
			}
			wellFormed(t, format, got)
		}
	})
}

// wellFormed fails where a report is not of its format.
func wellFormed(t *rapid.T, format, got string) {
	switch format {
	case reports.JSON, reports.SARIF, reports.CodeQuality:
		if !json.Valid([]byte(got)) {
			t.Fatalf("%s: no JSON: %s", format, got)
		}
	case reports.JUnit:
		var any struct {
			Cases []struct{} `xml:"testsuite>testcase"`
		}
		if err := xml.Unmarshal([]byte(got), &any); err != nil || len(any.Cases) != 9 {
			t.Fatalf("%d cases: %v\n%s", len(any.Cases), err, got)
		}
	case reports.GitHub:
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		if len(lines) != 6 {
			t.Fatalf("%d lines: %s", len(lines), got)
		}
		for _, l := range lines {
			if !strings.HasPrefix(l, "::error title=") && !strings.HasPrefix(l, "::warning title=") && !strings.HasPrefix(l, "::notice title=") {
				t.Fatalf("%q is no annotation", l)
			}
		}
	case reports.Text:
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
				t.Fatalf("%q is a command to GitHub's runner", line)
			}
		}
	case reports.Markdown:
		if !strings.HasPrefix(got, "<!-- berth:check -->\n") {
			t.Fatalf("no marker: %s", got)
		}
	}
}
