package verify

import (
	"errors"
	"math/bits"
)

// relaxation computes the bounds of leaves. It keeps networks between leaves for the
// flows in them alone; all numbers are written anew.
type relaxation struct {
	s     *subject
	rules []*rule
	// chains is one where the options are in order, else one for each view.
	chains []*chain
	// start is where a group's options begin in theta, which is by option what it
	// costs and uses at the leaf's prices.
	start []int
	theta []int64
	// at is by block the leaf's prices.
	at    [][]price
	table []int64
}

var (
	errSize = errors.New("its numbers leave 64 bits")
	errWork = errors.New("it takes more work than is allowed")
)

func newRelaxation(s *subject) (*relaxation, error) {
	p := &s.f.Problem
	r := &relaxation{s: s, rules: s.rules(), at: make([][]price, len(p.Blocks))}
	width := make([]int, len(p.Groups))
	for g := range p.Groups {
		width[g] = len(p.Groups[g].Options)
		r.start = append(r.start, len(r.theta))
		r.theta = append(r.theta, make([]int64, width[g])...)
	}
	if len(p.Views) == 0 {
		c, err := newChain(width, p.Pairs, func(k int) bool {
			q := &p.Pairs[k]
			return len(q.Cost) > 0 || len(q.Forbid) > 0 || len(q.Use) > 0
		}, s.meter)
		r.chains = []*chain{c}
		return r, err
	}
	for v := range p.Views {
		view := &p.Views[v]
		levels := make([]int, len(p.Groups))
		for g := range levels {
			levels[g] = view.levels(g)
		}
		c, err := newChain(levels, p.Pairs, func(k int) bool { return len(view.Cost[k]) > 0 }, s.meter)
		if err != nil {
			return nil, err
		}
		r.chains = append(r.chains, c)
	}
	return r, nil
}

// bound is a number that no placement x in the domains that keeps capacities and
// rules has less than, in
//
//	cost(x) + purchases + Σ price·(use(x) − capacity − bought)
//
// The last sum is not above 0 for such an x, so nothing it could cost is less than
// the bound. With costs left out (empty), all of it is not above 0: a bound above 0
// proves that there is no such x.
//
// What is bought is in the expression z firm units of a block and o of a slot, both
// at the solver's choice: the least over z and o is a term for each (see purchases).
func (r *relaxation) bound(domain []uint64, n *node) (wide, error) {
	if err := r.price(n.Prices); err != nil {
		return wide{}, err
	}
	r.weigh(n.Empty)
	var sum wide
	var err error
	if len(r.s.f.Problem.Views) == 0 {
		sum, err = r.one(domain, n.Empty)
	} else {
		sum, err = r.views(domain, n)
	}
	if err == nil && r.s.meter.empty() {
		err = errWork
	}
	return sum.plus(r.purchases(domain, n.Empty)), err
}

// price sorts the leaf's prices by block and makes sure that price·use, summed over
// everything that can be used, and the prices themselves stay within 62 bits.
func (r *relaxation) price(prices []price) error {
	for b := range r.at {
		r.at[b] = nil
	}
	var weight, sum wide
	limit := widen(1 << 62)
	for k, from := 0, 0; k < len(prices); k++ {
		b, t, v := int(prices[k][0]), prices[k][1], prices[k][2]
		if int(prices[from][0]) != b {
			from = k
		}
		r.at[b] = prices[from : k+1]
		sum = sum.plus(widen(v))
		weight = weight.plus(product(v, r.s.most[b][t]+r.s.capacity(b)[t]))
		if !weight.less(limit) || !sum.less(limit) {
			return errSize
		}
	}
	r.s.meter.spend(len(prices) + len(r.at))
	return nil
}

// weigh computes theta: cost + Σ price·use of every option.
func (r *relaxation) weigh(empty bool) {
	p := &r.s.f.Problem
	for g := range p.Groups {
		for l := range p.Groups[g].Options {
			o := &p.Groups[g].Options[l]
			sum := o.Cost
			if empty {
				sum = 0
			}
			for _, use := range o.Use {
				amount := p.Vectors[use[1]]
				for _, one := range r.at[use[0]] {
					sum += one[2] * amount[one[1]]
				}
				r.s.meter.spend(1 + len(r.at[use[0]]))
			}
			r.theta[r.start[g]+l] = sum
		}
	}
}

