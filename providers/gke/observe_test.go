package gke

//lint:file-ignore SA1019 these are the fields that older.go reads.

import (
	"slices"
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"
)

func TestEndpointsAreThoseThatAreOpen(t *testing.T) {
	type ends = containerpb.ControlPlaneEndpointsConfig
	type dns = containerpb.ControlPlaneEndpointsConfig_DNSEndpointConfig
	type ip = containerpb.ControlPlaneEndpointsConfig_IPEndpointsConfig
	for _, c := range []struct {
		name    string
		cluster *containerpb.Cluster
		want    string
	}{
		{"all", &containerpb.Cluster{ControlPlaneEndpointsConfig: &ends{
			DnsEndpointConfig: &dns{Endpoint: "d", AllowExternalTraffic: proto.Bool(true)}, IpEndpointsConfig: &ip{Enabled: proto.Bool(true), PublicEndpoint: "p", PrivateEndpoint: "i"},
		}}, "dns, public, private"},
		{"a closed DNS name", &containerpb.Cluster{ControlPlaneEndpointsConfig: &ends{
			DnsEndpointConfig: &dns{Endpoint: "d"}, IpEndpointsConfig: &ip{PublicEndpoint: "p"},
		}}, "public"},
		{"closed addresses", &containerpb.Cluster{ControlPlaneEndpointsConfig: &ends{
			DnsEndpointConfig: &dns{Endpoint: "d", AllowExternalTraffic: proto.Bool(true)}, IpEndpointsConfig: &ip{Enabled: proto.Bool(false), PublicEndpoint: "p", PrivateEndpoint: "i"},
		}}, "dns"},
		{"a closed public address", &containerpb.Cluster{ControlPlaneEndpointsConfig: &ends{
			IpEndpointsConfig: &ip{Enabled: proto.Bool(true), EnablePublicEndpoint: proto.Bool(false), PublicEndpoint: "p", PrivateEndpoint: "i"},
		}}, "private"},
		{"an old answer", &containerpb.Cluster{Endpoint: "e"}, "public"},
		{"an old answer of a private cluster", &containerpb.Cluster{Endpoint: "e", PrivateClusterConfig: &containerpb.PrivateClusterConfig{PrivateEndpoint: "i"}}, "private"},
		{"nothing yet", &containerpb.Cluster{}, "none yet"},
	} {
		if got := seenOf(Name{}, "gke", c.cluster).endpoints(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAPoolIsReadWhicheverWayGoogleWritesIt(t *testing.T) {
	cluster := &containerpb.Cluster{Locations: []string{"z-b", "z-a"}, NodePools: []*containerpb.NodePool{
		{Name: "b", InitialNodeCount: 2, Autoscaling: &containerpb.NodePoolAutoscaling{Enabled: true, MinNodeCount: 1, MaxNodeCount: 3}, Config: &containerpb.NodeConfig{
			Preemptible: true, BootDisk: &containerpb.BootDisk{SizeGb: 50, DiskType: "hyperdisk-balanced"}, DiskSizeGb: 100,
			Labels:         map[string]string{"tier": "web", "cloud.google.com/gke-boot-disk": "x"},
			Taints:         []*containerpb.NodeTaint{{Key: "b", Effect: containerpb.NodeTaint_NO_EXECUTE}, {Key: "a", Value: "1", Effect: containerpb.NodeTaint_NO_SCHEDULE}},
			ResourceLabels: map[string]string{"managed-by": "berth", "berth-site": "gke", "berth-pool": "web"},
		}},
		{Name: "a", Locations: []string{"z-a"}, Config: &containerpb.NodeConfig{ResourceLabels: map[string]string{"managed-by": "berth", "berth-site": "other", "berth-pool": "web"}},
			Autoscaling: &containerpb.NodePoolAutoscaling{Enabled: true, TotalMinNodeCount: 1, TotalMaxNodeCount: 7}},
	}}
	want := []SeenPool{
		{Name: "a", Status: "STATUS_UNSPECIFIED", Zones: []string{"z-a"}, Scale: &Bounds{1, 7}},
		{
			Name: "b", For: "web", Ours: true, Status: "STATUS_UNSPECIFIED", Zones: []string{"z-a", "z-b"}, Nodes: 4, Scale: &Bounds{2, 6}, Spot: true, DiskGiB: 50, DiskType: "hyperdisk-balanced",
			Labels: map[string]string{"tier": "web"}, Taints: []string{"a=1:NoSchedule", "b:NoExecute"},
		},
	}
	if diff := cmp.Diff(want, seenOf(Name{}, "gke", cluster).Pools); diff != "" {
		t.Error(diff)
	}
}

func TestATaintIsWrittenAndReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[a-z][a-z0-9./-]{0,20}`)
		taint := &containerpb.NodeTaint{Key: word.Draw(t, "key"), Value: rapid.OneOf(rapid.Just(""), word).Draw(t, "value"), Effect: containerpb.NodeTaint_Effect(rapid.IntRange(1, 3).Draw(t, "effect"))}
		again, known := taintOf(taintText(taint))
		if !known || !proto.Equal(taint, again) {
			t.Fatalf("%s is read as %v", taintText(taint), again)
		}
	})
}

func TestAFailureIsReadFromWhereverGoogleWritesIt(t *testing.T) {
	stock := []*containerpb.StatusCondition{{Code: containerpb.StatusCondition_GCE_STOCKOUT, Message: "no\nmachines"}}
	for _, c := range []struct {
		op   *containerpb.Operation
		want string
	}{
		{&containerpb.Operation{}, ""},
		{&containerpb.Operation{Error: &rpcstatus.Status{Code: 13}}, "Google says: code 13"},
		{&containerpb.Operation{Error: &rpcstatus.Status{Code: 13, Message: " internal\n error "}}, "Google says: internal error"},
		{&containerpb.Operation{StatusMessage: "Quota 'CPUS' exceeded: QUOTA_EXCEEDED"}, "QUOTA_EXCEEDED: the project's quota of machines is used up; ask Google for more, or free some. Google says: Quota 'CPUS' exceeded: QUOTA_EXCEEDED"},
		{&containerpb.Operation{NodepoolConditions: stock}, "GCE_STOCKOUT: the zone has no machines of this type left; take another machine type or zone, or try later. Google says: GCE_STOCKOUT no machines"},
		{&containerpb.Operation{Error: &rpcstatus.Status{Message: "failed"}, ClusterConditions: stock}, "GCE_STOCKOUT: the zone has no machines of this type left; take another machine type or zone, or try later. Google says: failed (GCE_STOCKOUT no machines)"},
	} {
		if diff := cmp.Diff(c.want, failure(c.op)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestALabelsValueIsOneThatGoogleTakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := labelValue(rapid.String().Draw(t, "name"))
		if len(v) > 63 || slices.ContainsFunc([]rune(v), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' }) {
			t.Fatalf("%q", v)
		}
	})
}
