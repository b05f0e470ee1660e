package spec

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"berth.dev/engine/money"
)

// byValue compares workspaces by what they say, not by where.
func byValue() cmp.Options {
	return cmp.Options{
		cmpopts.IgnoreTypes(Origin{}),
		cmpopts.IgnoreFields(Workspace{}, "Files", "index"),
		cmpopts.IgnoreUnexported(Expr{}),
		cmp.Comparer(func(a, b money.Amount) bool { return a.String() == b.String() }),
	}
}

func readTestdata(t *testing.T, name string) Source {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return Source{name, b}
}

func TestTheWholeVocabularyIsRead(t *testing.T) {
	w, diags := Parse([]Source{readTestdata(t, "whole.hcl")}, Options{})
	compare(t, diags, nil, nil)
	// Every word of the language stands in the file, or it is not tested.
	src := string(w.Files[0].Bytes)
	root := layOut()
	mustName(t, src, &root, "")
}

// mustName checks that a source says every word of a shape at least once.
func mustName(t *testing.T, src string, s *shape, path string) {
	t.Helper()
	for _, word := range s.words {
		if !strings.Contains(src, "\n"+word+" ") && !strings.Contains(src, " "+word+" ") {
			t.Errorf("testdata/whole.hcl never says %s%s", path, word)
		}
		if b := s.blocks[word]; b != nil {
			mustName(t, src, &b.shape, path+word+".")
		}
	}
}

func TestBothFormsOfALanguageSayTheSame(t *testing.T) {
	native, diags := Parse([]Source{readTestdata(t, "whole.hcl")}, Options{})
	compare(t, diags, nil, nil)
	json, diags := Parse([]Source{readTestdata(t, "whole.hcl.json")}, Options{})
	compare(t, diags, nil, nil)
	if diff := cmp.Diff(native, json, byValue()); diff != "" {
		t.Errorf("(-HCL +JSON):\n%s", diff)
	}
}

