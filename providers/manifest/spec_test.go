package manifest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/spec"
)

// frame is a workspace that has what imported services refer to.
const frame = `
workspace {
  currency       = "JPY"
  as_of          = "2026-10-31"
  reference_site = "gke"
  hourly_rate    = "6000 JPY/h"
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "gcp"
  mode     = "autopilot"
}
price_book "gcp" {
  source   = "a list"
  date     = "2026-10-01"
  currency = "JPY"
  autopilot {
    cpu    = "5000 JPY/mo"
    memory = "600 JPY/mo"
  }
}
site "tokyo" {
  kind      = "onprem"
  provider  = "k0s"
  country   = "JP"
  lead_time = "240d"
  node_pool "general" {
    nodes      = 3
    cpu        = "64"
    memory     = "256Gi"
    purchase   = "1900000 JPY"
    in_service = "2024-04-01"
    life       = "60mo"
  }
}
link "tokyo" "gke" {
  path = "vpn"
}
team "shop" {}
product "shop" {
  team = "shop"
}
environment "prod" {
  default = true
}
`

// mustValidate parses parts together with the frame.
func mustValidate(t testing.TB, parts ...[]byte) *spec.Workspace {
	t.Helper()
	sources := []spec.Source{{Name: "frame.hcl", Bytes: []byte(frame)}}
	for i, p := range parts {
		sources = append(sources, spec.Source{Name: fmt.Sprintf("part%d.hcl", i), Bytes: p})
	}
	w, diags := spec.Parse(sources, spec.Options{})
	for _, d := range diags {
		t.Errorf("%s\n", d.Error())
	}
	return w
}

func TestWhatIsWrittenIsAValidPartOfAWorkspace(t *testing.T) {
	hybrid := Options{RunsOn: []string{"tokyo", "gke"}, Product: "shop", Environment: "prod", Limits: DefaultLimits()}
	for name, sources := range map[string][]Source{
		"shop":     folder(t, "testdata", "shop.yaml"),
		"boutique": demo(t, "microservices-demo/release/kubernetes-manifests.yaml"),
		"bank":     demo(t, "bank-of-anthos/kubernetes-manifests"),
	} {
		t.Run(name, func(t *testing.T) {
			for _, o := range []Options{DefaultOptions(), hybrid} {
				r := mustImport(t, sources, o)
				w := mustValidate(t, r.HCL)
				if got := len(w.Services); got != len(r.Services) {
					t.Errorf("want %d services, got %d", len(r.Services), got)
				}
			}
		})
	}
}

func TestUnknownIsWrittenForWhatManifestsDoNotSay(t *testing.T) {
	r := mustImport(t, folder(t, "testdata", "shop.yaml"), DefaultOptions())
	w := mustValidate(t, r.HCL)
	cms := w.Service("cms")
	if !cms.Replica.CPU.Unknown || !cms.Replica.Memory.Unknown {
		t.Error("a container without requests asks for an amount")
	}
	for _, s := range w.Services {
		if s.Calls.V != "partial" {
			t.Errorf("%s: calls = %q, though manifests never show all", s.Name, s.Calls.V)
		}
		for _, c := range s.CallBlocks {
			if !c.Sent.Unknown || !c.Received.Unknown {
				t.Errorf("%s: the call to %s has an amount", s.Name, c.Name)
			}
		}
	}
}

func TestALargeImportComesInPartsThatTheLanguageTakes(t *testing.T) {
	r := mustImport(t, folder(t, "testdata", "shop.yaml"), DefaultOptions())
	const limit = 2000
	parts := r.Parts(limit)
	if len(parts) < 4 {
		t.Errorf("%d bytes came in %d parts of at most %d", len(r.HCL), len(parts), limit)
	}
	for _, p := range parts {
		if len(p) > limit {
			t.Errorf("a part has %d bytes; it may have %d", len(p), limit)
		}
	}
	if got := len(mustValidate(t, parts...).Services); got != len(r.Services) {
		t.Errorf("want %d services, got %d", len(r.Services), got)
	}
	if diff := cmp.Diff([][]byte{r.HCL}, r.Parts(1<<20)); diff != "" {
		t.Error(diff)
	}
}
