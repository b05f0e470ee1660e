package spec

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// testMistakes parses test files beside the base workspace.
func testMistakes(t *testing.T, specs []Source, cases []mistakeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark(c.src)
			for i := range places {
				places[i] = strings.Replace(places[i], "case.hcl", "case_test.hcl", 1)
			}
			_, _, diags := ParseTests(specs, []Source{{"case_test.hcl", []byte(src)}}, Options{})
			compare(t, diags, c.want, places)
		})
	}
}

// ruled is a test of a rule with these lines in it.
func ruled(lines string) string { return "test \"t\" {\n  rule = \"r\"\n  " + lines + "\n}\n" }

// served is a test of a service with these lines in it.
func served(lines string) string { return "test \"t\" {\n  service = \"front\"\n  " + lines + "\n}\n" }

func expecting(words string) string { return "expect {\n    " + words + "\n  }" }

func TestTestsThatSayTooMuchOrTooLittleAreRefused(t *testing.T) {
	base := []Source{{"base.hcl", []byte(base)}}
	testMistakes(t, base, []mistakeCase{
		{"good rule", ruled(expecting("score = 0.5")), nil},
		{"good service", served(expecting(`decision = "gke"`)), nil},
		{"good world", "test \"t\" {\n" + expecting("findings = []") + "\n}", nil},
		{"nothing expected", "▸" + ruled(""), []said{{"", CodeEmpty, "Nothing expected", "so it can only pass"}}},
		{"empty expectation", "▸" + ruled(expecting("")), []said{{"", CodeEmpty, "Nothing expected", "The test expects nothing"}}},
		{"empty maps", served(expecting("forbidden = ▸{}\n    scores = ▸{}\n    policies = ▸{ a = {} }\n    because = ▸{}")), []said{
			{"", CodeEmpty, "Nothing expected", "An empty map names nothing"}, {"", CodeEmpty, "Nothing expected", "can only pass"},
			{"", CodeEmpty, "Nothing expected", "can only pass"}, {"", CodeEmpty, "Nothing expected", "can only pass"},
		}},
		{"an empty list says something", served(expecting("allowed = []\n    forbidden = { gke = [] }\n    findings = []")), nil},
		{"a case expects nothing", ruled("▸case \"a\" {\n  }"), []said{{"", CodeEmpty, "Nothing expected", "The case expects nothing"}}},
		{"the test expects for its cases", ruled(expecting("score = 1") + "\n  case \"a\" {\n  }"), nil},
		{"two subjects", "▸" + served("site = \"gke\"\n"+expecting("findings = []")), []said{{"", CodeCombination, "Two subjects", "a service and a site"}}},
		{"rule and subject", served("rule = ▸\"r\"\n" + expecting("score = 1")), []said{{"", CodeCombination, "A rule and a subject", "of a service in a world"}}},
		{"rule in a fixture", ruled("fixture = ▸▸\"gone\"\n" + expecting("score = 1")), []said{
			{"", CodeReference, "Unknown fixture", `No test file here has a fixture "gone"`},
			{"", CodeCombination, "A world for a rule", "Leave fixture out"},
		}},
		{"a world for a rule", ruled("▸world {\n  }\n  ▸with {\n  }\n  " + expecting("score = 1")), []said{
			{"", CodeCombination, "A world for a rule", "instead of world"}, {"", CodeCombination, "A world for a rule", "instead of with"},
		}},
		{"values for a service", served("given = ▸{ a = 1 }\n  " + expecting("firm = true")), []said{{"", CodeCombination, "Values without a rule", "Change the service by with"}}},
		{"with for no service", "test \"t\" {\n  site = \"gke\"\n  ▸with {\n  }\n  " + expecting("findings = []") + "\n}", []said{{"", CodeCombination, "No service", "Use world"}}},
		{"words of the other form", ruled(expecting(`decision = ▸"gke"`)), []said{{"", CodeCombination, "Wrong expectation", "may expect applies, because, error, forbids, passes, score"}}},
		{"words of a rule", served(expecting("score = ▸1")), []said{{"", CodeCombination, "Wrong expectation", "A test of a service expects nothing of score"}}},
		{"words of a service", "test \"t\" {\n  site = \"gke\"\n  " + expecting("firm = ▸true") + "\n}", []said{{"", CodeCombination, "Wrong expectation", "what is no service"}}},
		{"an error and more", ruled(expecting("error = ▸\"x\"\n    score = 1")), []said{{"", CodeCombination, "An error and more", "Expect the error alone"}}},
		{"a reason where there is none", ruled(expecting("forbids = false\n    because = ▸\"x\"")), []said{{"", CodeCombination, "No reason", "expected not to"}}},
		{"a score where it does not apply", ruled(expecting("applies = ▸false\n    score = 1")), []said{{"", CodeCombination, "No word", "neither scores nor passes"}}},
		{"reasons by rule", ruled(expecting("because = ▸{ r = \"x\" }")), []said{{"", CodeForm, `Wrong value for "because"`, "A rule has one reason"}}},
		{"one reason for many rules", served(expecting("because = ▸\"x\"")), []said{{"", CodeForm, `Wrong value for "because"`, "Say which rule's reason"}}},
		{"twice", "test \"a\" {\n rule = \"r\"\n" + expecting("score = 1") + "\n}\n▸test \"a\" {\n rule = \"r\"\n" + expecting("score = 1") + "\n}", []said{{"", CodeDuplicate, "Duplicate test", "Rename or remove one"}}},
		{"cases twice", ruled(expecting("score = 1") + "\n case \"a\" {\n }\n ▸case \"a\" {\n }"), []said{{"", CodeDuplicate, "Duplicate case", "Rename or remove one"}}},
		{"blocks twice in a world", served("world {\n site \"gke\" {\n country = \"US\"\n }\n ▸site \"gke\" {\n }\n workspace {\n }\n ▸workspace {\n }\n }\n" + expecting("firm = true")), []said{
			{"", CodeDuplicate, "Duplicate site", "Rename or remove one"}, {"", CodeDuplicate, "Second workspace block", "Put both into one"},
		}},
		{"calls twice", served("with {\n call \"a\" {\n }\n ▸call \"a\" {\n }\n }\n " + expecting("firm = true")), []said{{"", CodeDuplicate, "Duplicate call", "Rename or remove one"}}},
		{"a fixture without a workspace", "▸▸fixture \"f\" {\n}\n" + served(expecting("firm = true")), []said{
			{"", CodeEmpty, "No workspace block", "A fixture is a world of its own"}, {"", CodeReference, "Unused fixture", "No test here"},
		}},
		{"rules in a fixture", "fixture \"f\" {\n workspace {\n }\n ▸policy \"p\" {\n }\n}\ntest \"t\" {\n fixture = \"f\"\n" + expecting("findings = []") + "\n}", []said{{"", CodeUnknownWord, "Unknown block", `There is no block "policy" here`}}},
		{"no sentence", "test ▸\" \" {\n}", []said{{"", CodeLabels, "Not a name", "write a sentence"}}},
		{"unknown words", "▸tests \"a\" {\n}", []said{{"", CodeUnknownWord, "Unknown block", `Did you mean "test"?`}}},
	})
	testMistakes(t, []Source{{"rules.hcl", []byte("team \"a\" {\n}\n")}}, []mistakeCase{
		{"no workspace", "▸" + served(expecting("firm = true")), []said{{"", CodeEmpty, "No world", "Name a rule to test it on given values, or a fixture"}}},
		{"rules alone", ruled(expecting("score = 1")), nil},
	})
}

