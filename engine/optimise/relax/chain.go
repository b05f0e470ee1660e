package relax

import (
	"iter"

	"berth.dev/engine/optimise/flow"
	"berth.dev/engine/place"
)

// link is two services whose levels cost each other something.
type link struct {
	a, b int32
	// table is by level of a and of b; nil for all zero.
	table []int64
	// bond is what the forbidden pairs allow, nil for everything.
	bond *bond
	// varies says that the table can change: then there is an arc for every corner.
	varies bool
}

// chains is services with ordered levels as a cut: node k of a service, from 1, is on
// the source side where its level is k or higher.
type chains struct {
	// first is by service its node 1, with one entry more for the end.
	first []int32
	graph *flow.Graph
	// constant is what the cut's value leaves out.
	constant int64
	// domains are the levels that each service may have.
	domains []place.Set
}

// newChains builds the cut. Links are walked several times.
func newChains(widths []int, links iter.Seq[link]) *chains {
	c := &chains{first: make([]int32, len(widths)+1), domains: make([]place.Set, len(widths))}
	for i, width := range widths {
		c.first[i+1] = c.first[i] + int32(width) - 1
		c.domains[i] = place.All(width)
	}
	c.graph = flow.New(int(c.first[len(widths)]), func(yield func(flow.Arc) bool) { c.arcs(links, yield) })
	var f form
	for l := range links {
		f.set(l.table, c.width(l.a), c.width(l.b))
		c.weigh(&l, &f, 1)
	}
	return c
}

func (c *chains) clone() *chains {
	d := *c
	d.graph = c.graph.Clone()
	d.domains = append([]place.Set(nil), c.domains...)
	return &d
}

func (c *chains) width(i int32) int { return int(c.first[i+1]-c.first[i]) + 1 }

// node is the one that says that service i has level k or higher.
func (c *chains) node(i int32, k int) int32 { return c.first[i] + int32(k) - 1 }

// arcs yields the arcs within the services first, then the corners, then what bonds
// imply: so that [flow.Graph.Arc] finds the one that is to change.
func (c *chains) arcs(links iter.Seq[link], yield func(flow.Arc) bool) {
	for i := range int32(len(c.domains)) {
		for k := 2; k < c.width(i); k++ {
			if !yield(flow.Arc{From: c.node(i, k), To: c.node(i, k-1), Cap: flow.Infinite}) {
				return
			}
		}
	}
	var f form
	for l := range links {
		f.set(l.table, c.width(l.a), c.width(l.b))
		columns := c.width(l.b) - 1
		for at, corner := range f.corner {
			if corner == 0 && !l.varies {
				continue
			}
			ahead, back := capacity(corner)
			if !yield(flow.Arc{From: c.node(l.a, at/columns+1), To: c.node(l.b, at%columns+1), Cap: ahead, Back: back}) {
				return
			}
		}
	}
	for l := range links {
		if l.bond != nil && !c.implied(&l, yield) {
			return
		}
	}
}

// implied yields the infinite arcs of a bond.
func (c *chains) implied(l *link, yield func(flow.Arc) bool) bool {
	for from, to := range implications(l.bond.ofA) {
		if !yield(flow.Arc{From: c.node(l.a, from), To: c.node(l.b, to), Cap: flow.Infinite}) {
			return false
		}
	}
	for from, to := range implications(l.bond.ofB) {
		if !yield(flow.Arc{From: c.node(l.b, from), To: c.node(l.a, to), Cap: flow.Infinite}) {
			return false
		}
	}
	return true
}

// weigh adds a form's constant and weights, sign times.
func (c *chains) weigh(l *link, f *form, sign int64) {
	c.constant += sign * f.constant
	columns := c.width(l.b) - 1
	for at, corner := range f.corner {
		ahead, back := capacity(corner)
		f.a[at/columns+1] -= ahead
		f.b[at%columns+1] -= back
	}
	for k := 1; k < len(f.a); k++ {
		c.graph.Add(c.node(l.a, k), -sign*f.a[k])
	}
	for k := 1; k < len(f.b); k++ {
		c.graph.Add(c.node(l.b, k), -sign*f.b[k])
	}
}

// exchange puts a link that varies from one table to another.
func (c *chains) exchange(l *link, before, after *form) {
	columns := c.width(l.b) - 1
	for at, corner := range after.corner {
		if before.corner[at] == corner {
			continue
		}
		ahead, back := capacity(corner)
		oldAhead, oldBack := capacity(before.corner[at])
		a := c.graph.Arc(c.node(l.a, at/columns+1), c.node(l.b, at%columns+1))
		c.graph.AddArc(a, ahead-oldAhead, back-oldBack)
	}
	c.weigh(l, before, -1)
	c.weigh(l, after, 1)
}

// add adds d to what level l of service i costs.
func (c *chains) add(i int32, l int, d int64) {
	if d == 0 {
		return
	}
	if l == 0 {
		c.constant += d
	} else {
		c.graph.Add(c.node(i, l), -d)
	}
	if l+1 < c.width(i) {
		c.graph.Add(c.node(i, l+1), d)
	}
}

// restrict says which levels service i may have: at least one, and not the same ones as
// before.
func (c *chains) restrict(i int32, to place.Set) {
	before := c.domains[i]
	c.domains[i] = to
	low, high := int(to.First()), int(to.Last())
	for k := 1; k < c.width(i); k++ {
		side := flow.Free
		if k <= low {
			side = flow.Source
		} else if k > high {
			side = flow.Sink
		}
		c.graph.Force(c.node(i, k), side)
	}
	for changed := gaps(before) ^ gaps(to); changed != 0; changed &= changed - 1 {
		k := int(changed.First())
		tie := flow.Infinite
		if !gaps(to).Has(uint8(k)) {
			tie = -tie
		}
		c.graph.AddArc(c.graph.Arc(c.node(i, k), c.node(i, k+1)), tie, 0)
	}
}

// gaps are the levels missing between the lowest and the highest: to be at such a level
// or higher is to be above it.
func gaps(s place.Set) place.Set {
	return place.All(int(s.Last())+1) &^ place.All(int(s.First())) &^ s
}

// cut is the least value over the domains.
func (c *chains) cut() int64 {
	c.graph.Max()
	return c.constant + c.graph.Min()
}

// level is where the last cut put service i.
func (c *chains) level(i int32) uint8 {
	v := c.first[i]
	for v < c.first[i+1] && c.graph.OnSource(v) {
		v++
	}
	return uint8(v - c.first[i])
}
