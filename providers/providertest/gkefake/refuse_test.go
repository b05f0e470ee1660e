package gkefake_test

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"testing"

	container "cloud.google.com/go/container/apiv1"
	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"berth.dev/providers/providertest/gkefake"
)

// with is the standard cluster, changed.
func with(change func(*containerpb.Cluster)) *containerpb.Cluster {
	c := standard("other")
	change(c)
	return c
}

func TestAClusterThatCannotBeIsRefused(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	auto := func(c *containerpb.Cluster) {
		c.Autopilot, c.NodePools, c.InitialClusterVersion = &containerpb.Autopilot{Enabled: true}, nil, ""
	}
	for _, test := range []struct {
		why, parent string
		change      func(*containerpb.Cluster)
		want        codes.Code
	}{
		{"its name is taken", tokyo, func(c *containerpb.Cluster) { c.Name = "web" }, codes.AlreadyExists},
		{"its name is none", tokyo, func(c *containerpb.Cluster) { c.Name = "Web_1" }, codes.InvalidArgument},
		{"its name is too long", tokyo, func(c *containerpb.Cluster) { c.Name = "a23456789012345678901234567890123456789012" }, codes.InvalidArgument},
		{"another project", "projects/other/locations/asia-northeast1", func(*containerpb.Cluster) {}, codes.PermissionDenied},
		{"no location", "projects/demo/locations/moon", func(*containerpb.Cluster) {}, codes.InvalidArgument},
		{"no pools", tokyo, func(c *containerpb.Cluster) { c.NodePools = nil }, codes.InvalidArgument},
		{"pools said twice", tokyo, func(c *containerpb.Cluster) { c.InitialNodeCount = 1 }, codes.InvalidArgument},
		{"zones elsewhere", tokyo, func(c *containerpb.Cluster) { c.Locations = []string{"us-east1-b"} }, codes.InvalidArgument},
		{"a version of the past", tokyo, func(c *containerpb.Cluster) { c.InitialClusterVersion = "1.29" }, codes.InvalidArgument},
		{"a version of another channel", tokyo, func(c *containerpb.Cluster) { c.InitialClusterVersion = "1.37" }, codes.InvalidArgument},
		{"no such machine", tokyo, func(c *containerpb.Cluster) { c.NodePools[0].Config.MachineType = "e9-huge-1" }, codes.InvalidArgument},
		{"nodes newer than their control plane", tokyo, func(c *containerpb.Cluster) { c.NodePools[0].Version = "1.36" }, codes.InvalidArgument},
		{"Autopilot in a zone", "projects/demo/locations/asia-northeast1-a", auto, codes.InvalidArgument},
		{"Autopilot with pools", tokyo, func(c *containerpb.Cluster) { pools := c.NodePools; auto(c); c.NodePools = pools }, codes.InvalidArgument},
		{"Autopilot without a channel", tokyo, func(c *containerpb.Cluster) { auto(c); c.ReleaseChannel = &containerpb.ReleaseChannel{} }, codes.InvalidArgument},
	} {
		t.Run(test.why, func(t *testing.T) {
			_, err := client.CreateCluster(t.Context(), &containerpb.CreateClusterRequest{Parent: test.parent, Cluster: with(test.change)})
			wantCode(t, test.want, err)
		})
	}
	if n := len(s.Clusters()); n != 1 {
		t.Errorf("%d clusters", n)
	}
}

// ask is one call.
type ask func(context.Context, *container.ClusterManagerClient) error

func scale(a *containerpb.NodePoolAutoscaling) ask {
	return func(ctx context.Context, c *container.ClusterManagerClient) error {
		_, err := c.SetNodePoolAutoscaling(ctx, &containerpb.SetNodePoolAutoscalingRequest{Name: mainPool, Autoscaling: a})
		return err
	}
}

func update(name string, u *containerpb.ClusterUpdate) ask {
	return func(ctx context.Context, c *container.ClusterManagerClient) error {
		_, err := c.UpdateCluster(ctx, &containerpb.UpdateClusterRequest{Name: name, Update: u})
		return err
	}
}

func upgrade(version string) ask {
	return update(web, &containerpb.ClusterUpdate{DesiredMasterVersion: version})
}

