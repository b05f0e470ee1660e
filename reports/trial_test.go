package reports_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"berth.dev/engine/diag"
	"berth.dev/engine/trial"
	"berth.dev/policies"
	"berth.dev/reports"
)

// tried is a run with one of everything in it.
func tried() *trial.Result {
	return &trial.Result{
		Tests: []trial.Test{
			{Name: "tags are wanted", Rule: "image-tags", At: at("rules_test.hcl", 1), Cases: []trial.Case{
				{Name: "none", At: at("rules_test.hcl", 5)},
				{Name: "latest", At: at("rules_test.hcl", 9), Failures: []trial.Failure{
					{At: at("rules_test.hcl", 10), Word: "passes", Want: "false", Got: "true"},
					{At: at("rules_test.hcl", 11), Word: "because", Want: `a text that holds "latest"`, Got: "nothing: it passes"},
				}},
			}},
			{Name: "personal data stays", Subject: "service orders", Fixture: "small", At: at("world_test.hcl", 1), Cases: []trial.Case{{At: at("world_test.hcl", 1)}}},
		},
		Untested: []policies.Rule{{Name: "spares", Kind: "check"}},
		Branches: []policies.Branch{
			{Rule: "image-tags", Kind: "check", Part: "require", At: at("rules.hcl", 14), Text: "i.contains(':')", Want: "true", Hit: true},
			{Rule: "image-tags", Kind: "check", Part: "require", At: at("rules.hcl", 14), Text: "i.contains(':')", Want: "false"},
			{Rule: "spares", Kind: "check", Part: "because", At: at("rules.hcl", 30), Text: "'no spare'", Want: "run"},
			{Rule: "whole", Kind: "constraint", Part: "forbid", At: at("rules.hcl", 40), Text: "option.elastic", Want: "true", Hit: true},
		},
		Mutants: []trial.Mutant{
			{Mutant: policies.Mutant{Rule: "image-tags", Kind: "check", Part: "require", At: at("rules.hcl", 14), Change: policies.ChangeThreshold, From: "size > 1", To: "size > 2"}},
			{Mutant: policies.Mutant{Rule: "whole", Kind: "constraint", Part: "forbid", At: at("rules.hcl", 40), Change: policies.ChangeCondition, From: "a", To: "!a"}, Killed: "personal data stays"},
		},
	}
}

