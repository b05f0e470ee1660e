package policies

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkText is a file with one check. The condition stands in a heredoc, from the first
// column of line 4.
func checkText(over, require string) string {
	return "check \"try\" {\n  doc     = \"for a test\"\n  require = <<E\n" + require +
		"\nE\n  because = \"'so'\"\n  over    = \"" + over + "\"\n}\n"
}

// mistakes compiles a file and writes what is wrong with it.
func mistakes(t *testing.T, text string) string {
	t.Helper()
	_, diags := compileText(t, text)
	var out []string
	for _, d := range diags {
		out = append(out, marked(text, d))
	}
	return strings.Join(out, "\n")
}

func TestACheckReadsItsSubjectTheFleetAndTheWorkspaceAlone(t *testing.T) {
	for _, c := range []struct{ over, require, want string }{
		{"service", "service.volumes > fleet.services || workspace.currency == 'JPY'", ""},
		{"fleet", "fleet.services < 100", ""},
		{"product", "service.stateful", `BERTH-R012 4,9 "stateful": A check over product reads service.stateful; there is no service here. Change over, or read the fields of fleet, product, workspace.`},
		{"fleet", "size(site.name) > 3", `BERTH-R012 4,11 "name": A check over fleet reads site.name; there is no site here. Change over, or read the fields of fleet, workspace.`},
		{"service", "option.elastic", `BERTH-R003 4,1 "option": A check sees no options: read service.goes_to and service.runs_on, or write a constraint.`},
		{"service", "service.mean_cores < 1.0", `BERTH-R003 4,9 "mean_cores": service has no field "mean_cores". ` + "`berth policy vars` lists them."},
		{"team", "has(team.owner)", `BERTH-R005 4,10 "owner": has(team.owner) is always true: the value is never absent. Compare it with something, or leave has() out.`},
		{"service", "service", "BERTH-R005 4,1 \"service\": service is no value by itself: read one of its fields, as in service.calls."},
	} {
		if diff := cmp.Diff(c.want, mistakes(t, checkText(c.over, c.require))); diff != "" {
			t.Errorf("%s: %s", c.require, diff)
		}
	}
	want := `BERTH-R003 5,6 "site": Only a check reads site; policies and constraints read option, service and workspace.`
	if diff := cmp.Diff(want, mistakes(t, policyText("size(site.name)"))); diff != "" {
		t.Error(diff)
	}
}

func TestAFieldIsComparedWithTextsItCanHave(t *testing.T) {
	for _, c := range []struct{ over, require, want string }{
		{"service", "service.data == 'personal'", ""},
		{"service", "service.name == 'personel'", ""},
		{"service", "service.data != 'personel'", `BERTH-R013 4,17 "'personel'": service.data is never "personel". Did you mean "personal"?`},
		{"service", "'Public' == service.data", `BERTH-R013 4,1 "'Public'": service.data is never "Public". Did you mean "public"?`},
		{"site", "site.kind in ['cloud', 'hybrid', site.name]", `BERTH-R013 4,24 "'hybrid'": site.kind is never "hybrid". Known here: "onprem", "cloud".`},
		{"site", "!(site.provider in ['k0s', 'eks'])", `BERTH-R013 4,28 "'eks'": site.provider is never "eks". Known here: "k0s", "gke", "servers".`},
		{"fleet", "workspace.cost_basis == ''", `BERTH-R013 4,25 "''": workspace.cost_basis is never "". Known here: "fully_loaded", "marginal".`},
	} {
		if diff := cmp.Diff(c.want, mistakes(t, checkText(c.over, c.require))); diff != "" {
			t.Errorf("%s: %s", c.require, diff)
		}
	}
	option := policyText("option.kind == 'on-prem' ? 1 : service.security.data in ['secret'] ? 0.5 : 0")
	want := `BERTH-R013 5,16 "'on-prem'": option.kind is never "on-prem". Did you mean "onprem"?` + "\n" +
		`BERTH-R013 5,58 "'secret'": service.security.data is never "secret". Known here: "public", "internal", "confidential", "personal".`
	if diff := cmp.Diff(want, mistakes(t, option)); diff != "" {
		t.Error(diff)
	}
}

