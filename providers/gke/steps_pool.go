package gke

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"time"

	"berth.dev/engine/ground"
)

// pools plans for each pool of the orders, and for those that are there without one.
func (p *planner) pools() {
	if p.seen.Autopilot {
		return
	}
	for i := range p.want.Pools {
		p.pool(&p.want.Pools[i])
	}
	for i := range p.seen.Pools {
		s := &p.seen.Pools[i]
		switch {
		case slices.ContainsFunc(p.want.Pools, func(w Pool) bool { return isFor(s, &w) }):
		case s.Ours:
			p.retire(&p.work.After, s, "the specs no longer have it")
		default:
			p.note("pool %s is not in the specs, and berth did not make it: it is left alone", s.Name)
		}
	}
}

// isFor tells whether a pool stands for one of the orders.
func isFor(s *SeenPool, w *Pool) bool {
	return s.Name == w.Name || s.Ours && s.For == labelValue(w.Name)
}

// fits tells whether a pool has what cannot be changed without new nodes.
func fits(s *SeenPool, w *Pool) bool {
	return s.Machine == w.Machine && s.Spot == w.Spot && (w.DiskGiB == 0 || s.DiskGiB == w.DiskGiB) &&
		(w.DiskType == "" || s.DiskType == w.DiskType) && (w.ServiceAccount == "" || s.ServiceAccount == w.ServiceAccount)
}

// match finds the pool that is to stay for one of the orders, and those that stand in
// its place otherwise.
func (p *planner) match(w *Pool) (keep *SeenPool, others []*SeenPool) {
	for i := range p.seen.Pools {
		s := &p.seen.Pools[i]
		switch {
		case !isFor(s, w):
		case keep == nil && fits(s, w) && s.Status != "ERROR" && s.Status != "STOPPING":
			keep = s
		default:
			others = append(others, s)
		}
	}
	return keep, others
}

// pool plans for one pool of the orders.
func (p *planner) pool(w *Pool) {
	keep, others := p.match(w)
	if keep != nil {
		p.adjust(w, keep)
	} else if !p.replace(w, others) {
		return
	}
	for _, s := range others {
		switch {
		case !s.Ours:
			p.note("pool %s is not as the specs have it (%s), and berth did not make it: it is left alone", s.Name, unlike(s, w))
		case keep != nil || s.Status != "ERROR":
			p.retire(&p.work.Before, s, "another pool has taken its place")
		}
	}
}

// replace plans a new pool, in the place of others where there are any. It begins with as
// many nodes as they have, for their pods, and shrinks when the services are in place. It
// tells whether it could.
func (p *planner) replace(w *Pool, others []*SeenPool) bool {
	name, count, why := w.Name, first(w), "the specs have it"
	for _, s := range others {
		switch {
		case !s.Ours:
			p.refuse("pool %s: it would have to be made anew (%s), and berth did not make it. Give the node_pool another name, and remove the old one yourself", s.Name, unlike(s, w))
			return false
		case s.Status == "ERROR":
			p.retire(&p.work.Before, s, "it could not be made ("+s.Status+")")
			continue
		case w.Scale == nil && !p.seen.Counted:
			p.refuse("pool %s: how many nodes it has is not known, for the cluster was not reached", s.Name)
			return false
		}
		count, why = max(count, s.Nodes), unlike(s, w)
	}
	if slices.ContainsFunc(others, func(s *SeenPool) bool { return s.Status != "ERROR" }) {
		name = successor(w)
	}
	if w.Scale != nil {
		count = min(count, w.Scale.Max)
	}
	p.makePool(w, name, count, why)
	if w.Nodes != nil && w.Scale == nil {
		p.resize(w, &SeenPool{Name: name, Nodes: perZone(count, p.zones()) * p.zones(), Zones: p.seen.Zones})
	}
	return true
}

// unlike says what of a pool cannot be changed in place.
func unlike(s *SeenPool, w *Pool) string {
	for _, f := range []struct{ what, is, should string }{
		{"machine type", s.Machine, w.Machine},
		{"way of buying", buyWord(s.Spot), buyWord(w.Spot)},
		{"disk", fmt.Sprint(s.DiskGiB, " GiB"), fmt.Sprint(w.DiskGiB, " GiB")},
		{"disk type", s.DiskType, w.DiskType},
		{"service account", s.ServiceAccount, w.ServiceAccount},
	} {
		if f.is != f.should && f.should != "" && f.should != "0 GiB" {
			return fmt.Sprintf("its %s changes from %s to %s", f.what, f.is, f.should)
		}
	}
	return "it is in the state " + s.Status
}

func buyWord(spot bool) string {
	if spot {
		return "spot"
	}
	return "on demand"
}

// successor names a pool that takes another's place. The name follows from what the pool
// is, so that the same plan has the same name.
func successor(w *Pool) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s|%t|%d|%s|%s", w.Machine, w.Spot, w.DiskGiB, w.DiskType, w.ServiceAccount))
	return w.Name[:min(len(w.Name), 35)] + "-" + hex.EncodeToString(sum[:])[:4]
}

// adjust plans what can be changed of a pool in place.
func (p *planner) adjust(w *Pool, s *SeenPool) {
	p.dress(w, s)
	switch {
	case w.Scale != nil && (s.Scale == nil || *s.Scale != *w.Scale):
		p.rescale(s, w.Scale, "the specs say so")
	case w.Scale != nil || w.Nodes == nil:
	case s.Scale != nil:
		p.stretch(w, s)
	case !p.seen.Counted:
		p.refuse("pool %s: how many nodes it has is not known, for the cluster was not reached", s.Name)
	default:
		p.resize(w, s)
	}
}

// stretch plans for a pool that scales itself though the specs do not say so: that is
// left to it, as far as it reaches.
func (p *planner) stretch(w *Pool, s *SeenPool) {
	if *w.Nodes > s.Scale.Max {
		p.rescale(s, &Bounds{Min: s.Scale.Min, Max: *w.Nodes}, "the plan needs "+nodes(*w.Nodes))
	}
}

// dress plans labels and taints.
func (p *planner) dress(w *Pool, s *SeenPool) {
	labels := w.Labels != nil && !maps.Equal(w.Labels, s.Labels)
	taints := w.Taints != nil && !slices.Equal(w.Taints, s.Taints)
	if !labels && !taints {
		return
	}
	step := ground.Step{
		Kind: ground.Configure, Part: s.Name, From: dressed(s.Labels, s.Taints, labels, taints), To: dressed(w.Labels, w.Taints, labels, taints),
		Seconds: seconds(time.Hour), Why: "labels and taints of its nodes follow the specs; no node is made anew",
	}
	if taints && slices.ContainsFunc(w.Taints, func(t string) bool { return evicts(t) && !slices.Contains(s.Taints, t) }) {
		step.Effects = []ground.Effect{ground.MovesPods}
	}
	p.add(&p.work.Before, step, &Task{Pool: &Pool{Name: w.Name, Machine: w.Machine, Labels: w.Labels, Taints: w.Taints}})
}

// evicts tells whether a taint makes pods go that are there.
func evicts(taint string) bool {
	t, known := taintOf(taint)
	return known && effects[t.GetEffect()] == "NoExecute"
}

// dressed writes labels and taints in one line.
func dressed(labels map[string]string, taints []string, withLabels, withTaints bool) string {
	var words []string
	if withLabels {
		for _, k := range slices.Sorted(maps.Keys(labels)) {
			words = append(words, k+"="+labels[k])
		}
	}
	if withTaints {
		words = append(words, taints...)
	}
	if len(words) == 0 {
		return "none"
	}
	return joinWords(words)
}