func writtenTrial(t interface {
	Helper()
	Fatal(...any)
}, o reports.Options, r *trial.Result, run reports.TrialRun) string {
	t.Helper()
	var b bytes.Buffer
	if err := reports.WriteTrial(&b, o, reports.NewTrial(r, run)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// ofTests is what the command says of a run.
func ofTests() reports.TrialRun {
	return reports.TrialRun{Folder: "placement", Cover: true, Mutate: true, CoverAtLeast: 100, MutateAtLeast: 50}
}

func TestARunOfTestsShowsWhatFailedAndWhatNoTestLooksAt(t *testing.T) {
	want := `FAIL  tags are wanted/latest
  placement/rules_test.hcl:10  passes   want  false
                                        got   true
  placement/rules_test.hcl:11  because  want  a text that holds "latest"
                                        got   nothing: it passes

Branches that no test takes
  placement/rules.hcl:14  image-tags, require  i.contains(':') is never false
  placement/rules.hcl:30  spares, because      'no spare' is never computed

Mistakes that no test notices
  placement/rules.hcl:14  image-tags, require  size > 2 instead of size > 1

Rules
rule        kind   branches taken  mistakes noticed
image-tags  check          1 of 2            0 of 1
spares      check          0 of 1            0 of 0  no test names it

2 tests with 3 cases: 2 passed, 1 failed.
2 of 4 branches taken (50.0 %), less than the 100 % asked for.
1 of 2 mistakes noticed (50.0 %).
`
	if diff := cmp.Diff(want, writtenTrial(t, reports.DefaultOptions(), tried(), ofTests())); diff != "" {
		t.Error(diff)
	}
}

func TestARunThatAskedForMistakesSaysWhyThereAreNone(t *testing.T) {
	got := writtenTrial(t, reports.DefaultOptions(), tried(), reports.TrialRun{Unmutated: true})
	if want := "No mistakes were put into rules: a test fails without them.\n"; !strings.HasSuffix(got, want) {
		t.Errorf("%s", got)
	}
}

func TestAVerboseRunOfTestsNamesWhatPassed(t *testing.T) {
	r := tried()
	r.Tests[0].Cases[1].Failures, r.Branches, r.Mutants, r.Untested = nil, nil, nil, nil
	o := reports.DefaultOptions()
	want := "2 tests with 3 cases: 3 passed, 0 failed.\n"
	if diff := cmp.Diff(want, writtenTrial(t, o, r, reports.TrialRun{})); diff != "" {
		t.Error(diff)
	}
	o.Verbose = true
	want = `ok  tags are wanted/none    rules_test.hcl:5
ok  tags are wanted/latest  rules_test.hcl:9
ok  personal data stays     world_test.hcl:1

2 tests with 3 cases: 3 passed, 0 failed.
`
	if diff := cmp.Diff(want, writtenTrial(t, o, r, reports.TrialRun{})); diff != "" {
		t.Error(diff)
	}
}

func TestARunOfTestsFailsWhereATestOrAFigureDoes(t *testing.T) {
	passing := tried()
	passing.Tests[0].Cases[1].Failures = nil
	for _, c := range []struct {
		name, want string
		result     *trial.Result
		run        reports.TrialRun
	}{
		{"a test failed", "failed", tried(), reports.TrialRun{}},
		{"all passed", "passed", passing, reports.TrialRun{Cover: true, Mutate: true}},
		{"just enough branches", "passed", passing, reports.TrialRun{Cover: true, CoverAtLeast: 50}},
		{"too few branches", "failed", passing, reports.TrialRun{Cover: true, CoverAtLeast: 50.1}},
		{"too few mistakes", "failed", passing, reports.TrialRun{Mutate: true, MutateAtLeast: 90}},
		{"no mutant could be made", "passed", &trial.Result{}, reports.TrialRun{Mutate: true, MutateAtLeast: 90}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, reports.NewTrial(c.result, c.run).Verdict); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearlyAllIsNotAHundredPercent(t *testing.T) {
	r := &trial.Result{Branches: make([]policies.Branch, 100_000)}
	for i := range r.Branches {
		r.Branches[i] = policies.Branch{Rule: "r", Hit: i > 0}
	}
	got := writtenTrial(t, reports.DefaultOptions(), r, reports.TrialRun{Cover: true})
	if !strings.Contains(got, "99,999 of 100,000 branches taken (99.9 %).") {
		t.Error(got)
	}
}

func TestARunOfTestsFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("schema/test.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, run := range map[string]reports.TrialRun{"all": ofTests(), "tests alone": {}} {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(writtenTrial(t, reports.Options{Format: reports.JSON}, tried(), run)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAjvFindsNothingWrongWithARunOfTests(t *testing.T) {
	file := saved(t, "test.json", writtenTrial(t, reports.Options{Format: reports.JSON}, tried(), ofTests()))
	if diff := cmp.Diff([]string{}, read[[]string](t, "ajv", filepath.Join("schema", "test.json"), file)); diff != "" {
		t.Error(diff)
	}
}

func TestReadersOfJUnitUnderstandARunOfTests(t *testing.T) {
	got := read[junitRead](t, "junit", saved(t, "test.xml", writtenTrial(t, reports.Options{Format: reports.JUnit}, tried(), ofTests())))
	want := junitRead{
		Errors: []string{},
		Cases: []string{
			"placement/rules_test.hcl | tags are wanted/none | passed | ",
			"placement/rules_test.hcl | tags are wanted/latest | failure | passes: want false, got true",
			"placement/world_test.hcl | personal data stays | passed | ",
			"figures | branches taken | failure | 2 of 4 branches taken (50.0 %), less than the 100 % asked for.",
			"figures | mistakes noticed | passed | ",
		},
		Statuses: []string{"PASS", "FAIL", "PASS", "FAIL", "PASS"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnknownFormatOfTestsIsRefused(t *testing.T) {
	err := reports.WriteTrial(nil, reports.Options{Format: "sarif"}, reports.Trial{})
	if err == nil || !strings.Contains(err.Error(), `unknown format "sarif"`) {
		t.Error(err)
	}
}

func TestWhateverTestsQuoteEveryFormatStaysWhatItIs(t *testing.T) {
	words := rapid.OneOf(rapid.String(), rapid.SampledFrom(attacks()))
	rapid.Check(t, func(t *rapid.T) {
		r := tried()
		r.Tests[0].Name, r.Tests[0].Cases[0].Name = words.Draw(t, "test"), words.Draw(t, "case")
		r.Tests[0].Cases[1].Failures[0].Got, r.Tests[0].Cases[1].Failures[1].Want = words.Draw(t, "got"), words.Draw(t, "want")
		r.Branches[1].Text, r.Mutants[0].From, r.Mutants[0].To = words.Draw(t, "text"), words.Draw(t, "from"), words.Draw(t, "to")
		for _, format := range reports.TrialFormats() {
			got := writtenTrial(t, reports.Options{Format: format, Verbose: true}, r, ofTests())
			if i := strings.IndexFunc(got, func(c rune) bool { return c != '\n' && diag.Steers(c) }); i >= 0 {
				t.Fatalf("%s steers a terminal: %q", format, got)
			}
			var any struct{}
			if err := xml.Unmarshal([]byte(got), &any); format == reports.JUnit && err != nil {
				t.Fatalf("%v: %s", err, got)
			}
			if format == reports.JSON && !json.Valid([]byte(got)) {
				t.Fatalf("no JSON: %s", got)
			}
		}
	})
}
