// Package small is a workspace whose numbers can be computed by hand, and what reads
// such workspaces. Tests of the stages behind package fleet use it; nothing else does.
//
// # What things cost
//
// A core in use at tokyo: (200 W − 100 W) × 730 h × 10 JPY/kWh ÷ 10 cores = 73 JPY a
// month. At gke a machine costs 730 × 12 = 8,760 JPY; with 8 GiB as one core it is
// 8 + 32/8 = 12 cores' worth: 730 JPY a core, 91.25 JPY a GiB.
//
// A service of [Service] has two replicas of a core and 8 GiB. A month of it costs
//
//	tokyo   2 × 73                       =   146, and 2 h × 1,000 of work: 2,146
//	gke     2 × 730 + 16 × 91.25 + 100   = 3,020, and 1 h × 1,000 of work: 4,020
//	both    146 + 3,020                  = 3,166, and 3 h × 1,000 of work: 6,166
//
// Of the three nodes at tokyo one is spare, and each has 9 cores and 36 GiB to give:
// four replicas a node, so four such services fit. Paid whatever runs there: capital
// 3 × 600,000 ÷ 60 = 30,000, upkeep 3,000, idle power 2,190, power for what is
// reserved 219, and the link 500: 35,909.
package small

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Sites are the workspace's blocks without any service.
const Sites = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "1000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 3
    spare      = 1
    max_nodes  = 6
    cpu        = "10"
    memory     = "40Gi"
    reserved   = { cpu = "1", memory = "4Gi" }
    in_use     = { cpu = "0", memory = "0" }
    purchase   = "600000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "100W"
    power_max  = "200W"
    upkeep     = "1000 JPY/mo"
  }
  electricity = "10 JPY/kWh"
  pue         = 1
  effort {
    per_service = "2h/mo"
  }
  internet {
    egress = "1 JPY/GiB"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "web" {
    machine = "m"
  }
  per_service = "100 JPY/mo"
  effort {
    per_service = "1h/mo"
  }
  internet {
    egress = "20 JPY/GiB"
  }
}
link "tokyo" "gke" {
  path    = "vpn"
  latency = "5ms"
  monthly = "500 JPY/mo"
  egress  = { tokyo = "0 JPY/GiB", gke = "10 JPY/GiB" }
}
price_book "book" {
  source        = "test"
  date          = "2026-10-01"
  currency      = "JPY"
  cpu_to_memory = 8
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "12 JPY/h"
  }
}
endpoint "db" {
  site = "tokyo"
}
`

// Service is a service of two replicas of a core and 8 GiB each, with further words.
func Service(name string, words ...string) string {
	return `
service "` + name + `" {
  calls = "complete"
  replica {
    cpu    = "1"
    memory = "8Gi"
  }
  replicas {
    min = 2
    max = 2
  }
  ` + strings.Join(words, "\n  ") + `
}
`
}

// Call is a call block: to another service or endpoint, with what is sent and received
// a month.
func Call(to, sent, received string) string {
	return `call "` + to + `" {
    sent     = "` + sent + `"
    received = "` + received + `"
  }`
}

// Replaced swaps texts that must be there, given as old, new, old, new.
func Replaced(t testing.TB, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the text does not hold %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// World is a workspace that problems can be built of.
type World struct {
	Workspace *spec.Workspace
	Suite     *policies.Suite
	Profiles  map[string]profile.Profile
}

// Load reads a workspace of one file made of texts.
func Load(t testing.TB, texts ...string) *World {
	t.Helper()
	return Measured(t, nil, texts...)
}

// Measured reads a workspace of one file made of texts, with measured loads by service.
func Measured(t testing.TB, measured map[string]profile.Profile, texts ...string) *World {
	t.Helper()
	return Files(t, measured, spec.Source{Name: "a.hcl", Bytes: []byte(strings.Join(texts, "\n"))})
}

// Files reads a workspace of files; any error ends the test.
func Files(t testing.TB, measured map[string]profile.Profile, sources ...spec.Source) *World {
	t.Helper()
	w, diags := spec.Parse(sources, spec.Options{})
	suite, more := policies.Compile(w)
	diags = append(diags, more...)
	profiles, more := score.Profiles(w, measured)
	if diags = append(diags, more...); diags.HasErrors() {
		t.Fatal(words(t, diags))
	}
	return &World{w, suite, profiles}
}

func words(t testing.TB, diags diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := diag.WriteText(&b, diags, diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Build makes a fleet with a problem; anything else ends the test.
func (w *World) Build(t testing.TB, o fleet.Options) *fleet.Fleet {
	t.Helper()
	f, diags := fleet.Build(w.Workspace, w.Profiles, w.Suite, o)
	if diags.HasErrors() || f.Problem == nil {
		t.Fatal(words(t, diags))
	}
	return f
}

// Week is the profile of four weeks by the hour, with so many requests a second.
func Week(t testing.TB, rate func(time.Time) float64) profile.Profile {
	t.Helper()
	var b strings.Builder
	b.WriteString("time,value\n")
	start := time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC) // a Monday
	for h := range 4 * 168 {
		at := start.Add(time.Duration(h) * time.Hour)
		fmt.Fprintf(&b, "%s,%g\n", at.Format(time.RFC3339), rate(at))
	}
	o := profile.DefaultReadOptions("requests/s")
	o.Zone = time.UTC
	series, _, err := profile.ReadCSV(strings.NewReader(b.String()), o)
	if err != nil {
		t.Fatal(err)
	}
	return profile.Measure(series)
}
