package relax

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// rest is what no cut has of a pair's costs: what its views leave out, its uses at the
// prices where there are views, or all of it. The floor has the least of it that the
// domains allow.
type rest struct {
	pair int32
	// table is by option of the one and the other; nil for all zero.
	table []int64
	bond  *bond
	// least is over domains a and b, at the last prices.
	least int64
	a, b  place.Set
}

// rests finds the pairs of which something is in no cut.
func (r *Relaxation) rests() {
	for k := range r.p.Pairs {
		q := &r.p.Pairs[k]
		one := rest{pair: int32(k), table: r.remainder(k), bond: r.bonds.between(q)}
		if one.table != nil || q.Rule != nil && len(q.Rule.Use) > 0 {
			r.rest = append(r.rest, one)
		}
	}
}

// remainder is a pair's cost less what the views charge for it; nil for all zero.
func (r *Relaxation) remainder(k int) []int64 {
	q := &r.p.Pairs[k]
	table := make([]int64, r.p.Width(q.A)*r.p.Width(q.B))
	copy(table, q.Cost)
	for v := range r.cuts {
		view := &r.p.Views[v]
		if view.Cost[k] == nil {
			continue
		}
		side := int(slices.Max(view.Level[q.B])) + 1
		for a, la := range view.Level[q.A] {
			for b, lb := range view.Level[q.B] {
				table[r.p.At(q, uint8(a), uint8(b))] -= view.Cost[k][int(la)*side+int(lb)]
			}
		}
	}
	if !slices.ContainsFunc(table, func(v int64) bool { return v != 0 }) {
		return nil
	}
	return table
}

// leastRest is the sum of the rests over the domains. Prices are those of load, which
// may have changed since the last call; moved says by block whether they have.
func (r *Relaxation) leastRest(moved []bool) int64 {
	var sum int64
	for k := range r.rest {
		one := &r.rest[k]
		q := &r.p.Pairs[one.pair]
		a, b := r.domains[q.A], r.domains[q.B]
		if a != one.a || b != one.b || q.Rule != nil && slices.ContainsFunc(q.Rule.Use, func(u place.Use) bool { return moved[u.Block] }) {
			one.a, one.b = a, b
			one.least = r.leastOf(one, q)
		}
		sum += one.least
	}
	return sum
}

// leastOf is the least of a rest over its domains.
func (r *Relaxation) leastOf(one *rest, q *place.Pair) int64 {
	least := int64(math.MaxInt64)
	for rows := one.a; rows != 0; rows &= rows - 1 {
		a := rows.First()
		columns := one.b
		if one.bond != nil {
			columns &= one.bond.ofA[a]
		}
		for ; columns != 0; columns &= columns - 1 {
			at := r.p.At(q, a, columns.First())
			var v int64
			if one.table != nil {
				v = one.table[at]
			}
			if q.Rule != nil {
				for _, use := range q.Rule.Use {
					v += r.load.prices[use.Block][0] * int64(use.Amount[at])
				}
			}
			least = min(least, v)
		}
	}
	return least
}
