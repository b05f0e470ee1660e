package fleet

import (
	"maps"
	"math"
	"slices"

	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// capacities adds the bounds of what there is room for, and what tables forbid to
// those that are there.
func (x *widening) capacities(f *Fleet) {
	for k, t := range x.tables {
		for _, n := range slices.Sorted(maps.Keys(t.cells)) {
			for _, at := range t.cells[n] {
				x.bounds[n].Cells = append(x.bounds[n].Cells, Cell{Pair: int32(k), At: at})
			}
		}
	}
	for _, s := range x.b.sites {
		for _, p := range s.pools {
			x.nodes(f, s, p)
		}
		for _, d := range s.disks {
			x.storage(f, s, d)
		}
	}
	for _, l := range x.b.budgets {
		origin := l.m.svc.LatencyBudget.Mean.Origin
		n := x.bound(boundKey{sort: LatencyBudget, a: l.m.svc.Name}, Bound{Services: []string{l.m.svc.Name}}, origin)
		x.bounds[n].Grow = []Grow{{Block: l.block, By: micro / 1000}}
	}
}

// nodes is the bound of a node pool: one node more is room in every union of pools
// that the pool is in.
func (x *widening) nodes(f *Fleet, s *site, p *pool) {
	b := Bound{Site: s.spec.Name, Pool: p.spec.Name}
	for _, r := range s.rows {
		if !slices.Contains(r.pools, p) {
			continue
		}
		for resource, block := range r.blocks {
			if by := whole(resource, p.room[resource]); block >= 0 && by > 0 {
				b.Grow = append(b.Grow, Grow{Block: block, By: by})
			}
		}
		for _, w := range r.pieces {
			if by := whole(w.resource, p.room[w.resource]) / w.size; by > 0 {
				b.Grow = append(b.Grow, Grow{Block: w.block, By: by})
			}
		}
	}
	if len(b.Grow) == 0 {
		return
	}
	more := x.b.tariff.Standing(x.b.w.Vary(spec.Variation{Nodes: map[[2]string]int{{s.spec.Name, p.spec.Name}: 1}}))
	price := x.b.tariff.Zero()
	for _, line := range more {
		price = price.Add(line.Amount)
	}
	for _, line := range x.b.standing {
		price = price.Sub(line.Amount)
	}
	b.Price = units(f, price)
	if top := p.spec.MaxNodes; top.Set() {
		if b.Most = int64(top.V) - int64(p.nodes); b.Most <= 0 {
			b.Most = -1
		}
	}
	x.bound(boundKey{sort: NodePool, a: s.spec.Name, b: p.spec.Name}, b, p.spec.Nodes.Origin, p.spec.Origin)
}

// storage is the bound of a storage pool with a size.
func (x *widening) storage(f *Fleet, s *site, d *diskRow) {
	b := Bound{Site: s.spec.Name, Pool: d.name, Grow: []Grow{{Block: d.block, By: mebi}}}
	for _, p := range s.spec.StoragePools {
		if p.Name == d.name {
			b.Price = units(f, x.b.tariff.Convert(p.PerGiB.V.Amount))
			x.bound(boundKey{sort: StoragePool, a: s.spec.Name, b: d.name}, b, p.Size.Origin)
		}
	}
}

// units is an amount in the problem's unit, as far as it has room.
func units(f *Fleet, a money.Amount) int64 {
	n, ok := a.Whole(f.Unit.Digits)
	if !ok {
		return math.MaxInt64 >> 8
	}
	return n
}
