package allot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/allot"
	"berth.dev/engine/bill"
	"berth.dev/engine/diag"
	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// world is a workspace with two sites, two teams, three products and six services.
const world = `
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
  kind        = "onprem"
  provider    = "k0s"
  country     = "JP"
  lead_time   = "240d"
  electricity = "24 JPY/kWh"
  node_pool "general" {
    nodes      = 3
    cpu        = "12"
    memory     = "70Gi"
    reserved   = { cpu = "2", memory = "6Gi" }
    purchase   = "600000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "5000 JPY/mo"
    spare      = 1
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  node_pool "web" {
    machine = "e2-standard-8"
  }
  commitment "base" {
    cpu   = "10"
    price = "100000 JPY/mo"
    owner = "ads"
  }
}
link "tokyo" "gke" {
  path = "vpn"
}
price_book "gcp" {
  source   = "list"
  date     = "2026-10-01"
  currency = "USD"
  machine "e2-standard-8" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "0.34386288 USD/h"
  }
}
team "growth" {
}
team "core" {
}
product "ads" {
  team = "growth"
}
product "art" {
  team = "core"
}
product "lost" {
}
service "pixiv-ads" {
  product = "ads"
  runs_on = "gke"
}
service "ads-api" {
  product = "ads"
  runs_on = "gke"
}
service "sketch" {
  product = "art"
  runs_on = "tokyo"
}
service "sentry" {
  product = "art"
  runs_on = "gke"
}
service "stray" {
  product = "lost"
  runs_on = "gke"
}
service "alone" {
  runs_on = "gke"
}
`

// october is the month of the tests.
func october() bill.Month { return bill.Month{Year: 2026, Month: time.October} }

// workspace reads the world with blocks of a test.
func workspace(t testing.TB, more ...string) *spec.Workspace {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "world.hcl", Bytes: []byte(world + strings.Join(more, "\n"))}}, spec.Options{})
	for _, d := range diags {
		if d.Severity == diag.Warning {
			continue
		}
		t.Fatalf("the world of the test: %s: %s %s", d.Subject, d.Summary, d.Detail)
	}
	return w
}

// usd is an amount as bills have it.
func usd(t testing.TB, number string) money.Amount { return amount(t, number+" USD") }

func amount(t testing.TB, s string) money.Amount {
	t.Helper()
	a, err := money.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// row is a row of October with one price in both views.
func row(t testing.TB, w *spec.Workspace, name, cost string, keys map[string]string) bill.Row {
	t.Helper()
	r := bill.Row{
		Month: october(), Day: "2026-10-02", Category: bill.Usage, Group: bill.Compute, Count: 1,
		Billed: usd(t, cost), Effective: usd(t, cost), List: usd(t, cost),
	}
	ask := ask(t, w, name)
	for _, k := range ask.Keys {
		r.Keys = append(r.Keys, keys[k])
		delete(keys, k)
	}
	if len(keys) > 0 {
		t.Fatalf("the bill is not asked for %v", keys)
	}
	return r
}

func ask(t testing.TB, w *spec.Workspace, name string) bill.Ask {
	t.Helper()
	for _, b := range w.Bills {
		if b.Name == name {
			a, err := allot.Ask(w, b, october(), october())
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
	}
	t.Fatalf("no bill %q", name)
	return bill.Ask{}
}

// input is October of a workspace with one bill's rows.
func input(w *spec.Workspace, name string, rows ...bill.Row) allot.Input {
	return allot.Input{
		Workspace: w, Month: october(), Zone: time.UTC, View: allot.Amortised,
		Answers: map[string]*bill.Answer{name: {Rows: rows}},
	}
}

// cloud are the lines of the ledger that are not of owned machines, as text.
func cloud(l *ledger.Ledger) (out []string) {
	for _, line := range l.Lines {
		if line.Site != "tokyo" {
			out = append(out, text(line))
		}
	}
	return out
}

func text(l ledger.Line) string {
	s := fmt.Sprintf("%s %s/%s/%s %s %s: %s", l.Kind, or(l.Team), or(l.Product), or(l.Service), or(l.Site), or(l.Part), l.Amount)
	if l.Unit != "" {
		s += fmt.Sprintf(" for %g %s", l.Quantity, l.Unit)
	}
	return s
}

func or(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
