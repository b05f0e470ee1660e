package gkefake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/gkefake"
)

// limited ends long after everything should be done.
func limited(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// kubectl runs kubectl as the administrator.
func kubectl(t *testing.T, c *cluster.Cluster, stdin string, args ...string) string {
	t.Helper()
	return must(c.Kubectl(limited(t), "", stdin, args...))(t)
}

// settled waits for all operations.
func settled(t *testing.T, s *gkefake.Server) {
	t.Helper()
	if err := s.Settle(limited(t)); err != nil {
		t.Fatal(err)
	}
	for _, o := range s.Operations() {
		if o.GetError() != nil {
			t.Fatal(o.GetError())
		}
	}
}

// shape is what a test wants of a node.
type shape struct{ Pool, Zone, Version, Machine, CPU string }

// shapes reads the nodes of a control plane.
func shapes(t *testing.T, c *cluster.Cluster) []shape {
	t.Helper()
	var list struct {
		Items []struct {
			Metadata struct{ Labels map[string]string }
			Status   struct {
				NodeInfo    struct{ KubeletVersion string }
				Allocatable struct{ CPU string }
			}
		}
	}
	if err := json.Unmarshal([]byte(kubectl(t, c, "", "get", "nodes", "-o", "json")), &list); err != nil {
		t.Fatal(err)
	}
	var out []shape
	for _, n := range list.Items {
		l := n.Metadata.Labels
		out = append(out, shape{l["cloud.google.com/gke-nodepool"], strings.TrimPrefix(l["topology.kubernetes.io/zone"], "asia-northeast1-"), n.Status.NodeInfo.KubeletVersion, l["node.kubernetes.io/instance-type"], n.Status.Allocatable.CPU})
	}
	slices.SortFunc(out, func(a, b shape) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	return out
}

// app are pods on any node, of which a budget lets so many go at once.
func app(replicas, unavailable int) string {
	return fmt.Sprintf(`apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  replicas: %d
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec: {containers: [{name: a, image: a}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: app}
spec: {maxUnavailable: %d, selector: {matchLabels: {app: app}}}
`, replicas, unavailable)
}

// phases counts an app's pods by phase.
func ready(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	kubectl(t, c, "", "rollout", "status", "deployment/app", "--timeout=60s")
	return kubectl(t, c, "", "get", "deployment/app", "-o", "jsonpath={.status.readyReplicas}")
}

func TestAClusterIsARealOne(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{Planes: planes})
	client := dial(t, s.Reach())
	must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")}))(t)
	if got := s.Cluster(web).GetStatus(); got != containerpb.Cluster_PROVISIONING {
		t.Error(got)
	}
	settled(t, s)
	c := must(s.Ground(web))(t)
	var want []shape
	for _, zone := range []string{"a", "b", "c"} {
		want = append(want, shape{"main", zone, "v1.35.8-gke.1400000", "e2-standard-4", "3920m"})
	}
	if diff := cmp.Diff(want, shapes(t, c)); diff != "" {
		t.Error(diff)
	}
	reach := s.Reach()
	at := "https://" + s.Cluster(web).GetControlPlaneEndpointsConfig().GetDnsEndpointConfig().GetEndpoint()
	code, body, err := visit(t, reach.Roots(), reach.Token, at+"/api/v1/nodes")
	if err != nil || code != 200 || !strings.Contains(body, "gke-web-main-") {
		t.Error(code, body, err)
	}

	kubectl(t, c, app(6, 6), "apply", "-f", "-")
	if got := ready(t, c); got != "6" {
		t.Errorf("%s of 6 pods are ready", got)
	}
	must(client.UpdateMaster(t.Context(), &containerpb.UpdateMasterRequest{Name: web, MasterVersion: "1.36"}))(t)
	settled(t, s)
	if n := len(s.Lost()); n != 0 {
		t.Errorf("%d pods were moved by an upgrade of the control plane", n)
	}
	must(client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{Name: mainPool, NodeVersion: "-"}))(t)
	settled(t, s)
	if got := shapes(t, c); len(got) != 3 || got[0].Version != "v1.36.4-gke.1310000" {
		t.Error(got)
	}
	lost := s.Lost()
	if len(lost) < 6 || slices.ContainsFunc(lost, func(l gkefake.Lost) bool { return !l.Evicted }) {
		t.Errorf("%+v", lost)
	}
	if got := ready(t, c); got != "6" {
		t.Errorf("%s of 6 pods are ready after the upgrade", got)
	}
	must(client.DeleteCluster(t.Context(), &containerpb.DeleteClusterRequest{Name: web}))(t)
	settled(t, s)
	if _, _, err := visit(t, reach.Roots(), reach.Token, at+"/readyz"); err == nil {
		t.Error("the API server of a cluster that is gone answers")
	}
}

