package survey

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/spec"
	"berth.dev/providers/gke"
	"berth.dev/providers/providertest/gkefake"
)

// book is a workspace around a site.
const book = `
workspace {
  currency       = "USD"
  as_of          = "2026-10-31"
  reference_site = "web"
  hourly_rate    = "60 USD/h"
}
price_book "gcp" {
  source   = "test"
  date     = "2026-10-31"
  currency = "USD"
  machine "e2-standard-8" {
    cpu    = "8"
    memory = "32Gi"
  }
  machine "n2-standard-4" {
    cpu    = "4"
    memory = "16Gi"
  }
  autopilot {
    cpu    = "30 USD/mo"
    memory = "4 USD/mo"
  }
}
service "a" {
  runs_on = "web"
  calls   = "partial"
  replica {
    cpu    = "1"
    memory = "1Gi"
  }
  replicas {
    min = 1
    max = 1
  }
}
`

// read parses a site among a workspace.
func read(t *testing.T, site []byte) *spec.Site {
	t.Helper()
	w, diags := spec.Parse([]spec.Source{{Name: "a.hcl", Bytes: []byte(book)}, {Name: "b.hcl", Bytes: site}}, spec.Options{})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, site)
	}
	return w.Site("web")
}

// observed makes a cluster on the double and looks at it.
func observed(t *testing.T, cluster *containerpb.Cluster) *gke.Seen {
	t.Helper()
	server := gkefake.Start(t, gkefake.Options{})
	client, err := gke.Open(t.Context(), gke.Options{ClientOptions: server.ClientOptions()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	if _, err = server.Add("projects/demo/locations/asia-northeast1", cluster); err != nil {
		t.Fatal(err)
	}
	name, err := gke.ParseName("projects/demo/locations/asia-northeast1/clusters/web")
	if err != nil {
		t.Fatal(err)
	}
	seen, err := client.Observe(t.Context(), name, "web")
	if err != nil {
		t.Fatal(err)
	}
	var nodes []object.Object
	for _, p := range seen.Pools {
		for range p.Nodes {
			nodes = append(nodes, object.Object{"metadata": map[string]any{"labels": map[string]any{gke.PoolLabel: p.Name}}})
		}
	}
	seen.Count(nodes)
	return seen
}

func TestEveryRegionOfThePriceListHasACountry(t *testing.T) {
	f, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "data", "prices", "gcp-2025-07-31.yml"))
	if os.IsNotExist(err) && os.Getenv("CI") != "true" {
		t.Skip("the shared price list is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	inRegions, found := false, 0
	name := regexp.MustCompile(`^  ([a-z]+-[a-z]+[0-9]+):$`)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line != "" && line[0] != ' ' {
			inRegions = line == "region:"
		}
		if m := name.FindStringSubmatch(line); inRegions && m != nil {
			if found++; Country(m[1]) == "" || Country(m[1]+"-a") != Country(m[1]) {
				t.Errorf("%s has no country", m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d regions were found in the list", found)
	}
}

func TestAPlaceThatTheTableLacksHasNoCountry(t *testing.T) {
	if got := Country("moon-north1"); got != "" {
		t.Errorf("%q", got)
	}
}

func TestAnImportedSiteOrdersWhatIsThere(t *testing.T) {
	seen := observed(t, &containerpb.Cluster{
		Name:           "web",
		ReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_REGULAR},
		NodePools: []*containerpb.NodePool{
			{Name: "general", InitialNodeCount: 1, Config: &containerpb.NodeConfig{MachineType: "e2-standard-8", Labels: map[string]string{"tier": "web"}}},
			{
				Name: "batch", Autoscaling: &containerpb.NodePoolAutoscaling{Enabled: true, TotalMinNodeCount: 0, TotalMaxNodeCount: 9},
				Config: &containerpb.NodeConfig{
					MachineType: "n2-standard-4", Spot: true, DiskSizeGb: 50, DiskType: "pd-ssd", ServiceAccount: "batch@demo.iam.gserviceaccount.com",
					Taints: []*containerpb.NodeTaint{{Key: "dedicated", Value: "batch", Effect: containerpb.NodeTaint_NO_SCHEDULE}},
				},
			},
		},
	})
	block := Site(seen, Options{Name: "web", Country: "JP", Prices: "gcp", Endpoint: Endpoint(seen)})
	orders, err := gke.Order(read(t, block), nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, block)
	}
	work, err := gke.Steps(orders, seen)
	if err != nil {
		t.Fatal(err)
	}
	if len(work.Before)+len(work.After) > 0 {
		t.Errorf("what was imported would be changed: %+v %+v\n%s", work.Before, work.After, block)
	}
	again := Site(seen, Options{Name: "web", Country: "JP", Prices: "gcp", Endpoint: Endpoint(seen)})
	if d := cmp.Diff(string(block), string(again)); d != "" {
		t.Errorf("twice the same cluster is not the same site: %s", d)
	}
}

func TestAnAutopilotClusterHasNoPools(t *testing.T) {
	seen := observed(t, &containerpb.Cluster{Name: "web", Autopilot: &containerpb.Autopilot{Enabled: true}})
	site := read(t, Site(seen, Options{Name: "web", Country: "JP", Prices: "gcp", Endpoint: Endpoint(seen)}))
	if site.Mode.V != "autopilot" || len(site.Pools) != 0 {
		t.Errorf("mode %q with %d pools", site.Mode.V, len(site.Pools))
	}
}
