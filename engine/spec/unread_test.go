package spec

import (
	"strings"
	"testing"
)

func TestAFileThatCannotBeReadDoesNotMakeAHundredUnknownNames(t *testing.T) {
	user := "service \"a\" {\n  runs_on = \"osaka\"\n  pin     = \"paris\"\n}\n"
	for name, broken := range map[string]struct {
		src  string
		want said
	}{
		"syntax":   {"site \"osaka\" {\n  kind = \n}\n", said{"b.hcl:2,10", CodeSyntax, "Invalid expression", "Expected the start of an expression"}},
		"open":     {"site \"osaka\" {\n", said{"b.hcl:1,14", CodeSyntax, "Unclosed block", "There is no closing brace"}},
		"template": {"site \"osaka\" {\n  project = \"${x}\"\n}\n", said{"b.hcl:2,14", CodeComputed, "Template in a spec", ""}},
		"encoding": {"site \"osaka\" {\n  project = \"\xff\"\n}\n", said{"b.hcl:2,14", CodeLimit, "Not UTF-8", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"b.hcl", []byte(broken.src)}, {"c.hcl", []byte(user)}}, Options{})
			// What no file names is reported all the same.
			compare(t, diags, []said{broken.want, {"c.hcl:3,13", CodeReference, "Unknown site", `"paris"`}}, nil)
		})
	}
}

func TestAWorkspaceThatCannotBeReadIsNotCalledMissing(t *testing.T) {
	src := strings.Replace(base, `"2026-10-31"`, `"2026-10-31`, 1)
	_, diags := Parse([]Source{{"base.hcl", []byte(src)}}, Options{})
	compare(t, diags, []said{{"base.hcl:4,20", CodeSyntax, "Text not closed", ""}}, nil)
}

func TestTheRestOfABlockWithAMistakeOfSyntaxIsStillChecked(t *testing.T) {
	mustSay(t, base, []mistakeCase{{"syntax", `
service "a" {
  runs_on = ▸"osaka"
  class   = ▸
  pool    = ▸"generall"
}
rate "EUR" {
  value = ▸160
  date
}
`, []said{
		{"", CodeReference, "Unknown site", ""},
		{"", CodeSyntax, "Invalid expression", ""},
		{"", CodeReference, "Unknown node_pool", ""},
		{"", CodeForm, `Wrong value for "value"`, ""},
		{"case.hcl:9,3", CodeSyntax, "Attribute or block definition required", "To set an attribute, use the equals sign"},
	}}})
}

func TestEachBlockTellsItsOwnMistakesOfSyntax(t *testing.T) {
	mustSay(t, base, []mistakeCase{{"syntax", `
service "a" {
  replica { cpu = "1"▸, memory = "2Gi" }
}
site "b" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
  pue      = 1▸, lead_time = "1d"
}
▸▸site "c" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
}
service "d" {
  pin = "tokyo"
  ▸"runs_on" = "gke"
`, []said{
		{"", CodeSyntax, "Invalid single-attribute block definition", "one attribute definition per line"},
		// What "b" seems to lack may have stood on the line of the comma.
		{"", CodeSyntax, "Unexpected comma after attribute", "separated by newlines, not commas"},
		{"", CodeMissing, "Missing attribute", "lead_time"},
		{"", CodeMissing, "Site without machines", ""},
		{"", CodeSyntax, "Invalid attribute name", "Attribute names must not be quoted"},
	}}})
}

func TestAFileTooLargeToBeReadMayHoldAnything(t *testing.T) {
	limits := Limits{FileBytes: 100, Depth: 9, Files: 9, TotalBytes: 9999}
	_, diags := Parse([]Source{
		{"a.hcl", []byte("service \"a\" {\n  pin = \"tokyo\"\n}\n")},
		{"b.hcl", []byte(strings.Repeat("#", 101))},
	}, Options{Limits: limits})
	compare(t, diags, []said{{"b.hcl", CodeLimit, "File too large", ""}}, nil)
}