// purchases is −Σ price·capacity and the least that buying adds: a firm unit costs
// firm and saves the block's prices, in each of at most FirmMax units; a unit above
// the capacity of a slot costs over and saves that slot's price, and no more units
// help than can be used above the capacity.
func (r *relaxation) purchases(domain []uint64, empty bool) wide {
	sum := wide{}
	for b, prices := range r.at {
		one, over, together := &r.s.f.Problem.Blocks[b], r.s.over(b), int64(0)
		for _, of := range prices {
			t, v := int(of[1]), of[2]
			together += v
			sum = sum.minus(product(v, r.s.capacity(b)[t]))
			if over == nil {
				continue
			}
			gain := v
			if !empty {
				gain = v - over[t]
			}
			if gain > 0 {
				sum = sum.minus(product(gain, max(0, r.mostOf(domain, b, t)-r.s.capacity(b)[t])))
			}
		}
		if !empty {
			together -= min(together, one.Firm)
		}
		sum = sum.minus(product(together, one.FirmMax))
	}
	return sum
}

// mostOf is the most that can be used of a slot within the domains.
func (r *relaxation) mostOf(domain []uint64, b, t int) int64 {
	p := &r.s.f.Problem
	var sum int64
	for g := range p.Groups {
		var top int64
		for l := range p.Groups[g].Options {
			if domain[g]>>l&1 == 0 {
				continue
			}
			uses := p.Groups[g].Options[l].Use
			for k := 0; k < len(uses) && uses[k][0] <= b; k++ {
				if uses[k][0] == b {
					top = max(top, p.Vectors[uses[k][1]][t])
				}
			}
			r.s.meter.spend(1 + len(uses))
		}
		sum += top
	}
	for k := range p.Pairs {
		for _, use := range p.Pairs[k].Use {
			if use.Block == b {
				sum += r.s.topOf(&p.Pairs[k], use.Amount, domain)
			}
		}
	}
	return sum
}

// topOf is the largest number of a pair's table within the domains.
func (s *subject) topOf(q *pair, table []int64, domain []uint64) (top int64) {
	s.meter.spend(len(table))
	for at, v := range table {
		width := len(s.f.Problem.Groups[q.B].Options)
		if domain[q.A]>>(at/width)&1 == 1 && domain[q.B]>>(at%width)&1 == 1 {
			top = max(top, v)
		}
	}
	return top
}

// pairTable is a pair's cost and its use at the leaf's prices; nil for all zero.
func (r *relaxation) pairTable(k int, empty bool) []int64 {
	q := &r.s.f.Problem.Pairs[k]
	cost := q.Cost
	if empty || len(cost) == 0 {
		cost = nil
	}
	priced := false
	for _, use := range q.Use {
		prices := r.at[use.Block]
		if len(prices) == 0 {
			continue
		}
		if !priced {
			r.table = append(r.table[:0], make([]int64, len(use.Amount))...)
			copy(r.table, cost)
			priced = true
		}
		r.s.meter.spend(len(use.Amount))
		for at, v := range use.Amount {
			r.table[at] += prices[0][2] * v // a block with one slot has one price
		}
	}
	if priced {
		return r.table
	}
	return cost
}

// one is the bound where the options are in order: one network of options.
func (r *relaxation) one(domain []uint64, empty bool) (wide, error) {
	sum, ok := r.chains[0].least(domain,
		func(i, l int) int64 { return r.theta[r.start[i]+l] },
		func(k int) []int64 { return r.pairTable(k, empty) },
		r.rules)
	if !ok {
		return wide{}, errSize
	}
	return sum, nil
}

// lowest is the place of a set where a function is least, and its value there.
func lowest(set uint64, value func(l int) wide) wide {
	least := wide{}
	for began := false; set != 0; began = true {
		l := bits.TrailingZeros64(set)
		set &= set - 1
		if v := value(l); !began || v.less(least) {
			least = v
		}
	}
	return least
}
