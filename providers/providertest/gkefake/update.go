package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"maps"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// UpdateCluster changes one thing of a cluster.
func (s *Server) UpdateCluster(_ context.Context, r *containerpb.UpdateClusterRequest) (*containerpb.Operation, error) {
	c, _, unlock, err := s.change(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	u := r.GetUpdate()
	if now := c.answer().GetEtag(); u.GetEtag() != "" && u.GetEtag() != now {
		return nil, refuse(codes.Aborted, "The etag %q does not match the current etag %q of the cluster.", u.GetEtag(), now)
	}
	switch wishes := wishes(u); {
	case len(wishes) == 0:
		return nil, refuse(codes.InvalidArgument, "Must specify a field to update.")
	case len(wishes) > 1:
		return nil, refuse(codes.InvalidArgument, "Exactly one update can be applied to a cluster with each request: %q.", wishes)
	}
	return s.update(c, u)
}

// wishes are the fields that an update asks to change.
func wishes(u *containerpb.ClusterUpdate) []string {
	var out []string
	u.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, _ protoreflect.Value) bool {
		if name := string(f.Name()); name != "etag" && name != "desired_node_pool_id" {
			out = append(out, name)
		}
		return true
	})
	slices.Sort(out)
	return out
}

// update begins the change that is asked for.
func (s *Server) update(c *kubernetes, u *containerpb.ClusterUpdate) (*containerpb.Operation, error) {
	switch {
	case u.GetDesiredMasterVersion() != "":
		return s.upgrade(c, u.GetDesiredMasterVersion())
	case u.GetDesiredNodeVersion() != "":
		return s.upgradePool(c, u)
	case u.GetDesiredReleaseChannel() != nil:
		return s.enrol(c, u.GetDesiredReleaseChannel())
	case u.GetDesiredLocations() != nil:
		return s.relocate(c, u.GetDesiredLocations())
	case u.GetDesiredControlPlaneEndpointsConfig() != nil:
		return s.rewrite(c, func(p *containerpb.Cluster) {
			proto.Merge(p.ControlPlaneEndpointsConfig, u.GetDesiredControlPlaneEndpointsConfig())
		}), nil
	case u.DesiredDefaultEnablePrivateNodes != nil:
		return s.rewrite(c, func(p *containerpb.Cluster) {
			if p.NetworkConfig == nil {
				p.NetworkConfig = &containerpb.NetworkConfig{}
			}
			p.NetworkConfig.DefaultEnablePrivateNodes = u.DesiredDefaultEnablePrivateNodes
		}), nil
	}
	return nil, refuse(codes.Unimplemented, "This double does not know how to change %q.", wishes(u))
}

// UpdateMaster upgrades the control plane.
func (s *Server) UpdateMaster(_ context.Context, r *containerpb.UpdateMasterRequest) (*containerpb.Operation, error) {
	c, _, unlock, err := s.change(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	return s.upgrade(c, r.GetMasterVersion())
}

// upgrade begins an upgrade of the control plane. The API server of a zonal cluster does
// not answer meanwhile.
func (s *Server) upgrade(c *kubernetes, want string) (*containerpb.Operation, error) {
	version, err := resolve("Master", want, s.offered(c.proto.GetReleaseChannel().GetChannel()))
	if err != nil {
		return nil, err
	}
	if err := c.controlPlaneMay(version); err != nil {
		return nil, err
	}
	o := s.begin(c, containerpb.Operation_UPGRADE_MASTER, "", s.masterJob(c, version))
	s.reconcile(c, nil)
	return o.answer(), nil
}

func (s *Server) masterJob(c *kubernetes, version string) job {
	return job{end: func(f Fate) {
		c.settle()
		if !f.failed() {
			c.proto.CurrentMasterVersion = version
		}
	}}
}

// upgradePool is the older way of upgrading a pool.
func (s *Server) upgradePool(c *kubernetes, u *containerpb.ClusterUpdate) (*containerpb.Operation, error) {
	p := c.pool(u.GetDesiredNodePoolId())
	switch {
	case c.autopilot():
		return nil, refuse(codes.InvalidArgument, "Autopilot clusters do not support mutating node pools.")
	case p == nil:
		return nil, refuse(codes.InvalidArgument, "DesiredNodePoolId %q is not a node pool of the cluster.", u.GetDesiredNodePoolId())
	}
	version, err := s.poolVersion(c, p, u.GetDesiredNodeVersion())
	if err != nil {
		return nil, err
	}
	return s.modify(c, p, containerpb.Operation_UPGRADE_NODES, func() { p.proto.Version = version; s.renew(c, p) }), nil
}

// enrol changes the release channel. A cluster's version must be one of the channel's.
func (s *Server) enrol(c *kubernetes, to *containerpb.ReleaseChannel) (*containerpb.Operation, error) {
	now := c.proto.GetCurrentMasterVersion()
	switch {
	case c.autopilot() && to.GetChannel() == containerpb.ReleaseChannel_UNSPECIFIED:
		return nil, refuse(codes.InvalidArgument, "Autopilot clusters must be enrolled in a release channel.")
	case to.GetChannel() != containerpb.ReleaseChannel_UNSPECIFIED && !slices.Contains(s.offered(to.GetChannel()), now):
		return nil, refuse(codes.InvalidArgument, "Master version %q is not available in release channel %s.", now, to.GetChannel())
	}
	return s.rewrite(c, func(p *containerpb.Cluster) { p.ReleaseChannel = proto.Clone(to).(*containerpb.ReleaseChannel) }), nil
}

// SetLocations sets the zones of a cluster's nodes.
func (s *Server) SetLocations(_ context.Context, r *containerpb.SetLocationsRequest) (*containerpb.Operation, error) {
	c, _, unlock, err := s.change(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	return s.relocate(c, r.GetLocations())
}

// relocate sets the zones of a cluster; pools that stood in all of them follow.
func (s *Server) relocate(c *kubernetes, zones []string) (*containerpb.Operation, error) {
	if err := within(zones, c.address.location); err != nil {
		return nil, err
	}
	before := c.proto.GetLocations()
	return s.rewrite(c, func(p *containerpb.Cluster) {
		p.Locations = slices.Clone(zones)
		for _, pool := range c.pools {
			if slices.Equal(pool.proto.GetLocations(), before) {
				perZone := int32(len(pool.nodes) / max(1, len(before)))
				pool.proto.Locations = slices.Clone(zones)
				s.fill(c, pool, perZone, Fate{})
			}
		}
	}), nil
}

// SetLabels replaces all labels of a cluster, where the fingerprint is that of those
// which are there.
func (s *Server) SetLabels(_ context.Context, r *containerpb.SetLabelsRequest) (*containerpb.Operation, error) {
	c, _, unlock, err := s.change(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if r.GetLabelFingerprint() != c.proto.GetLabelFingerprint() {
		return nil, refuse(codes.FailedPrecondition, "Labels could not be set due to fingerprint mismatch.")
	}
	return s.rewrite(c, func(p *containerpb.Cluster) {
		p.ResourceLabels, p.LabelFingerprint = maps.Clone(r.GetResourceLabels()), s.identifier(8)
	}), nil
}

// rewrite begins an operation that changes a cluster's words.
func (s *Server) rewrite(c *kubernetes, set func(*containerpb.Cluster)) *containerpb.Operation {
	o := s.begin(c, containerpb.Operation_UPDATE_CLUSTER, "", job{
		do: func(f Fate) {
			if !f.failed() {
				set(c.proto)
			}
		},
		work: s.follow(c),
		end:  func(Fate) { c.settle() },
	})
	s.reconcile(c, nil)
	return o.answer()
}
