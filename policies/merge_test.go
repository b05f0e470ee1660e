package policies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

// onePolicy is a policy block on one line of the test's text; more is put in.
func onePolicy(name, more string) string {
	return `policy "` + name + `" {
  criterion = "cost"
  doc       = "for a test"
  score     = "0.25"
  because   = "'so'"
  ` + more + `
}
`
}

func oneConstraint(name, more string) string {
	return `constraint "` + name + `" {
  doc     = "for a test"
  forbid  = "true"
  because = "'so'"
  ` + more + `
}
`
}

// details returns code, line and detail of each diagnostic.
func details(l diag.List) (out []string) {
	for _, d := range l {
		out = append(out, d.Subject.String()+" "+d.Code+" "+d.Detail)
	}
	return out
}

// ran returns the names of what a suite runs.
func ran(s *Suite) map[string]bool {
	names := map[string]bool{}
	for _, p := range s.Policies {
		names[p.Name()] = true
	}
	for _, c := range s.Constraints {
		names[c.Name()] = true
	}
	for _, c := range s.Checks {
		names[c.Name()] = true
	}
	return names
}

func rule(t *testing.T, s *Suite, name string) Rule {
	t.Helper()
	for _, r := range s.Rules() {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("Rules does not list %q", name)
	return Rule{}
}

func TestAWorkspaceAddsReplacesAndSwitchesOff(t *testing.T) {
	suite, diags := compileText(t, onePolicy("own-score", "")+onePolicy("sensitive-data", "replace = true")+
		oneConstraint("own-limit", "")+`workspace { disable = ["pin", "own-limit", "elastic-capacity"] }`)
	if diff := cmp.Diff([]string(nil), details(diags)); diff != "" {
		t.Fatal(diff)
	}
	type seen struct {
		Origin             Origin
		Replaces, Disabled bool
		Runs               bool
	}
	got := map[string]seen{}
	for _, name := range []string{"own-score", "sensitive-data", "own-limit", "pin", "elastic-capacity", "needs"} {
		r := rule(t, suite, name)
		got[name] = seen{r.Origin, r.Replaces, r.Disabled, ran(suite)[name]}
	}
	want := map[string]seen{
		"own-score":        {FromWorkspace, false, false, true},
		"sensitive-data":   {FromWorkspace, true, false, true},
		"own-limit":        {FromWorkspace, false, true, false},
		"pin":              {FromStandard, false, true, false},
		"elastic-capacity": {FromStandard, false, true, false},
		"needs":            {FromStandard, false, false, true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got, err := mustPolicy(t, suite, "sensitive-data").Score(sample()); got != 0.25 || err != nil {
		t.Errorf("the standard policy ran instead of the one in its place: %v, %v", got, err)
	}
}

func TestMistakesInNamesOfRules(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       []string
	}{
		{"a standard name without replace", onePolicy("sensitive-data", ""), []string{
			`rules.hcl:1,1 BERTH-R008 The standard suite has a policy "sensitive-data". Write replace = true to put this one in its place, or give this one another name.`}},
		{"replace without a standard rule", onePolicy("sensitive-dat", "replace = true"), []string{
			`rules.hcl:6,13 BERTH-R008 The standard suite has no policy "sensitive-dat". Did you mean "sensitive-data"?`}},
		{"a policy with the name of a standard constraint", onePolicy("pin", "replace = true"), []string{
			`rules.hcl:1,1 BERTH-R007 The standard suite has a constraint "pin". Policies, constraints and checks share their names; rename this policy.`}},
		{"a policy and a constraint of one name", onePolicy("both", "") + oneConstraint("both", ""), []string{
			`rules.hcl:8,1 BERTH-R007 There is a policy "both" at rules.hcl:1,1 already. Policies, constraints and checks share their names; rename one.`}},
		{"disable of an unknown rule", `workspace { disable = ["residence"] }`, []string{
			`rules.hcl:1,23 BERTH-R010 disable names the rule "residence", which does not exist. Did you mean "residency"?`}},
		{"a criterion that does not exist", strings.Replace(onePolicy("own", ""), `"cost"`, `"scalabilty"`, 1), []string{
			`rules.hcl:2,15 BERTH-R009 There is no criterion "scalabilty". Did you mean "scalability"? A criterion block adds one.`}},
		{"a weight that does not exist", `workspace { weights = { costs = 3, security = 1 } }`, []string{
			`rules.hcl:1,23 BERTH-R009 The weights name the criterion "costs", which does not exist. Did you mean "cost"?`}},
		{"a product's weight that does not exist", `product "ads" { weights = { efort = 3 } }`, []string{
			`rules.hcl:1,27 BERTH-R009 The weights name the criterion "efort", which does not exist. Known here: "cloud_integration", "cost", "customization", "management_effort", "onprem_communication", "scalability", "security".`}},
		{"disable of an own check", `workspace { disable = ["own"] }
check "own" {
  doc     = "d"
  over    = "service"
  require = "service.stateful"
  because = "'so'"
}`, nil},
	} {
		_, diags := compileText(t, c.text)
		if diff := cmp.Diff(c.want, details(diags)); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

func TestAWorkspaceMayChangeACriterionAndAddOne(t *testing.T) {
	suite, diags := compileText(t, `criterion "cost" {
  doc     = "by the mean"
  combine = "mean"
}
criterion "delight" {
  doc = "how glad people are"
}
`+strings.Replace(onePolicy("own", ""), `"cost"`, `"delight"`, 1))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	var got []Criterion
	for _, c := range suite.Criteria {
		if c.Name == "cost" || c.Name == "delight" {
			got = append(got, *c)
		}
	}
	want := []Criterion{{Name: "cost", Doc: "by the mean", Combine: "mean"}, {Name: "delight", Doc: "how glad people are", Combine: "min"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSuitesAreSorted(t *testing.T) {
	suite, _ := compileText(t, onePolicy("a-first", "")+onePolicy("z-last", "")+oneConstraint("a-first-too", ""))
	var policies, constraints, checks, rules []string
	for _, p := range suite.Policies {
		policies = append(policies, p.Criterion()+" "+p.Name())
	}
	for _, c := range suite.Constraints {
		constraints = append(constraints, c.Name())
	}
	for _, c := range suite.Checks {
		checks = append(checks, c.Name())
	}
	for _, r := range suite.Rules() {
		rules = append(rules, r.Name)
	}
	for _, names := range [][]string{policies, constraints, checks, rules} {
		for i := 1; i < len(names); i++ {
			if names[i-1] >= names[i] {
				t.Errorf("%q stands before %q", names[i-1], names[i])
			}
		}
	}
	if run := len(policies) + len(constraints) + len(checks); len(rules) != run {
		t.Errorf("%d rules are listed, %d run", len(rules), run)
	}
}
