package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// SetNodePoolSize sets how many nodes there are in each zone.
func (s *Server) SetNodePoolSize(_ context.Context, r *containerpb.SetNodePoolSizeRequest) (*containerpb.Operation, error) {
	c, p, unlock, err := s.onePool(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if r.GetNodeCount() < 0 || r.GetNodeCount() > mostNodes {
		return nil, refuse(codes.InvalidArgument, "Node count must be between 0 and %d.", mostNodes)
	}
	o := s.begin(c, containerpb.Operation_SET_NODE_POOL_SIZE, p.name(), job{
		// What is asked for stays asked for when machines do not come.
		do:   func(f Fate) { p.proto.InitialNodeCount = r.GetNodeCount(); s.fill(c, p, r.GetNodeCount(), f) },
		work: s.follow(c),
		end:  func(f Fate) { c.settle(); p.settle(f, containerpb.NodePool_RUNNING_WITH_ERROR) },
	})
	s.reconcile(c, p)
	return o.answer(), nil
}

// SetNodePoolAutoscaling sets the bounds between which Google chooses the number of
// nodes. A number that is out of them is brought in.
func (s *Server) SetNodePoolAutoscaling(_ context.Context, r *containerpb.SetNodePoolAutoscalingRequest) (*containerpb.Operation, error) {
	c, p, unlock, err := s.onePool(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	asked := r.GetAutoscaling()
	if asked == nil {
		return nil, refuse(codes.InvalidArgument, "Autoscaling is required.")
	}
	if err := scalable(asked); err != nil {
		return nil, err
	}
	return s.modify(c, p, containerpb.Operation_UPDATE_CLUSTER, func() {
		p.proto.Autoscaling = proto.Clone(asked).(*containerpb.NodePoolAutoscaling)
		zones := max(1, len(p.proto.GetLocations()))
		now := int32(len(p.nodes) / zones)
		if low, high := asked.GetMinNodeCount(), asked.GetMaxNodeCount(); asked.GetEnabled() && high > 0 && (now < low || now > high) {
			s.fill(c, p, min(max(now, low), high), Fate{})
		}
	}), nil
}

// SetNodePoolManagement sets whether Google upgrades and repairs a pool's nodes.
func (s *Server) SetNodePoolManagement(_ context.Context, r *containerpb.SetNodePoolManagementRequest) (*containerpb.Operation, error) {
	c, p, unlock, err := s.onePool(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	channel := c.proto.GetReleaseChannel().GetChannel()
	if !r.GetManagement().GetAutoUpgrade() && channel != containerpb.ReleaseChannel_UNSPECIFIED {
		return nil, refuse(codes.InvalidArgument, "Auto_upgrade must be true when release_channel %s is set.", channel)
	}
	return s.modify(c, p, containerpb.Operation_SET_NODE_POOL_MANAGEMENT, func() {
		p.proto.Management = proto.Clone(r.GetManagement()).(*containerpb.NodeManagement)
	}), nil
}

// UpdateNodePool changes a pool's version or its nodes' settings. All but a few of the
// settings make every node anew, one after another.
func (s *Server) UpdateNodePool(_ context.Context, r *containerpb.UpdateNodePoolRequest) (*containerpb.Operation, error) {
	c, p, unlock, err := s.onePool(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if r.GetEtag() != "" && r.GetEtag() != p.answer().GetEtag() {
		return nil, refuse(codes.Aborted, "The etag %q does not match the current etag %q of the node pool.", r.GetEtag(), p.answer().GetEtag())
	}
	u, err := s.poolUpdate(c, p, r)
	if err != nil {
		return nil, err
	}
	o := s.begin(c, containerpb.Operation_UPGRADE_NODES, p.name(), job{
		do: func(f Fate) {
			if f.failed() {
				return
			}
			u.set(p.proto)
			if u.anew {
				s.renew(c, p)
			}
		},
		work: s.follow(c),
		end:  func(f Fate) { c.settle(); p.settle(f, containerpb.NodePool_RUNNING_WITH_ERROR) },
	})
	s.reconcile(c, p)
	return o.answer(), nil
}

// modify begins an operation that changes words and no nodes.
func (s *Server) modify(c *kubernetes, p *pool, kind containerpb.Operation_Type, set func()) *containerpb.Operation {
	o := s.begin(c, kind, p.name(), job{
		do: func(f Fate) {
			if !f.failed() {
				set()
			}
		},
		work: s.follow(c),
		end:  func(f Fate) { c.settle(); p.settle(f, containerpb.NodePool_RUNNING_WITH_ERROR) },
	})
	s.reconcile(c, p)
	return o.answer()
}

// reconcile marks a cluster and a pool as being worked on; p may be nil.
func (s *Server) reconcile(c *kubernetes, p *pool) {
	c.proto.Status = containerpb.Cluster_RECONCILING
	if p != nil {
		p.proto.Status = containerpb.NodePool_RECONCILING
	}
}
