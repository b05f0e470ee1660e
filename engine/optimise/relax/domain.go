package relax

import "berth.dev/engine/place"

// bond is what two services' forbidden pairs leave: by option of one the options that
// the other may have.
type bond struct {
	a, b     int32
	ofA, ofB []place.Set
}

func newBond(p *place.Problem, q *place.Pair) *bond {
	b := &bond{a: q.A, b: q.B, ofA: make([]place.Set, p.Width(q.A)), ofB: make([]place.Set, p.Width(q.B))}
	for l := range b.ofA {
		for m := range b.ofB {
			if !q.Rule.Forbid[p.At(q, uint8(l), uint8(m))] {
				b.ofA[l] |= 1 << m
				b.ofB[m] |= 1 << l
			}
		}
	}
	return b
}

// bonds are the forbidden pairs of a problem.
type bonds struct {
	all []*bond
	// of is by service the bonds it is in; nil without any.
	of [][]int32
	// base is by service the options that some placement of its partners allows.
	base []place.Set
	// empty says that a service has none.
	empty bool
}

func newBonds(p *place.Problem) *bonds {
	b := &bonds{base: make([]place.Set, len(p.Services))}
	for i := range p.Services {
		b.base[i] = place.All(p.Width(int32(i)))
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Rule != nil && q.Rule.Forbid != nil {
			if b.of == nil {
				b.of = make([][]int32, len(p.Services))
			}
			index := int32(len(b.all))
			b.all = append(b.all, newBond(p, q))
			b.of[q.A], b.of[q.B] = append(b.of[q.A], index), append(b.of[q.B], index)
		}
	}
	b.empty = !b.propagate(b.base)
	return b
}

// between is the bond of a pair, nil where nothing is forbidden.
func (b *bonds) between(q *place.Pair) *bond {
	if q.Rule == nil || q.Rule.Forbid == nil {
		return nil
	}
	for _, index := range b.of[q.A] {
		if one := b.all[index]; one.b == q.B {
			return one
		}
	}
	return nil
}

// propagate removes options without an allowed partner until none is left; false where
// a service has no option.
func (b *bonds) propagate(domains []place.Set) bool {
	for _, d := range domains {
		if d == 0 {
			return false
		}
	}
	if b.all == nil {
		return true
	}
	queue, waiting := make([]int32, len(b.all)), make([]bool, len(b.all))
	for k := range queue {
		queue[k], waiting[k] = int32(k), true
	}
	for len(queue) > 0 {
		k := queue[0]
		queue, waiting[k] = queue[1:], false
		one := b.all[k]
		for _, side := range [2]struct {
			i, j int32
			of   []place.Set
		}{{one.a, one.b, one.ofA}, {one.b, one.a, one.ofB}} {
			left := supported(domains[side.i], domains[side.j], side.of)
			if left == 0 {
				return false
			}
			if left == domains[side.i] {
				continue
			}
			domains[side.i] = left
			for _, other := range b.of[side.i] {
				if !waiting[other] {
					waiting[other] = true
					queue = append(queue, other)
				}
			}
		}
	}
	return true
}

// supported are the options of a domain that allow the partner one of its own.
func supported(domain, partner place.Set, allowed []place.Set) place.Set {
	for left := domain; left != 0; left &= left - 1 {
		if l := left.First(); allowed[l]&partner == 0 {
			domain &^= 1 << l
		}
	}
	return domain
}