func TestACheckNeedsWhatItsExpressionsRead(t *testing.T) {
	for require, want := range map[string]Needs{
		"service.stateful":                         0,
		"has(service.money_today)":                 NeedsToday,
		"has(service.money)":                       NeedsThen,
		"service.firm":                             NeedsThen | NeedsProof,
		"has(service.money_today) || service.firm": NeedsToday | NeedsThen | NeedsProof,
		"has(fleet.money)":                         NeedsThen,
	} {
		suite, diags := compileText(t, checkText("service", require))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		if got := mustCheck(t, suite, "try").Needs(); got != want {
			t.Errorf("%s needs %b, want %b", require, got, want)
		}
	}
}

// TestEveryFactIsExplained holds what a person reads of it.
func TestEveryFactIsExplained(t *testing.T) {
	for _, of := range []reflect.Type{reflect.TypeFor[Vars](), reflect.TypeFor[Facts]()} {
		for _, v := range newSchema(of).variables {
			if v.doc == "" {
				t.Errorf("%s has no doc", v.name)
			}
			if v.oneof != nil && v.typ.String() != "string" {
				t.Errorf("%s is a %s and has texts that it can have", v.name, v.typ)
			}
			if (v.least != nil || v.most != nil) && v.typ.String() != "int" && v.typ.String() != "double" {
				t.Errorf("%s is a %s and has bounds", v.name, v.typ)
			}
		}
	}
}

func TestAFailureOfACheckNamesItsSubject(t *testing.T) {
	f := sampleFacts()
	f.Service.Money = nil
	for _, c := range []struct{ over, require, want string }{
		{"service", "service.money < 1.0", `rules.hcl:4,8: check "try", require for service api: there is no service.money: ask with has(service.money) first`},
		{"product", "product.services[3] == 'a'", `rules.hcl:4,17: check "try", require for product shop: index out of bounds: 3`},
		{"team", "team.services.size() % 0 == 1", `rules.hcl:4,22: check "try", require for team web: modulus by zero`},
		{"site", "site.nodes % 0 == 1", `rules.hcl:4,12: check "try", require for site tokyo: modulus by zero`},
		{"fleet", "fleet.sites % 0 == 1", `rules.hcl:4,13: check "try", require for the fleet: modulus by zero`},
	} {
		suite, diags := compileText(t, checkText(c.over, c.require))
		if len(diags) > 0 {
			t.Fatal(diags)
		}
		_, err := mustCheck(t, suite, "try").Holds(f.only(c.over))
		if diff := cmp.Diff(c.want, errorText(err)); diff != "" {
			t.Errorf("%s: %s", c.require, diff)
		}
	}
}

// TestChecksAreBoundedAsOtherRulesAre runs one that would take minutes, and one that
// was given nothing.
func TestChecksAreBoundedAsOtherRulesAre(t *testing.T) {
	long := strings.TrimSuffix(nested(10, 8), " ? 1 : 0")
	suite, diags := compileText(t, checkText("service", long))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	check := mustCheck(t, suite, "try")
	_, err := check.Holds(sampleFacts())
	if want := "stopped: it takes more than 1000000 steps"; !strings.HasSuffix(errorText(err), want) {
		t.Errorf("%v, want %s", err, want)
	}
	for _, c := range standardSuite(t).Checks {
		if _, err := c.Holds(&Facts{}); err != nil && !strings.Contains(errorText(err), "was asked for, but nothing was given") {
			t.Errorf("%s of nothing: %v", c.Name(), err)
		}
	}
}

func TestRulesOfAllKindsShareTheirNames(t *testing.T) {
	text := checkText("fleet", "fleet.services < 9")
	for name, want := range map[string]string{
		"residency": `BERTH-R007 The standard suite has a constraint "residency". Policies, constraints and checks share their names; rename this check.`,
		"budget":    `BERTH-R008 The standard suite has a check "budget". Write replace = true to put this one in its place, or give this one another name.`,
		"budgets":   "",
	} {
		_, diags := compileText(t, strings.Replace(text, `"try"`, fmt.Sprintf("%q", name), 1))
		got := ""
		for _, d := range diags {
			got += d.Code + " " + d.Detail
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	suite, diags := compileText(t, strings.Replace(text, `"try" {`, "\"budget\" {\n  replace = true", 1))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	if c := mustCheck(t, suite, "budget"); c.Over() != OverFleet || c.Origin() != FromWorkspace {
		t.Errorf("the standard check runs: over %s, from %s", c.Over(), c.Origin())
	}
}
