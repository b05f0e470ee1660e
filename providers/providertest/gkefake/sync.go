package gkefake

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
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

const nodesPath = "/api/v1/nodes"

// sync makes a control plane have the nodes that its cluster has: first come the new
// ones, then the others go, one after another.
func (s *Server) sync(ctx context.Context, c *kubernetes, p *plane) error {
	s.mu.Lock()
	want := s.wanted(c)
	s.mu.Unlock()
	have, err := p.nodes(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		old, is := have[name]
		if err := p.put(ctx, want[name], old, is); err != nil {
			return err
		}
	}
	if err := cluster.Until(ctx, func() (bool, error) { return p.ready(ctx, want) }); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, stays := want[name]; stays {
			continue
		}
		lost, err := p.remove(ctx, name)
		if err != nil {
			return err
		}
		s.mu.Lock()
		for _, l := range lost {
			l.Cluster = c.address.String()
			s.lost = append(s.lost, l)
		}
		s.mu.Unlock()
	}
	return nil
}

// list reads all objects of a path.
func (p *plane) list(ctx context.Context, path string) ([]object, error) {
	text, err := p.cluster.Ask(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	var out struct{ Items []object }
	return out.Items, json.Unmarshal(text, &out)
}

func (p *plane) nodes(ctx context.Context) (map[string]object, error) {
	items, err := p.list(ctx, nodesPath)
	out := map[string]object{}
	for _, n := range items {
		out[text(n, "metadata", "name")] = n
	}
	return out, err
}

// put makes a node, or gives one that is there its labels and taints.
func (p *plane) put(ctx context.Context, want, have object, is bool) error {
	method, path, body := http.MethodPost, nodesPath, want
	if is {
		method, path = http.MethodPut, nodesPath+"/"+text(have, "metadata", "name")
		body = have
		meta, spec := part(have, "metadata"), part(have, "spec")
		meta["labels"] = part(want, "metadata")["labels"]
		spec["taints"] = part(want, "spec")["taints"]
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = p.cluster.Ask(ctx, method, path, sent)
	return err
}

// ready tells whether the nodes take pods.
func (p *plane) ready(ctx context.Context, want map[string]object) (bool, error) {
	have, err := p.nodes(ctx)
	for name := range want {
		is := false
		conditions, _ := part(have[name], "status")["conditions"].([]any)
		for _, c := range conditions {
			c, _ := c.(object)
			is = is || c["type"] == "Ready" && c["status"] == "True"
		}
		if !is {
			return false, err
		}
	}
	return true, err
}

// hour is how long Google waits for pods that do not go.
const hour = 2 * time.Second

// remove takes a node away as Google does: no new pods, eviction, and what is left after
// an hour ends with the node.
func (p *plane) remove(ctx context.Context, name string) ([]Lost, error) {
	have, err := p.nodes(ctx)
	if err != nil {
		return nil, err
	}
	part(have[name], "spec")["unschedulable"] = true
	body, err := json.Marshal(have[name])
	if err != nil {
		return nil, err
	}
	if _, err := p.cluster.Ask(ctx, http.MethodPut, nodesPath+"/"+name, body); err != nil {
		return nil, err
	}
	lost, err := p.evict(ctx, name)
	if err != nil {
		return nil, err
	}
	if _, err := p.cluster.Ask(ctx, http.MethodDelete, nodesPath+"/"+name, nil); err != nil {
		return nil, err
	}
	left, err := p.pods(ctx, name)
	for _, pod := range left {
		path := podPath(pod)
		if _, err := p.cluster.Ask(ctx, http.MethodDelete, path, []byte(`{"gracePeriodSeconds":0}`)); err != nil {
			continue // it went by itself
		}
		lost = append(lost, Lost{Node: name, Namespace: text(pod, "metadata", "namespace"), Pod: text(pod, "metadata", "name")})
	}
	return lost, err
}

// evict asks pods to go until none is left or the hour is over.
func (p *plane) evict(ctx context.Context, name string) ([]Lost, error) {
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

// pods are those of a node that no DaemonSet keeps there.
func (p *plane) pods(ctx context.Context, name string) ([]object, error) {
	items, err := p.list(ctx, "/api/v1/pods?fieldSelector="+url.QueryEscape("spec.nodeName="+name))
	return slices.DeleteFunc(items, func(pod object) bool {
		owners, _ := part(pod, "metadata")["ownerReferences"].([]any)
		return slices.ContainsFunc(owners, func(o any) bool { owner, _ := o.(object); return owner["kind"] == "DaemonSet" })
	}), err
}

func podPath(pod object) string {
	return "/api/v1/namespaces/" + text(pod, "metadata", "namespace") + "/pods/" + text(pod, "metadata", "name")
}

func part(o object, name string) object { out, _ := o[name].(object); return out }

func text(o object, name, field string) string { out, _ := part(o, name)[field].(string); return out }
