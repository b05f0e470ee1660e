package verify

import (
	"errors"
	"math/bits"
)

const (
	// never is the price of what a rule or an order excludes. Any price is right in
	// a floor, because no allowed placement pays it.
	never = 1<<62 - 1
	// maxArcs bounds memory: a short rule may stand for a table of 64 by 64.
	maxArcs = 1 << 24
)

// chain bounds a sum over groups and pairs of groups
//
//	Σ unary(i, x_i)  +  Σ table(k)(x_a, x_b)
//
// where x_i is one of the places 0, 1, … of group i. The places in the domain are
// listed rising, l0 < l1 < …, and y of a place l is 1 when x_i ≥ l. A function of x_i
// is its value at l0 and, times the y of each further place, its rise there. A table
// T with the places a0 < a1 < …, b0 < b1 < … is
//
//	T(a0,b0) + Σ rises of T(·,b0) y_a + Σ rises of T(a0,·) y_b − Σ D(a,b) y_a y_b
//	D(a,b) = T(a,b⁻) + T(a⁻,b) − T(a,b) − T(a⁻,b⁻)      a⁻ is the place before a
//
// Where D ≥ 0 (a table that is Monge), −D·y·z is D·y·(1−z) − D·y: an arc of a network
// and a unary. Where D < 0 the term is not negative, and is left out: the bound gets
// lower and stays one. Half of each D is written from the other side; the sum is the
// same.
type chain struct {
	net network
	// width is how many places each group has; node where its variables begin: that
	// of place l ≥ 1 is node + l − 1. link is its arcs from place l+1 to place l, for
	// l ≥ 1.
	width, node, link []int
	ends              []ends
	base              wide
	ok                bool
}

// ends are the groups of one pair, and where its arcs begin; −1 for none. The arc of
// places a ≥ 1 and b ≥ 1 is arc + (a−1)·(width of b − 1) + b − 1.
type ends struct{ a, b, arc int }

// newChain lays the network out once; leaves fill it with numbers. linked says which
// pairs may ever have a table or a rule.
func newChain(width []int, pairs []pair, linked func(k int) bool, m *meter) (*chain, error) {
	c := &chain{width: width, node: make([]int, len(width)), link: make([]int, len(width)), ends: make([]ends, len(pairs))}
	c.net.meter = m
	nodes := 0
	for i, w := range width {
		c.node[i], c.link[i] = nodes, len(c.net.arcs)
		for l := 1; l < w-1; l++ {
			c.net.arcs = append(c.net.arcs, arc{u: int32(nodes + l), v: int32(nodes + l - 1)})
		}
		nodes += w - 1
	}
	for k := range pairs {
		e := ends{pairs[k].A, pairs[k].B, -1}
		if linked(k) {
			e.arc = len(c.net.arcs)
			if e.arc+(width[e.a]-1)*(width[e.b]-1) > maxArcs {
				return nil, errors.New("the tables of the pairs are too large to be checked")
			}
			for l := range width[e.a] - 1 {
				for m := range width[e.b] - 1 {
					c.net.arcs = append(c.net.arcs, arc{u: int32(c.node[e.a] + l), v: int32(c.node[e.b] + m)})
				}
			}
		}
		c.ends[k] = e
	}
	c.net.wire(nodes)
	return c, nil
}

// least is a lower bound of the sum over the domains, none of which is empty. Tables
// and rules are by pair and may be nil. False means that numbers left 64 bits.
func (c *chain) least(domain []uint64, unary func(i, l int) int64, table func(k int) []int64, rules []*rule) (wide, bool) {
	c.base, c.ok = wide{}, true
	clear(c.net.unary)
	for k := range c.net.arcs {
		c.net.arcs[k].fwd, c.net.arcs[k].back = 0, 0
	}
	c.net.meter.spend(len(c.net.arcs) + len(domain))
	for i, d := range domain {
		c.group(i, d, unary)
	}
	for k, e := range c.ends {
		if e.arc < 0 {
			continue
		}
		if t := table(k); t != nil {
			c.table(e, domain[e.a], domain[e.b], t)
		}
		if rules != nil && rules[k] != nil {
			c.implied(e, domain[e.a], domain[e.b], rules[k])
		}
	}
	if !c.ok {
		return wide{}, false
	}
	sum, ok := c.net.least()
	return sum.plus(c.base), ok
}

