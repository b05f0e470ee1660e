package ground

import (
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/gkefake"
)

// grows makes the pool a of the cluster at Google larger by a node, and wants an exit
// code.
func (s *scene) grows(code int) answer {
	s.Helper()
	had := s.pools()["a"]
	s.sites(site{Pools: fmt.Sprintf(twoPools, had+1, "e2-standard-4")})
	s.plan(fmt.Sprintf("resize pool gke a: %s -> %s", nodes(had), nodes(had+1)))
	a := s.apply(code)
	if got := s.pools()["a"]; code == 0 && got != had+1 {
		s.Errorf("the pool has %d nodes, it had %d", got, had)
	}
	return a
}

func nodes(n int) string {
	if n == 1 {
		return "1 node"
	}
	return fmt.Sprintf("%d nodes", n)
}

func TestWhatGoogleDoesItselfIsWaitedForByName(t *testing.T) {
	s := play(t).leased()
	name, err := s.google.Begin(services, gkefake.Foreign{Type: containerpb.Operation_AUTO_REPAIR_NODES, Pool: "a", Takes: 2 * time.Minute})
	s.good(err)
	s.says(s.grows(0).out, "waits for "+name+" (AUTO_REPAIR_NODES")
	want := map[containerpb.Operation_Type]int{containerpb.Operation_CREATE_CLUSTER: 1, containerpb.Operation_CREATE_NODE_POOL: 1, containerpb.Operation_SET_NODE_POOL_SIZE: 1}
	if diff := cmp.Diff(want, s.google.Begun()); diff != "" {
		t.Error(diff)
	}

	// Calls that are too many are made again; machines that cannot be had are told of.
	s.google.Plant(gkefake.APIQuota("SetNodePoolSize"))
	s.grows(0)
	for _, c := range []struct {
		fate  gkefake.Fate
		words string
	}{
		{gkefake.StockOut("asia-northeast1-a"), "GCE_STOCKOUT"},
		{gkefake.MachineQuota(), "Quota 'CPUS' exceeded"},
	} {
		s.google.Destine(c.fate)
		s.says(s.grows(7).err, c.words, "berth resume plan.json")
		s.run(0, "resume", "plan.json", "-C", ".")
	}
}

func TestAutopilotMayChangePodsAndThePlanEndsWell(t *testing.T) {
	s := play(t)
	s.pixiv()
	s.sites(site{Autopilot: true})
	s.onlyAtGoogle()
	s.edit("prices.hcl", `  machine "e2-standard-4" {`, "  autopilot {\n    cpu    = \"41.6 USD/mo\"\n    memory = \"4.6 USD/mo\"\n  }\n\n"+`  machine "e2-standard-4" {`)
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	s.apply(0)
	s.plan()
	s.apply(0)
	out, err := s.atGoogles().Kubectl(s.soon(), "", "", "get", "deployments", "-A", "-l", "berth.dev/service", "-o", "jsonpath={.items[*].status.availableReplicas}")
	if s.good(err); out == "" {
		t.Error("no copy of any service runs")
	}
	s.settled()
}

// onlyAtGoogle leaves the services that run at Google alone.
func (s *scene) onlyAtGoogle() {
	s.Helper()
	for _, name := range []string{"airflow", "fanbox-print", "pixiv-sketch", "rendertron", "sentry", "vroid-hub", "gitlab-runner"} {
		s.drop("services/" + name + ".hcl")
	}
}
