package spec

import (
	"strings"
	"testing"
)

// metricsBlock is a metrics block of Prometheus with words in it.
func metricsBlock(words string) string {
	return "metrics \"prod\" {\n  kind = \"prometheus\"\n  url = \"https://prom.example\"\n" + words + "\n}\n"
}

func TestASourceHasTheAddressOfItsKind(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"each kind alone", `
metrics "a" {
  kind = "prometheus"
  url  = "https://mimir.example/prometheus"
}
metrics "b" {
  kind = "datadog"
}
metrics "c" {
  kind    = "kubernetes"
  context = "tokyo"
}`, nil},
		{"Prometheus nowhere", "▸metrics \"a\" {\n  kind = \"prometheus\"\n}", []said{{"", CodeMissing, "Source without an address", "url = "}}},
		{"a cluster nowhere", "▸metrics \"a\" {\n  kind = \"kubernetes\"\n}", []said{{"", CodeMissing, "Source without an address", "context = "}}},
		{"words of another kind", `
metrics "a" {
  kind    = "kubernetes"
  context = "tokyo"
  url     = ▸"https://x.example"
  sets    = ▸["kubernetes"]
}
metrics "b" {
  kind    = "datadog"
  context = ▸"tokyo"
  ▸auth {
    bearer_env = "TOKEN"
  }
}`, []said{
			{"", CodeCombination, "Word of another kind", `url goes with kind = "prometheus" or "datadog"`},
			{"", CodeCombination, "Word of another kind", "sets goes with"},
			{"", CodeCombination, "Word of another kind", `context goes with kind = "kubernetes"`},
			{"", CodeCombination, "Word of another kind", "DD_API_KEY and DD_APP_KEY"},
		}},
		{"no address", "metrics \"a\" {\n  kind = \"prometheus\"\n  url = ▸\"prom.example:9090\"\n}", []said{{"", CodeForm, "Not an address", "http:// or https://"}}},
		{"another protocol", "metrics \"a\" {\n  kind = \"prometheus\"\n  url = ▸\"file:///etc/passwd\"\n}", []said{{"", CodeForm, "Not an address", "http:// or https://"}}},
		{"a query in it", "metrics \"a\" {\n  kind = \"prometheus\"\n  url = ▸\"https://prom.example?tenant=a\"\n}", []said{{"", CodeForm, "Not an address", "ends before ? and #"}}},
	})
}

func TestTimesOfASourceFitEachOther(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"all said", metricsBlock("  window = \"35d\"\n  step = \"1m\"\n  max_age = \"2d\"\n  timeout = \"10s\"\n  deadline = \"5m\""), nil},
		{"none at all", metricsBlock("  max_age = ▸\"0d\"\n  timeout = ▸\"0s\""), []said{
			{"", CodeCombination, "No time at all", "max_age"}, {"", CodeCombination, "No time at all", "timeout"},
		}},
		{"longer than a clock counts", metricsBlock("  window = ▸\"99999999d\"\n  deadline = ▸\"99999999d\""), []said{{"", CodeForm, "Too long", "window is at most ten years"}, {"", CodeForm, "Too long", "deadline is at most"}}},
		{"a window within a step", metricsBlock("  window = ▸\"2m\""), []said{{"", CodeCombination, "Too short", "window is 120 s and step is 300 s"}}},
		{"a deadline within a timeout", metricsBlock("  deadline = ▸\"10s\""), []said{{"", CodeCombination, "Too short", "deadline is 10 s and timeout is 30 s"}}},
		{"a step off the grid", metricsBlock("  step = ▸\"1500ms\""), []said{{"", CodeForm, "Step off the grid", "whole seconds"}}},
		{"a step of days", metricsBlock("  step = ▸\"2d\""), []said{{"", CodeForm, "Step off the grid", "at most a day"}}},
	})
}

