package admission_test

import (
	"strings"
	"testing"

	"berth.dev/providers/providertest/cluster"
)

// TestTheClusterRefusesWhatTheSpecsForbid is the whole way on real API servers.
func TestTheClusterRefusesWhatTheSpecsForbid(t *testing.T) {
	on := servers(t)
	home := cluster.Namespace(t, on...)
	s := build(t, sites+strings.ReplaceAll(`
service "orders" {
  namespace = "HOME"
  needs     = ["gpu"]
  security {
    data      = "personal"
    residency = ["JP"]
  }
}
service "driver" {
  namespace = "HOME"
  needs     = ["host-path"]
}
service "watch" {
  namespace      = "HOME"
  independent_of = ["tokyo"]
}
service "both" {
  namespace = "HOME"
  runs_on   = ["tokyo", "gke"]
  pin       = ["tokyo", "gke"]
}
service "excused" {
  namespace = "HOME"
  security {
    residency = ["JP"]
  }
}
exception "moving" {
  check   = "residency"
  service = "excused"
  owner   = "ann"
  reason  = "until the move"
  expires = "2026-12-01"
}
`, "HOME", home))
	for _, c := range on {
		install(t, c, s.export(t, c.Name, "deny"))
		force(t, c, home)
	}
	for _, c := range []struct{ service, tokyo, gke string }{
		{"orders", "", "'residency.berth.dev' with binding 'residency.berth.dev' denied request: it would run in US; it may run only in JP"},
		{"driver", "", "'needs.berth.dev' with binding 'needs.berth.dev' denied request: gke lacks host-path, which the service needs"},
		{"watch", "'independent-of.berth.dev' with binding 'independent-of.berth.dev' denied request: it must not share the fate of tokyo", ""},
		{"both", "", ""},
		{"excused", "", ""},
	} {
		for i, want := range []string{c.tokyo, c.gke} {
			if got := try(t, on[i], deployment(home, c.service)); got != want {
				t.Errorf("%s on %s: %q, want %q", c.service, on[i].Name, got, want)
			}
		}
	}
}