func resize(name string, n int32) ask {
	return func(ctx context.Context, c *container.ClusterManagerClient) error {
		_, err := c.SetNodePoolSize(ctx, &containerpb.SetNodePoolSizeRequest{Name: name, NodeCount: n})
		return err
	}
}

func alter(r *containerpb.UpdateNodePoolRequest) ask {
	return func(ctx context.Context, c *container.ClusterManagerClient) error {
		r.Name = mainPool
		_, err := c.UpdateNodePool(ctx, r)
		return err
	}
}

func create(cluster string, p *containerpb.NodePool) ask {
	return func(ctx context.Context, c *container.ClusterManagerClient) error {
		_, err := c.CreateNodePool(ctx, &containerpb.CreateNodePoolRequest{Parent: cluster, NodePool: p})
		return err
	}
}

func TestACallThatCannotBeIsRefused(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	must(s.Add(tokyo, &containerpb.Cluster{Name: "auto", Autopilot: &containerpb.Autopilot{Enabled: true}, ReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_REGULAR}}))(t)
	auto := tokyo + "/clusters/auto"
	for _, test := range []struct {
		why  string
		ask  ask
		want codes.Code
	}{
		{"no such cluster", update(tokyo+"/clusters/none", &containerpb.ClusterUpdate{DesiredMasterVersion: "1.36"}), codes.NotFound},
		{"no such pool", resize(web+"/nodePools/none", 2), codes.NotFound},
		{"a pool of Autopilot", resize(auto+"/nodePools/default-pool", 2), codes.InvalidArgument},
		{"a pool for Autopilot", create(auto, &containerpb.NodePool{Name: "a"}), codes.InvalidArgument},
		{"a pool that is there", create(web, &containerpb.NodePool{Name: "main"}), codes.AlreadyExists},
		{"a pool without a name", create(web, &containerpb.NodePool{}), codes.InvalidArgument},
		{"too many nodes", resize(mainPool, 1001), codes.InvalidArgument},
		{"fewer than no nodes", resize(mainPool, -1), codes.InvalidArgument},
		{"a minimum above the maximum", scale(&containerpb.NodePoolAutoscaling{Enabled: true, MinNodeCount: 3, MaxNodeCount: 2}), codes.InvalidArgument},
		{"bounds by zone and in total", scale(&containerpb.NodePoolAutoscaling{Enabled: true, MaxNodeCount: 2, TotalMaxNodeCount: 6}), codes.InvalidArgument},
		{"no maximum", scale(&containerpb.NodePoolAutoscaling{Enabled: true}), codes.InvalidArgument},
		{"nothing to update", update(web, &containerpb.ClusterUpdate{}), codes.InvalidArgument},
		{"two updates at once", update(web, &containerpb.ClusterUpdate{DesiredMasterVersion: "1.36", DesiredLocations: []string{"asia-northeast1-a"}}), codes.InvalidArgument},
		{"an old etag of a cluster", update(web, &containerpb.ClusterUpdate{DesiredMasterVersion: "1.36", Etag: "old"}), codes.Aborted},
		{"an old etag of a pool", alter(&containerpb.UpdateNodePoolRequest{NodeVersion: "-", Etag: "old"}), codes.Aborted},
		{"an unknown version", upgrade("1.99"), codes.InvalidArgument},
		{"no version", upgrade("newest"), codes.InvalidArgument},
		{"a minor downwards", upgrade("1.34"), codes.InvalidArgument},
		{"nodes before their control plane", alter(&containerpb.UpdateNodePoolRequest{NodeVersion: "1.36"}), codes.InvalidArgument},
		{"no such machine", alter(&containerpb.UpdateNodePoolRequest{MachineType: "x1-y-2"}), codes.InvalidArgument},
		{"a channel without the version", update(web, &containerpb.ClusterUpdate{DesiredReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_UNSPECIFIED}, DesiredNodeVersion: "-"}), codes.InvalidArgument},
		{"Autopilot out of its channel", update(auto, &containerpb.ClusterUpdate{DesiredReleaseChannel: &containerpb.ReleaseChannel{}}), codes.InvalidArgument},
		{"what the double cannot", update(web, &containerpb.ClusterUpdate{DesiredFleet: &containerpb.Fleet{}}), codes.Unimplemented},
	} {
		t.Run(test.why, func(t *testing.T) { wantCode(t, test.want, test.ask(t.Context(), client)) })
	}
	if n := len(s.Operations()); n != 0 {
		t.Errorf("%d operations began", n)
	}
}

