package ground

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"

	"berth.dev/providers/providertest/cluster"
)

// foreign is somebody else's: a service with a budget that lets none of its pods go, on
// one worker.
const foreign = `apiVersion: v1
kind: Namespace
metadata: {name: elsewhere}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: queue, namespace: elsewhere}
spec:
  replicas: 2
  selector: {matchLabels: {app: queue}}
  template:
    metadata: {labels: {app: queue}}
    spec:
      nodeSelector: {kubernetes.io/hostname: w2}
      containers: [{name: queue, image: registry.example/queue:1}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: queue, namespace: elsewhere}
spec: {maxUnavailable: 0, selector: {matchLabels: {app: queue}}}
`

// services is the name of the cluster that berth makes at Google.
const services = "projects/example-prod/locations/asia-northeast1/clusters/services"

// The story of two clusters, from machines that have nothing to machines that have
// nothing.
func TestClustersAreMadeFilledGrownUpgradedAndRemoved(t *testing.T) {
	s := play(t, "c1", "c2", "c3", "w1", "w2", "w3", "w4")
	s.pixiv()
	others := s.others()
	s.made()
	s.filled()
	s.grown()
	s.upgraded()
	s.removed()
	if diff := cmp.Diff(others, s.google.Cluster("projects/example-prod/locations/asia-northeast1/clusters/others"), protocmp.Transform()); diff != "" {
		t.Errorf("a cluster of somebody else's has changed (-before +after):\n%s", diff)
	}
}

// others is a cluster of somebody else's in the same project.
func (s *scene) others() *containerpb.Cluster {
	s.Helper()
	name, err := s.google.Add("projects/example-prod/locations/asia-northeast1", &containerpb.Cluster{
		Name: "others", InitialClusterVersion: "1.35", NodePools: []*containerpb.NodePool{{Name: "web", InitialNodeCount: 1}},
	})
	s.good(err)
	return s.google.Cluster(name)
}

// made makes both clusters: first the one that holds the lease for the changes of the
// other.
func (s *scene) made() {
	s.Helper()
	a := s.plan("make cluster gke:  -> 1.35.8-gke.1400000")
	s.says(a.err, "tokyo: its lease lies on gke, whose cluster is still to be made")
	s.apply(0)
	s.plan(
		"make cluster tokyo:  -> v1.35.4+k0s.0", "admit tokyo",
		"add host tokyo w1:  -> v1.35.4+k0s.0", "add host tokyo w2:  -> v1.35.4+k0s.0",
		"add host tokyo w3:  -> v1.35.4+k0s.0", "add host tokyo w4:  -> v1.35.4+k0s.0",
	)
	s.apply(0)
	if got := s.names("nodes"); !slices.Equal(got, []string{"w1", "w2", "w3", "w4"}) {
		s.Errorf("the nodes of tokyo are %q", got)
	}
}

// filled puts the nine services onto both clusters; what google has got with the plan
// before.
func (s *scene) filled() {
	s.Helper()
	s.plan()
	s.apply(0)
	at := s.atGoogles()
	for where, want := range map[string][]string{
		"tokyo": {"deployment.apps/fanbox-print", "deployment.apps/pixiv-sketch", "deployment.apps/rendertron", "deployment.apps/vroid-hub", "statefulset.apps/airflow"},
		"gke":   {"deployment.apps/gitlab-runner", "deployment.apps/iap", "deployment.apps/pixiv-ads", "statefulset.apps/sentry"},
	} {
		c := map[string]*cluster.Cluster{"tokyo": s.tokyo, "gke": at}[where]
		out, err := c.Kubectl(s.soon(), "", "", "get", "deployments,statefulsets", "-A", "-o", "name", "-l", "berth.dev/service")
		s.good(err)
		got := strings.Fields(out)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			s.Errorf("services on %s (-want +got):\n%s", where, diff)
		}
	}
	s.settled()
}

// settled wants a plan, made anew, to have nothing to do.
func (s *scene) settled() {
	s.Helper()
	s.plan()
	if n := s.staged(); n > 0 {
		s.berth("show", "plan.json")
		s.Fatalf("nothing has changed, and a plan has %d stages", n)
	}
}

// atGoogles is the control plane behind the cluster at Google.
func (s *scene) atGoogles() *cluster.Cluster {
	s.Helper()
	c, err := s.google.Ground(services)
	s.good(err)
	return c
}

