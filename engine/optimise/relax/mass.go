package relax

import "math/bits"

// mass is an upper bound of the sum of all weights and capacities that the costs make,
// MaxUint64 where that leaves 64 bits.
func (r *Relaxation) mass() uint64 {
	var m tally
	for i := range r.p.Services {
		for l := range r.p.Services[i].Options {
			// In the weights of two nodes.
			m.add(2, r.p.Services[i].Options[l].Cost)
		}
	}
	for k := range r.p.Pairs {
		q := &r.p.Pairs[k]
		m.table(q.Cost)
		for v := range r.p.Views {
			m.table(r.p.Views[v].Cost[k])
		}
	}
	return m.sum()
}

// tally adds sizes up in 128 bits.
type tally struct{ hi, lo uint64 }

func (m *tally) add(times uint64, v int64) {
	size := uint64(v)
	if v < 0 {
		size = -size
	}
	hi, lo := bits.Mul64(times, size)
	var carry uint64
	m.lo, carry = bits.Add64(m.lo, lo, 0)
	m.hi += hi + carry
}

// table adds a pair's costs: each entry is in at most four corners, each corner in an
// arc and two weights, and in two weights besides.
func (m *tally) table(cost []int64) {
	for _, v := range cost {
		m.add(16, v)
	}
}

func (m *tally) sum() uint64 {
	if m.hi != 0 {
		return ^uint64(0)
	}
	return m.lo
}
