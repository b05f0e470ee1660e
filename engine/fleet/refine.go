package fleet

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
)

// mostTried is how many numbers of replicas are tried for one split.
const mostTried = 32

// Refine returns the fleet with, for each service and each pair of sites it may be
// split between, the split that would cost least at given prices of capacity, with
// neighbours where a placement has them. Services for which that is a split they have
// already stay as they are; added says how many splits are new. Prices are sorted by
// block and slot, as a proof's are. No other method of the two fleets may run beside it.
func (f *Fleet) Refine(prices []place.Price, x place.Placement) (finer *Fleet, added int) {
	b := *f.b
	b.diags, b.failed, b.coarser = nil, false, 0
	b.assumptions = slices.Clone(f.b.assumptions)
	b.groups = make([]*group, len(f.b.groups))
	r := refiner{f: f, b: f.b, x: x, prices: prices}
	for i, g := range f.b.groups {
		n := *g
		n.splits = make(map[string][][]int, len(g.splits))
		for id, list := range g.splits {
			n.splits[id] = list
		}
		if g.held == "" {
			added += r.refine(i, g, &n)
		}
		b.groups[i] = &n
	}
	if added == 0 {
		return f, 0
	}
	for _, g := range b.groups {
		b.findWays(g)
	}
	// Uses name blocks by number: both fleets have the same blocks.
	return b.assemble(), added
}

// refiner looks for better splits.
type refiner struct {
	f      *Fleet
	b      *builder
	x      place.Placement
	prices []place.Price
}

// refine adds the best split of every hybrid of a group to n, its copy.
func (r *refiner) refine(i int, g, n *group) (added int) {
	if len(g.ways) >= place.MaxOptions {
		return 0
	}
	for _, w := range g.ways {
		if w.Base == nil || n.splits[w.ID] == nil || len(n.splits[w.ID]) != len(g.splits[w.ID]) {
			continue // no hybrid, or done with another of its splits
		}
		base := make([]int, len(g.members))
		for k, v := range w.variants {
			base[k] = r.best(g, v)
		}
		list := n.splits[w.ID]
		if slices.ContainsFunc(list, func(have []int) bool { return slices.Equal(have, base) }) || !rises(list, base) {
			continue
		}
		list = append(slices.Clone(list), base)
		slices.SortFunc(list, func(a, b []int) int { return slices.Compare(a, b) })
		n.splits[w.ID] = list
		added++
	}
	return added
}

// rises tells whether a split of several members goes up or down with all of them
// against every other: else the order of splits would be none.
func rises(list [][]int, base []int) bool {
	for _, have := range list {
		up, down := true, true
		for i := range have {
			up, down = up && base[i] >= have[i], down && base[i] <= have[i]
		}
		if !up && !down {
			return false
		}
	}
	return true
}

// best is with how many replicas kept a member's hybrid costs least.
func (r *refiner) best(g *group, like *variant) int {
	least, top := max(1, int(like.m.least)), max(1, int(like.m.least), int(like.m.top)-1)
	step := max(1, (top-least+mostTried-1)/mostTried)
	option := like.m.option(like.at.ID)
	var tried []candidate
	for q := least; q <= top; q += step {
		tried = append(tried, candidate{q, r.cost(r.b.trial(like.m, option, q))})
	}
	return slices.MinFunc(tried, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.q, b.q)) }).q
}

type candidate struct {
	q    int
	cost float64
}

// cost is what a variant costs with capacity at its prices and neighbours where they
// are.
func (r *refiner) cost(v *variant) float64 {
	b := r.b
	sum := 0.0
	if b.o.Objective.money() {
		if bill, err := b.bill(v); err == nil {
			sum += bill.Total.Float()
		} else {
			return math.Inf(1)
		}
	}
	if b.o.Objective.score() {
		if mark, speaks, err := v.setting.Score(); err == nil && speaks {
			sum += b.pointValue(v.m.svc).Float() * 100 * (1 - mark)
		}
	}
	return sum + r.capacity(v) + r.traffic(v)
}

// capacity is what the variant's use is worth at the prices given.
func (r *refiner) capacity(v *variant) (sum float64) {
	s := r.b.sites[v.first]
	for _, p := range r.prices {
		says := &r.f.Blocks[p.Block]
		switch {
		case says.Kind == Capacity && says.Site == s.spec.Name:
			for _, row := range s.rows {
				if i := slices.Index(row.blocks, p.Block); i >= 0 && v.m.masks[v.first]&^row.set == 0 {
					sum += float64(p.Value) * float64(v.owned(int(p.Slot))) * float64(v.m.request[i])
				}
			}
		case says.Kind == Pieces && says.Site == s.spec.Name:
			for _, row := range s.rows {
				if i := slices.IndexFunc(row.pieces, func(w *piece) bool { return w.block == p.Block }); i >= 0 && v.m.masks[v.first]&^row.set == 0 {
					w := row.pieces[i]
					sum += float64(p.Value) * float64(v.owned(int(p.Slot))) * float64(v.m.request[w.resource]/w.size)
				}
			}
		case says.Kind == Committed && v.second >= 0 && says.Site == r.b.sites[v.second].spec.Name:
			i := slices.Index(r.b.resources, says.Resource)
			sum += float64(p.Value) * float64(v.commitUse(i, int(p.Slot)))
		}
	}
	return sum / math.Pow10(r.f.Unit.Digits)
}

// traffic is what the variant's traffic with other groups costs.
func (r *refiner) traffic(v *variant) (sum float64) {
	b := r.b
	if !b.o.Objective.money() {
		return 0
	}
	for _, k := range v.m.c.Traffic {
		j, known := b.memberAt[k.Name]
		if !known || !k.Neighbour || k.Inbound || b.members[j].group == v.m.group {
			continue
		}
		o := b.placed(r.x, b.members[j])
		for _, t := range b.ties.between[[2]int{v.m.index, j}] {
			sum += b.crossingMoney(t, v, o, b.cross(t, v, o))
		}
	}
	for _, k := range v.m.c.Traffic {
		j, known := b.memberAt[k.Name]
		if !known || !k.Inbound || b.members[j].group == v.m.group {
			continue
		}
		o := b.placed(r.x, b.members[j])
		for _, t := range b.ties.between[[2]int{j, v.m.index}] {
			sum += b.crossingMoney(t, o, v, b.cross(t, o, v))
		}
	}
	return sum
}
