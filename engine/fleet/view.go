package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// views lays out the problem by site where there are more than two. What traffic costs
// is taken apart into tolls of single sites: a site's part is Monge in what services put
// there. What a pair costs above the tolls is in the pair alone, where the floor hardly
// sees it.
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
	due := a.b.findTolls()
	for k, t := range tables {
		a.viewCosts(k, t, due)
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
func (a *assembly) viewCosts(k int, t *table, due tolls) {
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
		ra, rb := representatives(ga, la), representatives(gb, lb)
		star := make([]float64, len(ra)*side)
		for x, wa := range ra {
			for y, wb := range rb {
				star[x*side+y] = a.b.pays(t, n, due, wa, wb)
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

// representatives are a way for each level of a view; nil stands for nothing at the
// site, whether or not the group has such a way.
func representatives(g *group, level []uint8) []*way {
	out := make([]*way, int(slices.Max(level))+1)
	for l, w := range g.ways {
		if level[l] > 0 {
			out[level[l]] = w
		}
	}
	return out
}

// pays is what the traffic of two ways pays at a site in tolls; a nil way has nothing
// there.
func (b *builder) pays(t *table, site int, due tolls, wa, wb *way) (sum float64) {
	leave, enter := due.leave[site], due.enter[site]
	if leave == 0 && enter == 0 {
		return 0
	}
	both := func(k *tie, x, y []float64) {
		out, in := passing(k, x, y)
		sum += leave*out + enter*in
	}
	for i, m := range b.groups[t.a].members {
		for j, o := range b.groups[t.b].members {
			x, y := share(wa, i, site), share(wb, j, site)
			for _, k := range b.ties.between[[2]int{m.index, o.index}] {
				both(k, x, y)
			}
			for _, k := range b.ties.between[[2]int{o.index, m.index}] {
				both(k, y, x)
			}
		}
	}
	return sum
}

// share is the share of a member's load at a site under a way, by slot or one for
// all.
func share(w *way, member, site int) []float64 {
	if w == nil {
		return []float64{0}
	}
	v := w.variants[member]
	out := make([]float64, len(v.kept))
	for t := range out {
		out[t] = v.shareAt(site, t)
	}
	return out
}

// passing is how many GiB of a call leave a site and how many enter it: what the caller
// sends and what the callee answers, as far as the other has no copy there.
func passing(t *tie, from, to []float64) (leave, enter float64) {
	alone := func(p, q float64) float64 {
		if t.independent {
			return p * (1 - q)
		}
		return max(0, p-q)
	}
	slots := max(len(from), len(to))
	for s := range slots {
		weight := 1 / float64(slots)
		if len(t.from.share) == slots {
			weight = t.from.share[s]
		}
		p, q := at(from, s), at(to, s)
		caller, callee := weight*alone(p, q), weight*alone(q, p)
		leave += t.sent*caller + t.received*callee
		enter += t.sent*callee + t.received*caller
	}
	return leave, enter
}
