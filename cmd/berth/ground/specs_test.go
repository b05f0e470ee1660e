package ground

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The versions that a scene begins with.
const (
	firstK0s = "v1.35.4+k0s.0"
	firstGKE = "1.35"
)

// pixiv writes the nine services of the talk, a twentieth of their size, and sites that
// berth makes. Nothing runs anywhere yet: rendertron is to be where the plan would move
// it.
func (s *scene) pixiv() {
	s.Helper()
	s.good(os.CopyFS(s.dir, os.DirFS("../../../testdata/pixiv")))
	all, err := filepath.Glob(filepath.Join(s.dir, "traffic", "*.csv"))
	s.good(err)
	for _, file := range all {
		s.shrink(file)
	}
	s.edit("services/gitlab-runner.hcl", "parallelism   = 30", "parallelism   = 2")
	s.edit("services/rendertron.hcl", `runs_on = "gke"`, `runs_on = "tokyo"`)
	for _, name := range []string{"deploy/airflow/airflow.yaml", "deploy/sentry/sentry.yaml"} {
		s.edit(name, "replicas: 12", "replicas: 3")
	}
	s.sites(site{})
}

// idle is a service of which the specs do not say what it runs.
const idle = `service "idle" {
  product = "platform"
  runs_on = "gke"
  calls   = "complete"

  replica {
    cpu    = "1"
    memory = "1Gi"
  }

  job {
    parallelism   = 1
    busy_share    = 0.1
    interruptible = true
    shiftable     = false
  }
}
`

// nothing are specs of which nothing is done but what is done to clusters themselves.
func (s *scene) nothing() {
	s.Helper()
	for _, name := range []string{"workspace.hcl", "prices.hcl"} {
		text, err := os.ReadFile("../../../testdata/pixiv/" + name)
		s.good(err)
		s.write(name, string(text))
	}
	s.write("services.hcl", idle)
}

// shrink divides the values of a series by twenty.
func (s *scene) shrink(file string) {
	s.Helper()
	f, err := os.Open(file)
	s.good(err)
	defer f.Close()
	var out strings.Builder
	for lines := bufio.NewScanner(f); lines.Scan(); {
		at, value, _ := strings.Cut(lines.Text(), ",")
		if n, err := strconv.ParseFloat(value, 64); err == nil {
			value = strconv.FormatFloat(n/20, 'f', 4, 64)
		}
		out.WriteString(at + "," + value + "\n")
	}
	s.good(os.WriteFile(file, []byte(out.String()), 0o600))
}

// site is what a test changes of the sites; the zero value is what they begin with.
type site struct {
	// K0s and Path are tokyo's version and the way to it, Hosts its machines (nil for
	// all), Window when it may be disturbed.
	K0s, Path, Window string
	Hosts             []string
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
	names := want.Hosts
	if names == nil {
		names = s.world.Names()
	}
	for _, name := range names {
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
	return fmt.Sprintf(`site "tokyo" {
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

`, window, user, or(want.K0s, firstK0s), path, hosts.String())
}

// atGoogle is the site at Google.
func (s *scene) atGoogle(want site) string {
	pools, mode := or(want.Pools, or(s.usual, general)), "standard"
	if want.Autopilot {
		pools, mode = "", "autopilot"
	}
	return fmt.Sprintf(`site "gke" {
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

`, mode, pools, or(want.GKE, firstGKE))
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// write puts a file into the folder of specs.
func (s *scene) write(name, text string) {
	s.Helper()
	file := filepath.Join(s.dir, name)
	s.good(os.MkdirAll(filepath.Dir(file), 0o700))
	s.good(os.WriteFile(file, []byte(text), 0o600))
}

// drop removes a file from the folder of specs.
func (s *scene) drop(name string) {
	s.Helper()
	s.good(os.Remove(filepath.Join(s.dir, name)))
}

// edit replaces words of a file, which must be there.
func (s *scene) edit(name, old, fresh string) {
	s.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	s.good(err)
	if !strings.Contains(string(text), old) {
		s.Fatalf("%s has no %q", name, old)
	}
	s.write(name, strings.ReplaceAll(string(text), old, fresh))
}
