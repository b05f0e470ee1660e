package gkefake_test

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"berth.dev/providers/providertest/gkefake"
)

// spare asks for a second pool with a node in each zone.
func spare() *containerpb.CreateNodePoolRequest {
	return &containerpb.CreateNodePoolRequest{Parent: web, NodePool: &containerpb.NodePool{Name: "spare", InitialNodeCount: 1}}
}

func TestAnOperationSaysWhatItIsAbout(t *testing.T) {
	clock := newClock()
	s, client := added(t, gkefake.Options{Now: clock.Now})
	o := must(client.CreateNodePool(t.Context(), spare()))(t)
	if o.GetOperationType() != containerpb.Operation_CREATE_NODE_POOL || o.GetStartTime() != "2026-11-23T00:00:00Z" || o.GetLocation() != "asia-northeast1" {
		t.Error(o)
	}
	want := "https://container.googleapis.com/v1/projects/123456789012/locations/asia-northeast1/clusters/web/nodePools/spare"
	if diff := cmp.Diff(want, o.GetTargetLink()); diff != "" {
		t.Error(diff)
	}
	zonal := must(s.Add(tokyo+"-a", standard("small")))(t)
	o = must(client.UpdateMaster(t.Context(), &containerpb.UpdateMasterRequest{Name: zonal, MasterVersion: "1.36"}))(t)
	want = "https://container.googleapis.com/v1/projects/123456789012/zones/asia-northeast1-a/clusters/small"
	if diff := cmp.Diff(want, o.GetTargetLink()); diff != "" {
		t.Error(diff)
	}
}

func TestMachinesThatDoNotComeEndTheOperation(t *testing.T) {
	for _, test := range []struct {
		fate      gkefake.Fate
		nodes     int
		condition containerpb.StatusCondition_Code
	}{
		{gkefake.StockOut("asia-northeast1-b"), 2, containerpb.StatusCondition_GCE_STOCKOUT},
		{gkefake.MachineQuota(), 0, containerpb.StatusCondition_GCE_QUOTA_EXCEEDED},
		{gkefake.Broken(), 0, containerpb.StatusCondition_UNKNOWN},
	} {
		s, client := added(t, gkefake.Options{})
		s.Destine(test.fate)
		o := get(t, client, must(client.CreateNodePool(t.Context(), spare()))(t))
		if o.GetStatus() != containerpb.Operation_DONE || o.GetError().GetCode() != int32(test.fate.Code) || o.GetError().GetMessage() != test.fate.Says {
			t.Error(o)
		}
		p := must(client.GetNodePool(t.Context(), &containerpb.GetNodePoolRequest{Name: web + "/nodePools/spare"}))(t)
		if p.GetStatus() != containerpb.NodePool_ERROR || p.GetConditions()[0].GetCode() != test.condition {
			t.Error(p.GetStatus(), p.GetConditions())
		}
		if got := len(s.Nodes(web)["spare"]); got != test.nodes {
			t.Errorf("%d nodes came, want %d", got, test.nodes)
		}
		// The pool that failed takes the name until it is removed.
		_, err := client.CreateNodePool(t.Context(), spare())
		wantCode(t, codes.AlreadyExists, err)
		must(client.DeleteNodePool(t.Context(), &containerpb.DeleteNodePoolRequest{Name: web + "/nodePools/spare"}))(t)
		if _, left := s.Nodes(web)["spare"]; left {
			t.Error("the pool is there still")
		}
	}
}

func TestAClusterThatFailsIsThereInError(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{})
	client := dial(t, s.Reach())
	s.Destine(gkefake.MachineQuota())
	must(client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: tokyo, Cluster: standard("web")}))(t)
	c := s.Cluster(web)
	if c.GetStatus() != containerpb.Cluster_ERROR || !strings.Contains(c.GetStatusMessage(), "GCE_QUOTA_EXCEEDED") {
		t.Error(c.GetStatus(), c.GetStatusMessage())
	}
}

func TestOperationsAreHeldForgottenAndMissed(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	list := func() []string {
		all := must(client.ListOperations(t.Context(), &containerpb.ListOperationsRequest{Parent: "projects/demo/locations/-"}))(t)
		out := append([]string{}, all.GetMissingZones()...)
		for _, o := range all.GetOperations() {
			out = append(out, o.GetOperationType().String()+" "+o.GetStatus().String())
		}
		return out
	}
	s.Destine(gkefake.Fate{Type: containerpb.Operation_DELETE_NODE_POOL, Hold: true, Forgotten: true})
	must(client.CreateNodePool(t.Context(), spare()))(t)
	must(client.DeleteNodePool(t.Context(), &containerpb.DeleteNodePoolRequest{Name: web + "/nodePools/spare"}))(t)
	if diff := cmp.Diff([]string{"DELETE_NODE_POOL RUNNING", "CREATE_NODE_POOL DONE"}, list()); diff != "" {
		t.Error(diff)
	}
	s.Miss("asia-northeast1")
	if diff := cmp.Diff([]string{"asia-northeast1"}, list()); diff != "" {
		t.Error(diff)
	}
	s.Miss()
	s.Release()
	if diff := cmp.Diff([]string{"CREATE_NODE_POOL DONE"}, list()); diff != "" {
		t.Error(diff)
	}
	s.Forget()
	if diff := cmp.Diff([]string{}, list()); diff != "" {
		t.Error(diff)
	}
	name := s.Operations()[0].GetName()
	_, err := client.GetOperation(t.Context(), &containerpb.GetOperationRequest{Name: tokyo + "/operations/" + name})
	wantCode(t, codes.NotFound, err)
}

