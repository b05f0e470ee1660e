package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// CreateNodePool makes a pool.
func (s *Server) CreateNodePool(_ context.Context, r *containerpb.CreateNodePoolRequest) (*containerpb.Operation, error) {
	c, unlock, err := s.poolChange(r.GetParent())
	if err != nil {
		return nil, err
	}
	defer unlock()
	asked := r.GetNodePool()
	if c.pool(asked.GetName()) != nil {
		a := c.address
		a.pool = asked.GetName()
		return nil, refuse(codes.AlreadyExists, "Already exists: %s.", a)
	}
	p, err := s.draftPool(c, asked)
	if err != nil {
		return nil, err
	}
	o := s.begin(c, containerpb.Operation_CREATE_NODE_POOL, p.name(), job{
		do:   func(f Fate) { s.fill(c, p, p.proto.GetInitialNodeCount(), f) },
		work: s.follow(c),
		end:  func(f Fate) { c.settle(); p.settle(f, containerpb.NodePool_ERROR) },
	})
	p.proto.Status = containerpb.NodePool_PROVISIONING
	c.pools = append(c.pools, p)
	c.proto.Status = containerpb.Cluster_RECONCILING
	return o.answer(), nil
}

// DeleteNodePool removes a pool. What runs on it is moved away by Google within an hour,
// by eviction first.
func (s *Server) DeleteNodePool(_ context.Context, r *containerpb.DeleteNodePoolRequest) (*containerpb.Operation, error) {
	c, p, unlock, err := s.onePool(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	o := s.begin(c, containerpb.Operation_DELETE_NODE_POOL, p.name(), job{
		do: func(f Fate) {
			if !f.failed() {
				p.nodes = nil
			}
		},
		work: s.follow(c),
		end: func(f Fate) {
			c.settle()
			if p.settle(f, containerpb.NodePool_ERROR); !f.failed() {
				c.pools = slices.DeleteFunc(c.pools, func(other *pool) bool { return other == p })
			}
		},
	})
	p.proto.Status = containerpb.NodePool_STOPPING
	c.proto.Status = containerpb.Cluster_RECONCILING
	return o.answer(), nil
}

// poolChange finds the cluster of a call that changes its pools.
func (s *Server) poolChange(name string) (*kubernetes, func(), error) {
	c, _, unlock, err := s.change(name)
	switch {
	case err != nil:
		return nil, nil, err
	case c.autopilot():
		unlock()
		return nil, nil, refuse(codes.InvalidArgument, "Autopilot clusters do not support mutating node pools.")
	}
	return c, unlock, nil
}

// onePool finds the pool of a call that changes it.
func (s *Server) onePool(name string) (*kubernetes, *pool, func(), error) {
	a, err := s.parse(name)
	if err != nil {
		return nil, nil, nil, err
	}
	c, unlock, err := s.poolChange(name)
	if err != nil {
		return nil, nil, nil, err
	}
	p := c.pool(a.pool)
	if p == nil {
		unlock()
		return nil, nil, nil, refuse(codes.InvalidArgument, "Invalid resource name %q.", name)
	}
	return c, p, unlock, nil
}

// settle ends what an operation did to a cluster that is well otherwise.
func (c *kubernetes) settle() { c.proto.Status = containerpb.Cluster_RUNNING }

// settle ends what an operation did to a pool: after a failure it is in the worse state.
func (p *pool) settle(f Fate, worse containerpb.NodePool_Status) {
	p.proto.Status, p.proto.StatusMessage, p.proto.Conditions = containerpb.NodePool_RUNNING, "", nil
	if f.failed() {
		p.proto.Status, p.proto.StatusMessage = worse, f.Says
		p.proto.Conditions, _ = f.conditions(p.name())
	}
}

// draftPool checks a pool that is asked for and completes it.
func (s *Server) draftPool(c *kubernetes, asked *containerpb.NodePool) (*pool, error) {
	if err := named("node_pool.name", asked.GetName()); err != nil {
		return nil, err
	}
	p := proto.Clone(asked).(*containerpb.NodePool)
	if err := within(p.GetLocations(), c.address.location); err != nil {
		return nil, err
	}
	if err := scalable(p.GetAutoscaling()); err != nil {
		return nil, err
	}
	if p.GetInitialNodeCount() < 0 || p.GetInitialNodeCount() > mostNodes {
		return nil, refuse(codes.InvalidArgument, "NodePool.initial_node_count must be between 0 and %d.", mostNodes)
	}
	want := p.GetVersion()
	if want == "" || want == "-" {
		want = c.proto.GetCurrentMasterVersion()
	}
	version, err := resolve("Node", want, s.opts.Versions)
	if err == nil {
		err = c.nodesMay(version)
	}
	if err != nil {
		return nil, err
	}
	p.Version = version
	if len(p.GetLocations()) == 0 {
		p.Locations = slices.Clone(c.proto.GetLocations())
	}
	a := c.address
	a.pool = p.GetName()
	p.SelfLink = s.link(a)
	return &pool{proto: p}, complete(p)
}

// mostNodes is how many nodes of a pool there can be in one zone.
const mostNodes = 1000

// complete fills in what was not said, and checks the machine.
func complete(p *containerpb.NodePool) error {
	if p.Config == nil {
		p.Config = &containerpb.NodeConfig{}
	}
	n := p.Config
	if n.MachineType == "" {
		n.MachineType = "e2-medium"
	}
	if _, err := sizeOf(n.MachineType); err != nil {
		return err
	}
	if n.DiskSizeGb == 0 {
		n.DiskSizeGb = 100
	}
	if n.DiskType == "" {
		n.DiskType = "pd-balanced"
	}
	if n.ImageType == "" {
		n.ImageType = "COS_CONTAINERD"
	}
	if n.ServiceAccount == "" {
		n.ServiceAccount = "default"
	}
	if p.Management == nil {
		p.Management = &containerpb.NodeManagement{AutoUpgrade: true, AutoRepair: true}
	}
	if p.UpgradeSettings == nil {
		p.UpgradeSettings = &containerpb.NodePool_UpgradeSettings{MaxSurge: 1}
	}
	if p.Autoscaling == nil {
		p.Autoscaling = &containerpb.NodePoolAutoscaling{}
	}
	if p.MaxPodsConstraint == nil {
		p.MaxPodsConstraint = &containerpb.MaxPodsConstraint{MaxPodsPerNode: 110}
	}
	return nil
}

// scalable checks the bounds of autoscaling.
func scalable(a *containerpb.NodePoolAutoscaling) error {
	zonal, total := a.GetMinNodeCount() != 0 || a.GetMaxNodeCount() != 0, a.GetTotalMinNodeCount() != 0 || a.GetTotalMaxNodeCount() != 0
	switch {
	case !a.GetEnabled():
		return nil
	case zonal && total:
		return refuse(codes.InvalidArgument, "NodePool.autoscaling: min_node_count and max_node_count cannot be used together with total_min_node_count and total_max_node_count.")
	case a.GetMinNodeCount() > a.GetMaxNodeCount() || a.GetTotalMinNodeCount() > a.GetTotalMaxNodeCount():
		return refuse(codes.InvalidArgument, "NodePool.autoscaling: the minimum must not be above the maximum.")
	case a.GetMaxNodeCount() == 0 && a.GetTotalMaxNodeCount() == 0:
		return refuse(codes.InvalidArgument, "NodePool.autoscaling.max_node_count must be greater than zero.")
	}
	return nil
}
