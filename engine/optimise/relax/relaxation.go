package relax

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// Answer is the floor for some prices and domains.
type Answer struct {
	// Bound is the floor; MaxInt64 where the domains hold no placement.
	Bound int64
	// X is the placement that the floor would be the cost of if it had room: within
	// the domains, perhaps beyond the capacities, perhaps with forbidden pairs. Nil
	// where the domains hold no placement.
	X place.Placement
	// Feasible is false where the domains, made consistent with the forbidden pairs,
	// leave a service without an option.
	Feasible bool
	// Levels are by view and service where the view's cut put the service; nil
	// without views. The subgradient of share (view, service, level) is 1 if the cut
	// put it at the level, minus 1 if its option in X has it.
	Levels [][]uint8
}

// Relaxation answers for the floors of one problem. One goroutine at a time may use
// it; clones can be used at the same time.
type Relaxation struct {
	p      *place.Problem
	limits *limits
	bonds  *bonds
	// varying are the pairs that use blocks.
	varying []varying
	load    *load
	// cuts is one where options are a chain, one for each view otherwise, and none
	// where the costs are too large for a cut.
	cuts []*chains
	// split says that each service chooses alone, and cuts are of its views.
	split bool
	// rest is what no cut has of the pairs' costs.
	rest []rest
	// shares are by view and service the ones that its cut has.
	shares  [][][]int64
	domains []place.Set
	weight  Weight
	usage   place.Usage
	x       place.Placement
}

// New is the relaxation of p, which has passed [place.Problem.Check] and does not
// change any more.
func New(p *place.Problem) *Relaxation {
	r := &Relaxation{p: p, bonds: newBonds(p), domains: make([]place.Set, len(p.Services)), x: make(place.Placement, len(p.Services))}
	slots := make([]int, len(p.Blocks))
	for b := range slots {
		slots[b] = len(p.Blocks[b].Cap)
	}
	r.load = newLoad(newColumns(p), slots)
	r.usage = p.Usage(r.x)
	for k := range p.Pairs {
		if rule := p.Pairs[k].Rule; rule != nil && len(rule.Use) > 0 {
			r.varying = append(r.varying, varying{pair: int32(k)})
		}
	}
	if len(p.Views) == 0 {
		r.chain()
	} else {
		r.views()
	}
	var mass uint64
	for _, c := range r.cuts {
		mass = max(mass, c.mass())
	}
	if mass >= room {
		r.cuts, r.shares, mass = nil, nil, 0
	}
	r.split = len(p.Views) > 0 || r.cuts == nil
	if r.split {
		r.rests()
	}
	r.limits = newLimits(p, mass)
	return r
}

// varying is a pair that uses blocks.
type varying struct {
	pair int32
	// loose is its link in the cut, where that is one.
	loose int32
}

// Clone is a relaxation of the same problem for another goroutine.
func (r *Relaxation) Clone() *Relaxation {
	c := *r
	c.load = r.load.clone()
	c.cuts = nil
	for _, cut := range r.cuts {
		c.cuts = append(c.cuts, cut.clone())
	}
	c.shares = nil
	for _, view := range r.shares {
		rows := make([][]int64, len(view))
		for i := range view {
			rows[i] = slices.Clone(view[i])
		}
		c.shares = append(c.shares, rows)
	}
	c.usage = nil
	for _, row := range r.usage {
		c.usage = append(c.usage, slices.Clone(row))
	}
	c.rest = slices.Clone(r.rest)
	c.domains, c.x, c.weight = slices.Clone(r.domains), slices.Clone(r.x), Weight{}
	return &c
}

// chain builds the one cut of a problem without views.
func (r *Relaxation) chain() {
	p := r.p
	widths := make([]int, len(p.Services))
	for i := range widths {
		widths[i] = p.Width(int32(i))
	}
	turned := make([]bool, len(p.Pairs))
	for k := range p.Pairs {
		q := &p.Pairs[k]
		turned[k] = q.Cost != nil && twisted(q.Cost, widths[q.A], widths[q.B])
	}
	c := newChains(widths, func(yield func(link) bool) {
		for k := range p.Pairs {
			q := &p.Pairs[k]
			l := link{a: q.A, b: q.B, table: q.Cost, bond: r.bonds.between(q)}
			l.loose = turned[k] || l.bond != nil || q.Rule != nil && len(q.Rule.Use) > 0
			if !yield(l) {
				return
			}
		}
	})
	next := 0
	for index, one := range c.loose {
		if next < len(r.varying) {
			if q := &p.Pairs[r.varying[next].pair]; q.A == one.a && q.B == one.b {
				r.varying[next].loose = int32(index)
				next++
			}
		}
	}
	for i := range p.Services {
		for l := range p.Services[i].Options {
			c.add(int32(i), l, p.Services[i].Options[l].Cost)
		}
	}
	r.cuts = []*chains{c}
}

