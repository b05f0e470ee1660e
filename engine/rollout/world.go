package rollout

import (
	"slices"
	"strings"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
)

// world is what all clusters hold, in a form to look things up in.
type world struct {
	sides map[string]*side
	// sites are those with a cluster, by name.
	sites []string
}

// side is one cluster.
type side struct {
	*Cluster
	live  map[object.Ref]object.Object
	names map[object.Ref]bool
	// sets are the records of what is berth's, by the sets' identifiers.
	sets map[string]*record.Set
	// owned are the objects that are berth's, by service, in order.
	owned map[string][]object.Ref
	// scalers are the autoscalers, by what they scale.
	scalers map[object.Ref][]object.Ref
}

// place names an object among all clusters.
type place struct {
	site string
	ref  object.Ref
}

func (p place) String() string { return p.site + ": " + p.ref.String() }

func comparePlaces(a, b place) int {
	if c := strings.Compare(a.site, b.site); c != 0 {
		return c
	}
	return a.ref.Compare(b.ref)
}

func look(clusters []Cluster) *world {
	w := &world{sides: map[string]*side{}}
	for i := range clusters {
		s := newSide(&clusters[i])
		w.sides[s.Site] = s
		w.sites = append(w.sites, s.Site)
	}
	slices.Sort(w.sites)
	return w
}

func newSide(c *Cluster) *side {
	s := &side{
		Cluster: c,
		live:    make(map[object.Ref]object.Object, len(c.Live)),
		sets:    map[string]*record.Set{},
		names:   make(map[object.Ref]bool, len(c.Names)),
		owned:   map[string][]object.Ref{},
		scalers: map[object.Ref][]object.Ref{},
	}
	for i := range c.Sets {
		s.sets[c.Sets[i].ID()] = &c.Sets[i]
	}
	for _, r := range c.Names {
		s.names[r] = true
	}
	for _, o := range c.Live {
		ref := o.Ref()
		s.live[ref] = o
		if target, scales := o.ScaledRef(); scales {
			s.scalers[target] = append(s.scalers[target], ref)
		}
		if s.isOurs(o) {
			service := o.Label(object.LabelService)
			s.owned[service] = append(s.owned[service], ref)
		}
	}
	for _, refs := range s.owned {
		slices.SortFunc(refs, object.Ref.Compare)
	}
	return s
}

// isOurs tells whether an object is berth's: it says so, and the record of its set
// knows it.
func (s *side) isOurs(o object.Object) bool {
	set := s.sets[o.Label(object.LabelPartOf)]
	return set != nil && o.Label(object.LabelService) != "" && set.Owns(o)
}

// has tells whether an object exists, whether it was read or not.
func (s *side) has(ref object.Ref) bool { return s.live[ref] != nil || s.names[ref] }

// owner is whose a live object is, seen from one service.
type owner int

const (
	absent  owner = iota
	mine          // the service's, by the record
	free          // nobody's: it can be taken over
	foreign       // somebody's: never touched
)

// whose tells whose the object of a name is, and for a foreign one, in words, whose.
func (b *builder) whose(s *Service, p place) (owner, string) {
	at := b.world.sides[p.site]
	if at == nil || at.live[p.ref] == nil {
		return absent, ""
	}
	live := at.live[p.ref]
	service := live.Label(object.LabelService)
	switch {
	case at.isOurs(live) && service == s.Name:
		return mine, ""
	case at.isOurs(live) && b.services[service] != nil:
		return foreign, "it is part of service " + service
	case at.isOurs(live):
		return free, ""
	}
	if by := object.TrackedBy(live, setID(s)); by != "" {
		return foreign, by + " keeps it"
	}
	return free, ""
}