func TestOnlyOneOperationRunsOnACluster(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	s.Destine(gkefake.Fate{Hold: true})
	first := must(client.SetNodePoolSize(t.Context(), &containerpb.SetNodePoolSizeRequest{Name: mainPool, NodeCount: 2}))(t)
	_, err := client.DeleteCluster(t.Context(), &containerpb.DeleteClusterRequest{Name: web})
	wantCode(t, codes.FailedPrecondition, err)
	s.Release(first.GetName())
	_, err = client.DeleteCluster(t.Context(), &containerpb.DeleteClusterRequest{Name: web})
	wantCode(t, codes.OK, err)
}

func TestAControlPlaneGoesOneMinorAtATimeAndNotTooFarFromItsNodes(t *testing.T) {
	s := gkefake.Start(t, gkefake.Options{})
	client := dial(t, s.Reach())
	old := standard("web")
	old.InitialClusterVersion, old.ReleaseChannel = "1.33", nil
	must(s.Add(tokyo, old))(t)
	up := func(version string) error {
		_, err := client.UpdateMaster(t.Context(), &containerpb.UpdateMasterRequest{Name: web, MasterVersion: version})
		return err
	}
	wantCode(t, codes.InvalidArgument, up("1.35"))
	wantCode(t, codes.OK, up("1.34"))
	wantCode(t, codes.OK, up("1.35"))
	// The nodes are at 1.33 still.
	wantCode(t, codes.FailedPrecondition, up("1.36"))
	_, err := client.UpdateNodePool(t.Context(), &containerpb.UpdateNodePoolRequest{Name: mainPool, NodeVersion: "1.34"})
	wantCode(t, codes.OK, err)
	wantCode(t, codes.OK, up("1.36"))
	if got := s.Cluster(web); got.GetCurrentMasterVersion() != "1.36.4-gke.1310000" || got.GetNodePools()[0].GetVersion() != "1.34.11-gke.1500000" {
		t.Error(got.GetCurrentMasterVersion(), got.GetNodePools()[0].GetVersion())
	}
}

func TestWhoIsUnknownIsToldNothing(t *testing.T) {
	s, _ := added(t, gkefake.Options{Identities: []gkefake.Identity{gkefake.DefaultIdentity(), {Token: "reader", User: "r@example.com", May: []string{"GetCluster"}}}})
	read := func(r gkefake.Reach) error {
		_, err := dial(t, r).GetCluster(t.Context(), &containerpb.GetClusterRequest{Name: web})
		return err
	}
	stranger := s.Reach()
	stranger.Token = "stolen"
	wantCode(t, codes.Unauthenticated, read(stranger))
	reader := s.ReachAs(gkefake.Identity{Token: "reader"})
	wantCode(t, codes.OK, read(reader))
	_, err := dial(t, reader).DeleteCluster(t.Context(), &containerpb.DeleteClusterRequest{Name: web})
	wantCode(t, codes.PermissionDenied, err)
	s.Withdraw("reader")
	wantCode(t, codes.Unauthenticated, read(reader))
}

func TestAnEtagThatIsReadIsGoodUntilSomebodyChangesThePool(t *testing.T) {
	s, client := added(t, gkefake.Options{})
	read := must(client.GetNodePool(t.Context(), &containerpb.GetNodePoolRequest{Name: mainPool}))(t)
	r := &containerpb.UpdateNodePoolRequest{Name: mainPool, Etag: read.GetEtag(), Labels: &containerpb.NodeLabels{Labels: map[string]string{"a": "b"}}}
	must(client.UpdateNodePool(t.Context(), proto.Clone(r).(*containerpb.UpdateNodePoolRequest)))(t)
	if err := s.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := client.UpdateNodePool(t.Context(), r)
	wantCode(t, codes.Aborted, err)
}
