package pool_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/allot/pool"
	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// text is a site whose months are computed by hand below. Two pools, so that use without
// a pool has to be spread; a price book, whose ratio makes round numbers.
const text = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
rate "USD" {
  value  = "150 JPY"
  date   = "2026-10-31"
  source = "finance"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes          = 4
    spare          = 1
    cpu            = "34"
    memory         = "136Gi"
    reserved       = { cpu = "2", memory = "8Gi" }
    purchase       = "10000 USD"
    residual       = "1000 USD"
    in_service     = "2024-04-01"
    life           = "60mo"
    power_max      = "500W"
    upkeep         = "21000 JPY/mo"
    administration = "10h/mo"
  }
  node_pool "batch" {
    nodes      = 1
    cpu        = "32"
    memory     = "128Gi"
    purchase   = "0 JPY"
    power_max  = "500W"
    upkeep     = "0 JPY/mo"
    in_service = "2020-01-01"
    life       = "60mo"
    taints     = ["batch=true:NoSchedule"]
  }
  electricity = "20 JPY/kWh"
  pue         = 1.5
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
}
price_book "book" {
  source        = "test"
  date          = "2026-10-01"
  currency      = "USD"
  cpu_to_memory = 8
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "0.3 USD/h"
  }
}
link "tokyo" "gke" {
  path        = "internet"
  latency     = "6ms"
  bandwidth   = "1Gbps"
  comfortable = "500Gi"
  egress      = { tokyo = "0 JPY/GiB", gke = "0 USD/GiB" }
}
team "ads" {}
product "ads" {
  team = "ads"
}
service "web" {
  product = "ads"
  runs_on = "tokyo"
}
service "mail" {
  runs_on = "tokyo"
}
service "etl" {
  product     = "ads"
  runs_on     = "tokyo"
  tolerations = ["batch=true:NoSchedule"]
}
`

func tokyo(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// workspace is text with changes, each a text and what stands in its place.
func workspace(t testing.TB, changes ...string) *spec.Workspace {
	t.Helper()
	text := text
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the workspace does not hold %q", changes[i])
		}
		text = strings.ReplaceAll(text, changes[i], changes[i+1])
	}
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(text)}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return w
}

// input is October 2026 in Tokyo: 31 days of 744 hours.
func input(t testing.TB, uses []usage.Use, changes ...string) pool.Input {
	t.Helper()
	return pool.Input{Workspace: workspace(t, changes...), Month: bill.Month{Year: 2026, Month: time.October}, Zone: tokyo(t), View: "amortised", Uses: uses}
}

func month(t testing.TB, in pool.Input) *pool.Result {
	t.Helper()
	r, err := pool.Month(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines writes lines as a reader would note them.
func lines(r *pool.Result) (out []string) {
	for _, l := range r.Lines {
		out = append(out, fmt.Sprintf("%s %s/%s %s·%s·%s %g %s %s", l.Kind, l.Site, l.Part, l.Service, l.Product, l.Team, l.Quantity, l.Unit, l.Amount.Decimal()))
	}
	return out
}

func general(r *pool.Result) ledger.Pool {
	for _, p := range r.Pools {
		if p.Name == "general" {
			return p
		}
	}
	return ledger.Pool{}
}
