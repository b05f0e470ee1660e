package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"berth.dev/providers/providertest/fake"
)

// oneSite is a workspace of one site with a cluster.
const oneSite = `workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "tokyo"
  hourly_rate    = "1000 JPY/h"
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  context   = "tokyo"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 10000
    cpu        = "64"
    memory     = "256Gi"
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
product "shop" {}
`

// services are the specs of some services, by number.
func services(from, to int) string {
	var b strings.Builder
	for k := from; k < to; k++ {
		fmt.Fprintf(&b, `service "s%d" {
  product = "shop"
  container {
    image = "registry.example/s:1"
    port  = 8080
  }
  replica {
    cpu    = "1"
    memory = "1Gi"
  }
  replicas {
    min = 2
    max = 4
  }
}
`, k)
	}
	return b.String()
}

// BenchmarkPlanWithSteps times whole runs of "berth plan --steps" onto an empty fake
// API server: the search, five objects a service, and the plan's files.
func BenchmarkPlanWithSteps(b *testing.B) {
	for _, n := range []int{1000, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			server, err := fake.Start(fake.Options{Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			defer server.Close()
			config := filepath.Join(dir, "kubeconfig")
			if err := fake.Kubeconfig(config, map[string]*fake.Server{"tokyo": server}); err != nil {
				b.Fatal(err)
			}
			files := map[string]string{"site.hcl": oneSite}
			for k := 0; k < n; k += 500 {
				files[fmt.Sprintf("services-%d.hcl", k)] = services(k, k+500)
			}
			for name, text := range files {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					b.Fatal(err)
				}
			}
			process(b, "plan", dir, "--steps", "--kubeconfig", config, "--out", filepath.Join(dir, "plan.json"), "--force", "--format", "json")
		})
	}
}