func TestValuesAndRangesInTestsAreReadStrictly(t *testing.T) {
	testMistakes(t, nil, []mistakeCase{
		{"values", ruled(`given = { "a.b" = true, c = 1.5, d = "x", e = ["a", "a"], f = -1, g = "" }` + "\n" + expecting("score = 1")), nil},
		{"no values", ruled("given = ▸[1]\n" + expecting("score = 1")), []said{{"", CodeForm, `Wrong value for "given"`, "must be values for variables"}}},
		{"a map", ruled("given = { a = ▸{ b = 1 }, b = [▸1] }\n" + expecting("score = 1")), []said{
			{"", CodeForm, `Wrong value for "given"`, "A value is true or false, a number, text, or a list of texts"}, {"", CodeForm, `Wrong value for "given"`, "must be text in quotes"},
		}},
		{"a value twice", ruled("given = { a = 1, ▸a = 2 }\n" + expecting("score = 1")), []said{{"", CodeForm, `Wrong value for "given"`, `The key "a" stands twice`}}},
		{"no range", ruled(expecting(`score = ▸"half"`)), []said{{"", CodeForm, `Wrong value for "score"`, "must be a number, as in 0.5, or a range"}}},
		{"a range of nothing", ruled(expecting(`score = ▸".."`)), []said{{"", CodeForm, `Wrong value for "score"`, "is no range"}}},
		{"a range backwards", ruled(expecting(`score = ▸"0.6..0.4"`)), []said{{"", CodeForm, `Wrong value for "score"`, "holds nothing"}}},
		{"no number", ruled(expecting(`score = ▸"NaN..1"`)), []said{{"", CodeForm, `Wrong value for "score"`, "is no range"}}},
	})
}