// Propagate removes from the domains what the forbidden pairs rule out, again and
// again; false where that leaves a service without an option.
func (r *Relaxation) Propagate(domains []place.Set) bool {
	for i := range domains {
		domains[i] &= r.bonds.base[i]
	}
	return r.bonds.propagate(domains)
}

// confine takes domains over, nil for all; false where they hold no placement.
func (r *Relaxation) confine(domains []place.Set) bool {
	if domains == nil {
		copy(r.domains, r.bonds.base)
		return !r.bonds.empty
	}
	copy(r.domains, domains)
	return r.Propagate(r.domains)
}

// Solve is the floor at the prices, which [Relaxation.Clamp] leaves as they are, over
// the domains; nil is all options. For a problem with views it is that without shares:
// see [Relaxation.SolveViews].
func (r *Relaxation) Solve(prices Prices, domains []place.Set) Answer {
	if r.split {
		return r.SolveViews(prices, nil, domains)
	}
	if !r.confine(domains) {
		return Answer{Bound: math.MaxInt64}
	}
	c := r.cuts[0]
	for i, d := range r.domains {
		if c.domains[i] != d {
			c.restrict(int32(i), d)
		}
	}
	r.load.set(prices, c.shift)
	r.vary()
	bound := c.cut() + r.fixed(prices)
	x := make(place.Placement, len(r.domains))
	for i := range x {
		x[i] = c.level(int32(i))
	}
	r.use(x)
	return Answer{Bound: bound, X: x, Feasible: true}
}

// vary changes the tables of the pairs whose uses have new prices.
func (r *Relaxation) vary() {
	for _, one := range r.varying {
		q := &r.p.Pairs[one.pair]
		if slices.ContainsFunc(q.Rule.Use, func(u place.Use) bool { return r.load.moved[u.Block] }) {
			r.cuts[0].retable(one.loose, priced(q, r.load.prices, r.p.Width(q.A)*r.p.Width(q.B)))
		}
	}
}

// priced is a pair's cost table with its uses at the prices.
func priced(q *place.Pair, prices Prices, size int) []int64 {
	table := make([]int64, size)
	copy(table, q.Cost)
	for _, use := range q.Rule.Use {
		for at, v := range use.Amount {
			table[at] += prices[use.Block][0] * int64(v)
		}
	}
	return table
}

// fixed are the terms without x: the capacities at their prices, and the purchases.
func (r *Relaxation) fixed(prices Prices) int64 {
	var sum int64
	for b, row := range prices {
		block := &r.p.Blocks[b]
		var all int64
		for t, price := range row {
			all += price
			sum -= price * block.Cap[t]
			if !block.Hard() {
				sum += max(0, r.limits.most[b][t]-block.Cap[t]) * min(0, block.Over[t]-price)
			}
		}
		sum += block.FirmMax * min(0, block.Firm-all)
	}
	return sum
}

// use keeps usage up with x.
func (r *Relaxation) use(x place.Placement) {
	p := r.p
	for _, one := range r.varying {
		q := &p.Pairs[one.pair]
		before, after := p.At(q, r.x[q.A], r.x[q.B]), p.At(q, x[q.A], x[q.B])
		for _, use := range q.Rule.Use {
			r.usage[use.Block][0] += int64(use.Amount[after]) - int64(use.Amount[before])
		}
	}
	for i, l := range x {
		if before := r.x[i]; before != l {
			r.usage.Add(p.Services[i].Options[before].Use, -1)
			r.usage.Add(p.Services[i].Options[l].Use, 1)
		}
	}
	copy(r.x, x)
}

// Usage is what the last answer's placement uses, to be read until the next answer.
// Less the capacity it is the floor's subgradient, where nothing is bought.
func (r *Relaxation) Usage() place.Usage { return r.usage }
