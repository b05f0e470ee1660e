package reports_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/policies"
	"berth.dev/reports"
)

// runs are runs that a reader must get through: a full one, one with nothing in it, one
// that broke, and one whose words attack.
func runs() []string { return []string{"full", "empty", "broken", "hostile"} }

// runOf is one of runs in a format.
func runOf(t *testing.T, name, format string) string {
	t.Helper()
	o := reports.Options{Format: format, Verbose: true, MaxAnnotations: 1000}
	r, run := checked(), ofRun()
	switch name {
	case "empty":
		r, run = &check.Result{AsOf: onDay(2026, 10, 31)}, reports.CheckRun{Version: "(devel)"}
	case "broken":
		run.Errors = stuck()
	case "hostile":
		r, run = hostile()
	}
	return writtenCheck(t, o, r, run)
}

// attacks are those on a page, and those on forges, on the runners of jobs, on XML and
// on a terminal.
func attacks() []string {
	return append(reports.Attacks(),
		"@everyone", "ask @team/ops now", "#12", "GH-12 and a/b#12", "https://attacker.example/a", "www.attacker.example", "/close",
		"x\n/merge", "x\n::stop-commands::y", "x\r\n::add-mask::y", "::error file=a,line=1::x", "##[error]x", "50%0A::error::x",
		"]]>", "<![CDATA[x", "<?xml?>", "&nbsp;", "&#0;", "\x00\x08\x0b\ufffe\uffff", "\ud7ff\ue000", "\x1b[31mred\x1b[0m", "\u202eevil",
		"| a | b |", "\n\n# big", "```\ncode", "- [ ] task", "![x](y)", "[x]: y", "<!-- berth:check -->", "--> x", "</details>",
	)
}

// hostile is a run with each attack wherever specs have free text, and in file names.
func hostile() (*check.Result, reports.CheckRun) {
	r := &check.Result{AsOf: onDay(2026, 10, 31), Services: 1}
	run := reports.CheckRun{Version: "1.2.3", Workspace: at("workspace.hcl", 1)}
	for i, a := range attacks() {
		name := fmt.Sprintf("n%03d", i)
		r.Rules = append(r.Rules, check.Rule{Name: name, Kind: "check", Doc: a, Over: "service", Severity: policies.SeverityError, Origin: policies.FromWorkspace, Evaluated: 2, Failed: 1, Excused: 1, Skipped: []check.Skip{{Why: "because " + a, Count: 1}}, At: at("a"+a+".hcl", 1)})
		f := check.Finding{Rule: name, Kind: "check", Severity: policies.SeverityError, Subject: check.Subject{Kind: "service", Name: name}, Because: a, At: at("a"+a+".hcl", 1)}
		excused := f
		excused.Subject.Name, excused.Exception = name+"x", name
		r.Findings = append(r.Findings, f, excused)
		r.Exceptions = append(r.Exceptions, check.Exception{Name: name, Check: name, Owner: a, Reason: a, Subject: excused.Subject, Expires: onDay(2026, 12, 31), Excuses: 1, At: at("e.hcl", i+1)})
		run.Errors = append(run.Errors, diag.Diagnostic{Code: "C", Summary: a, Detail: a, Subject: at("a"+a+".hcl", 1)})
	}
	return r, run
}

func TestAChecksJSONFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/check.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range runs() {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(runOf(t, name, reports.JSON)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAjvFindsNothingWrongWithAChecksJSON(t *testing.T) {
	files := []string{filepath.Join("schema", "check.json")}
	for _, name := range runs() {
		files = append(files, saved(t, name+".json", runOf(t, name, reports.JSON)))
	}
	if diff := cmp.Diff([]string{}, read[[]string](t, "ajv", files...)); diff != "" {
		t.Error(diff)
	}
	wrong := strings.Replace(runOf(t, "full", reports.JSON), `"verdict": "refused"`, `"verdict": "perhaps"`, 1)
	if diff := cmp.Diff([]string{"/verdict must be equal to one of the allowed values"}, read[[]string](t, "ajv", files[0], saved(t, "wrong.json", wrong))); diff != "" {
		t.Error(diff)
	}
}

// sarifRead is what Microsoft's validator says of a log.
type sarifRead struct {
	Errors, Notes, Found []string
	// Seen tells that it looked at the log at all.
	Seen bool
}

func TestMicrosoftsValidatorFindsNothingWrongWithSARIF(t *testing.T) {
	for _, name := range runs() {
		t.Run(name, func(t *testing.T) {
			got := read[sarifRead](t, "sarif", saved(t, name+".sarif", runOf(t, name, reports.SARIF)))
			if diff := cmp.Diff(sarifRead{Errors: []string{}, Notes: []string{}, Found: []string{}, Seen: true}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	wrong := strings.Replace(runOf(t, "full", reports.SARIF), `"ruleIndex": 1`, `"ruleIndex": 99`, 1)
	got := read[sarifRead](t, "sarif", saved(t, "wrong.sarif", wrong))
	if len(got.Found) != 1 || !strings.HasPrefix(got.Found[0], "SARIF1009 ") {
		t.Errorf("a wrong index was not found: %+v", got)
	}
}

// junitRead is what readers of JUnit understood.
type junitRead struct {
	Errors, Cases, Statuses []string
}

func TestReadersOfJUnitUnderstandARun(t *testing.T) {
	got := read[junitRead](t, "junit", saved(t, "full.xml", runOf(t, "full", reports.JUnit)))
	want := junitRead{
		Errors: []string{},
		Cases: []string{
			"exception-unused | exception old-image | skipped | warning: excuses nothing: remove it",
			"residency | service ads, today | failure | on gke: would run in US, but its data may be kept in JP only",
			"residency | service orders, then | skipped | excused until 2027-03-31 by exception orders-abroad (Ben): the contract ends in March (on tokyo+gke: would run in US, but its data may be kept in JP only)",
			"unreachable | no findings | skipped | switched off by the workspace",
			"budget | no findings | passed | ",
			"image-tags | service web | skipped | warning: image example.com/web has no tag",
			"spares | no findings | skipped | applied to nothing; skipped: 2 (when is false)",
			"whole | the fleet | skipped | info: 2 services have no place",
		},
		Statuses: []string{"SKIP", "FAIL", "SKIP", "SKIP", "PASS", "SKIP", "SKIP", "SKIP"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestJUnitFollowsJenkinsSchemaWhateverItQuotes(t *testing.T) {
	for _, name := range runs() {
		got := read[junitRead](t, "junit", saved(t, name+".xml", runOf(t, name, reports.JUnit)))
		if diff := cmp.Diff([]string{}, got.Errors); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if name == "hostile" && len(got.Cases) != 3*len(attacks()) {
			t.Errorf("%d cases were read", len(got.Cases))
		}
	}
}

// command is an annotation as GitHub's library takes it.
type command struct {
	Level      string `json:"level"`
	Properties struct {
		Title string `json:"title"`
		File  string `json:"file"`
		Line  string `json:"line"`
	} `json:"properties"`
	Message string `json:"message"`
}

func TestGitHubsLibraryWritesTheSameAnnotations(t *testing.T) {
	r, spoken := &check.Result{}, []command{}
	for _, c := range []struct {
		severity                    policies.Severity
		exception, level, afterward string
	}{
		{policies.SeverityError, "", "error", ""},
		{policies.SeverityWarning, "", "warning", ""},
		{policies.SeverityInfo, "", "notice", ""},
		{policies.SeverityError, "e", "notice", "\nExcused until 2026-12-31 by exception e (Ann): 50%."},
	} {
		words := "50%, a:b, c::error::d"
		r.Findings = append(r.Findings, check.Finding{Rule: "r", Severity: c.severity, Subject: check.Subject{Kind: "fleet"}, Because: words, Exception: c.exception, At: at("a,b:c%.hcl", 3)})
		one := command{Level: c.level, Message: "The fleet: " + words + c.afterward}
		one.Properties.Title, one.Properties.File, one.Properties.Line = "r", "a,b:c%.hcl", "3"
		spoken = append(spoken, one)
	}
	r.Exceptions = []check.Exception{{Name: "e", Owner: "Ann", Reason: "50%", Expires: onDay(2026, 12, 31)}}
	asked, err := json.Marshal(spoken)
	if err != nil {
		t.Fatal(err)
	}
	want := read[string](t, "github", saved(t, "a.json", string(asked)))
	if diff := cmp.Diff(want, writtenCheck(t, reports.Options{Format: reports.GitHub}, r, reports.CheckRun{})); diff != "" {
		t.Error(diff)
	}
}

func TestACommentQuotesWithoutMarkupLinksOrCalls(t *testing.T) {
	for _, name := range runs() {
		page := read[string](t, "markdown", saved(t, name+".md", runOf(t, name, reports.Markdown)))
		// What berth writes itself is all that is left of the page's elements.
		for _, tag := range tags.FindAllString(page, -1) {
			if !ours.MatchString(tag) {
				t.Errorf("%s: %s is in the comment's page", name, tag)
			}
		}
		for _, call := range regexp.MustCompile(`@\w+|#\d+|https?://|www\.`).FindAllString(page, -1) {
			t.Errorf("%s: %s is in the comment's page", name, call)
		}
	}
}

// tags are elements of a page, and comments.
var tags = regexp.MustCompile(`<[^>]*>`)

// ours are the elements of a comment.
var ours = regexp.MustCompile(`^(<!-- berth:check -->|</?(h3|h4|p|details|summary|table|thead|tbody|tr|td|th|strong)( align="right")?>|<br>)$`)