func TestTheOrderOfFilesAndBlocksNeverShows(t *testing.T) {
	src := readTestdata(t, "whole.hcl")
	blocks := strings.SplitAfter(string(src.Bytes), "\n}\n")
	want, _ := Parse([]Source{src}, Options{})
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(blocks).Draw(t, "blocks")
		var sources []Source
		names := rapid.Permutation([]string{"a.hcl", "b.hcl", "c/d.hcl"}).Draw(t, "names")
		for i, name := range names {
			from, to := i*len(blocks)/len(names), (i+1)*len(blocks)/len(names)
			sources = append(sources, Source{name, []byte(strings.Join(shuffled[from:to], ""))})
		}
		got, diags := Parse(sources, Options{})
		if len(diags) > 0 {
			t.Fatal(diags[0])
		}
		if diff := cmp.Diff(want, got, byValue()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestAllMistakesOfAFolderComeInOneRun(t *testing.T) {
	sources := []Source{
		{"base.hcl", []byte(base)},
		{"a.hcl", []byte("service \"a\" {\n  runs_on = \"osaka\"\n  replcas {\n  }\n}\n")},
		{"b.hcl", []byte("service \"b\" {\n  pool = \"x\" +\n  clas = \"web\"\n}\nservice \"c\" {\n  calls = \"all\"\n}\n")},
		{"c/d.hcl.json", []byte(`{"service": {"d": {"class": "web", "color": 1, "pin": 3}}}`)},
	}
	slices.Reverse(sources)
	_, diags := Parse(sources, Options{})
	compare(t, diags, []said{
		{"a.hcl:2,13", CodeReference, "Unknown site", `There is no site "osaka".`},
		{"a.hcl:3,3", CodeUnknownWord, "Unknown block", `There is no block "replcas" here. Did you mean "replicas"?`},
		{"b.hcl:2,14", CodeComputed, "Operator in a spec", "Write the value itself"},
		{"b.hcl:3,3", CodeUnknownWord, "Unknown attribute", `Did you mean "class"?`},
		{"b.hcl:6,11", CodeForm, `Wrong value for "calls"`, `This must be one of "complete", "partial".`},
		{"c/d.hcl.json:1,36", CodeUnknownWord, "Unknown attribute or block", `There is no attribute or block "color" here.`},
		{"c/d.hcl.json:1,55", CodeForm, `Wrong value for "pin"`, "This must be a list"},
	}, nil)
}

func TestUnknownWordsGetASuggestion(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"words", `
▸servic "a" {
}
service "b" {
  ▸run_on = "gke"
  ▸container = "x"
  ▸pin {
  }
  traffic {
    ▸units = "cores"
  }
  ▸xyzzy_plugh = 1
}
▸color = "red"
`, []said{
			{"", CodeUnknownWord, "Unknown block", `There is no block "servic" here. Did you mean "service"?`},
			{"", CodeUnknownWord, "Unknown attribute", `Did you mean "runs_on"?`},
			{"", CodeUnknownWord, "Unknown attribute", `It is a block: write container { … }, without an equals sign`},
			{"", CodeUnknownWord, "Unknown block", `It is an attribute: write pin = …`},
			{"", CodeUnknownWord, "Unknown attribute", `Did you mean "unit"?`},
			{"", CodeUnknownWord, "Unknown attribute", `There is no attribute "xyzzy_plugh" here.`},
			{"", CodeUnknownWord, "Unknown attribute", `There is no attribute "color" here.`},
		}},
		{"names of blocks", `
▸service {
}
▸workspace "a" {
}
▸endpoint {
}
service ▸"Big" {
}
service ▸"-a" {
}
service ▸"` + strings.Repeat("a", 64) + `" {
}
service "` + strings.Repeat("a", 63) + `" {
}
criterion ▸"Cost" {
  doc = "x"
}
price_book "a" {
  source   = "x"
  date     = "2026-01-01"
  currency = "JPY"
  disk ▸"" {
    price = "1 JPY/GiB"
  }
  disk "Foreign Name" {
    price = "1 JPY/GiB"
  }
}`, []said{
			{"", CodeLabels, "Wrong number of names", `A service block is written as in service "a" { … }`},
			{"", CodeLabels, "Wrong number of names", `A workspace block is written as in workspace { … }`},
			{"", CodeLabels, "Wrong number of names", `An endpoint block is written as in endpoint "a" { … }`},
			{"", CodeLabels, "Not a name", `"Big" is not a name: use small letters`},
			{"", CodeLabels, "Not a name", `"-a" is not a name`},
			{"", CodeLabels, "Not a name", "at most 63"},
			{"", CodeLabels, "Not a name", `"Cost" is not the name of a criterion`},
			{"", CodeLabels, "Not a name", "The name is empty."},
		}},
	})
}

func TestBlocksAndAttributesAreNotSaidTwice(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"twice", `
service "a" {
  class = "web"
  ▸class = "web"
  replica {
  }
  ▸replica {
  }
}`, []said{
			{"", CodeDuplicate, "Attribute redefined", `The attribute "class" was already set at case.hcl:3`},
			{"", CodeDuplicate, "Duplicate block", "There is a replica block in this block already. Put both into one."},
		}},
	})
}

func TestWhatMustBeThereIsReportedOnce(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"not there", "▸▸rate \"EUR\" {\n  value = \"160 JPY\"\n}\n", []said{
			{"", CodeMissing, "Missing attribute", "This block must set date."},
			{"", CodeMissing, "Missing attribute", "This block must set source."},
		}},
		{"there, but wrong", "rate \"EUR\" {\n  value  = ▸160\n  date   = ▸\"yesterday\"\n  ▸sorce  = \"x\"\n}\n", []said{
			{"", CodeForm, `Wrong value for "value"`, "This must be text in quotes"},
			{"", CodeForm, `Wrong value for "date"`, `"yesterday" is not a day`},
			{"", CodeUnknownWord, "Unknown attribute", `Did you mean "source"?`},
		}},
		{"of a site", "site \"a\" {\n  kind      = \"onprem\"\n  provider  = \"k0s\"\n  country   = \"JP\"\n  lead_time = ▸\"soon\"\n  node_pool ▸\"A\" {\n  }\n}\n", []said{
			{"", CodeForm, `Wrong value for "lead_time"`, `"soon" is not a length of time`},
			{"", CodeLabels, "Not a name", `"A"`},
		}},
	})
	mustSay(t, strings.Replace(base, `"JPY"`, `"yen"`, 1), []mistakeCase{
		{"of the workspace", "", []said{{"base.hcl:3,20", CodeForm, `Wrong value for "currency"`, `"yen" is not a currency`}}},
	})
}
