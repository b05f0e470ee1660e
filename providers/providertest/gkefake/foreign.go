package gkefake

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"google.golang.org/protobuf/proto"
)

// Foreign is an operation that Google or another person starts.
type Foreign struct {
	// Type is what it does: UPGRADE_MASTER, UPGRADE_NODES, AUTO_REPAIR_NODES,
	// REPAIR_CLUSTER, RESIZE_CLUSTER, UPDATE_CLUSTER.
	Type containerpb.Operation_Type
	// Pool is the pool it is about, "" for the control plane.
	Pool string
	// Version is that to which it upgrades.
	Version string
	// Takes and Hold are as in a Fate.
	Takes time.Duration
	Hold  bool
}

// Begin starts an operation of somebody else's on a cluster, and returns its name. It
// begins even while another one runs, as repairs do.
func (s *Server) Begin(name string, f Foreign) (string, error) {
	c, _, unlock, err := s.open(name)
	if err != nil {
		return "", err
	}
	defer unlock()
	p := c.pool(f.Pool)
	if f.Pool != "" && p == nil {
		return "", fmt.Errorf("gkefake: %s has no pool %q", name, f.Pool)
	}
	j := job{do: func(Fate) { s.strange(c, p, f) }, work: s.follow(c), end: func(fate Fate) {
		c.settle()
		if p != nil {
			p.settle(fate, containerpb.NodePool_RUNNING_WITH_ERROR)
		}
	}}
	if f.Type == containerpb.Operation_UPGRADE_MASTER {
		j = s.masterJob(c, f.Version)
	}
	o := s.begin(c, f.Type, f.Pool, j)
	o.foreign, o.fate.Hold, o.fate.Takes = true, o.fate.Hold || f.Hold, max(o.fate.Takes, f.Takes)
	s.reconcile(c, p)
	return o.proto.GetName(), nil
}

// strange does what a foreign operation does to nodes.
func (s *Server) strange(c *kubernetes, p *pool, f Foreign) {
	switch {
	case p == nil:
	case f.Type == containerpb.Operation_UPGRADE_NODES:
		p.proto.Version = f.Version
		s.renew(c, p)
	case f.Type == containerpb.Operation_AUTO_REPAIR_NODES && len(p.nodes) > 0:
		p.nodes[0] = s.machine(c, p, p.nodes[0].zone)
	}
}

// Add puts a cluster there that somebody made at some time, without an operation, and
// returns its name. The parent is as in "projects/demo/locations/asia-northeast1".
func (s *Server) Add(parent string, asked *containerpb.Cluster) (string, error) {
	a, err := s.parse(parent)
	if err != nil {
		return "", err
	}
	a.cluster = asked.GetName()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at(a) != nil {
		return "", fmt.Errorf("gkefake: %s is there already", a)
	}
	c, err := s.draft(a, asked)
	if err != nil {
		return "", err
	}
	if err := s.address(c); err != nil {
		return "", err
	}
	j := s.creation(c)
	j.do(Fate{})
	j.end(Fate{})
	s.clusters = append(s.clusters, c)
	return a.String(), nil
}

// Change changes a cluster by hand, at once and without an operation: its labels, its
// pools' labels. Pools cannot be added or taken away so, nor nodes.
func (s *Server) Change(name string, change func(*containerpb.Cluster)) error {
	c, _, unlock, err := s.open(name)
	if err != nil {
		return err
	}
	defer unlock()
	whole := proto.Clone(c.proto).(*containerpb.Cluster)
	for _, p := range c.pools {
		whole.NodePools = append(whole.NodePools, p.proto)
	}
	change(whole)
	whole.NodePools = nil
	c.proto = whole
	return nil
}

// Autoscale sets how many nodes a pool has in each zone, as the autoscaler does: without
// an operation, and what the API says of the pool stays as it is.
func (s *Server) Autoscale(ctx context.Context, name string, perZone int32) error {
	c, p, unlock, err := s.open(name)
	if err != nil {
		return err
	}
	if p == nil {
		unlock()
		return fmt.Errorf("gkefake: %s is no pool", name)
	}
	s.fill(c, p, perZone, Fate{})
	unlock()
	return s.follow(c)(ctx, Fate{})
}

// Vanish takes a cluster away at once, as if it had been deleted long ago.
func (s *Server) Vanish(name string) error {
	c, _, unlock, err := s.open(name)
	if err != nil {
		return err
	}
	kept := s.clusters[:0:0]
	for _, other := range s.clusters {
		if other != c {
			kept = append(kept, other)
		}
	}
	s.clusters = kept
	unlock()
	c.gate.close()
	s.fell(c)
	return nil
}