func TestAClientWithAClockOfItsOwnDoesNotOutrunAControlPlane(t *testing.T) {
	clock := newClock()
	s := gkefake.Start(t, gkefake.Options{Planes: planes, Now: clock.Now, Pending: time.Second, Running: time.Minute})
	client := dial(t, s.Reach())
	o := must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")}))(t)
	begun := clock.Now()
	for get(t, client, o).GetStatus() != containerpb.Operation_DONE {
		clock.move(5 * time.Second)
	}
	if waited := clock.Now().Sub(begun); waited > 30*time.Minute {
		t.Errorf("the client has waited for %s by its clock", waited)
	}
}

func TestLabelsOfAPoolComeToItsNodesAndOthersStay(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{Planes: planes})
	client := dial(t, s.Reach())
	must(s.Add(tokyo, standard("web")))(t)
	c := must(s.Ground(web))(t)
	before := s.Nodes(web)["main"]
	kubectl(t, c, "", "label", "nodes", "--all", "mine=1")
	kubectl(t, c, "", "cordon", before[0])
	var got []string
	for _, labels := range []map[string]string{{"a": "1", "b": "1"}, {"b": "2"}} {
		must(client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{
			Name: mainPool, Labels: &containerpb.NodeLabels{Labels: labels},
			Taints: &containerpb.NodeTaints{Taints: []*containerpb.NodeTaint{{Key: "t", Value: labels["b"], Effect: containerpb.NodeTaint_NO_SCHEDULE}}},
		}))(t)
		settled(t, s)
		got = append(got, kubectl(t, c, "", "get", "node", before[0], "-o", `jsonpath={.metadata.labels.mine} {.metadata.labels.a} {.metadata.labels.b} {.spec.unschedulable} {.spec.taints[?(@.key=="t")].value}`))
	}
	if diff := cmp.Diff([]string{"1 1 1 true 1", "1  2 true 2"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, s.Nodes(web)["main"]); diff != "" {
		t.Error(diff)
	}
}

func TestPodsThatABudgetHoldsEndWithTheirNode(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{Planes: planes})
	client := dial(t, s.Reach())
	must(s.Add(tokyo, standard("web")))(t)
	c := must(s.Ground(web))(t)
	kubectl(t, c, app(3, 0), "apply", "-f", "-")
	ready(t, c)
	must(client.SetNodePoolSize(t.Context(), &containerpb.SetNodePoolSizeRequest{Name: mainPool, NodeCount: 0}))(t)
	settled(t, s)
	lost := s.Lost()
	if len(lost) != 3 || slices.ContainsFunc(lost, func(l gkefake.Lost) bool { return l.Evicted || l.Cluster != web }) {
		t.Errorf("%+v", lost)
	}
	if got := shapes(t, c); len(got) != 0 {
		t.Error(got)
	}
}

func TestAutopilotChangesAndRefusesWorkloads(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{Planes: planes})
	client := dial(t, s.Reach())
	must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: &containerpb.Cluster{Name: "web", Autopilot: &containerpb.Autopilot{Enabled: true}}}))(t)
	settled(t, s)
	c := must(s.Ground(web))(t)
	kubectl(t, c, app(2, 1), "apply", "-f", "-")
	ready(t, c)
	for _, kind := range []string{"deployments -o=jsonpath={.items[0].spec.template.spec.containers[0].resources.requests}", "pods -o=jsonpath={.items[0].spec.containers[0].resources.requests}"} {
		got := kubectl(t, c, "", append([]string{"get"}, strings.Fields(kind)...)...)
		if diff := cmp.Diff(`{"cpu":"500m","ephemeral-storage":"1Gi","memory":"2Gi"}`, got); diff != "" {
			t.Error(kind, diff)
		}
	}
	for _, bad := range []string{
		`{"containers":[{"name":"a","image":"a","securityContext":{"privileged":true}}]}`,
		`{"containers":[{"name":"a","image":"a"}],"volumes":[{"name":"v","hostPath":{"path":"/etc"}}]}`,
		`{"hostNetwork":true,"containers":[{"name":"a","image":"a"}]}`,
	} {
		said, err := c.Kubectl(limited(t), "", `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad"},"spec":`+bad+`}`, "create", "-f", "-")
		if err == nil || !strings.Contains(said, "GKE Warden rejected") {
			t.Errorf("%s: %s", bad, said)
		}
	}
	_, err := client.CreateNodePool(t.Context(), spare())
	if err == nil {
		t.Error("Autopilot takes a pool")
	}
}
