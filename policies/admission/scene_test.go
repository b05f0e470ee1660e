package admission_test

import (
	"strings"

	"berth.dev/engine/check"
	"berth.dev/engine/diag"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
	"berth.dev/policies/admission"
)

// sites are three sites of two countries, of which two can share a service.
const sites = `
workspace {
  currency       = "USD"
  reference_site = "tokyo"
  hourly_rate    = "50 USD/h"
  as_of          = "2026-11-01"
}
price_book "book" {
  source        = "test"
  date          = "2026-10-01"
  currency      = "USD"
  cpu_to_memory = 8
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "0.4 USD/h"
  }
}
site "tokyo" {
  kind         = "onprem"
  provider     = "servers"
  country      = "JP"
  lead_time    = "60d"
  capabilities = ["gpu", "host-path"]
  environments = ["prod", "staging"]
  electricity = "0.1 USD/kWh"
  node_pool "p" {
    nodes      = 2
    cpu        = "8"
    memory     = "32Gi"
    in_use     = { cpu = "0", memory = "0" }
    purchase   = "6000 USD"
    in_service = "2026-01-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "10 USD/mo"
  }
}
site "osaka" {
  kind        = "onprem"
  provider    = "servers"
  country     = "JP"
  lead_time   = "60d"
  electricity = "0.1 USD/kWh"
  node_pool "p" {
    nodes      = 2
    cpu        = "8"
    memory     = "32Gi"
    in_use     = { cpu = "0", memory = "0" }
    purchase   = "6000 USD"
    in_service = "2026-01-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "10 USD/mo"
  }
}
site "gke" {
  kind         = "cloud"
  provider     = "gke"
  prices       = "book"
  country      = "US"
  capabilities = ["gpu"]
  node_pool "p" {
    machine = "m"
  }
}
link "tokyo" "gke" {
  path        = "vpn"
  comfortable = "100Gi"
  egress      = { tokyo = "0 USD/GiB", gke = "0.1 USD/GiB" }
}
environment "prod" {
  default = true
}
environment "staging" {}
environment "dev" {}
`

// scene is a workspace whose rules are exported.
type scene struct {
	*score.Fleet
}

// build reads a workspace; any error ends the test.
func build(t tester, text string) scene {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	suite, more := policies.Compile(w)
	diags = append(diags, more...)
	profiles, more := score.Profiles(w, nil)
	diags = append(diags, more...)
	if diags.HasErrors() {
		var b strings.Builder
		_ = diag.WriteText(&b, diags, diag.TextOptions{})
		t.Fatal(b.String())
	}
	return scene{score.New(w, suite, profiles)}
}

// export translates the rules for a site.
func (s scene) export(t tester, site string, enforce admission.Enforcement) *admission.Result {
	t.Helper()
	in := admission.Input{
		Suite: s.Suite, Options: s.SiteOptions(site), Enforce: enforce,
		Setting: policies.Setting{Currency: "USD", ReferenceSite: "tokyo", CostBasis: s.Basis()},
	}
	for _, service := range s.Workspace.Services {
		in.Services = append(in.Services, admission.Service{
			Spec: service, Facts: check.Declared(s.Fleet, service),
			Hybrids: hybrids(service), Excused: s.excused(service.Name),
		})
	}
	out, err := admission.Export(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hybrids are the pairs where a service runs today.
func hybrids(s *spec.Service) []string {
	if len(s.RunsOn.V) < 2 {
		return nil
	}
	return []string{strings.Join(s.RunsOn.V, "+")}
}

// excused are the rules that an exception lets a service off.
func (s scene) excused(service string) (rules []string) {
	for _, x := range s.Workspace.Exceptions {
		if x.Service.V == service {
			rules = append(rules, x.Check.V)
		}
	}
	return rules
}
