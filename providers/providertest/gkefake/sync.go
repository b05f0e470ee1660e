package gkefake

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"berth.dev/providers/providertest/cluster"
)

// Lost is a pod that Google ended with its node.
type Lost struct {
	Cluster, Node, Namespace, Pod string
	// Evicted is true where it went by eviction; false where it was killed with its node,
	// as after the hour in which a budget did not let it go.
	Evicted bool
}

// Lost are the pods that ended because Google took their node away: by an upgrade, a
// repair, a pool that was removed or made smaller. What was drained before is not here.
func (s *Server) Lost() []Lost {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lost)
}

// sync makes what stands behind a cluster have the nodes that the cluster has.
func (s *Server) sync(ctx context.Context, c *kubernetes, p plane) error {
	s.mu.Lock()
	want := s.wanted(c)
	s.mu.Unlock()
	lost, err := p.sync(ctx, want)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range lost {
		l.Cluster = c.address.String()
		s.lost = append(s.lost, l)
	}
	return err
}

// sync makes a control plane have these nodes: first come the new ones, then the others
// go.
func (p *real) sync(ctx context.Context, want map[string]fields) ([]Lost, error) {
	have, err := p.nodes(ctx)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		var err error
		if _, is := have[name]; is {
			err = p.edit(ctx, name, func(have fields) bool { return relabel(have, want[name]) })
		} else {
			err = p.register(ctx, want[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := cluster.Until(ctx, func() (bool, error) { return p.ready(ctx, want) }); err != nil {
		return nil, err
	}
	return p.retire(ctx, surplus(have, want))
}

// surplus are the nodes that are there and are to go, sorted.
func surplus(have, want map[string]fields) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, stays := want[name]; !stays {
			out = append(out, name)
		}
	}
	return out
}

// retire takes nodes away: first none of them takes pods any more, then they go one after
// another.
func (p *real) retire(ctx context.Context, old []string) ([]Lost, error) {
	for _, name := range old {
		if err := p.edit(ctx, name, cordon); err != nil {
			return nil, err
		}
	}
	var all []Lost
	for _, name := range old {
		lost, err := p.remove(ctx, name)
		all = append(all, lost...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

// hour is how long Google waits for pods that do not go.
const hour = 2 * time.Second

// remove takes a node away as Google does: by eviction, and what is left after an hour
// ends with the node.
func (p *real) remove(ctx context.Context, name string) ([]Lost, error) {
	lost, err := p.evict(ctx, name)
	if err != nil {
		return nil, err
	}
	if _, err := p.cluster.Ask(ctx, http.MethodDelete, nodesPath+"/"+name, nil); err != nil {
		return nil, err
	}
	left, err := p.pods(ctx, name)
	for _, pod := range left {
		this := Lost{Node: name, Namespace: text(pod, "metadata", "namespace"), Pod: text(pod, "metadata", "name")}
		_, gone := p.cluster.Ask(ctx, http.MethodDelete, podPath(pod), []byte(`{"gracePeriodSeconds":0}`))
		leaving := slices.ContainsFunc(lost, func(l Lost) bool { return l.Namespace == this.Namespace && l.Pod == this.Pod })
		// One that cannot be found went by itself, and one that leaves was counted.
		if gone == nil && !leaving {
			lost = append(lost, this)
		}
	}
	return lost, err
}

// evict asks pods to go until none is left or the hour is over.
func (p *real) evict(ctx context.Context, name string) ([]Lost, error) {
	limited, cancel := context.WithTimeout(ctx, hour)
	defer cancel()
	var lost []Lost
	asked := map[string]bool{}
	err := cluster.Until(limited, func() (bool, error) {
		left, err := p.pods(ctx, name)
		for _, pod := range left {
			path := podPath(pod)
			if asked[path] {
				continue
			}
			body := fmt.Appendf(nil, `{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"namespace":%q,"name":%q}}`, text(pod, "metadata", "namespace"), text(pod, "metadata", "name"))
			if _, err := p.cluster.Ask(ctx, http.MethodPost, path+"/eviction", body); err == nil {
				asked[path] = true
				lost = append(lost, Lost{Node: name, Namespace: text(pod, "metadata", "namespace"), Pod: text(pod, "metadata", "name"), Evicted: true})
			}
		}
		return len(left) == 0, err
	})
	if limited.Err() != nil && ctx.Err() == nil {
		err = nil
	}
	return lost, err
}
