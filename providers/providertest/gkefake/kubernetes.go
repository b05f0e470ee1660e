package gkefake

//lint:file-ignore SA1019 Google still says these words, and clients still read them.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sync"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
)

// kubernetes is one cluster.
type kubernetes struct {
	address address
	// proto is without its pools.
	proto *containerpb.Cluster
	pools []*pool
	gate  *gate

	// ground guards the control plane, and is taken before the server's lock.
	ground sync.Mutex
	plane  plane
}

// pool is one node pool.
type pool struct {
	proto *containerpb.NodePool
	nodes []node
}

func (p *pool) name() string { return p.proto.GetName() }

// etag is of what a message says.
func etag(m proto.Message) string {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		panic(err) // a message of ours, made of what was read as one
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// answer is what a client sees of a cluster; the caller holds the server's lock.
func (c *kubernetes) answer() *containerpb.Cluster {
	out := proto.Clone(c.proto).(*containerpb.Cluster)
	for _, p := range c.pools {
		out.NodePools = append(out.NodePools, p.answer())
		out.CurrentNodeCount += int32(len(p.nodes))
		out.CurrentNodeVersion = p.proto.GetVersion()
	}
	out.Etag = ""
	out.Etag = etag(out)
	return out
}

// answer is what a client sees of a pool.
func (p *pool) answer() *containerpb.NodePool {
	out := proto.Clone(p.proto).(*containerpb.NodePool)
	out.Etag = ""
	out.Etag = etag(out)
	return out
}

// autopilot tells whether Google keeps the nodes.
func (c *kubernetes) autopilot() bool { return c.proto.GetAutopilot().GetEnabled() }

// pool finds one by its name, nil for none.
func (c *kubernetes) pool(name string) *pool {
	i := slices.IndexFunc(c.pools, func(p *pool) bool { return p.name() == name })
	if i < 0 {
		return nil
	}
	return c.pools[i]
}

// at finds a cluster by its address, nil for none; the caller holds the lock.
func (s *Server) at(a address) *kubernetes {
	a.pool = ""
	i := slices.IndexFunc(s.clusters, func(c *kubernetes) bool { return c.address == a })
	if i < 0 {
		return nil
	}
	return s.clusters[i]
}

// open finds the cluster, and the pool where one is named, that a call is about. The
// server is locked until the caller unlocks it.
func (s *Server) open(name string) (*kubernetes, *pool, func(), error) {
	a, err := s.parse(name)
	if err != nil {
		return nil, nil, nil, err
	}
	s.mu.Lock()
	s.advance()
	c := s.at(a)
	if c == nil {
		s.mu.Unlock()
		a.pool = ""
		return nil, nil, nil, refuse(codes.NotFound, "Not found: %s.", a)
	}
	p := c.pool(a.pool)
	if a.pool != "" && p == nil {
		s.mu.Unlock()
		return nil, nil, nil, refuse(codes.NotFound, "Not found: %s.", a)
	}
	return c, p, s.mu.Unlock, nil
}

// change finds what a call is about that changes something, and checks that it may begin.
func (s *Server) change(name string) (*kubernetes, *pool, func(), error) {
	c, p, unlock, err := s.open(name)
	if err != nil {
		return nil, nil, nil, err
	}
	if o := s.under(c); o != nil {
		unlock()
		return nil, nil, nil, refuse(codes.FailedPrecondition, "Cluster is running incompatible operation %s.", o.proto.GetName())
	}
	return c, p, unlock, nil
}

// GetCluster tells of one cluster.
func (s *Server) GetCluster(_ context.Context, r *containerpb.GetClusterRequest) (*containerpb.Cluster, error) {
	c, _, unlock, err := s.open(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	return c.answer(), nil
}

// ListClusters tells of all clusters of a location; "-" is all locations.
func (s *Server) ListClusters(_ context.Context, r *containerpb.ListClustersRequest) (*containerpb.ListClustersResponse, error) {
	a, err := s.parse(r.GetParent())
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	out := &containerpb.ListClustersResponse{}
	for _, c := range s.clusters {
		if a.location == "-" || a.location == c.address.location {
			out.Clusters = append(out.Clusters, c.answer())
		}
	}
	return out, nil
}

// GetNodePool tells of one pool.
func (s *Server) GetNodePool(_ context.Context, r *containerpb.GetNodePoolRequest) (*containerpb.NodePool, error) {
	_, p, unlock, err := s.open(r.GetName())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p == nil {
		return nil, refuse(codes.InvalidArgument, "Invalid resource name %q.", r.GetName())
	}
	return p.answer(), nil
}

// ListNodePools tells of all pools of a cluster.
func (s *Server) ListNodePools(_ context.Context, r *containerpb.ListNodePoolsRequest) (*containerpb.ListNodePoolsResponse, error) {
	c, _, unlock, err := s.open(r.GetParent())
	if err != nil {
		return nil, err
	}
	defer unlock()
	out := &containerpb.ListNodePoolsResponse{}
	for _, p := range c.pools {
		out.NodePools = append(out.NodePools, p.answer())
	}
	return out, nil
}
