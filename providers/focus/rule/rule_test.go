package rule_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/focus/rule"
)

// model writes rules as the working group does: each an id, what it is a part of, its
// keyword, text, requirement and condition.
func model(rules ...string) string {
	return `{"Details": {"FOCUSVersion": "9.9"}, "ApplicabilityCriteria": {"TAX": {"Description": "Provider has taxes"}},
	"ModelRules": {` + strings.Join(rules, ",") + `}}`
}

func one(id, keyword, text, requirement, condition string) string {
	return fmt.Sprintf(`%q: {"Function": "Validation", "EntityType": "Column", "ApplicabilityCriteria": [],
	"ValidationCriteria": {"MustSatisfy": %q, "Keyword": %q, "Requirement": %s, "Condition": %s}}`, id, text, keyword, requirement, condition)
}

func check(function, column, value string) string {
	return fmt.Sprintf(`{"CheckFunction": %q, "ColumnName": %q, "Value": %s}`, function, column, value)
}

func load(t testing.TB, text string) *rule.Model {
	t.Helper()
	m, err := rule.Load(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func table(t testing.TB, text string) *rule.Table {
	t.Helper()
	out, err := rule.ReadTable(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// states are what came of rules, by their ids.
func states(t testing.TB, m *rule.Model, rows string, supports ...string) map[string]string {
	t.Helper()
	r, err := m.Check(table(t, rows), rule.Provider{Supports: supports, Currencies: []string{"JPY", "USD"}})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, o := range r.Outcomes {
		out[o.Rule] = string(o.State)
	}
	return out
}

func TestEveryCheckTellsGoodFromBad(t *testing.T) {
	on := func(function string) string { return check(function, "A", "null") }
	three := `{"CheckFunction": "ColumnByColumnEqualsColumnValue", "ColumnAName": "A", "ColumnBName": "B", "ResultColumnName": "C"}`
	same := func(function string) string {
		return fmt.Sprintf(`{"CheckFunction": %q, "ColumnAName": "A", "ColumnBName": "B"}`, function)
	}
	for _, c := range []struct{ requirement, good, bad string }{
		{on("CheckValue"), "null", "1"},
		{on("CheckNotValue"), "0", "NULL"},
		{check("CheckValue", "A", `"x"`), "x", "X"},
		{check("CheckValue", "A", `"x"`), "x", ""},
		{check("CheckValue", "A", "0"), "0.000", "0.1"},
		{check("CheckNotValue", "A", `"x"`), "", "x"},
		{same("CheckSameValue"), "a,a", "a,b"},
		{same("CheckNotSameValue"), "a,b", "a,a"},
		{check("CheckGreaterOrEqualThanValue", "A", "0"), "0", "-0.000001"},
		{check("CheckGreaterOrEqualThanValue", "A", "0"), "1e3", "x"},
		{three, "0.1,0.2,0.02", "0.1,0.2,0.020000000000000001"},
		{three, ",0.2,7", "3,3,10"},
		{on("TypeDecimal"), "-12.5E-3", "1/2"},
		{on("TypeDecimal"), "0", "1e999999999"},
		{on("FormatNumeric"), "1e5", "+1"},
		{on("FormatNumeric"), "-0.5", "$5"},
		{on("FormatNumeric"), "100", "1 000"},
		{on("TypeString"), "x", `"  "`},
		{on("FormatDateTime"), "2026-10-01T00:00:00Z", "2026-10-01T00:00:00+09:00"},
		{on("FormatDateTime"), "2026-10-01T00:00:00Z", "2026-13-01T00:00:00Z"},
		{on("FormatUnit"), "Core-Hours", "3.5 Hours"},
		{on("FormatUnit"), "1000 Requests", "GB_Hours"},
		{on("FormatCurrency"), "JPY", "yen"},
		{on("CheckNationalCurrency"), "JPY", "XXX"},
		{on("FormatKeyValue"), `"{""a"": ""b"", ""c"": true, ""d"": null}"`, `"{""a"": {}}"`},
		{on("FormatKeyValue"), `{}`, `"{""a"": 1, ""a"": 2}"`},
		{on("FormatKeyValue"), `{}`, `{} {}`},
		{on("FormatKeyValue"), `{}`, `[]`},
		{`{"CheckFunction": "AND", "Items": [` + check("CheckValue", "A", `"x"`) + `,` + check("CheckValue", "B", `"y"`) + `]}`, "x,y", "x,z"},
		{`{"CheckFunction": "OR", "Items": [` + check("CheckValue", "A", `"x"`) + `,` + check("CheckValue", "B", `"y"`) + `]}`, "q,y", "q,z"},
		{`{"CheckFunction": "CheckDistinctCount", "ColumnAName": "A", "ColumnBName": "B", "ExpectedCount": 1}`, "a,1", "a,1\na,2"},
	} {
		m := load(t, model(one("R-1", "MUST", "text", c.requirement, "{}")))
		for want, row := range map[string]string{"held": c.good, "failed": c.bad} {
			lines := strings.Split(row, "\n")
			for i, l := range lines {
				if !strings.Contains(l, "{") {
					lines[i] = l + strings.Repeat(",", 2-strings.Count(l, ","))
				} else {
					lines[i] = l + ",,"
				}
			}
			if got := states(t, m, "A,B,C\n"+strings.Join(lines, "\n")+"\n")["R-1"]; got != want {
				t.Errorf("%s of %q: %s, want %s", c.requirement, row, got, want)
			}
		}
	}
}

func TestKeywordsSayHowBadItIs(t *testing.T) {
	for keyword, want := range map[string]string{"MUST": "failed", "MUST NOT": "failed", "SHOULD": "advised", "SHOULD NOT": "advised", "RECOMMENDED": "advised", "MAY": "held"} {
		m := load(t, model(one("R-1", keyword, "text", check("CheckValue", "A", `"x"`), "{}"), one("R-2", keyword, "text", check("ColumnPresent", "B", "null"), "{}")))
		if d := cmp.Diff(map[string]string{"R-1": want, "R-2": want}, states(t, m, "A\ny\n")); d != "" {
			t.Errorf("%s (-want +got):\n%s", keyword, d)
		}
	}
}

func TestARuleCountsWhereItsConditionsHold(t *testing.T) {
	whole := `{"CheckFunction": "AND", "Items": [{"CheckFunction": "CheckModelRule", "ModelRuleId": "R-2"}]}`
	m := load(t, model(
		one("R-1", "MUST", "whole", whole, check("CheckNotValue", "B", "null")),
		one("R-2", "MUST", "text", check("CheckValue", "A", `"x"`), check("CheckValue", "C", `"c"`)),
	))
	for rows, want := range map[string]string{
		"x,b,c": "held", "y,b,c": "failed", "y,,c": "never asked", "y,b,": "never asked",
	} {
		if got := states(t, m, "A,B,C\n"+rows+"\n"); got["R-2"] != want || got["R-1"] != want {
			t.Errorf("%s: %v, want %s", rows, got, want)
		}
	}
}

func TestEitherPartOfARuleIsEnough(t *testing.T) {
	either := `{"CheckFunction": "OR", "Items": [{"CheckFunction": "CheckModelRule", "ModelRuleId": "R-2"}, {"CheckFunction": "CheckModelRule", "ModelRuleId": "R-3"}]}`
	m := load(t, model(one("R-1", "MUST", "whole", either, "{}"), one("R-2", "MUST", "text", check("CheckValue", "A", `"x"`), "{}"), one("R-3", "MUST", "text", check("CheckValue", "A", `"y"`), "{}")))
	if d := cmp.Diff(map[string]string{"R-1": "held", "R-2": "held", "R-3": "held"}, states(t, m, "A\nx\ny\n")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := states(t, m, "A\nx\nz\n")["R-1"]; got != "failed" {
		t.Errorf("of neither: %s", got)
	}
}

func TestWhatDoesNotApplyIsSaidSo(t *testing.T) {
	taxes := strings.Replace(one("R-1", "MUST", "text", check("CheckValue", "A", `"x"`), "{}"), `"ApplicabilityCriteria": []`, `"ApplicabilityCriteria": ["TAX"]`, 1)
	m := load(t, model(taxes, one("R-2", "MUST", "text", check("CheckValue", "Z", `"x"`), "{}"), one("R-3", "MUST", "text", "{}", "{}"), one("R-4", "MUST", "text", check("CheckMoon", "A", "1"), "{}")))
	if d := cmp.Diff(map[string]string{"R-1": "not applicable", "R-2": "not applicable", "R-3": "unchecked", "R-4": "unchecked"}, states(t, m, "A\ny\n")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := states(t, m, "A\ny\n", "TAX")["R-1"]; got != "failed" {
		t.Errorf("with taxes: %s", got)
	}
	if _, err := m.Check(table(t, "A\ny\n"), rule.Provider{Supports: []string{"MOON"}}); err == nil {
		t.Error("a criterion was taken that is none")
	}
}

func TestWhatTheModelGetsWrongIsNotHeldAgainstAnybody(t *testing.T) {
	list := `{"CheckFunction": "OR", "Items": [` + check("CheckValue", "A", `"Active"`) + `]}`
	for what, text := range map[string]string{
		"the opposite":       one("R-1", "MUST", "A MUST be null.", check("CheckNotValue", "A", "null"), "{}"),
		"the other opposite": one("R-1", "MUST NOT", "A MUST NOT be null.", check("CheckValue", "A", "null"), "{}"),
		"no column":          one("R-1", "MUST", "text", check("CheckValue", "A", `"x"`), `{"CheckFunction": "CheckNotValue", "CheckCondition": "B", "Value": null}`),
		"no function":        one("R-1", "MUST", "text", check("CheckValue", "A", `"x"`), `{"AND": []}`),
		"when it is not":     one("R-1", "MUST", "A MUST be x when B is not null.", check("CheckValue", "A", `"x"`), check("CheckValue", "B", "null")),
		"a list":             one("R-1", "MUST", "A MUST be one of the allowed values.", list, "{}") + "," + one("R-2", "MUST", "text", check("CheckValue", "B", `"x"`), check("CheckValue", "A", `"Used"`)),
	} {
		if got := states(t, load(t, model(text)), "A,B\nUsed,\n")["R-1"]; got != "mistaken" {
			t.Errorf("%s: %s", what, got)
		}
	}
}

func TestFilesThatAreNoModelAreRefused(t *testing.T) {
	part := func(id string) string {
		return fmt.Sprintf(`{"CheckFunction": "AND", "Items": [{"CheckFunction": "CheckModelRule", "ModelRuleId": %q}]}`, id)
	}
	for text, want := range map[string]string{
		"":                   "unexpected end",
		"{}":                 "has 0 rules",
		`{"ModelRules": []}`: "cannot unmarshal",
		model(`"R-1": null`): `rule "R-1" is empty`,
		model(one("R-1", "MUST", "", part("R-2"), "{}")):                                                                        `has the part "R-2", which is not there`,
		model(one("R-1", "MUST", "", part("R-2"), "{}"), one("R-2", "MUST", "", part("R-1"), "{}")):                             "in a circle",
		model(one("R-1", "MUST", "", strings.Repeat(`{"CheckFunction": "AND", "Items": [`, 40)+strings.Repeat(`]}`, 40), "{}")): "too deep",
	} {
		_, err := rule.Load(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %q", text, err, want)
		}
	}
}

func TestTablesThatAreNoneAreRefused(t *testing.T) {
	for _, text := range []string{"", "A,A\n1,2\n", "A,B\n1\n", "A\n\"x\n"} {
		if _, err := rule.ReadTable(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

// real is the model of FOCUS 1.2, which is not copied here.
func real(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../../../shared/data/focus/rules/model-1.2.json")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the rules of FOCUS are not here: ", err)
	}
	return string(b)
}

func TestTheRulesOfFOCUSAreRead(t *testing.T) {
	got := states(t, load(t, real(t)), "BilledCost\n1\n")
	if len(got) != 621 || got["BilledCost-C-003-M"] != "held" || got["CostAndUsage-D-008-M"] != "failed" {
		t.Errorf("%d rules, %s, %s", len(got), got["BilledCost-C-003-M"], got["CostAndUsage-D-008-M"])
	}
}

// FuzzLoad reads any bytes as rules and runs them.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(model(one("R-1", "MUST", "text", check("CheckValue", "A", `"x"`), check("CheckNotValue", "B", "null")))))
	f.Add([]byte(model(one("R-1", "MUST", "text", `{"CheckFunction": "OR", "Items": [{"CheckFunction": "CheckModelRule", "ModelRuleId": "R-2"}]}`, "{}"), one("R-2", "MAY", "", "{}", "{}"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := rule.Load(strings.NewReader(string(data)))
		if err != nil {
			return
		}
		r, err := m.Check(table(t, "A,B\nx,1\n,2\n"), rule.Provider{})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range r.Outcomes {
			if o.State == "" {
				t.Errorf("nothing came of %s", o.Rule)
			}
		}
	})
}

// FuzzTable reads any bytes as rows and runs rules of all forms over them.
func FuzzTable(f *testing.F) {
	var rules []string
	for i, function := range []string{"TypeDecimal", "FormatNumeric", "TypeString", "FormatDateTime", "FormatUnit", "FormatKeyValue", "FormatCurrency", "CheckNationalCurrency"} {
		rules = append(rules, one(fmt.Sprintf("R-%d", i), "MUST", "text", check(function, "A", "null"), "{}"))
	}
	rules = append(rules, one("R-9", "MUST", "text", check("CheckGreaterOrEqualThanValue", "A", "0"), check("CheckValue", "B", "0")))
	m := load(f, model(rules...))
	f.Add("A,B\n1e5,0\n")
	f.Add("A,B\n\"{\"\"a\"\":1}\",null\n2026-10-01T00:00:00Z,-0\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := rule.ReadTable(strings.NewReader(text))
		if err != nil {
			return
		}
		if _, err := m.Check(rows, rule.Provider{}); err != nil {
			t.Fatal(err)
		}
	})
}
