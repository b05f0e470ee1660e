package fleet

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
)

// views lays out the problem by site where there are more than two. Traffic that
// leaves a site costs at least the site's cheapest link: that part is the site's own,
// and is Monge in what services put there. What a pair costs above it is in the pair
// alone, where the floor does not see it.
func (a *assembly) views(tables []*table) {
	if len(a.b.sites) <= 2 {
		return
	}
	p := a.f.Problem
	for n, s := range a.b.sites {
		v := place.View{Name: s.spec.Name, Level: make([][]uint8, len(a.b.groups)), Cost: make([][]int64, len(tables))}
		for i, g := range a.b.groups {
			v.Level[i] = levels(g, n)
		}
		p.Views = append(p.Views, v)
	}
	for k, t := range tables {
		a.viewCosts(k, t)
	}
}

// levels orders a group's ways by what they put on a site: nothing is 0, the more
// replicas a split puts there the higher, all of it the highest.
func levels(g *group, site int) []uint8 {
	weight := make([]int, len(g.ways))
	for l, w := range g.ways {
		v := w.variants[0]
		kept := 0
		for _, b := range w.Base {
			kept += b
		}
		switch {
		case v.second < 0 && v.first == site:
			weight[l] = math.MaxInt
		case v.second >= 0 && v.first == site:
			weight[l] = 1 + kept
		case v.second == site:
			weight[l] = math.MaxInt - 1 - kept
		}
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(append([]int{0}, weight...))))
	out := make([]uint8, len(weight))
	for l, w := range weight {
		at, _ := slices.BinarySearch(sorted, w)
		out[l] = uint8(at)
	}
	return out
}

// viewCosts shares the cost of a pair out among the sites, and sets the pair's own
// to what they charge together and what is left.
func (a *assembly) viewCosts(k int, t *table) {
	p := a.f.Problem
	if !t.charge || !a.b.o.Objective.money() {
		return
	}
	ga, gb := a.b.groups[t.a], a.b.groups[t.b]
	rest := slices.Clone(t.cost)
	sum := make([]int64, len(t.cost))
	for n := range a.b.sites {
		v := &p.Views[n]
		la, lb := v.Level[t.a], v.Level[t.b]
		side := int(slices.Max(lb)) + 1
		star := make([]float64, (int(slices.Max(la))+1)*side)
		for x, wa := range ga.ways {
			for y, wb := range gb.ways {
				star[int(la[x])*side+int(lb[y])] = a.b.leaves(t, n, wa, wb)
			}
		}
		if !slices.ContainsFunc(star, func(c float64) bool { return c > 0 }) {
			continue
		}
		v.Cost[k] = integers(star, side, a.scale)
		for x := range ga.ways {
			for y := range gb.ways {
				at, level := x*len(gb.ways)+y, int(la[x])*side+int(lb[y])
				rest[at] -= star[level]
				sum[at] += v.Cost[k][level]
			}
		}
	}
	for at := range sum {
		p.Pairs[k].Cost[at] = sum[at] + max(0, int64(math.Round(rest[at]*a.scale)))
	}
}

// leaves is what the traffic of two ways that leaves a site costs at least.
func (b *builder) leaves(t *table, site int, wa, wb *way) (sum float64) {
	price := b.leaving(site)
	if price == 0 {
		return 0
	}
	for _, v := range wa.variants {
		for _, o := range wb.variants {
			for _, k := range b.ties.between[[2]int{v.m.index, o.m.index}] {
				sum += price * leaving(k, v, o, site)
			}
			for _, k := range b.ties.between[[2]int{o.m.index, v.m.index}] {
				sum += price * leaving(k, o, v, site)
			}
		}
	}
	return sum
}

// leaving is how many GiB of a call leave a site: what the caller sends from there
// and what the callee answers from there, as far as the other has no copy there.
func leaving(t *tie, from, to *variant, site int) (gib float64) {
	out := func(p, q float64) float64 {
		if t.independent {
			return p * (1 - q)
		}
		return max(0, p-q)
	}
	slots := max(len(from.kept), len(to.kept))
	for s := range slots {
		weight := 1 / float64(slots)
		if len(t.from.share) == slots {
			weight = t.from.share[s]
		}
		p, q := from.shareAt(site, s), to.shareAt(site, s)
		gib += weight * (t.sent*out(p, q) + t.received*out(q, p))
	}
	return gib
}

// chain tells whether every group's ways are in the order of their share on the
// first site, which the whole of the problem without capacities is one cut for.
func (b *builder) chain() bool {
	return len(b.sites) <= 2 && !slices.ContainsFunc(b.groups, func(g *group) bool {
		return !slices.IsSortedFunc(g.ways, func(x, y *way) int {
			return cmp.Or(b.bySite(x.at, y.at), slices.Compare(x.Base, y.Base))
		})
	})
}
