package optimise

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// fragment is a problem in which most services stay where they are: what they cost
// and use is folded into the few that are free.
type fragment struct {
	problem *place.Problem
	whole   *place.Problem
	base    place.Placement
	// free are the services of the whole problem that the fragment's first services
	// are; option is by free service the option of the whole problem that each option
	// is.
	free   []int32
	option [][]uint8
}

// newFragment frees the services listed, in order, and leaves the others as in x,
// which uses use.
func newFragment(p *place.Problem, x place.Placement, use place.Usage, free []int32) *fragment {
	f := &fragment{problem: &place.Problem{Resources: p.Resources, Pools: p.Pools}, whole: p, base: x, free: free}
	index := make([]int32, len(p.Services))
	for i := range index {
		index[i] = -1
	}
	for k, i := range free {
		index[i] = int32(k)
	}
	f.services(index)
	f.pairs(index)
	f.rest(use)
	f.views(index)
	return f
}

// services copies the free services, with the options that their neighbours allow.
func (f *fragment) services(index []int32) {
	barred := make([]place.Set, len(f.free))
	f.each(index, func(q *place.Pair, k int32, at func(l uint8) int) {
		if q.Rule == nil || q.Rule.Forbid == nil {
			return
		}
		for l := range f.whole.Services[f.free[k]].Options {
			if q.Rule.Forbid[at(uint8(l))] {
				barred[k] |= 1 << l
			}
		}
	})
	for k, i := range f.free {
		s := &f.whole.Services[i]
		var options []place.Option
		var from []uint8
		for l, o := range s.Options {
			if !barred[k].Has(uint8(l)) || uint8(l) == f.base[i] {
				options, from = append(options, o), append(from, uint8(l))
			}
		}
		f.problem.Services = append(f.problem.Services, place.Service{Name: s.Name, Options: options})
		f.option = append(f.option, from)
	}
}

// each calls back for every pair of a free service k and one that is not; at is the
// place in the pair's tables of an option of the free one.
func (f *fragment) each(index []int32, do func(q *place.Pair, k int32, at func(l uint8) int)) {
	p := f.whole
	for n := range p.Pairs {
		q := &p.Pairs[n]
		a, b := index[q.A], index[q.B]
		switch {
		case a >= 0 && b < 0:
			do(q, a, func(l uint8) int { return p.At(q, l, f.base[q.B]) })
		case a < 0 && b >= 0:
			do(q, b, func(l uint8) int { return p.At(q, f.base[q.A], l) })
		}
	}
}

// pairs folds the pairs with one end free into its options, and keeps those with two.
func (f *fragment) pairs(index []int32) {
	f.each(index, func(q *place.Pair, k int32, at func(l uint8) int) {
		options := f.problem.Services[k].Options
		for m, l := range f.option[k] {
			if q.Cost != nil {
				options[m].Cost += q.Cost[at(l)]
			}
			if q.Rule == nil {
				continue
			}
			for _, one := range q.Rule.Use {
				options[m].Use = with(options[m].Use, one.Block, one.Amount[at(l)])
			}
		}
	})
	for n := range f.whole.Pairs {
		q := &f.whole.Pairs[n]
		if index[q.A] >= 0 && index[q.B] >= 0 {
			f.problem.Pairs = append(f.problem.Pairs, f.pair(q, index[q.A], index[q.B]))
		}
	}
}

// with adds to the use of a block with one slot.
func with(use []place.Use, block, amount int32) []place.Use {
	k, found := slices.BinarySearchFunc(use, block, func(u place.Use, b int32) int { return int(u.Block - b) })
	if found {
		out := slices.Clone(use)
		out[k].Amount = []int32{out[k].Amount[0] + amount}
		return out
	}
	return slices.Insert(slices.Clone(use), k, place.Use{Block: block, Amount: []int32{amount}})
}