func TestOnlyAnUpgradeOfNodesIsCancelled(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	cancel := func(o *containerpb.Operation) error {
		return client.CancelOperation(t.Context(), &containerpb.CancelOperationRequest{Name: tokyo + "/operations/" + o.GetName()})
	}
	s.Destine(gkefake.Fate{Hold: true})
	o := must(client.CreateNodePool(t.Context(), spare()))(t)
	wantCode(t, codes.FailedPrecondition, cancel(o))
	s.Release()
	s.Destine(gkefake.Fate{Hold: true})
	o = must(client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{Name: mainPool, ImageType: "UBUNTU_CONTAINERD"}))(t)
	wantCode(t, codes.OK, cancel(o))
	if got := get(t, client, o); got.GetStatus() != containerpb.Operation_DONE || got.GetError().GetCode() != int32(codes.Canceled) {
		t.Error(got)
	}
}

func TestCallsFailBeforeOrAfterTheirEffect(t *testing.T) {
	for _, test := range []struct {
		fault  gkefake.Fault
		code   codes.Code
		effect bool
	}{
		{gkefake.Unavailable("CreateNodePool"), codes.Unavailable, false},
		{gkefake.LostAnswer("CreateNodePool"), codes.Unavailable, true},
		{gkefake.APIQuota(""), codes.ResourceExhausted, false},
		{gkefake.RegionQuota("CreateNodePool"), codes.PermissionDenied, false},
	} {
		s, client := added(t, gkefake.Options{})
		s.Plant(test.fault)
		_, err := client.CreateNodePool(t.Context(), spare())
		wantCode(t, test.code, err)
		calls := s.Calls()
		last := calls[len(calls)-1]
		if last.Effect != test.effect || last.Code != test.code || (last.Operation != "") != test.effect || !last.Writes() {
			t.Errorf("%+v", last)
		}
		if _, made := s.Nodes(web)["spare"]; made != test.effect {
			t.Errorf("made: %t", made)
		}
	}
}

func TestAFaultStrikesTheCallsThatItNames(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	s.Plant(gkefake.Fault{Method: "GetCluster", Skip: 1, Times: 2, Code: codes.Internal})
	s.Plant(gkefake.Fault{Method: "ListClusters", Times: -1, Code: codes.Unavailable})
	var got []codes.Code
	for range 4 {
		_, err := client.GetCluster(t.Context(), &containerpb.GetClusterRequest{Name: web})
		got = append(got, status.Code(err))
	}
	for range 3 {
		_, err := client.ListClusters(t.Context(), &containerpb.ListClustersRequest{Parent: tokyo})
		got = append(got, status.Code(err))
	}
	s.Heal()
	_, err := client.ListClusters(t.Context(), &containerpb.ListClustersRequest{Parent: tokyo})
	got = append(got, status.Code(err))
	want := []codes.Code{codes.OK, codes.Internal, codes.Internal, codes.OK, codes.Unavailable, codes.Unavailable, codes.Unavailable, codes.OK}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACallThatHangsEndsWithItsCaller(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	s.Plant(gkefake.Fault{Hang: true, After: true})
	ctx, cancel := contextWithTimeout(t, 50*time.Millisecond)
	defer cancel()
	_, err := client.CreateNodePool(ctx, spare())
	wantCode(t, codes.DeadlineExceeded, err)
	if _, made := s.Nodes(web)["spare"]; !made {
		t.Error("the call had no effect")
	}
}

func TestForeignOperationsRunBesideOurs(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	before := s.Nodes(web)["main"]
	name := must(s.Begin(web, gkefake.Foreign{Type: containerpb.Operation_UPGRADE_NODES, Pool: "main", Version: "1.35.7-gke.1200000", Hold: true}))(t)
	_, err := client.SetNodePoolSize(t.Context(), &containerpb.SetNodePoolSizeRequest{Name: mainPool, NodeCount: 2})
	wantCode(t, codes.FailedPrecondition, err)
	if !strings.Contains(err.Error(), name) {
		t.Errorf("%q is not named in %v", name, err)
	}
	s.Release()
	if got := s.Cluster(web).GetNodePools()[0].GetVersion(); got != "1.35.7-gke.1200000" {
		t.Error(got)
	}
	if cmp.Equal(before, s.Nodes(web)["main"]) {
		t.Error("an upgrade left the nodes as they were")
	}
	if n := len(s.Begun()); n != 0 {
		t.Errorf("%d operations count as a client's", n)
	}
}
