package spec

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASwitchIsSaidInOneWayAndWhole(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"by a route", `
service "a" {
  runs_on = ["tokyo", "gke"]
  switch {
    route    = "shop/web"
    site     = "gke"
    backends = { tokyo = "web-tokyo", gke = "web-gke" }
    ramp     = [10, 50, 100]
    hold     = "60s"
    probe    = "https://shop.example/healthz"
  }
}`, nil},
		{"by a command", "service \"a\" {\n  switch {\n    command = [\"./switch.sh\"]\n    ramp    = [100]\n    hold    = \"0s\"\n  }\n}", nil},
		{"in no way", "service \"a\" {\n  ▸switch {\n  }\n}", []said{{"", CodeMissing, "Switch without a way", "Without a switch block a person is asked."}}},
		{"in both ways", `
service "a" {
  switch {
    route    = "shop/web"
    site     = "gke"
    backends = { gke = "web-gke" }
    command  = ▸["./switch.sh"]
  }
}`, []said{{"", CodeCombination, "Two ways to switch", "by a route or by a command"}}},
		{"a command that is told what it knows", `
service "a" {
  switch {
    command  = ["./switch.sh"]
    site     = ▸"gke"
    backends = ▸{ gke = "web-gke" }
  }
}`, []said{
			{"", CodeCombination, "Route's word beside a command", "the command is told the sites"},
			{"", CodeCombination, "Route's word beside a command", "the command is told the sites"},
		}},
		{"half of a route", "service \"a\" {\n  ▸▸switch {\n    route = ▸\"web\"\n  }\n}", []said{
			{"", CodeMissing, "Missing attribute", "must set backends"},
			{"", CodeMissing, "Missing attribute", "must set site"},
			{"", CodeForm, "Not a route", `as "namespace/name"`},
		}},
		{"names that lead nowhere", `
service "a" {
  switch {
    route    = "shop/web"
    site     = ▸"osaka"
    backends = ▸{ tokio = "web-tokyo", gke = "web gke" }
  }
}`, []said{
			{"", CodeReference, "Unknown site", `There is no site "osaka".`},
			{"", CodeForm, "Not a backend", `backends of gke: "web gke" is not a name`},
			{"case.hcl:6,16", CodeReference, "Unknown site", `Did you mean "tokyo"?`},
		}},
		{"one backend for two sites, and none for the one it runs on", `
service "a" {
  runs_on = "gke"
  pin     = "gke"
  switch {
    route    = "shop/web"
    site     = "gke"
    backends = ▸{ tokyo = "web" }
  }
}
service "b" {
  switch {
    route    = "shop/web"
    site     = "gke"
    backends = ▸{ tokyo = "web", gke = "web" }
  }
}`, []said{
			{"", CodeCombination, "Site without a backend", `Service "a" may run on gke`},
			{"", CodeCombination, "One backend for two sites", `gke and tokyo have the same backend "web"`},
		}},
		{"hold and probe", `
service "a" {
  switch {
    command = ["./switch.sh"]
    hold    = ▸"60s"
    probe   = ▸"shop.example/healthz"
  }
}
service "b" {
  switch {
    command = ["./switch.sh"]
    probe   = ▸"https://me:secret@shop.example"
  }
}
service "c" {
  switch {
    command = ["./switch.sh"]
    probe   = ▸"https:///healthz"
  }
}
service "d" {
  switch {
    command = ["./switch.sh"]
    probe   = "http://10.0.0.1:8080/a?b=c@d"
  }
}`, []said{
			{"", CodeCombination, "Hold of nothing", "as in ramp = [10, 50, 100]"},
			{"", CodeForm, "Not a web address", "a URL without a password"},
			{"", CodeForm, "Not a web address", "a URL without a password"},
			{"", CodeForm, "Not a web address", "a URL without a password"},
		}},
	})
}

