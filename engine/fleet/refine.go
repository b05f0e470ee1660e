package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// mostTried is how many numbers of replicas are tried for one split.
const mostTried = 32

// Refine returns the fleet with further splits: for each service and each pair of
// sites it may be split between, the one that would cost least at given prices of
// capacity with neighbours where a placement has them; and for a service that the
// placement splits, the one that costs least of those that fit in with all else as it
// is. added says how many are new; where none is, the fleet returned is f. Prices are
// sorted by block and slot, as a proof's are. No other method of the two fleets may
// run beside it.
func (f *Fleet) Refine(prices []place.Price, x place.Placement) (finer *Fleet, added int) {
	return f.RefineUntil(func() bool { return false }, prices, x)
}

// RefineUntil is [Fleet.Refine], given up where stopped says so before it is done: then
// none is added.
func (f *Fleet) RefineUntil(stopped func() bool, prices []place.Price, x place.Placement) (finer *Fleet, added int) {
	r := refiner{f: f, b: f.b, x: x, prices: prices}
	return f.finer(stopped, r.refine)
}

// finer is the fleet with the splits that add puts into copies of its groups: it is
// given the place of a group, the group and the copy, and returns how many it added.
func (f *Fleet) finer(stopped func() bool, add func(int, *group, *group) int) (finer *Fleet, added int) {
	b := *f.b
	b.diags, b.failed, b.coarser = nil, false, 0
	b.assumptions = slices.Clone(f.b.assumptions)
	b.groups = make([]*group, len(f.b.groups))
	for i, g := range f.b.groups {
		if stopped() {
			return f, 0
		}
		n := *g
		n.splits = make(map[string][][]int, len(g.splits))
		for id, list := range g.splits {
			n.splits[id] = list
		}
		if g.held == "" {
			added += add(i, g, &n)
		}
		b.groups[i] = &n
	}
	if added == 0 {
		return f, 0
	}
	for _, g := range b.groups {
		if stopped() {
			return f, 0
		}
		b.findWays(g)
	}
	if stopped() {
		return f, 0
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
	// usage is what the placement uses, worked out when first asked for.
	usage place.Usage
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
			base[k] = r.best(v, r.cost)
		}
		added += n.split(w.ID, base)
		if chosen := g.ways[r.x[i]]; len(g.members) == 1 && chosen.Base != nil && chosen.ID == w.ID {
			added += n.split(w.ID, []int{r.fill(i, chosen.variants[0])})
		}
	}
	return added
}

// split adds a split of a group, if it is new and keeps the order; it returns how
// many it added.
func (g *group) split(id string, base []int) int {
	list := g.splits[id]
	if slices.ContainsFunc(list, func(have []int) bool { return slices.Equal(have, base) }) || !rises(list, base) {
		return 0
	}
	list = append(slices.Clone(list), base)
	slices.SortFunc(list, func(a, b []int) int { return slices.Compare(a, b) })
	g.splits[id] = list
	return 1
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

// best is with how many replicas kept a hybrid like one costs least: first a few
// numbers all over, then all between the neighbours of the best of them.
func (r *refiner) best(like *variant, cost func(*variant) float64) int {
	least, top := max(1, int(like.m.least)), max(1, int(like.m.least), int(like.m.top)-1)
	step := max(1, (top-least+mostTried-1)/mostTried)
	q := r.bestOf(like, least, top, step, cost)
	return r.bestOf(like, max(least, q-step+1), min(top, q+step-1), 1, cost)
}

// bestOf is the cheapest number of replicas in a range by steps, the lowest of equals.
func (r *refiner) bestOf(like *variant, from, to, step int, cost func(*variant) float64) int {
	option := like.m.option(like.at.ID)
	best, least := from, math.Inf(1)
	for q := from; q <= to; q += step {
		if c := cost(r.b.trial(like.m, option, q)); c < least {
			best, least = q, c
		}
	}
	return best
}

// cost is what a variant costs with capacity at its prices and neighbours where they
// are.
func (r *refiner) cost(v *variant) float64 { return r.own(v) + r.capacity(v) }

// own is what a variant costs with neighbours where they are, capacity left aside.
func (r *refiner) own(v *variant) float64 {
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
	return sum + r.traffic(v)
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
