package relax

import "math/bits"

// room is what the weights of a cut, and the prices times what they are multiplied with,
// may add up to: what flows in a cut and in the one before it together with what is kept
// of earlier ones then stays below [flow.Infinite], and every floor in 62 bits.
const room = uint64(1) << 60

// mass is an upper bound of the sum of all weights in a cut, whatever the domains, before
// its first cut and without prices and shares.
func (c *chains) mass() uint64 {
	var m tally
	for v := range c.graph.Len() {
		m.add(1, c.graph.Weight(int32(v)))
	}
	for k := range c.loose {
		if one := &c.loose[k]; one.table != nil {
			m.table(one.table, c.width(one.b))
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

// table adds what the weights of a table's form are at most over any domains: the rises
// of its first row and column, and its corners four times, in the rises of other rows
// and columns and in the shares of arcs.
func (m *tally) table(table []int64, columns int) {
	for at, v := range table {
		a, b := at/columns, at%columns
		switch {
		case a > 0 && b > 0:
			m.add(4, table[at-1]+table[at-columns]-v-table[at-columns-1])
		case a > 0:
			m.add(1, v-table[at-columns])
		case b > 0:
			m.add(1, v-table[at-1])
		}
	}
}

func (m *tally) sum() uint64 {
	if m.hi != 0 {
		return ^uint64(0)
	}
	return m.lo
}
