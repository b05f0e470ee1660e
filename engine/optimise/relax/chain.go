package relax

import (
	"iter"
	"slices"

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
	// loose says that the form changes with the domains or the prices.
	loose bool
}

// loose is a link whose form changes.
type loose struct {
	link
	form  form
	stale bool
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
	// loose are the links whose forms change; of is by service which of them it is
	// in, nil without any; stale lists those to be formed anew.
	loose []loose
	of    [][]int32
	stale []int32
	form  form
}

// newChains builds the cut over all levels. Links are walked several times; tables
// stay the caller's.
func newChains(widths []int, links iter.Seq[link]) *chains {
	c := &chains{first: make([]int32, len(widths)+1), domains: make([]place.Set, len(widths))}
	for i, width := range widths {
		c.first[i+1] = c.first[i] + int32(width) - 1
		c.domains[i] = place.All(width)
	}
	c.graph = flow.New(int(c.first[len(widths)]), func(yield func(flow.Arc) bool) { c.arcs(links, yield) })
	for l := range links {
		c.set(&c.form, &l)
		c.weigh(&l, &c.form, 1)
		if !l.loose {
			continue
		}
		if c.of == nil {
			c.of = make([][]int32, len(widths))
		}
		index := int32(len(c.loose))
		c.loose = append(c.loose, loose{link: l, form: c.form})
		c.of[l.a], c.of[l.b] = append(c.of[l.a], index), append(c.of[l.b], index)
		c.form = form{}
	}
	return c
}

func (c *chains) clone() *chains {
	d := *c
	d.graph, d.domains = c.graph.Clone(), slices.Clone(c.domains)
	d.loose, d.stale, d.form = slices.Clone(c.loose), slices.Clone(c.stale), form{}
	for k := range d.loose {
		f := &d.loose[k].form
		f.a, f.b = slices.Clone(f.a), slices.Clone(f.b)
		f.ahead, f.back = slices.Clone(f.ahead), slices.Clone(f.back)
	}
	return &d
}

func (c *chains) width(i int32) int { return int(c.first[i+1]-c.first[i]) + 1 }

// node is the one that says that service i has level k or higher.
func (c *chains) node(i int32, k int) int32 { return c.first[i] + int32(k) - 1 }

func (c *chains) set(f *form, l *link) {
	f.set(l, c.width(l.a), c.width(l.b), c.domains[l.a], c.domains[l.b])
}

// arcs yields the arcs between the levels of a service, and those between services:
// of loose links all that there may ever be.
func (c *chains) arcs(links iter.Seq[link], yield func(flow.Arc) bool) {
	for i := range int32(len(c.domains)) {
		for k := 2; k < c.width(i); k++ {
			if !yield(flow.Arc{From: c.node(i, k), To: c.node(i, k-1), Cap: flow.Infinite}) {
				return
			}
		}
	}
	for l := range links {
		c.set(&c.form, &l)
		columns := c.width(l.b) - 1
		for at, ahead := range c.form.ahead {
			back := c.form.back[at]
			if ahead == 0 && back == 0 && !l.loose {
				continue
			}
			if !yield(flow.Arc{From: c.node(l.a, at/columns+1), To: c.node(l.b, at%columns+1), Cap: ahead, Back: back}) {
				return
			}
		}
	}
}

// weigh adds a form's constant and weights, sign times.
func (c *chains) weigh(l *link, f *form, sign int64) {
	c.constant += sign * f.constant
	for k := 1; k < len(f.a); k++ {
		c.graph.Add(c.node(l.a, k), -sign*f.a[k])
	}
	for k := 1; k < len(f.b); k++ {
		c.graph.Add(c.node(l.b, k), -sign*f.b[k])
	}
}

// retable gives a loose link another table, which becomes the link's.
func (c *chains) retable(index int32, table []int64) {
	c.loose[index].table = table
	c.spoil(index)
}

func (c *chains) spoil(index int32) {
	if one := &c.loose[index]; !one.stale {
		one.stale = true
		c.stale = append(c.stale, index)
	}
}

// renew forms the stale links anew.
func (c *chains) renew() {
	for _, index := range c.stale {
		one := &c.loose[index]
		one.stale = false
		c.set(&c.form, &one.link)
		columns := c.width(one.b) - 1
		for at := range c.form.ahead {
			ahead, back := c.form.ahead[at]-one.form.ahead[at], c.form.back[at]-one.form.back[at]
			if ahead != 0 || back != 0 {
				c.graph.AddArc(c.graph.Arc(c.node(one.a, at/columns+1), c.node(one.b, at%columns+1)), ahead, back)
			}
		}
		c.weigh(&one.link, &one.form, -1)
		c.weigh(&one.link, &c.form, 1)
		c.form, one.form = one.form, c.form
	}
	c.stale = c.stale[:0]
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

// shift adds to what all levels of service i cost.
func (c *chains) shift(i int32, by []int64) {
	c.constant += by[0]
	for k := 1; k < len(by); k++ {
		c.graph.Add(c.node(i, k), by[k-1]-by[k])
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
	if c.of != nil {
		for _, index := range c.of[i] {
			c.spoil(index)
		}
	}
}

// gaps are the levels missing between the lowest and the highest: to be at such a level
// or higher is to be above it.
func gaps(s place.Set) place.Set {
	return place.All(int(s.Last())+1) &^ place.All(int(s.First())) &^ s
}

// cut is the least value over the domains.
func (c *chains) cut() int64 {
	c.renew()
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
