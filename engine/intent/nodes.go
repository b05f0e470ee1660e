package intent

import (
	"math"
	"slices"

	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// Nodes is how many nodes of each pool of a cloud site the services of a plan need, by
// the pool's name: at the peak of each, on whichever wave puts them there, with the
// share of a node that the specs say pods can use. Pools that nobody needs are not in
// it; neither are services whose copies nobody knows the size of.
//
// The peaks of all services are added though they may not coincide, and a service counts
// on both sides of its move: nodes that are there too early cost an hour, nodes that are
// missing stop a move.
func Nodes(w *spec.Workspace, site *spec.Site, courses []plan.Course) map[string]int {
	used := map[string]load{}
	for _, c := range courses {
		s := w.Service(c.Service)
		if s == nil || s.Replica == nil {
			continue
		}
		pool := poolOf(site, s)
		if pool == nil {
			continue
		}
		copies := float64(mostCopies(c, site.Name))
		was := used[pool.Name]
		used[pool.Name] = load{was.cores + copies*s.Replica.CPU.Upper(), was.bytes + copies*s.Replica.Memory.Upper()}
	}
	out := map[string]int{}
	for _, pool := range site.Pools {
		if n := nodesFor(w, site, pool, used[pool.Name]); n > 0 {
			out[pool.Name] = n
		}
	}
	return out
}

// load is what pods ask for.
type load struct{ cores, bytes float64 }

// nodesFor is how many nodes of a pool take a load.
func nodesFor(w *spec.Workspace, site *spec.Site, pool *spec.NodePool, l load) int {
	book := w.PriceBook(site.Prices.V)
	if book == nil || l == (load{}) {
		return 0
	}
	m := book.Machine(pool.Machine.V)
	if m == nil || m.CPU.V <= 0 || m.Memory.V <= 0 {
		return 0
	}
	packing := pool.Packing.Or(1)
	most := max(l.cores/(m.CPU.V*packing), l.bytes/(m.Memory.V*packing))
	// What is whole must not become one more by the way it is reckoned.
	return int(math.Ceil(math.Round(most*1e6)/1e6)) + int(pool.Spare.V)
}

// poolOf is the pool whose nodes a service's pods get: the one that it names, else the
// first by name that takes them without being asked. Nodes that may be taken away
// (spot) are not counted on.
func poolOf(site *spec.Site, s *spec.Service) *spec.NodePool {
	if named := site.Pool(s.Pool.V); named != nil {
		return named
	}
	var first *spec.NodePool
	for _, p := range site.Pools {
		open := !slices.ContainsFunc(p.Taints.V, func(taint string) bool { return !slices.Contains(s.Tolerations.V, taint) })
		if open && p.Buy.V != "spot" && (first == nil || p.Name < first.Name) {
			first = p
		}
	}
	return first
}

// mostCopies is how many copies a plan counts with on a site, at any time.
func mostCopies(c plan.Course, site string) (most int) {
	for _, stop := range c.Stops {
		for _, half := range stop.Halves {
			if half.Site == site {
				most = max(most, half.Most)
			}
		}
	}
	return most
}
