package ground

import (
	"cmp"
	"fmt"
	"os"
	"strings"
)

// site is what a test changes of the sites; the zero value is what they begin with.
type site struct {
	// K0s and Path are tokyo's version and the way to it, Window when it may be disturbed.
	K0s, Path, Window string
	// GKE is the version at Google, Pools the node_pool blocks ("" for the scene's usual
	// ones), Autopilot a cluster that has none.
	GKE, Pools string
	Autopilot  bool
}

// general are pools of GKE as the story begins with them.
const general = `
  node_pool "web" {
    machine = "e2-standard-8"
    packing = 0.8
  }
`

// onMachines is the site of k0s: its window, whom it admits, version, path and hosts are
// left open.
const onMachines = `site "tokyo" {
  kind     = "onprem"
  provider = "k0s"
  country  = "JP"
  context  = "tokyo"
  manage   = "cluster"
%s
  lock {
    site = "gke"
  }

  admit {
    users = [%q]
  }

  k0s {
    version = %q
%s
%s
    options {
      drain_timeout = "2m"
      grace_period  = "10s"
    }
  }

  node_pool "general" {
    nodes      = 4
    max_nodes  = 6
    cpu        = "16"
    memory     = "64Gi"
    purchase   = "400000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
    power_idle = "180W"
    power_max  = "450W"
    upkeep     = "21000 JPY/mo"
  }

  electricity  = "24 JPY/kWh"
  pue          = 1.5
  lead_time    = "240d"
  capabilities = ["privileged", "static-ip"]

  effort {
    per_service  = "4h/mo"
    per_stateful = "8h/mo"
  }

  internet {
    egress = "1.5 JPY/GiB"
  }
}

`

// inCloud is the site of GKE: its mode, pools and version are left open.
const inCloud = `site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  project  = "example-prod"
  location = "asia-northeast1"
  cluster  = "services"
  prices   = "gcp-asia-northeast1"
  manage   = "cluster"
  mode     = %q
%s
  gke {
    channel = "regular"
    version = %q
    zones   = ["asia-northeast1-a"]
  }

  capabilities = ["identity-aware-proxy", "privileged"]

  effort {
    per_service  = "2h/mo"
    per_stateful = "6h/mo"
  }

  per_service = "2740 JPY/mo"

  internet {
    egress = "0.12 USD/GiB"
  }
}

`

// sites writes sites.hcl.
func (s *scene) sites(want site) {
	s.Helper()
	text, err := os.ReadFile("../../../testdata/pixiv/sites.hcl")
	s.good(err)
	_, rest, ok := strings.Cut(string(text), `link "tokyo" "gke" {`)
	if !ok {
		s.Fatal("the sites of pixiv have no link any more")
	}
	if s.world == nil {
		s.write("sites.hcl", s.atGoogle(want)+"endpoint \"bigquery\" {\n  site = \"gke\"\n}\n")
		return
	}
	s.write("sites.hcl", s.k0s(want)+s.atGoogle(want)+`link "tokyo" "gke" {`+rest)
}

// k0s is the site on machines.
func (s *scene) k0s(want site) string {
	var hosts strings.Builder
	for _, name := range s.world.Names() {
		r := s.world.Reach(name)
		role := "worker"
		if name[0] == 'c' {
			role = "controller"
		}
		fmt.Fprintf(&hosts, "    host %q {\n      role     = %q\n      address  = %q\n      port     = %d\n      user     = %q\n      key_path = %q\n      host_key = %q\n    }\n",
			name, role, r.Address, r.Port, r.User, r.KeyPath, r.HostKey)
	}
	window, path := "", ""
	if want.Window != "" {
		window = fmt.Sprintf("  window   = %q\n", want.Window)
	}
	if want.Path != "" {
		path = fmt.Sprintf("    path    = [%q]\n", want.Path)
	}
	return fmt.Sprintf(onMachines, window, user, cmp.Or(want.K0s, firstK0s), path, hosts.String())
}

// atGoogle is the site at Google.
func (s *scene) atGoogle(want site) string {
	pools, mode := cmp.Or(want.Pools, s.usual, general), "standard"
	if want.Autopilot {
		pools, mode = "", "autopilot"
	}
	return fmt.Sprintf(inCloud, mode, pools, cmp.Or(want.GKE, firstGKE))
}
