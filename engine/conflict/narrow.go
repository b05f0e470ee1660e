package conflict

import (
	"slices"

	"berth.dev/engine/place"
)

// Narrow is the problem with all rules in effect but the one that is relaxed: what a
// solver is to be asked. Kept are by service the wide problem's options that are left.
// Where a service has none left, the problem does not pass [place.Problem.Check].
func Narrow(p *place.Problem, rules []Rule, relaxed Relaxed) (narrow *place.Problem, kept [][]uint8) {
	domains := all(p)
	cells := make(map[int32][]int32)
	out := &place.Problem{Services: slices.Clone(p.Services), Blocks: slices.Clone(p.Blocks), Pairs: slices.Clone(p.Pairs),
		Views: slices.Clone(p.Views), Pools: p.Pools, Resources: p.Resources}
	for r := range rules {
		if r == relaxed.Rule {
			grow(out, &rules[r], relaxed.Units)
			continue
		}
		for _, ban := range rules[r].Bans {
			domains[ban.Service] &^= 1 << ban.Option
		}
		for _, cell := range rules[r].Cells {
			cells[cell.Pair] = append(cells[cell.Pair], cell.At)
		}
	}
	kept = make([][]uint8, len(p.Services))
	for i := range out.Services {
		out.Services[i].Options = nil
		for l := range p.Services[i].Options {
			if domains[i].Has(uint8(l)) {
				kept[i] = append(kept[i], uint8(l))
				out.Services[i].Options = append(out.Services[i].Options, p.Services[i].Options[l])
			}
		}
	}
	for k := range out.Pairs {
		narrowPair(p, &out.Pairs[k], cells[int32(k)], kept)
	}
	for v := range out.Views {
		narrowView(p, &out.Views[v], kept)
	}
	return out, kept
}

// grow gives the blocks that a rule limits so many units more.
func grow(p *place.Problem, rule *Rule, units int64) {
	for _, g := range rule.Grow {
		block := &p.Blocks[g.Block]
		block.Cap = slices.Clone(block.Cap)
		for t := range block.Cap {
			block.Cap[t] += units * g.By
		}
	}
}

// all are the options of all services.
func all(p *place.Problem) []place.Set {
	out := make([]place.Set, len(p.Services))
	for i := range out {
		out[i] = place.All(p.Width(int32(i)))
	}
	return out
}

// part is a table with only the rows and columns that are kept.
func part[T any](table []T, width int, rows, columns []uint8) []T {
	if table == nil {
		return nil
	}
	out := make([]T, 0, len(rows)*len(columns))
	for _, a := range rows {
		for _, b := range columns {
			out = append(out, table[int(a)*width+int(b)])
		}
	}
	return out
}

func narrowPair(p *place.Problem, q *place.Pair, cells []int32, kept [][]uint8) {
	width, rows, columns := p.Width(q.B), kept[q.A], kept[q.B]
	q.Rule = forbidding(p, q, cells)
	q.Cost = part(q.Cost, width, rows, columns)
	if q.Rule == nil {
		return
	}
	rule := &place.Rule{Forbid: part(q.Rule.Forbid, width, rows, columns)}
	for _, use := range q.Rule.Use {
		rule.Use = append(rule.Use, place.Use{Block: use.Block, Amount: part(use.Amount, width, rows, columns)})
	}
	q.Rule = rule
}

// forbidding is a pair's rule with further places forbidden; the pair's own is not
// changed.
func forbidding(p *place.Problem, q *place.Pair, cells []int32) *place.Rule {
	if len(cells) == 0 {
		return q.Rule
	}
	rule := &place.Rule{Forbid: make([]bool, p.Width(q.A)*p.Width(q.B))}
	if q.Rule != nil {
		rule.Use = q.Rule.Use
		copy(rule.Forbid, q.Rule.Forbid)
	}
	for _, at := range cells {
		rule.Forbid[at] = true
	}
	return rule
}

// narrowView keeps the levels of the options that are left, and of the tables as much
// as the highest of them need.
func narrowView(p *place.Problem, v *place.View, kept [][]uint8) {
	before := v.Level
	v.Level = make([][]uint8, len(before))
	for i := range before {
		for _, l := range kept[i] {
			v.Level[i] = append(v.Level[i], before[i][l])
		}
	}
	cost := v.Cost
	v.Cost = make([][]int64, len(cost))
	for k := range cost {
		q := &p.Pairs[k]
		if len(kept[q.A]) > 0 && len(kept[q.B]) > 0 {
			v.Cost[k] = part(cost[k], int(slices.Max(before[q.B]))+1, upTo(slices.Max(v.Level[q.A])), upTo(slices.Max(v.Level[q.B])))
		}
	}
}

func upTo(top uint8) []uint8 {
	out := make([]uint8, top+1)
	for l := range out {
		out[l] = uint8(l)
	}
	return out
}