func TestACaseSaysWhatItsTestSays(t *testing.T) {
	_, tests, diags := ParseTests(nil, []Source{{"a_test.hcl", []byte(`
test "table" {
  rule  = "r"
  given = { a = 1, b = 2 }
  expect {
    score   = "0.4.."
    because = "x"
  }
  case "same" {
  }
  case "other" {
    given = { b = 3, c = 4 }
    expect {
      score = 1
    }
  }
}
test "alone" {
  rule = "r"
  expect {
    error = "x"
  }
}`)}}, Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	type row struct {
		Test, Case string
		Given      map[string]any
		Words      []string
		Lo         float64
	}
	var got []row
	for _, test := range tests.Tests {
		for _, c := range test.Cases {
			r := row{test.Name, c.Name, map[string]any{}, nil, c.Expect.Score.V.Lo}
			for _, g := range c.Given.V {
				r.Given[g.Name] = g.V
			}
			for _, w := range c.Expect.said() {
				r.Words = append(r.Words, w.word)
			}
			got = append(got, r)
		}
	}
	want := []row{
		{"table", "same", map[string]any{"a": 1.0, "b": 2.0}, []string{"score", "because"}, 0.4},
		{"table", "other", map[string]any{"a": 1.0, "b": 3.0, "c": 4.0}, []string{"score", "because"}, 1},
		{"alone", "", map[string]any{}, []string{"error"}, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTestsMayBeWrittenInJSON(t *testing.T) {
	src := `{"test": {"a sentence": {"rule": "r", "given": {"x": ["JP"], "y": "absent"}, "expect": {"because": "why", "forbids": true}, "case": {"one": {}, "two": {"expect": {"because": "or"}}}}}}`
	_, tests, diags := ParseTests(nil, []Source{{"a_test.hcl.json", []byte(src)}}, Options{})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var got []string
	for _, c := range tests.Tests[0].Cases {
		got = append(got, c.Name+": "+c.Expect.Because.V[""])
	}
	if diff := cmp.Diff([]string{"one: why", "two: or"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFoldersTestsAreReadApartFromItsSpecs(t *testing.T) {
	fsys := fstest.MapFS{
		"a.hcl": file("a"), "a_test.hcl": file("t"), "sub/b_test.hcl.json": file("u"), ".x_test.hcl": file("no"), "_old/a_test.hcl": file("no"), "c_test.json": file("no"),
	}
	specs, err := ReadFolder(fsys, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	tests, err := ReadTests(fsys, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]Source{{{"a.hcl", []byte("a")}}, {{"a_test.hcl", []byte("t")}, {"sub/b_test.hcl.json", []byte("u")}}}
	if diff := cmp.Diff(want, [][]Source{specs, tests}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func FuzzParseTests(f *testing.F) {
	for _, s := range append(seeds(), ruled(expecting("score = 0.5")), served("with {\n traffic {\n }\n }\n"+expecting("scores = { gke = \"0..1\" }")),
		"fixture \"f\" {\n workspace {\n }\n}\ntest \"t\" {\n fixture = \"f\"\n world {\n site \"a\" {\n }\n }\n case \"c\" {\n }\n}\n") {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		specs := []Source{{"base.hcl", []byte(base)}}
		_, tests, diags := ParseTests(specs, []Source{{"a_test.hcl", src}}, Options{})
		mustBeMessages(t, diags, map[string]int{"base.hcl": len(base), "a_test.hcl": len(src)})
		if diags.HasErrors() {
			return
		}
		for _, test := range tests.Tests {
			for _, c := range test.Cases {
				if c.Expect == nil || len(c.Expect.said()) == 0 {
					t.Errorf("%q expects nothing and was not refused", test.Name)
				}
				if !test.Rule.Set() {
					tests.World(test, c)
				}
			}
		}
	})
}
