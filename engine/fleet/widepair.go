package fleet

import (
	"slices"

	"berth.dev/engine/score"
)

// fill notes what two services have to do with each other: what their places cost,
// and which bounds forbid them together.
func (x *widening) fill(t *table, m, other *member) {
	b := x.b
	ga, gb := b.groups[t.a], b.groups[t.b]
	apart, together := names(m.svc.DifferentSites.V, other.svc.DifferentSites.V, m, other), names(m.svc.SameSite.V, other.svc.SameSite.V, m, other)
	asked := map[[3]int]refusal{}
	t.cells = map[int][]int32{}
	for i, wa := range ga.ways {
		for j, wb := range gb.ways {
			v, o, at := wa.variants[0], wb.variants[0], i*len(gb.ways)+j
			meets := b.both(v, o)
			t.cost[at] += meets.money
			t.charge = t.charge || t.cost[at] != 0
			var by []int
			if apart && shareSite(wa.Sites, wb.Sites) {
				by = append(by, x.two(DifferentSites, m, other))
			}
			if together && !alike(ga, gb, wa, wb) {
				by = append(by, x.two(SameSite, m, other))
			}
			said := x.refuses(asked, wa, wb, meets.crosses)
			if meets.stranded || said.unreachable {
				by = append(by, x.links(wa, wb)...)
			}
			for _, n := range append(by, said.bounds...) {
				t.cells[n] = append(t.cells[n], int32(at))
			}
			if said.unpriced {
				if t.forbid == nil {
					t.forbid = make([]bool, len(t.cost))
				}
				t.forbid[at] = true
			}
		}
	}
}

// names tells whether one of two services lists the other.
func names(a, b []string, m, other *member) bool {
	return slices.Contains(a, other.svc.Name) || slices.Contains(b, m.svc.Name)
}

// alike tells whether two services that share their place may be so: at one option,
// and where it is a hybrid at the same of its splits.
func alike(ga, gb *group, wa, wb *way) bool {
	if wa.ID != wb.ID || wa.Base == nil {
		return wa.ID == wb.ID
	}
	find := func(g *group, w *way) (at, last int) {
		list := g.splits[w.ID]
		return slices.IndexFunc(list, func(base []int) bool { return slices.Equal(base, w.Base) }), len(list) - 1
	}
	i, lastA := find(ga, wa)
	j, lastB := find(gb, wb)
	// The splits rise together; whoever has fewer stays at its last.
	return i == j || i == lastA && j > i || j == lastB && i > j
}

// two is the bound that joins or parts two services.
func (x *widening) two(sort BoundSort, m, other *member) int {
	if m.svc.Name > other.svc.Name {
		m, other = other, m
	}
	a, b := m.svc.SameSite, other.svc.SameSite
	if sort == DifferentSites {
		a, b = m.svc.DifferentSites, other.svc.DifferentSites
	}
	if !slices.Contains(a.V, other.svc.Name) {
		a = b
	}
	return x.bound(boundKey{sort: sort, a: m.svc.Name, b: other.svc.Name}, Bound{Services: []string{m.svc.Name, other.svc.Name}}, a.Origin)
}

// links are the bounds of the links that lack between two ways.
func (x *widening) links(wa, wb *way) (out []int) {
	for _, s := range wa.Sites {
		for _, to := range wb.Sites {
			if s == to || x.b.links[x.b.siteAt[s]][x.b.siteAt[to]] != nil {
				continue
			}
			n := x.bound(boundKey{sort: NoLink, a: min(s, to), b: max(s, to)}, Bound{Site: min(s, to), Other: max(s, to)})
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// refusal is what rules of two services say of their places together.
type refusal struct {
	bounds                []int
	unpriced, unreachable bool
}

// refuses asks both services' rules; see [builder.refuses].
func (x *widening) refuses(asked map[[3]int]refusal, wa, wb *way, crosses bool) refusal {
	v, o := wa.variants[0], wb.variants[0]
	key := [3]int{v.m.option(v.at.ID), o.m.option(o.at.ID), rank(crosses)}
	if said, ok := asked[key]; ok {
		return said
	}
	var said refusal
	near := !crosses && v.second < 0 && o.second < 0 && v.first == o.first && !x.b.adds
	if !near && x.b.ties.talk(v.m, o.m) {
		x.ask(&said, wa, v, o, crosses)
		x.ask(&said, wb, o, v, crosses)
	}
	asked[key] = said
	return said
}

// ask adds what the rules of one service say of another's place, beyond what they say
// of its own.
func (x *widening) ask(said *refusal, w *way, v, o *variant, crosses bool) {
	violations, err := v.setting.Violations(score.Neighbour{Name: o.m.svc.Name, Sites: o.at.Sites(), Apart: crosses})
	if err != nil {
		x.b.undecided(v.m.svc, err)
		return
	}
	for _, found := range violations {
		switch found.Constraint {
		case score.UnpricedConstraint:
			said.unpriced = true
			continue
		case unreachable:
			said.unreachable = true
			continue
		case "stateful-is-never-split", "split-needs-local-calls":
			continue // a neighbour does not change them
		}
		if n := x.constraint(v, found.Constraint); !slices.Contains(x.by[w], n) && !slices.Contains(said.bounds, n) {
			said.bounds = append(said.bounds, n)
		}
	}
}
