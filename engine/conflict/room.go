package conflict

import (
	"slices"

	"berth.dev/engine/place"
)

// least is by block and slot what any placement within the domains uses: for each
// service and pair the least of its options.
func (q *question) least(domains []place.Set) place.Usage {
	out := make(place.Usage, len(q.p.Blocks))
	for b := range out {
		out[b] = make([]int64, len(q.p.Blocks[b].Cap))
	}
	var rows [][]int32
	for i := range q.p.Services {
		options, domain := q.p.Services[i].Options, domains[i]
		first := options[domain.First()].Use
		if domain.Len() == 1 {
			out.Add(first, 1)
			continue
		}
		for _, use := range first {
			rows = rows[:0]
			for l := range options {
				if domain.Has(uint8(l)) {
					rows = append(rows, of(options[l].Use, use.Block))
				}
			}
			addLeast(out[use.Block], rows)
		}
	}
	for k := range q.p.Pairs {
		pair := &q.p.Pairs[k]
		if pair.Rule == nil {
			continue
		}
		for _, use := range pair.Rule.Use {
			out[use.Block][0] += leastOfPair(q.p, pair, use.Amount, domains)
		}
	}
	return out
}

// of is what a list of uses takes of a block, nil for nothing.
func of(uses []place.Use, block int32) []int32 {
	k := slices.IndexFunc(uses, func(u place.Use) bool { return u.Block == block })
	if k < 0 {
		return nil
	}
	return uses[k].Amount
}

// addLeast adds to sum the least of the rows, slot by slot; a nil row is all zero.
func addLeast(sum []int64, rows [][]int32) {
	if slices.ContainsFunc(rows, func(row []int32) bool { return row == nil }) {
		return
	}
	for t := range sum {
		v := rows[0][t]
		for _, row := range rows[1:] {
			v = min(v, row[t])
		}
		sum[t] += int64(v)
	}
}

// leastOfPair is the least that a pair takes within the domains, by the pairs of
// options that are allowed.
func leastOfPair(p *place.Problem, pair *place.Pair, amount []int32, domains []place.Set) int64 {
	least := int64(-1)
	for a := range p.Width(pair.A) {
		for b := range p.Width(pair.B) {
			if !domains[pair.A].Has(uint8(a)) || !domains[pair.B].Has(uint8(b)) || pair.Forbidden(p, uint8(a), uint8(b)) {
				continue
			}
			if v := int64(amount[p.At(pair, uint8(a), uint8(b))]); least < 0 || v < least {
				least = v
			}
		}
	}
	return max(0, least)
}

// lack is the slot in which use leaves most of its limit, as a share of it; ok is
// false where none does.
func (q *question) lack(use place.Usage) (block, slot int32, ok bool) {
	var most float64
	for b, limit := range q.limit {
		for t, v := range limit {
			if over := use[b][t] - v; over > 0 {
				if share := float64(over) / float64(max(1, v)); share > most {
					block, slot, ok, most = int32(b), int32(t), true, share
				}
			}
		}
	}
	return block, slot, ok
}

// fits says whether a placement within the domains keeps every limit and rule.
func (q *question) fits(x place.Placement) bool {
	for i, l := range x {
		if !q.domains[i].Has(l) {
			return false
		}
	}
	for k := range q.p.Pairs {
		pair := &q.p.Pairs[k]
		if pair.Forbidden(q.p, x[pair.A], x[pair.B]) {
			return false
		}
	}
	_, _, lacks := q.lack(q.p.Usage(x))
	return !lacks
}
