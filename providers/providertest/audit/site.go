package audit

import (
	"slices"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// site is one cluster at an instant of the replay.
type site struct {
	name    string
	initial map[object.Ref]object.Object
	objects map[object.Ref]object.Object
	// status are the workloads as they were seen last.
	status map[object.Ref]object.Object
	record record.Cluster
	sets   map[object.Ref]*record.Set

	// holder is the client that holds the lease, "" for none; identity is what the
	// Lease calls it; since is when its claim arrived.
	holder, identity string
	since            int
}

func begin(k Cluster) *site {
	s := &site{name: k.Site, initial: map[object.Ref]object.Object{}, objects: map[object.Ref]object.Object{}, status: map[object.Ref]object.Object{}, sets: map[object.Ref]*record.Set{}}
	for _, o := range k.Initial {
		s.initial[o.Ref()] = o
		s.put(o.Ref(), o)
		if runs(o.Ref().Kind) {
			s.status[o.Ref()] = o
		}
	}
	return s
}

// put makes an object part of the state, with what berth's own objects say. One of
// them that cannot be read says nothing.
func (s *site) put(ref object.Ref, o object.Object) {
	if o == nil {
		delete(s.objects, ref)
		delete(s.status, ref)
		delete(s.sets, ref)
		return
	}
	s.objects[ref] = o
	switch {
	case ref == record.ClusterRef():
		if c, err := record.ReadCluster(o); err == nil {
			s.record = *c
		}
	case record.IsSet(o):
		if set, err := record.ReadSet(o); err == nil {
			s.sets[ref] = set
		}
	}
}

// take makes a change part of the state.
func (s *site) take(c Change) {
	s.put(c.Ref, c.After)
	if c.Workloads == nil {
		return
	}
	s.status = map[object.Ref]object.Object{}
	for _, o := range c.Workloads {
		s.status[o.Ref()] = o
	}
}

// setsIn are the sets of a namespace.
func (s *site) setsIn(namespace string) (all []*record.Set) {
	for ref, set := range s.sets {
		if ref.Namespace == namespace {
			all = append(all, set)
		}
	}
	slices.SortFunc(all, func(a, b *record.Set) int { return a.Ref().Compare(b.Ref()) })
	return all
}

// names tells whether a set, or for a namespace the record, names an object.
func (s *site) names(ref object.Ref) bool {
	if ref.Kind == "Namespace" {
		_, made := s.record.Made(ref.Name)
		return made
	}
	return slices.ContainsFunc(s.setsIn(ref.Namespace), func(set *record.Set) bool {
		_, has := set.Member(ref)
		return has
	})
}

// owns tells whether this very object is berth's.
func (s *site) owns(o object.Object) bool {
	if o == nil {
		return false
	}
	if ref := o.Ref(); ref.Kind == "Namespace" {
		made, has := s.record.Made(ref.Name)
		return has && (made.UID == "" || made.UID == o.UID())
	}
	return slices.ContainsFunc(s.setsIn(o.Ref().Namespace), func(set *record.Set) bool { return set.Owns(o) })
}
