package fleet

import "slices"

// holdAll keeps services of unknown traffic where they run, as [builder.hold] does:
// not where a rule forbids that place to one of those that must share it.
func (x *widening) holdAll() {
	for _, joined := range x.joined() {
		for _, m := range joined {
			if _, pinned := x.b.o.Pins[m.svc.Name]; pinned || m.bound == "" {
				continue
			}
			if !slices.ContainsFunc(joined, func(other *member) bool { return x.stays(other, m.svc.RunsOn.V) == nil }) {
				x.hold(m)
			}
		}
	}
}

// joined are the services that same_site joins, one list for each of their groups.
func (x *widening) joined() (out [][]*member) {
	b := x.b
	near := make([][]int, len(b.members))
	for i, m := range b.members {
		for _, name := range m.svc.SameSite.V {
			if j, known := b.memberAt[name]; known {
				near[i], near[j] = append(near[i], j), append(near[j], i)
			}
		}
	}
	seen := make([]bool, len(b.members))
	for i := range b.members {
		if seen[i] {
			continue
		}
		var at []int
		visit := func(j int) {
			if !seen[j] {
				seen[j] = true
				at = append(at, j)
			}
		}
		visit(i)
		for k := 0; k < len(at); k++ {
			for _, j := range near[at[k]] {
				visit(j)
			}
		}
		slices.Sort(at)
		var list []*member
		for _, j := range at {
			list = append(list, b.members[j])
		}
		out = append(out, list)
	}
	return out
}

// stays is the way in which a service may be on some sites, nil where no rule leaves
// one.
func (x *widening) stays(m *member, sites []string) *way {
	for _, w := range x.b.groups[m.group].ways {
		if sameSites(w.Sites, sites) && len(x.by[w]) == 0 {
			return w
		}
	}
	return nil
}

// hold excludes all ways of a service but the one in which it runs.
func (x *widening) hold(m *member) {
	g := x.b.groups[m.group]
	kept := x.stays(m, m.svc.RunsOn.V)
	allowed := *g
	allowed.ways = slices.DeleteFunc(slices.Clone(g.ways), func(w *way) bool { return len(x.by[w]) > 0 })
	if l := x.b.nearToday(&allowed); l >= 0 {
		kept = allowed.ways[l]
	}
	n := x.bound(boundKey{sort: HeldHere, a: m.svc.Name}, Bound{Services: []string{m.svc.Name}, Other: m.bound}, m.svc.Calls.Origin, m.svc.Origin)
	for _, w := range g.ways {
		if w != kept {
			x.by[w] = append(x.by[w], n)
		}
	}
}
