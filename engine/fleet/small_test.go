package fleet_test

import (
	"strings"
	"testing"

	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// small is a workspace whose numbers can be computed by hand.
//
// A core in use at tokyo: (200 W − 100 W) × 730 h × 10 JPY/kWh ÷ 10 cores = 73 JPY a
// month. At gke a machine costs 730 × 12 = 8,760 JPY; with 8 GiB as one core it is
// 8 + 32/8 = 12 cores' worth: 730 JPY a core, 91.25 a GiB.
const small = `
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

// svc is a service of two replicas of a core and 8 GiB each, with further words.
func svc(name string, words ...string) string {
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

// call is a call block.
func call(to, sent, received string) string {
	return `call "` + to + `" {
    sent     = "` + sent + `"
    received = "` + received + `"
  }`
}

// replaced swaps texts of the small workspace, given as old, new, old, new.
func replaced(t testing.TB, pairs ...string) string {
	t.Helper()
	text := small
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the workspace does not hold %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

// loadText reads a workspace of texts.
func loadText(t testing.TB, measured map[string]profile.Profile, texts ...string) *world {
	t.Helper()
	return load(t, []spec.Source{{Name: "a.hcl", Bytes: []byte(strings.Join(texts, "\n"))}}, measured)
}

// of builds the small workspace with services.
func of(t testing.TB, services ...string) *fleet.Fleet {
	t.Helper()
	return loadText(t, nil, append([]string{small}, services...)...).build(t, nil)
}

// service finds a service of the problem by name.
func service(t testing.TB, f *fleet.Fleet, name string) int {
	t.Helper()
	for i := range f.Services {
		if f.Services[i].Name == name {
			return i
		}
	}
	t.Fatalf("no service %s", name)
	return -1
}

// names are the options of a service.
func names(f *fleet.Fleet, i int) (out []string) {
	for _, o := range f.Services[i].Options {
		out = append(out, o.Name)
	}
	return out
}

// money are an option's parts as text, without trailing zeros.
func money(f *fleet.Fleet, i, option int) string {
	p := f.Parts(i, uint8(option))
	return strings.Join([]string{
		f.Unit.Amount(p.Money).Decimal(), f.Unit.Amount(p.Hours).Decimal(),
		f.Unit.Amount(p.Score).Decimal(), f.Unit.Amount(p.Moving).Decimal(),
	}, " ")
}

// costs is the table of the pair of two services as text.
func costs(t testing.TB, f *fleet.Fleet, a, b string) (out [][]string) {
	t.Helper()
	i, j := service(t, f, a), service(t, f, b)
	for _, q := range f.Problem.Pairs {
		if int(q.A) != i || int(q.B) != j {
			continue
		}
		for l := range f.Services[i].Options {
			var row []string
			for m := range f.Services[j].Options {
				at := f.Problem.At(&q, uint8(l), uint8(m))
				cell := "-"
				if q.Cost != nil {
					cell = f.Unit.Amount(q.Cost[at]).Rounded(0)
				}
				if q.Forbidden(f.Problem, uint8(l), uint8(m)) {
					cell = "no"
				}
				row = append(row, cell)
			}
			out = append(out, row)
		}
	}
	return out
}

// replacedIn swaps texts that are there, given as old, new, old, new.
func replacedIn(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			panic("the text does not hold " + pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}
