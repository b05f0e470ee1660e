package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/score"
)

// table is what two groups cost each other, by way of the one and way of the other.
type table struct {
	a, b int
	// cost is money a month, charge whether any of it is; forbid is nil where nothing
	// is forbidden.
	cost   []float64
	charge bool
	forbid []bool
	// cells are what bounds forbid in a wide problem, by bound.
	cells map[int][]int32
}

// tables works out every pair of groups that depend on each other.
func (b *builder) tables() (out []*table) {
	for _, key := range b.ties.pairs {
		t := &table{a: key[0], b: key[1]}
		ga, gb := b.groups[t.a], b.groups[t.b]
		if len(ga.ways) == 0 || len(gb.ways) == 0 {
			continue
		}
		t.cost = make([]float64, len(ga.ways)*len(gb.ways))
		for _, m := range ga.members {
			for _, other := range gb.members {
				b.fill(t, m, other)
			}
		}
		out = append(out, t)
	}
	return out
}

// fill adds what one member of each group has to do with the other.
func (b *builder) fill(t *table, m, other *member) {
	if b.wide != nil {
		b.wide.fill(t, m, other)
		return
	}
	ga, gb := b.groups[t.a], b.groups[t.b]
	i, j := slices.Index(ga.members, m), slices.Index(gb.members, other)
	apart := slices.Contains(m.svc.DifferentSites.V, other.svc.Name) || slices.Contains(other.svc.DifferentSites.V, m.svc.Name)
	if !b.ties.talk(m, other) && !apart {
		return
	}
	asked := make(map[[3]int]bool)
	for x, wa := range ga.ways {
		for y, wb := range gb.ways {
			v, o, at := wa.variants[i], wb.variants[j], x*len(gb.ways)+y
			meets := b.both(v, o)
			t.cost[at] += meets.money
			t.charge = t.charge || t.cost[at] != 0
			if apart && shareSite(wa.Sites, wb.Sites) || meets.stranded || b.refuses(asked, v, o, meets.crosses) {
				if t.forbid == nil {
					t.forbid = make([]bool, len(t.cost))
				}
				t.forbid[at] = true
			}
		}
	}
}

// meeting is what calls between two variants come to: what they cost, whether
// anything crosses, and whether some of it has no link to cross by.
type meeting struct {
	money             float64
	crosses, stranded bool
}

// meet adds up calls from one variant to another.
func (b *builder) meet(calls []*tie, from, to *variant) (m meeting) {
	for _, k := range calls {
		c := b.cross(k, from, to)
		m = m.and(meeting{b.crossingMoney(k, from, to, c), c.any(from, to), b.stranded(from, to, c)})
	}
	return m
}

// and adds another meeting.
func (m meeting) and(o meeting) meeting {
	return meeting{m.money + o.money, m.crosses || o.crosses, m.stranded || o.stranded}
}

// calls are the calls from one member to another.
func (t *ties) calls(from, to *member) []*tie { return t.between[[2]int{from.index, to.index}] }

// both is what two variants say to each other, whoever calls.
func (b *builder) both(v, o *variant) meeting {
	return b.meet(b.ties.calls(v.m, o.m), v, o).and(b.meet(b.ties.calls(o.m, v.m), o, v))
}

func shareSite(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// refuses tells whether a rule of either service forbids the two places together.
// Rules see places and what crosses, not how much of it each split leaves; so one
// answer stands for all splits between the same sites.
func (b *builder) refuses(asked map[[3]int]bool, v, o *variant, crosses bool) bool {
	key := [3]int{v.m.option(v.at.ID), o.m.option(o.at.ID), rank(crosses)}
	if said, ok := asked[key]; ok {
		return said
	}
	// Where nothing crosses and no rule adds up, rules see nothing of the neighbour.
	near := !crosses && v.second < 0 && o.second < 0 && v.first == o.first && !b.adds
	said := !near && (b.refusedBy(v, o, crosses) || b.refusedBy(o, v, crosses))
	asked[key] = said
	return said
}

// refusedBy asks the rules of one service about the place of another.
func (b *builder) refusedBy(v, o *variant, crosses bool) bool {
	if !b.ties.talk(v.m, o.m) {
		return false
	}
	forbids, err := v.setting.Forbids(score.Neighbour{Name: o.m.svc.Name, Sites: o.at.Sites(), Apart: crosses})
	if err != nil {
		b.undecided(v.m.svc, err)
	}
	return forbids
}

// integers turns a table into the problem's unit. Where the table is Monge its first
// row, first column and corners are rounded and the rest follows from them, so that
// rounding cannot break what makes the problem a minimum cut.
func integers(v []float64, width int, scale float64) []int64 {
	out := make([]int64, len(v))
	height := len(v) / width
	for i, x := range v {
		out[i] = int64(math.Round(x * scale))
	}
	largest := 0.0
	for _, x := range v {
		largest = max(largest, x)
	}
	corner := make([]int64, len(v))
	for i := 1; i < height; i++ {
		for j := 1; j < width; j++ {
			at := i*width + j
			c := v[at-1] + v[at-width] - v[at] - v[at-width-1]
			if c < -1e-9*largest {
				return out
			}
			// Rounded down, so that no cost becomes less than it is.
			corner[at] = int64(math.Floor(max(0, c) * scale))
		}
	}
	for i := 1; i < height; i++ {
		for j := 1; j < width; j++ {
			at := i*width + j
			out[at] = out[at-1] + out[at-width] - out[at-width-1] - corner[at]
		}
	}
	return out
}
