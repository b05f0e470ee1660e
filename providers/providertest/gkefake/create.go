package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// CreateCluster makes a cluster.
func (s *Server) CreateCluster(_ context.Context, r *containerpb.CreateClusterRequest) (*containerpb.Operation, error) {
	a, err := s.parse(r.GetParent())
	if err != nil {
		return nil, err
	}
	if r.GetCluster() == nil || a.location == "-" {
		return nil, refuse(codes.InvalidArgument, "Cluster is required.")
	}
	a.cluster = r.GetCluster().GetName()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	if s.at(a) != nil {
		return nil, refuse(codes.AlreadyExists, "Already exists: %s.", a)
	}
	c, err := s.draft(a, r.GetCluster())
	if err != nil {
		return nil, err
	}
	if err := s.address(c); err != nil {
		return nil, err
	}
	c.proto.Status = containerpb.Cluster_PROVISIONING
	s.clusters = append(s.clusters, c)
	return s.begin(c, containerpb.Operation_CREATE_CLUSTER, "", s.creation(c)).answer(), nil
}

// creation is what making a cluster does.
func (s *Server) creation(c *kubernetes) job {
	return job{
		do: func(f Fate) {
			for _, p := range c.pools {
				s.fill(c, p, p.proto.GetInitialNodeCount(), f)
			}
		},
		work: func(ctx context.Context, _ Fate) error {
			_, err := s.grounded(ctx, c)
			return err
		},
		end: func(f Fate) {
			c.proto.Status = containerpb.Cluster_RUNNING
			if f.failed() {
				c.proto.Status, c.proto.StatusMessage = containerpb.Cluster_ERROR, f.Says
				_, c.proto.Conditions = f.conditions("")
			}
			for _, p := range c.pools {
				p.settle(f, containerpb.NodePool_ERROR)
			}
		},
	}
}

// DeleteCluster removes a cluster with all that is on it.
func (s *Server) DeleteCluster(_ context.Context, r *containerpb.DeleteClusterRequest) (*containerpb.Operation, error) {
	c, _, unlock, err := s.change(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	o := s.begin(c, containerpb.Operation_DELETE_CLUSTER, "", job{
		work: func(_ context.Context, f Fate) error {
			if !f.failed() {
				s.fell(c)
			}
			return nil
		},
		end: func(f Fate) {
			if f.failed() {
				c.proto.Status, c.proto.StatusMessage = containerpb.Cluster_ERROR, f.Says
				return
			}
			s.clusters = slices.DeleteFunc(s.clusters, func(other *kubernetes) bool { return other == c })
			c.gate.close()
		},
	})
	c.proto.Status = containerpb.Cluster_STOPPING
	return o.answer(), nil
}

// draft checks what is asked for and completes it.
func (s *Server) draft(a address, asked *containerpb.Cluster) (*kubernetes, error) {
	if err := s.sound(a, asked); err != nil {
		return nil, err
	}
	own := proto.Clone(asked).(*containerpb.Cluster)
	own.NodePools, own.InitialNodeCount, own.NodeConfig = nil, 0, nil
	c := &kubernetes{address: a, proto: own}
	version, err := resolve("Master", own.GetInitialClusterVersion(), s.offered(own.GetReleaseChannel().GetChannel()))
	if err != nil {
		return nil, err
	}
	own.InitialClusterVersion, own.CurrentMasterVersion = version, version
	own.Id, own.SelfLink, own.Location, own.Zone = s.identifier(64), s.link(a), a.location, a.location
	own.CreateTime, own.LabelFingerprint = stamp(s.opts.Now()), s.identifier(8)
	if len(own.GetLocations()) == 0 {
		own.Locations = zonesOf(a.location)
	}
	if own.GetNetwork() == "" {
		own.Network, own.Subnetwork = "default", "default"
	}
	for _, p := range pools(asked) {
		drafted, err := s.draftPool(c, p)
		if err != nil {
			return nil, err
		}
		c.pools = append(c.pools, drafted)
	}
	return c, nil
}

// sound checks the parts of a cluster against each other.
func (s *Server) sound(a address, asked *containerpb.Cluster) error {
	if err := named("cluster.name", a.cluster); err != nil {
		return err
	}
	if err := within(asked.GetLocations(), a.location); err != nil {
		return err
	}
	simple, pooled := asked.GetInitialNodeCount() > 0 || asked.GetNodeConfig() != nil, len(asked.GetNodePools()) > 0
	switch {
	case !asked.GetAutopilot().GetEnabled() && simple && pooled:
		return refuse(codes.InvalidArgument, "Cluster.initial_node_count and cluster.node_pools cannot both be set.")
	case !asked.GetAutopilot().GetEnabled() && !simple && !pooled:
		return refuse(codes.InvalidArgument, "Cluster.initial_node_count must be greater than zero.")
	case !asked.GetAutopilot().GetEnabled():
		return nil
	case !isRegion(a.location):
		return refuse(codes.InvalidArgument, "Autopilot clusters must be regional clusters.")
	case pooled || simple:
		return refuse(codes.InvalidArgument, "Autopilot clusters do not support node pools in the create request.")
	case asked.GetReleaseChannel() != nil && asked.GetReleaseChannel().GetChannel() == containerpb.ReleaseChannel_UNSPECIFIED:
		return refuse(codes.InvalidArgument, "Autopilot clusters must be enrolled in a release channel.")
	}
	return nil
}

// pools are those with which a cluster begins: that of Autopilot is Google's.
func pools(asked *containerpb.Cluster) []*containerpb.NodePool {
	switch {
	case asked.GetAutopilot().GetEnabled():
		return []*containerpb.NodePool{{Name: "default-pool", InitialNodeCount: 1, Config: &containerpb.NodeConfig{MachineType: "e2-standard-16"},
			Autoscaling: &containerpb.NodePoolAutoscaling{Enabled: true, Autoprovisioned: true, MaxNodeCount: 1000}}}
	case len(asked.GetNodePools()) > 0:
		return asked.GetNodePools()
	}
	return []*containerpb.NodePool{{Name: "default-pool", InitialNodeCount: asked.GetInitialNodeCount(), Config: asked.GetNodeConfig()}}
}
