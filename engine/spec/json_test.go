package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mustSayJSON parses JSON files, each alone as a fragment.
func mustSayJSON(t *testing.T, cases []mistakeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			src, places := unmark(c.src)
			for i := range places {
				places[i] = "case.hcl.json" + places[i][len("case.hcl"):]
			}
			_, diags := Parse([]Source{{"case.hcl.json", []byte(src)}}, Options{Fragment: true})
			compare(t, diags, c.want, places)
		})
	}
}

func TestMistakesInJSONHaveThePlaceOfTheWrongPart(t *testing.T) {
	mustSayJSON(t, []mistakeCase{
		{"good", `{"//": "why", "team": {"a": {"//": "why", "owner": "x"}}, "service": [{"b": {"replica": [{"cpu": "1"}]}}, {"c": {}}]}`, nil},
		{"unknown words", `{▸"teem": {}, "team": {"a": {▸"ownr": "x"}}}`, []said{
			{"", CodeUnknownWord, "Unknown attribute or block", `There is no attribute or block "teem" here. Did you mean "team"?`},
			{"", CodeUnknownWord, "Unknown attribute or block", `Did you mean "owner"?`},
		}},
		{"parts of lists and maps", `{"product": {"a": {"weights": {"cost": ▸"x", "security": 1, ▸"security": 2}}}, "service": {"b": {"needs": ["ok", ▸"No", ▸3]}}}`, []said{
			{"", CodeForm, `Wrong value for "weights"`, "must be a number without quotes"},
			{"", CodeForm, `Wrong value for "weights"`, `The key "security" stands twice`},
			{"", CodeForm, `Wrong value for "needs"`, `"No" is not a name`},
			{"", CodeForm, `Wrong value for "needs"`, "must be a name in quotes; it is a number"},
		}},
		{"said twice", `{"team": {"a": {"owner": "x", ▸"owner": "y"}}}`, []said{{"", CodeDuplicate, "Duplicate attribute", `The attribute "owner" was already set at case.hcl.json:1`}}},
		{"names", `{"team": {▸"A": {}}, "link": {"a": {▸"B": {"path": "vpn"}}}, "service": ▸{}}`, []said{
			{"", CodeLabels, "Not a name", `"A" is not a name`},
			{"", CodeLabels, "Not a name", `"B" is not a name`},
			{"", CodeLabels, "Missing block label", "At least one object property is required"},
		}},
		{"no block", `{"service": ▸▸1, "team": {"a": ▸"x"}}`, []said{
			{"", CodeLabels, "Missing block label", "whose name represents the service block's name"},
			{"", CodeForm, "Incorrect JSON value type", "Either a JSON object or JSON array of objects is required"},
			{"", CodeForm, "Incorrect JSON value type", `representing the contents of one or more "team" blocks`},
		}},
		{"null", `{"team": {"a": {"owner": ▸null}}}`, []said{{"", CodeForm, "Not a literal", "null is no value"}}},
		{"too large", `{"service": {"a": {"replicas": {"min": ▸1e400}}}}`, []said{{"", CodeForm, "Not a literal", "The number is too large."}}},
		{"missing", `{"rate": {"USD": ▸▸▸{}}}`, []said{
			{"", CodeMissing, "Missing attribute", "must set date"}, {"", CodeMissing, "Missing attribute", "must set source"}, {"", CodeMissing, "Missing attribute", "must set value"},
		}},
		{"syntax", `{"team": {"a": {"owner": "x"▸,}}}`, []said{{"", CodeSyntax, "Trailing comma in object", "JSON does not permit"}}},
		{"HCL", `▸▸team "a" {}`, []said{
			{"", CodeSyntax, "Invalid JSON keyword", `"team" is not a valid JSON keyword`},
			{"", CodeSyntax, "Root value must be object", "must be either a JSON object or a JSON array"},
		}},
		{"open text", `{"team": {"a": {"owner": ▸"x` + "\n" + `"}}}`, []said{{"", CodeSyntax, "Text not closed", `a line end inside text is written \n`}}},
	})
}

func TestTemplatesInJSONStayText(t *testing.T) {
	const src = `{"team": {"a": {"owner": "${1+1} $${x} %{if true}", "group": "a\nb"}}}`
	w, diags := Parse([]Source{{"a.hcl.json", []byte(src)}}, Options{Fragment: true})
	compare(t, diags, nil, nil)
	if diff := cmp.Diff([]string{"${1+1} $${x} %{if true}", "a\nb"}, []string{w.Team("a").Owner.V, w.Team("a").Group.V}); diff != "" {
		t.Error(diff)
	}
}

func TestABlockOfJSONMayBeNull(t *testing.T) {
	w, diags := Parse([]Source{{"a.hcl.json", []byte(`{"team": {"a": null, "b": {}}, "site": null}`)}}, Options{Fragment: true})
	compare(t, diags, []said{{"a.hcl.json:1,40", CodeLabels, "Missing block label", ""}}, nil)
	if len(w.Teams) != 1 {
		t.Errorf("%d teams", len(w.Teams))
	}
}

func TestAByteOrderMarkIsPassedOver(t *testing.T) {
	for name, src := range map[string]string{"a.hcl": "\ufeffteam \"A\" {\n}\n", "a.hcl.json": "\ufeff{\"team\": {\"A\": {}}}"} {
		_, diags := Parse([]Source{{name, []byte(src)}}, Options{Fragment: true})
		// The mark is a character of its own for places.
		at := map[string]string{"a.hcl": "a.hcl:1,7", "a.hcl.json": "a.hcl.json:1,12"}[name]
		compare(t, diags, []said{{at, CodeLabels, "Not a name", `"A" is not a name`}}, nil)
	}
}
