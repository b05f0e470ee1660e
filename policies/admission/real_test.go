package admission_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"berth.dev/policies/admission"
	"berth.dev/providers/providertest/cluster"
)

// apply gives an export to kubectl as a file, again and again: the next export is
// applied over the last one.
func apply(t *testing.T, on *cluster.Cluster, out *admission.Result, times int) {
	t.Helper()
	var file strings.Builder
	for _, o := range out.Objects {
		text, err := yaml.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		file.WriteString("---\n" + string(text))
	}
	for i := range times {
		said, err := on.Kubectl(t.Context(), "", file.String(), "apply", "--server-side", "-f", "-")
		if err != nil {
			t.Fatalf("time %d: %v: %s", i+1, err, said)
		}
	}
	t.Cleanup(func() {
		if said, err := on.Kubectl(context.Background(), "", file.String(), "delete", "-f", "-"); err != nil {
			t.Errorf("%v: %s", err, said)
		}
	})
}

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
		apply(t, c, s.export(t, c.Name, admission.Deny), 2)
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

// TestAJudgedNamespaceCanGo deletes a namespace with what runs there: its ConfigMap may
// go before its workloads, and nobody asks who takes it.
func TestAJudgedNamespaceCanGo(t *testing.T) {
	on := servers(t)[0]
	home := cluster.Namespace(t, on)
	s := build(t, sites+"service \"a\" {\n namespace = \""+home+"\"\n}\n")
	install(t, on, s.export(t, on.Name, admission.Deny))
	force(t, on, home)
	if _, err := send(t, on, http.MethodPost, deployment(home, "a")); err != nil {
		t.Fatal(err)
	}
	if _, err := on.Ask(t.Context(), http.MethodDelete, "/api/v1/namespaces/"+home, nil); err != nil {
		t.Fatal(err)
	}
	until(t, "the namespace goes", func() bool {
		_, err := on.Ask(t.Context(), http.MethodGet, "/api/v1/namespaces/"+home, nil)
		return err != nil && strings.Contains(err.Error(), "404")
	})
}
