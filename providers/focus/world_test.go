package focus_test

import (
	"strings"
	"testing"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
	"berth.dev/providers/focus"
)

// text is a site of two pools: one that lives, one that has no life left.
const text = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "tokyo"
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
    in_service     = "2024-04-01"
    life           = "60mo"
    power_max      = "500W"
    upkeep         = "21000 JPY/mo"
    administration = "10h/mo"
  }
  node_pool "old" {
    nodes      = 1
    cpu        = "32"
    memory     = "128Gi"
    purchase   = "700000 JPY"
    power_max  = "500W"
    upkeep     = "0 JPY/mo"
    in_service = "2019-01-01"
    life       = "60mo"
  }
  electricity = "20 JPY/kWh"
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
`

const since = `in_service     = "2024-04-01"`

// input is October 2026 in Tokyo, with changes to the text.
func input(t testing.TB, uses []usage.Use, step focus.Step, changes ...string) focus.Input {
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
	zone, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return focus.Input{Workspace: w, Month: bill.Month{Year: 2026, Month: time.October}, Zone: zone, Uses: uses, Step: step}
}

// three uses: of a service with an owner, of one without, and of a stranger.
func three() []usage.Use {
	return []usage.Use{
		{Site: "tokyo", Pool: "general", Service: "web", CoreHours: 35712, GiBHours: 142848},
		{Site: "tokyo", Pool: "general", Service: "mail", CoreHours: 10000, GiBHours: 12345.678},
		{Site: "tokyo", Pool: "general", Service: "=cmd|x", CoreHours: 3},
		{Site: "tokyo", Pool: "old", Service: "web", CoreHours: 100},
	}
}

func rows(t testing.TB, in focus.Input) *focus.Export {
	t.Helper()
	e, err := focus.Rows(in)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