func TestQueriesAndNamesLeadSomewhere(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"own queries", metricsBlock("  queries = { rate = \"sum(x)\", call_sent = \"y\" }\n  labels = { service = \"app\", from = \"a\", to = \"b\" }\n  names = { web = \"front\", out = \"internet\" }"), nil},
		{"kinds that there are not", metricsBlock("  queries = ▸{ rates = \"x\" }"), []said{{"", CodeReference, "Unknown kind of query", `Did you mean "rate"?`}}},
		{"a query without words", metricsBlock("  queries = ▸{ cpu = \" \" }"), []said{{"", CodeForm, "Query of nothing", `"cpu" is empty`}}},
		{"labels that there are not", metricsBlock("  queries = { cpu = \"x\" }\n  labels = ▸{ servise = \"app\" }"), []said{{"", CodeReference, "Unknown label", `Did you mean "service"?`}}},
		{"labels of ready-made sets", metricsBlock("  labels = ▸{ service = \"app\" }"), []said{{"", CodeCombination, "Labels of nothing", "go with queries"}}},
		{"a name for nobody", metricsBlock("  names = ▸{ web = \"fromt\" }"), []said{{"", CodeReference, "Unknown endpoint or service", `Did you mean "front"?`}}},
	})
}

func TestNoSecretStandsInASpecOrInWhatIsSaidOfIt(t *testing.T) {
	const secret = "hunter2-hunter2"
	cases := []mistakeCase{
		{"in the environment", metricsBlock("  headers = { X-Scope-OrgID = \"shop\" }\n  headers_env = { X-Token = \"TOKEN\" }\n  auth {\n    user = \"berth\"\n    password_env = \"PASSWORD\"\n    cert = \"a.pem\"\n    key = \"b.pem\"\n  }"), nil},
		{"in the address", "▸metrics \"prod\" {\n  kind = \"prometheus\"\n  url = \"https://berth:" + secret + "@prom.example\"\n}", []said{{"", CodeCombination, "Secret in a spec", "password_env"}}},
		{"in an address that cannot be read", "▸metrics \"prod\" {\n  kind = \"prometheus\"\n  url = \"https://berth:%" + secret + "@prom example\"\n}", []said{{"", CodeCombination, "Secret in a spec", "password_env"}}},
		{"in headers", "▸" + metricsBlock("  headers = { Authorization = \"Bearer "+secret+"\" }"), []said{{"", CodeCombination, "Secret in a spec", "headers_env"}}},
		{"in headers by another name", "▸" + metricsBlock("  headers = { DD-API-KEY = \""+secret+"\" }"), []said{{"", CodeCombination, "Secret in a spec", "headers_env"}}},
		{"in place of a variable", "▸" + metricsBlock("  auth {\n    bearer_env = \""+secret+"\"\n  }"), []said{{"", CodeForm, "Not a variable", "bearer_env holds no name"}}},
		{"in place of a header's variable", "▸" + metricsBlock("  headers_env = { X-Token = \""+secret+"\" }"), []said{{"", CodeForm, "Not a variable", "headers_env holds no name"}}},
	}
	mustSay(t, base, cases)
	for _, c := range cases {
		src, _ := unmark(c.src)
		_, diags := Parse([]Source{{"base.hcl", []byte(base)}, {"case.hcl", []byte(src)}}, Options{})
		for _, d := range diags {
			if strings.Contains(d.Summary+d.Detail, secret) {
				t.Errorf("%s: the secret is told: %s", c.name, d.Detail)
			}
		}
	}
}

func TestASourceIsShownOneWholeIdentity(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"two", metricsBlock("  ▸auth {\n    bearer_env = \"TOKEN\"\n    user = \"a\"\n    password_env = \"P\"\n  }"), []said{{"", CodeCombination, "Two identities", "Remove one"}}},
		{"a header and a token", metricsBlock("  headers_env = { authorization = \"TOKEN\" }\n  ▸auth {\n    bearer_env = \"TOKEN\"\n  }"), []said{{"", CodeCombination, "Two identities", "Authorization"}}},
		{"half of one", metricsBlock("  ▸auth {\n    user = \"a\"\n  }"), []said{{"", CodeMissing, "Half an identity", "user goes with password_env"}}},
		{"half a certificate", metricsBlock("  ▸auth {\n    cert = \"a.pem\"\n  }"), []said{{"", CodeMissing, "Half an identity", "cert goes with key"}}},
		{"a header twice", metricsBlock("  headers = { X-A = \"1\" }\n  headers_env = ▸{ x-a = \"A\" }"), []said{{"", CodeDuplicate, "Header said twice", "x-a"}}},
		{"a header that is none", metricsBlock("  headers = ▸{ \"X A\" = \"1\" }"), []said{{"", CodeForm, "Not a header", "X-Scope-OrgID"}}},
		{"a header of two lines", metricsBlock("  headers = ▸{ X-A = \"1\\n2\" }"), []said{{"", CodeForm, "Not a header", "more than one line"}}},
	})
}
