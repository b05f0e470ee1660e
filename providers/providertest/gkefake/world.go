package gkefake

import (
	"context"
	"errors"
	"slices"

	"cloud.google.com/go/container/apiv1/containerpb"

	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// Clusters are all clusters as the API would tell of them now, in the order in which they
// were made.
func (s *Server) Clusters() []*containerpb.Cluster {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	var out []*containerpb.Cluster
	for _, c := range s.clusters {
		out = append(out, c.answer())
	}
	return out
}

// Cluster is one cluster as the API would tell of it now, nil where there is none.
func (s *Server) Cluster(name string) *containerpb.Cluster {
	c, _, unlock, err := s.open(name)
	if err != nil {
		return nil
	}
	defer unlock()
	return c.answer()
}

// Nodes are the names of a cluster's nodes by pool.
func (s *Server) Nodes(name string) map[string][]string {
	c, _, unlock, err := s.open(name)
	if err != nil {
		return nil
	}
	defer unlock()
	out := map[string][]string{}
	for _, p := range c.pools {
		out[p.name()] = []string{}
		for _, n := range p.nodes {
			out[p.name()] = append(out[p.name()], n.name)
		}
		slices.Sort(out[p.name()])
	}
	return out
}

// Operation is an operation with what the API does not tell of it.
type Operation struct {
	*containerpb.Operation
	// Cluster is the name of the cluster, Pool of the pool; "" for none.
	Cluster, Pool string
	// Foreign is true for those that Begin began.
	Foreign bool
}

// Operations are all operations so far, also those that the API has forgotten, in the
// order in which they began.
func (s *Server) Operations() []Operation {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	var out []Operation
	for _, o := range s.operations {
		out = append(out, Operation{Operation: o.answer(), Cluster: o.cluster.address.String(), Pool: o.pool, Foreign: o.foreign})
	}
	return out
}

// Settle waits until no operation runs but those that are held. The clock must go by
// itself or stand after their ends.
func (s *Server) Settle(ctx context.Context) error {
	return cluster.Until(ctx, func() (bool, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.advance()
		return !slices.ContainsFunc(s.operations, func(o *operation) bool {
			return o.proto.GetStatus() != containerpb.Operation_DONE && !o.fate.Hold
		}), nil
	})
}

// Ground is the control plane behind a cluster, which is started where it was not needed
// yet: for tests that put objects there or read its history.
func (s *Server) Ground(name string) (*cluster.Cluster, error) {
	p, err := s.behind(name)
	if err != nil {
		return nil, err
	}
	if r, is := p.(*real); is {
		return r.cluster, nil
	}
	return nil, errors.New("gkefake: the control planes are light: ask Light for it")
}

// Light is the server in memory behind a cluster, where Options.Planes are light.
func (s *Server) Light(name string) (*fake.Server, error) {
	p, err := s.behind(name)
	if err != nil {
		return nil, err
	}
	if l, is := p.(*light); is {
		return l.server, nil
	}
	return nil, errors.New("gkefake: the control planes are real: ask Ground for it")
}

// behind finds what stands behind a cluster.
func (s *Server) behind(name string) (plane, error) {
	if s.opts.Planes == nil {
		return nil, errors.New("gkefake: Options.Planes gives clusters control planes")
	}
	c, _, unlock, err := s.open(name)
	if err != nil {
		return nil, err
	}
	unlock()
	return s.grounded(s.alive, c)
}

// Begun counts the operations that clients began, by type: twice the same is what a run
// that was killed must not do.
func (s *Server) Begun() map[containerpb.Operation_Type]int {
	out := map[containerpb.Operation_Type]int{}
	for _, o := range s.Operations() {
		if !o.Foreign {
			out[o.GetOperationType()]++
		}
	}
	return out
}
