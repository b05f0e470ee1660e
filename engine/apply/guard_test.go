package apply_test

import (
	"fmt"
	"slices"
	"sync"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/providers/providertest/fake"
)

// guard looks at every change of a scene at the instant at which it happens, and
// knows only what the clusters hold: no plan, no journal.
type guard struct {
	scene *scene
	// serving are workloads of which one side must run at every instant; single, those
	// that may never run on two.
	serving, single []object.Ref

	mu     sync.Mutex
	copies map[string]int64
	found  []string
}

// watch puts a guard on a scene that holds its workloads by now.
func watch(s *scene, serving, single []object.Ref) *guard {
	g := &guard{scene: s, serving: serving, single: single, copies: map[string]int64{}}
	for site, server := range s.servers {
		for _, ref := range append(slices.Clone(serving), single...) {
			g.copies[site+" "+ref.String()] = copiesOf(server.Object(ref))
		}
	}
	s.rule = g.see
	return g
}

func copiesOf(o object.Object) int64 {
	if o == nil {
		return 0
	}
	n, _ := o.Copies()
	return n
}

func (g *guard) see(site string, w fake.World) {
	g.mu.Lock()
	defer g.mu.Unlock()
	q := w.Request
	if q.Class == fake.Object {
		g.tracked(site, w)
	}
	for _, ref := range append(slices.Clone(g.serving), g.single...) {
		if ref == q.Ref {
			g.copies[site+" "+ref.String()] = copiesOf(w.Get(ref))
		}
	}
	for _, ref := range g.serving {
		if n := g.sides(ref); n == 0 {
			g.blame(site, q, "no side of "+ref.String()+" runs")
		}
	}
	for _, ref := range g.single {
		if n := g.sides(ref); n > 1 {
			g.blame(site, q, "two of "+ref.String()+" run")
		}
	}
}

// sides counts the sites on which a workload runs.
func (g *guard) sides(ref object.Ref) (n int) {
	for site := range g.scene.servers {
		if g.copies[site+" "+ref.String()] > 0 {
			n++
		}
	}
	return n
}

// tracked checks that what is made is named by a record, and that what is removed
// was berth's by its labels and by the UID in its set.
func (g *guard) tracked(site string, w fake.World) {
	q := w.Request
	switch {
	case q.Verb == "create" && q.Ref.Kind == "Namespace":
		if !spaceNamed(w, q.Ref.Name) {
			g.blame(site, q, "made, and no record names it")
		}
	case q.Verb == "create":
		if !named(w, q.Ref) {
			g.blame(site, q, "made, and no set names it")
		}
	case q.Verb == "delete" && q.Ref.Kind == "Namespace":
		if !spaceNamed(w, q.Ref.Name) {
			g.blame(site, q, "removed, and berth did not make it")
		}
	case q.Verb == "delete" && w.Before != nil && !owned(w, w.Before):
		g.blame(site, q, "removed, and it was not berth's")
	}
}

func (g *guard) blame(site string, q fake.Request, what string) {
	g.found = append(g.found, fmt.Sprintf("%s: %s %s: %s", site, q.Verb, q.Ref, what))
}

func spaceNamed(w fake.World, name string) bool {
	o := w.Get(record.ClusterRef())
	if o == nil {
		return false
	}
	c, err := record.ReadCluster(o)
	if err != nil {
		return false
	}
	_, made := c.Made(name)
	return made
}

func setsIn(w fake.World, namespace string) (all []*record.Set) {
	for _, ref := range w.References("ConfigMap") {
		if ref.Namespace != namespace {
			continue
		}
		if o := w.Get(ref); record.IsSet(o) {
			if set, err := record.ReadSet(o); err == nil {
				all = append(all, set)
			}
		}
	}
	return all
}

func named(w fake.World, ref object.Ref) bool {
	return slices.ContainsFunc(setsIn(w, ref.Namespace), func(s *record.Set) bool {
		_, has := s.Member(ref)
		return has
	})
}

func owned(w fake.World, o object.Object) bool {
	return slices.ContainsFunc(setsIn(w, o.Ref().Namespace), func(s *record.Set) bool { return s.Owns(o) })
}

// settled checks the end: every set names exactly what is there and is berth's, with
// its UID, and no plan is open.
func (g *guard) settled() []string {
	out := slices.Clone(g.found)
	for site, server := range g.scene.servers {
		if c := g.scene.recordOf(site); c.Open != nil {
			out = append(out, site+": a plan is open")
		}
		members := map[object.Ref]string{}
		live := map[object.Ref]string{}
		for _, o := range server.Objects() {
			switch {
			case record.IsSet(o):
				set, err := record.ReadSet(o)
				if err != nil {
					out = append(out, site+": "+err.Error())
					continue
				}
				for _, m := range set.Members {
					members[m.Ref] = m.UID
				}
			case o.Label(object.LabelPartOf) != "":
				live[o.Ref()] = o.UID()
			}
		}
		for ref, uid := range members {
			if live[ref] != uid {
				out = append(out, fmt.Sprintf("%s: a set names %s with UID %q, and what is there has %q", site, ref, uid, live[ref]))
			}
		}
		for ref := range live {
			if _, has := members[ref]; !has {
				out = append(out, fmt.Sprintf("%s: %s is berth's by its labels, and no set names it", site, ref))
			}
		}
	}
	slices.Sort(out)
	return out
}