// first is the lowest place of a set, and the others as a set.
func first(set uint64) (low int, others uint64) { return bits.TrailingZeros64(set), set & (set - 1) }

// pay adds to what the variable of place l of group i costs.
func (c *chain) pay(i, l int, v int64) {
	at := c.node[i] + l - 1
	c.net.unary[at] = plus(c.net.unary[at], v, &c.ok)
}

// rise is b − a.
func (c *chain) rise(a, b int64) int64 {
	if a == -1<<63 {
		c.ok = false
	}
	return plus(b, -a, &c.ok)
}

// group writes one group: its unary as rises, and the order of its variables: y of a
// place is 1 only if that of the place before is. A place that is not in the domain
// only hands this on: nothing else is said of its variable.
func (c *chain) group(i int, domain uint64, unary func(i, l int) int64) {
	low, others := first(domain)
	value := unary(i, low)
	c.base = c.base.plus(widen(value))
	high := bits.Len64(domain) - 1
	for l := low + 1; l <= high; l++ {
		if others>>l&1 == 1 {
			next := unary(i, l)
			c.pay(i, l, c.rise(value, next))
			value = next
		}
		if l < high {
			c.net.arcs[c.link[i]+l-1].fwd = never
		}
	}
}

// table writes one pair's table.
func (c *chain) table(e ends, da, db uint64, t []int64) {
	cols := c.width[e.b]
	a0, as := first(da)
	b0, bs := first(db)
	c.base = c.base.plus(widen(t[a0*cols+b0]))
	for before, set := a0, as; set != 0; {
		var a int
		a, set = first(set)
		c.pay(e.a, a, c.rise(t[before*cols+b0], t[a*cols+b0]))
		before = a
	}
	for before, set := b0, bs; set != 0; {
		var b int
		b, set = first(set)
		c.pay(e.b, b, c.rise(t[a0*cols+before], t[a0*cols+b]))
		before = b
	}
	c.net.meter.spend(bits.OnesCount64(da) * bits.OnesCount64(db))
	for a1, set := a0, as; set != 0; {
		var a int
		a, set = first(set)
		for b1, set := b0, bs; set != 0; {
			var b int
			b, set = first(set)
			c.corner(e, a, b, c.rise(c.rise(t[a1*cols+b1], t[a1*cols+b]), c.rise(t[a*cols+b1], t[a*cols+b])))
			b1 = b
		}
		a1 = a
	}
}

// corner writes −D·y_a·y_b. The rise of a row from b⁻ to b is R(a) = T(a,b) − T(a,b⁻),
// and −D = R(a) − R(a⁻).
func (c *chain) corner(e ends, a, b int, minusD int64) {
	if minusD >= 0 {
		return
	}
	if minusD < -never {
		c.ok = false
		return
	}
	half := -minusD / 2
	one := c.arc(e, a, b)
	one.fwd, one.back = -minusD-half, half
	c.pay(e.a, a, -one.fwd)
	c.pay(e.b, b, -one.back)
}

// implied writes what a rule implies for chains: x_a ≥ a only together with x_b ≥ the
// lowest partner of a or a higher place, and the other way round. Every allowed
// placement obeys, so a price of never on the contrary is paid by none.
func (c *chain) implied(e ends, da, db uint64, r *rule) {
	for side, d := range []uint64{da, db} {
		with, other := r.ofA, db
		if side == 1 {
			with, other = r.ofB, da
		}
		low, _ := first(d)
		lowest, _ := first(other)
		partners := uint64(0)
		for l := bits.Len64(d) - 1; l > low; l-- {
			if d>>l&1 == 0 {
				continue
			}
			partners |= with[l] & other
			partner, _ := first(partners)
			if partners == 0 || partner == lowest {
				continue
			}
			if side == 0 {
				c.arc(e, l, partner).fwd = never
			} else {
				c.arc(e, partner, l).back = never
			}
		}
	}
}

// arc is that of places a and b.
func (c *chain) arc(e ends, a, b int) *arc {
	return &c.net.arcs[e.arc+(a-1)*(c.width[e.b]-1)+b-1]
}
