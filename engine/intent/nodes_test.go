package intent

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/plan"
)

// cloud is a site with a pool for all, one that is reserved and one that may be taken
// away, of machines with 4 cores and 16 GiB.
const cloud = `
price_book "list" {
  currency = "JPY"
  source   = "a list"
  date     = "2026-10-31"
  machine "m4" {
    cpu    = "4"
    memory = "16Gi"
    hour   = "30 JPY/h"
    spot   = "9000 JPY/mo"
  }
}
site "gke" {
  kind     = "cloud"
  provider = "gke"
  country  = "JP"
  prices   = "list"
  node_pool "batch" {
    machine = "m4"
    packing = 0.8
    taints  = ["dedicated=batch:NoSchedule"]
  }
  node_pool "any" {
    machine = "m4"
    packing = 0.8
    buy     = "spot"
  }
  node_pool "web" {
    machine = "m4"
    packing = 0.8
    spare   = 0
  }
}
`

func TestNodesAreThoseThatThePlansCopiesTake(t *testing.T) {
	on := func(site string, most ...int) plan.Course {
		c := plan.Course{Service: "web"}
		for wave, n := range most {
			c.Stops = append(c.Stops, plan.Stop{Wave: wave, Halves: []plan.Half{{Site: site, Least: 1, Most: n}}})
		}
		return c
	}
	replica := func(cpu, memory string) string {
		return "replica {\n  cpu = \"" + cpu + "\"\n  memory = \"" + memory + "\"\n}\n"
	}
	for name, c := range map[string]struct {
		words  string
		course plan.Course
		want   map[string]int
	}{
		"no copy":                    {replica("1", "1Gi"), on("gke", 0), map[string]int{}},
		"cores decide":               {replica("1", "1Gi"), on("gke", 10), map[string]int{"web": 4}},
		"memory decides":             {replica("100m", "8Gi"), on("gke", 4), map[string]int{"web": 3}},
		"what just fits is no more":  {replica("800m", "1Gi"), on("gke", 4), map[string]int{"web": 1}},
		"the largest of all waves":   {replica("1", "1Gi"), on("gke", 10, 2), map[string]int{"web": 4}},
		"elsewhere":                  {replica("1", "1Gi"), on("tokyo", 10), map[string]int{}},
		"the pool that is named":     {replica("1", "1Gi") + `pool = "any"`, on("gke", 1), map[string]int{"any": 1}},
		"a taint that is tolerated":  {replica("1", "1Gi") + `tolerations = ["dedicated=batch:NoSchedule"]`, on("gke", 1), map[string]int{"batch": 1}},
		"a size that nobody knows":   {"replica {\n  cpu = \"unknown\"\n}\n", on("gke", 5), map[string]int{}},
		"a service without its size": {"", on("gke", 5), map[string]int{}},
	} {
		w := world(t, cloud+service(c.words)).Workspace
		if diff := cmp.Diff(c.want, Nodes(w, w.Site("gke"), []plan.Course{c.course})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