// pair is a pair of two free services, its tables without the options that were left
// out.
func (f *fragment) pair(q *place.Pair, a, b int32) place.Pair {
	out := place.Pair{A: a, B: b, Cost: q.Cost}
	if q.Rule != nil {
		out.Rule = &place.Rule{Forbid: q.Rule.Forbid, Use: slices.Clone(q.Rule.Use)}
	}
	if len(f.option[a]) == f.whole.Width(q.A) && len(f.option[b]) == f.whole.Width(q.B) {
		return out
	}
	out.Cost = chosen(f, q, a, b, q.Cost)
	if out.Rule != nil {
		out.Rule.Forbid = chosen(f, q, a, b, q.Rule.Forbid)
		for k := range out.Rule.Use {
			out.Rule.Use[k].Amount = chosen(f, q, a, b, out.Rule.Use[k].Amount)
		}
	}
	return out
}

// chosen are the entries of a pair's table for the options that are left.
func chosen[T any](f *fragment, q *place.Pair, a, b int32, table []T) []T {
	if table == nil {
		return nil
	}
	var out []T
	for _, l := range f.option[a] {
		for _, m := range f.option[b] {
			out = append(out, table[f.whole.At(q, l, m)])
		}
	}
	return out
}

// rest takes what the fixed services use from the capacities, and adds services of
// one option for what they cost and for what they use above a capacity.
func (f *fragment) rest(use place.Usage) {
	p := f.whole
	f.problem.Blocks = slices.Clone(p.Blocks)
	above := make(place.Usage, len(p.Blocks))
	for b := range p.Blocks {
		above[b] = slices.Clone(use[b])
	}
	for k, i := range f.free {
		above.Add(f.problem.Services[k].Options[slices.Index(f.option[k], f.base[i])].Use, -1)
	}
	for n := range f.problem.Pairs {
		q := &f.problem.Pairs[n]
		if q.Rule == nil {
			continue
		}
		at := f.problem.At(q, f.now(q.A), f.now(q.B))
		for _, one := range q.Rule.Use {
			above[one.Block][0] -= int64(one.Amount[at])
		}
	}
	for b := range p.Blocks {
		left := slices.Clone(p.Blocks[b].Cap)
		for t := range left {
			taken := min(left[t], above[b][t])
			left[t] -= taken
			above[b][t] -= taken
		}
		f.problem.Blocks[b].Cap = left
	}
	cost := p.Place(f.base) - f.problem.Place(f.start())
	for first := true; ; first = false {
		uses, more := taken(above)
		if !first && len(uses) == 0 {
			return
		}
		f.problem.Services = append(f.problem.Services, place.Service{Options: []place.Option{{Cost: cost, Use: uses}}})
		if cost = 0; !more {
			return
		}
	}
}

// taken takes from the uses as much as one option can have of each.
func taken(above place.Usage) (uses []place.Use, more bool) {
	for b := range above {
		amount := make([]int32, len(above[b]))
		any := false
		for t, v := range above[b] {
			amount[t] = int32(min(v, math.MaxInt32))
			above[b][t] -= int64(amount[t])
			any = any || v > 0
			more = more || above[b][t] > 0
		}
		if any {
			uses = append(uses, place.Use{Block: int32(b), Amount: amount})
		}
	}
	return uses, more
}

// now is the fragment's option of its service k in the base placement.
func (f *fragment) now(k int32) uint8 {
	return uint8(slices.Index(f.option[k], f.base[f.free[k]]))
}

// start is the base placement as the fragment's.
func (f *fragment) start() place.Placement {
	x := make(place.Placement, len(f.problem.Services))
	for k := range f.free {
		x[k] = f.now(int32(k))
	}
	return x
}

// whole writes a placement of the fragment as one of the whole problem.
func (f *fragment) full(x place.Placement) place.Placement {
	out := slices.Clone(f.base)
	for k, i := range f.free {
		out[i] = f.option[k][x[k]]
	}
	return out
}
