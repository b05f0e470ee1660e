package rollout

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"berth.dev/engine/object"
)

// whereabouts are where a service is, by what the clusters hold.
type whereabouts struct {
	// runs are the sites where it runs, in order; sites without a cluster are taken
	// from the specs.
	runs []string
	// rests are sites where something of it is left that does not run.
	rests []string
	// held are the sites where what runs is kept by somebody else.
	refs map[string][]object.Ref
}

// where finds a service. What it is called is known from its objects on any site,
// so that a site for which there are no manifests any more is looked at, too.
func (b *builder) where(s *Service) whereabouts {
	w := whereabouts{refs: map[string][]object.Ref{}}
	names := b.names(s)
	runnable := slices.ContainsFunc(names, func(r object.Ref) bool { return isWorkload(r.Kind) })
	for _, site := range b.world.sites {
		refs := b.found(s, site, names)
		w.refs[site] = refs
		running := slices.ContainsFunc(refs, func(r object.Ref) bool { return isWorkload(r.Kind) }) && !slices.Contains(s.Unstarted, site)
		switch {
		case running || !runnable && len(refs) > 0:
			w.runs = append(w.runs, site)
		case slices.ContainsFunc(refs, func(r object.Ref) bool { return b.isMine(s, place{site, r}) && r.Kind != claim }):
			w.rests = append(w.rests, site)
		}
	}
	for _, site := range s.Runs {
		if b.world.sides[site] == nil {
			w.runs = append(w.runs, site)
		}
	}
	slices.Sort(w.runs)
	w.runs = slices.Compact(w.runs)
	b.contradictions(s, w)
	return w
}

// names are what the service's objects are called on any site.
func (b *builder) names(s *Service) []object.Ref {
	set := map[object.Ref]bool{}
	for _, objects := range s.Objects {
		for _, o := range objects {
			if ref := o.Ref(); ref.Kind != namespaceKind {
				set[ref] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(set), object.Ref.Compare)
}

// found are the live objects of a service on a site: those that are its own by the
// record, and those that have the name of one of its objects and are not another
// service's.
func (b *builder) found(s *Service, site string, names []object.Ref) []object.Ref {
	out := slices.Clone(b.world.sides[site].owned[s.Name])
	for _, ref := range names {
		live := b.world.sides[site].live[ref]
		if live == nil {
			continue
		}
		if of := live.Label(object.LabelService); of == s.Name || b.services[of] == nil {
			out = append(out, ref)
		}
	}
	slices.SortFunc(out, object.Ref.Compare)
	return slices.Compact(out)
}

func (b *builder) isMine(s *Service, p place) bool {
	who, _ := b.whose(s, p)
	return who == mine
}

// contradictions says where the specs and the clusters do not agree. What is on the
// clusters counts: it is what would be lost.
func (b *builder) contradictions(s *Service, w whereabouts) {
	for _, site := range s.Runs {
		if b.world.sides[site] != nil && !slices.Contains(w.runs, site) {
			b.absent = append(b.absent, absence{s.Name, site})
		}
	}
	for _, site := range w.runs {
		if len(s.Runs) > 0 && !slices.Contains(s.Runs, site) && !goesTo(s, site) {
			b.warn(CodeUnsaid, s.Name+": runs where the specs do not say", "it runs on %s, and runs_on says %s: correct runs_on.", site, strings.Join(s.Runs, ", "))
		}
	}
}

// absence is a service of which nothing runs where the specs have it.
type absence struct{ service, site string }

// few is how many of a kind are told one by one. More of them have one reason: a cluster
// that is empty, or another one than was meant.
const few = 3

// tellAbsent says of which services nothing runs where the specs have them.
func (b *builder) tellAbsent() {
	if len(b.absent) <= few {
		for _, a := range b.absent {
			b.warn(CodeAway, a.service+": is not where the specs say", "runs_on says %s, and nothing of it runs there: correct runs_on, or look why it is gone.", a.site)
		}
		return
	}
	of, names := map[string][]string{}, map[string]bool{}
	for _, a := range b.absent {
		of[a.site], names[a.service] = append(of[a.site], a.service), true
	}
	var lines []string
	for _, site := range slices.Sorted(maps.Keys(of)) {
		lines = append(lines, "on "+site+": "+strings.Join(of[site], ", "))
	}
	b.warn(CodeAway, fmt.Sprintf("%d services are not where the specs say", len(names)),
		"runs_on names sites where nothing of them runs: correct runs_on, or look why they are gone. %s.", strings.Join(lines, "; "))
}

func goesTo(s *Service, site string) bool {
	return slices.ContainsFunc(s.Stops, func(stop Stop) bool { return slices.Contains(stop.sites(), site) })
}

// sites are those of a stop, by name.
func (s Stop) sites() []string {
	out := make([]string, 0, len(s.Shares))
	for _, share := range s.Shares {
		out = append(out, share.Site)
	}
	slices.Sort(out)
	return out
}

const (
	claim         = "PersistentVolumeClaim"
	namespaceKind = "Namespace"
	autoscaler    = "HorizontalPodAutoscaler"
	policy        = "NetworkPolicy"
)

func isWorkload(kind string) bool {
	k, _ := object.KindOf(kind)
	return k.Rank == 3
}