func TestARampRisesToAll(t *testing.T) {
	mustSayOf(t, "service \"a\" {\n  switch {\n    command = [\"x\"]\n    %s\n  }\n}\n", map[string]string{
		`ramp = [100]`: "", `ramp = [1, 99, 100]`: "", `ramp = ["50", 100]`: "",
		`ramp = ▸[]`: "The last share must be 100", `ramp = ▸[10, 50]`: "The last share must be 100",
		`ramp = [50, ▸50, 100]`: "must rise: 50 comes after 50", `ramp = [▸0, 100]`: "from 1 to 100",
		`ramp = [10, ▸101]`: "from 1 to 100", `ramp = [▸0.5, 100]`: "must be a whole number",
		`ramp = ▸100`: "must be a list of percents", `ramp = [10, ▸true]`: "must be a number without quotes",
	})
}

func TestTimesOfARolloutAreMoreThanNothing(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"good", "service \"a\" {\n  rollout {\n    deadline = \"1s\"\n    drain    = \"0s\"\n  }\n}", nil},
		{"no time", "service \"a\" {\n  rollout {\n    deadline = ▸\"0s\"\n  }\n}", []said{{"", CodeCombination, "No time at all", "nothing becomes healthy in no time"}}},
		{"told once for a class", "class \"c\" {\n  rollout {\n    deadline = ▸\"0s\"\n  }\n}\nservice \"a\" {\n  class = \"c\"\n}\nservice \"b\" {\n  class = \"c\"\n}", []said{{"", CodeCombination, "No time at all", ""}}},
	})
	mustSay(t, "", []mistakeCase{{"max_age", "▸▸▸▸▸workspace {\n  max_age = ▸\"0d\"\n}\n", []said{
		{"", CodeMissing, "Missing attribute", "as_of"},
		{"", CodeMissing, "Missing attribute", "currency"},
		{"", CodeMissing, "Missing attribute", "hourly_rate"},
		{"", CodeMissing, "Missing attribute", "reference_site"},
		{"", CodeEmpty, "No sites", ""},
		{"", CodeCombination, "No time at all", "could never be carried out"},
	}}})
}

func TestNamespacesOfTheClusterAndBadMountsAreRefused(t *testing.T) {
	mustSay(t, base, []mistakeCase{
		{"good", "service \"a\" {\n  namespace = \"0-shop\"\n  volume \"v\" {\n    mount = \"/data\"\n  }\n}", nil},
		{"namespaces", "product \"x\" {\n  namespace = ▸\"kube-system\"\n}\nservice \"a\" {\n  namespace = ▸\"berth-system\"\n}\nservice \"b\" {\n  namespace = ▸\"A\"\n}", []said{
			{"", CodeCombination, "Namespace of the cluster", `"kube-system" belongs to the cluster`},
			{"", CodeCombination, "Namespace of the cluster", `"berth-system" belongs`},
			{"", CodeForm, `Wrong value for "namespace"`, `"A" is not a name`},
		}},
		{"mounts", "service \"a\" {\n  volume \"v\" {\n    mount = ▸\"data\"\n  }\n  volume \"w\" {\n    mount = ▸\"/\"\n  }\n}", []said{
			{"", CodeCombination, "Not a place for a volume", "an absolute path"},
			{"", CodeCombination, "Not a place for a volume", "an absolute path"},
		}},
	})
}

func TestAServiceIsAtHomeInItsNamespaceOrItsProductsOrDefault(t *testing.T) {
	const src = `
product "shop" { namespace = "stores" }
product "ads" {}
service "said" {
  product   = "shop"
  namespace = "own"
}
service "inherits" { product = "shop" }
service "by-product" { product = "ads" }
service "alone" {}
`
	w, _ := Parse([]Source{{"a.hcl", []byte(src)}}, Options{Fragment: true})
	got := map[string]string{}
	for _, s := range w.Services {
		got[s.Name] = s.Home()
	}
	want := map[string]string{"said": "own", "inherits": "stores", "by-product": "ads", "alone": "default"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatARolloutDoesNotSayHasADefault(t *testing.T) {
	const src = "service \"a\" {\n}\nservice \"b\" {\n  rollout {\n    drain = \"0s\"\n  }\n}\n"
	w, _ := Parse([]Source{{"a.hcl", []byte(src)}}, Options{Fragment: true})
	a, b := w.Service("a"), w.Service("b")
	got := []float64{a.HealthyWithin(), a.DrainsFor(), b.HealthyWithin(), b.DrainsFor()}
	if diff := cmp.Diff([]float64{DefaultDeadline, DefaultDrain, DefaultDeadline, 0}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