// pools are how many nodes each pool has.
func (s *scene) pools() map[string]int {
	out := map[string]int{}
	for name, nodes := range s.google.Nodes(services) {
		out[name] = len(nodes)
	}
	return out
}

// grown lets a service need more than the nodes at Google have room for.
func (s *scene) grown() {
	s.Helper()
	had := s.pools()["web"]
	s.edit("services/pixiv-ads.hcl", "min = 2", "min = 24")
	s.edit("services/pixiv-ads.hcl", `runs_on = "gke"`, "runs_on = \"gke\"\n  pin     = \"gke\"")
	s.run(0, "plan", "--steps", "--out", "plan.json", "--force")
	steps := s.steps()
	if len(steps) != 1 || !strings.HasPrefix(steps[0], fmt.Sprintf("resize pool gke web: %d nodes -> ", had)) || s.staged() == 0 {
		s.Fatalf("the pool of %d nodes is to change by %q", had, steps)
	}
	s.apply(0)
	if got := s.pools()["web"]; got <= had {
		s.Errorf("the pool has %d nodes, it had %d", got, had)
	}
	s.settled()
}

// upgraded raises both clusters' versions, tokyo's by two minors, while a budget forbids
// that a worker is emptied.
func (s *scene) upgraded() {
	s.Helper()
	s.kubectl(foreign, "apply", "-f", "-")
	s.kubectl("", "rollout", "status", "deployment/queue", "-n", "elsewhere", "--timeout=60s")
	s.sites(site{K0s: "v1.37.1+k0s.0", Path: "v1.36.3+k0s.1", GKE: "1.36"})
	var want []string
	want = append(want, "upgrade gke: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000", "upgrade gke web: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000")
	versions := []string{firstK0s, "v1.36.3+k0s.1", "v1.37.1+k0s.0"}
	for i, to := range versions[1:] {
		for _, part := range []string{"", " w1", " w2", " w3", " w4"} {
			want = append(want, fmt.Sprintf("upgrade tokyo%s: %s -> %s", part, versions[i], to))
		}
	}
	s.plan(want...)
	untouched := s.world.Done("w2")
	a := s.apply(7)
	s.says(a.err, "elsewhere/queue", "berth resume plan.json")
	if diff := cmp.Diff(untouched, s.world.Done("w2")); diff != "" {
		s.Errorf("the node that could not be emptied was touched: %s", diff)
	}
	if got := s.kubectl("", "get", "nodes", "-o", "jsonpath={.items[?(@.spec.unschedulable==true)].metadata.name}"); got != "" {
		s.Errorf("closed to pods are still %s", got)
	}
	s.kubectl("", "patch", "pdb/queue", "-n", "elsewhere", "--type=merge", "-p", `{"spec":{"maxUnavailable":2}}`)
	s.run(0, "resume", "plan.json", "-C", ".")
	for _, name := range s.world.Names() {
		if got := s.world.State(name); got.Version != "v1.37.1+k0s.0" || !got.Running {
			s.Errorf("%s: %+v", name, got)
		}
	}
	s.settled()
}

// removed takes everything away again: services, then what others have there, then the
// clusters.
func (s *scene) removed() {
	s.Helper()
	s.run(0, "destroy", "-C", ".", "--yes")
	a := s.run(4, "destroy", "--cluster", "tokyo", "-C", ".", "--yes")
	s.says(a.err, "elsewhere/queue", "PersistentVolumeClaim platform/logs-airflow-0")
	s.kubectl("", "delete", "namespace", "elsewhere")
	s.kubectl("", "delete", "pvc", "-A", "--all")
	s.run(0, "destroy", "--cluster", "tokyo", "-C", ".", "--yes")
	for _, name := range s.world.Names() {
		if got := s.world.State(name); got.Installed || got.Data {
			s.Errorf("%s: %+v", name, got)
		}
	}
	_, err := s.atGoogles().Kubectl(s.soon(), "", "", "delete", "pvc", "-A", "--all")
	s.good(err)
	s.run(0, "destroy", "--cluster", "gke", "-C", ".", "--yes")
	if c := s.google.Cluster(services); c != nil {
		s.Errorf("the cluster at Google is still there: %v", c.GetStatus())
	}
	s.says(s.run(0, "destroy", "--cluster", "gke", "-C", ".", "--yes").out, "Nothing to do: gke has no cluster.")
}
