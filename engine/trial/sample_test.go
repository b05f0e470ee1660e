package trial

import (
	"context"
	"strings"
	"testing"

	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// shop is a workspace of two sites and two services, with rules of its own.
const shop = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "cloud"
  hourly_rate    = "6000 JPY/h"
  weights        = { cost = 1, scalability = 1 }
  disable        = ["sudden-surges"]
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  electricity = "24 JPY/kWh"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 4
    cpu        = "64"
    memory     = "256Gi"
    in_service = "2024-04-01"
    purchase   = "2400000 JPY"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }
}
site "cloud" {
  kind     = "cloud"
  provider = "gke"
  country  = "US"
  prices   = "book"
  node_pool "web" {
    machine = "e2-standard-8"
  }
}
link "tokyo" "cloud" {
  path = "vpn"
}
price_book "book" {
  source   = "list"
  date     = "2026-10-01"
  currency = "JPY"
  machine "e2-standard-8" {
    cpu       = "8"
    memory    = "32Gi"
    on_demand = "35000 JPY/mo"
  }
}
team "web" {
  owner = "x"
}
product "web" {
  team = "web"
  budget {
    monthly = "10 JPY/mo"
  }
}
service "front" {
  product = "web"
  runs_on = "cloud"
  security {
    residency = ["JP", "US"]
  }
  replicas {
    min = 2
  }
  calls   = "complete"
  replica {
    cpu                 = "2"
    memory              = "4Gi"
    requests_per_second = 10
  }
  traffic {
    mean_rps = 20
    p99_rps  = 40
    trend    = "0%/mo"
  }
}
policy "small" {
  criterion = "scalability"
  doc       = "Small services go anywhere."
  when      = "service.mean_cores < 100.0"
  score     = "option.kind == 'cloud' ? 1.0 : 0.25"
  because   = "'it is ' + option.kind"
}
constraint "at-home" {
  doc     = "Personal data stays in Japan."
  forbid  = "service.security.data == 'personal' && 'US' in option.countries"
  because = "'personal data in ' + option.countries.join(', ')"
}
check "cheap" {
  doc      = "A product keeps its budget."
  over     = "product"
  severity = "error"
  when     = "has(product.budget) && has(product.money)"
  require  = "product.money <= product.budget"
  because  = "'it would cost %.0f'.format([product.money])"
}
`

// load prepares the tests of a file beside specs.
func load(t testing.TB, specs, tests string) (*Bench, *policies.Suite, diag.List) {
	t.Helper()
	w, read, diags := spec.ParseTests([]spec.Source{{Name: "shop.hcl", Bytes: []byte(specs)}},
		[]spec.Source{{Name: "shop_test.hcl", Bytes: []byte(tests)}}, spec.Options{})
	suite, more := policies.Compile(w)
	if diags = append(diags, more...); diags.HasErrors() {
		t.Fatal(diags)
	}
	bench, diags := Load(w, read, suite, func(*spec.Workspace) (map[string]profile.Profile, diag.List) {
		return map[string]profile.Profile{}, nil
	})
	return bench, suite, diags
}

// run runs the tests of a file beside the shop's specs, which have no mistakes.
func run(t testing.TB, tests string, o Options) *Result {
	t.Helper()
	bench, suite, diags := load(t, shop, tests)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	r, err := bench.Run(context.Background(), suite, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// failures writes what failed, a line each.
func failures(r *Result) (out []string) {
	for _, test := range r.Tests {
		for _, c := range test.Cases {
			for _, f := range c.Failures {
				out = append(out, strings.TrimSuffix(c.Name+": ", ": ")+" "+f.Word+": want "+f.Want+", got "+f.Got)
			}
		}
	}
	return out
}
