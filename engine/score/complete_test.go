package score

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// completable is a workspace with one service of which much is unknown. What is known
// stands several times, so that some decisions are firm.
func completable(t *rapid.T) string {
	volume := rapid.SampledFrom([]string{`"unknown"`, `"1G..3T"`, `"200G"`, `"200G"`, `"10T..20T"`, `"10T..20T"`})
	return `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "a" {
    nodes      = 14
    cpu        = "64"
    memory     = "256Gi"
    in_use     = { cpu = ` + rapid.SampledFrom([]string{`"800"`, `"100"`}).Draw(t, "in_use") + `, memory = "1Ti" }
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }
  electricity = "24 JPY/kWh"
  internet {
    egress = "1.5 JPY/GiB"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "book"
  node_pool "a" {
    machine = "m"
  }
  effort {
    per_service = "2h/mo"
  }
  internet {
    egress = "18 JPY/GiB"
  }
}
link "tokyo" "gke" {
  path        = "` + rapid.SampledFrom([]string{"internet", "vpn"}).Draw(t, "path") + `"
  comfortable = "500Gi"
  egress      = { tokyo = "0 JPY/GiB", gke = "18 JPY/GiB" }
}
price_book "book" {
  source   = "test"
  date     = "2026-10-01"
  currency = "JPY"
  machine "m" {
    cpu    = "8"
    memory = "32Gi"
    hour   = "51 JPY/h"
  }
}
endpoint "db" {
  site = "tokyo"
}
service "other" {
  calls = "complete"
}
service "open" {
  runs_on = "gke"
  calls   = "` + rapid.SampledFrom([]string{"complete", "complete", "complete", "partial"}).Draw(t, "calls") + `"
  replica {
    cpu    = ` + rapid.SampledFrom([]string{`"500m"`, `"500m"`, `"unknown"`, `"1..3"`}).Draw(t, "cpu") + `
    memory = "1Gi"
  }
  replicas {
    min = 1
    max = ` + rapid.SampledFrom([]string{"1", "1", "4", "40"}).Draw(t, "max") + `
  }
  call "db" {
    sent     = "10G"
    received = ` + volume.Draw(t, "received") + `
  }
  call "internet" {
    sent     = ` + volume.Draw(t, "visitors") + `
    received = "1G"
  }
}
`
}

func TestAnyCompletionOfTheUnknownsWasPredicted(t *testing.T) {
	suite, diags := policies.Compile(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	firm := 0
	rapid.Check(t, func(r *rapid.T) {
		w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(completable(r))}}, spec.Options{})
		if diags.HasErrors() {
			r.Fatal(diags)
		}
		profiles, _ := Profiles(w, nil)
		x := New(w, suite, profiles).subject(w.Service("open"))
		d, err := x.decide()
		if err != nil {
			r.Fatal(err)
		}
		if d.Firm {
			firm++
		}
		for range 20 {
			p := make(point, len(x.list))
			for i := range p {
				share := rapid.Float64Range(0, 1).Draw(r, "share")
				if rapid.Bool().Draw(r, "small") {
					share *= share * share
				}
				p[i] = x.whole.lo[i] + share*(x.whole.hi[i]-x.whole.lo[i])
			}
			won, err := x.winnerAt(p)
			if err != nil {
				r.Fatal(err)
			}
			if !slices.Contains(d.Possible, won[0]) {
				r.Fatalf("at %v %q wins, which is not among %q", p, won[0], d.Possible)
			}
		}
	})
	if firm == 0 {
		t.Error("no decision was firm: the property says nothing")
	}
}
