package policies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/diag"
)

// surroundings is a workspace in which names can be misspelt.
const surroundings = `
site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
}
team "creators" {}
product "shop" {
  team = "creators"
}
environment "prod" {}
`

func TestAMisspeltNameOfTheWorkspaceIsSeen(t *testing.T) {
	for _, c := range []struct{ over, require, want string }{
		{"service", "service.runs_on == ['tokio']", `4,21 "'tokio'": The workspace has no site "tokio". Did you mean "tokyo"? As it is, the rule speaks of nothing.`},
		{"service", "!('tokio' in service.goes_to)", `4,3 "'tokio'": The workspace has no site "tokio". Did you mean "tokyo"? As it is, the rule speaks of nothing.`},
		{"service", "service.goes_to.all(s, s != 'tokio')", `4,29 "'tokio'": The workspace has no site "tokio". Did you mean "tokyo"? As it is, the rule speaks of nothing.`},
		{"service", "!sets.intersects(service.runs_on, ['tokyo', 'tokyoo'])", `4,45 "'tokyoo'": The workspace has no site "tokyoo". Did you mean "tokyo"? As it is, the rule speaks of nothing.`},
		{"service", "service.product in ['shop', 'shops']", `4,29 "'shops'": The workspace has no product "shops". Did you mean "shop"? As it is, the rule speaks of nothing.`},
		{"team", "team.name != 'creator'", `4,14 "'creator'": The workspace has no team "creator". Did you mean "creators"? As it is, the rule speaks of nothing.`},
		{"site", "site.name != 'tokio'", `4,14 "'tokio'": The workspace has no site "tokio". Did you mean "tokyo"? As it is, the rule speaks of nothing.`},
		// What is far from every name is perhaps one of another workspace's, or to come.
		{"service", "service.environment in ['', 'prod', 'production']", ""},
		{"service", "!('frankfurt' in service.runs_on)", ""},
		{"service", "service.goes_to.exists(s, service.calls.exists(s, s == 'tokio'))", ""},
		{"service", "service.class == 'tokio'", ""},
	} {
		text := checkText(c.over, c.require) + surroundings
		suite, diags := compileText(t, text)
		var got []string
		for _, d := range diags {
			if d.Severity != diag.Warning || d.Code != CodeName {
				t.Errorf("%s: %v", c.require, d)
			}
			got = append(got, strings.TrimPrefix(marked(text, d), CodeName+" "))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", c.require, diff)
		}
		if !ran(suite)["try"] {
			t.Errorf("%s: it does not run", c.require)
		}
	}
}
