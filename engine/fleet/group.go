package fleet

import (
	"slices"
	"strings"

	"berth.dev/engine/score"
)

// group is one service of the problem: members that share their place.
type group struct {
	name    string
	members []*member
	// ways are its options, in the problem's order; splits how many replicas each
	// member keeps, by hybrid and split, rising.
	ways     []*way
	splits   map[string][][]int
	excluded []Excluded
	held     string
}

// findGroups joins the services that same_site ties together, in the order of their
// first members' names.
func (b *builder) findGroups() {
	parent := make([]int, len(b.members))
	for i := range parent {
		parent[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		if parent[i] != i {
			parent[i] = root(parent[i])
		}
		return parent[i]
	}
	for i, m := range b.members {
		for _, name := range m.svc.SameSite.V {
			if j, ok := b.memberAt[name]; ok && b.wide == nil {
				x, y := root(i), root(j)
				parent[max(x, y)] = min(x, y)
			}
		}
	}
	of := make(map[int]*group)
	for i, m := range b.members {
		g := of[root(i)]
		if g == nil {
			g = &group{splits: map[string][][]int{}}
			of[root(i)] = g
			b.groups = append(b.groups, g)
		}
		g.members = append(g.members, m)
	}
	for n, g := range b.groups {
		var names []string
		for _, m := range g.members {
			m.group = n
			names = append(names, m.svc.Name)
		}
		g.name = strings.Join(names, "+")
	}
}

// shared are the options that all members have, in the problem's order: rented, then
// split, then owned.
func (b *builder) shared(g *group) (out []score.Site) {
	for _, s := range g.members[0].c.Options {
		everywhere := true
		for _, m := range g.members[1:] {
			everywhere = everywhere && m.option(s.ID) >= 0
		}
		if everywhere {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, b.bySite)
	return out
}

// bySite orders options: rented alone, then split, then owned alone; of one kind by
// their sites.
func (b *builder) bySite(x, y score.Site) int {
	kind := func(s *score.Site) int { return slices.Index([]string{"cloud", "hybrid", "onprem"}, s.Kind) }
	if d := kind(&x) - kind(&y); d != 0 {
		return d
	}
	if d := b.siteAt[x.Base.Name] - b.siteAt[y.Base.Name]; d != 0 || x.Burst == nil {
		return d
	}
	return b.siteAt[x.Burst.Name] - b.siteAt[y.Burst.Name]
}

// beginSplits lays out with how much each hybrid of a group begins. The splits of
// several members rise together.
func (b *builder) beginSplits(g *group, s score.Site) [][]int {
	if have, ok := g.splits[s.ID]; ok {
		return have
	}
	n := max(1, b.o.Splits)
	lists := make([][]int, len(g.members))
	most := 0
	for i, m := range g.members {
		lists[i] = m.splits(m.option(s.ID), n)
		most = max(most, len(lists[i]))
	}
	out := make([][]int, most)
	for k := range out {
		for _, list := range lists {
			out[k] = append(out[k], list[min(k, len(list)-1)])
		}
	}
	g.splits[s.ID] = out
	return out
}
