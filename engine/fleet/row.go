package fleet

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// mostRows is how many unions of pools of one site are kept as rows.
const mostRows = 16

// row is a union of pools of one owned site: services that can run nowhere else on
// the site share what the union has. These are Hall's conditions (P. Hall, 1935): a
// total for the site alone would let small pods fill the pool with the GPUs.
type row struct {
	site int
	// set has a bit for each pool of the site, by name.
	set   uint64
	pools []*pool
	// blocks are by resource, -1 where nobody asks.
	blocks []int32
	// pieces are what whole pods add.
	pieces []*piece
}

// findMasks notes for every member which pools of every site may take it.
func (b *builder) findMasks() {
	for _, m := range b.members {
		m.masks = make([]uint64, len(b.sites))
		for n, s := range b.sites {
			if !s.owned {
				continue
			}
			for _, name := range m.c.Eligible(s.spec.Name) {
				if i := slices.IndexFunc(s.pools, func(p *pool) bool { return p.spec.Name == name }); i >= 0 && i < 64 {
					m.masks[n] |= 1 << i
				}
			}
		}
	}
}

// findRows lists the unions of every owned site: first those that services can
// fill alone, then what joins them, as many as are kept.
func (b *builder) findRows() {
	for n, s := range b.sites {
		if !s.owned {
			continue
		}
		var sets []uint64
		all := uint64(0)
		for _, m := range b.members {
			if set := m.masks[n]; set != 0 && !slices.Contains(sets, set) {
				sets = append(sets, set)
				all |= set
			}
		}
		if all == 0 {
			continue
		}
		slices.SortFunc(sets, func(x, y uint64) int {
			return cmp.Or(cmp.Compare(bits.OnesCount64(x), bits.OnesCount64(y)), cmp.Compare(x, y))
		})
		for _, set := range closed(sets, all) {
			r := &row{site: n, set: set}
			for i, p := range s.pools {
				if set>>i&1 == 1 {
					r.pools = append(r.pools, p)
				}
			}
			s.rows = append(s.rows, r)
		}
	}
}

// closed adds unions to sets until there is no further one or there are as many as
// are kept; the union of all is always among them.
func closed(sets []uint64, all uint64) []uint64 {
	out := []uint64{all}
	add := func(set uint64) {
		if len(out) < mostRows && !slices.Contains(out, set) {
			out = append(out, set)
		}
	}
	for _, set := range sets {
		add(set)
	}
	for i := 0; i < len(out); i++ {
		for j := range i {
			add(out[i] | out[j])
		}
	}
	slices.Sort(out)
	return out
}

// rowBlocks makes the blocks of the rows.
func (a *assembly) rowBlocks() {
	b := a.b
	for n, s := range b.sites {
		for _, r := range s.rows {
			r.blocks, r.pieces = make([]int32, len(b.resources)), nil
			var pools []string
			for _, p := range r.pools {
				pools = append(pools, p.spec.Name)
			}
			for resource, name := range b.resources {
				r.blocks[resource] = -1
				if resource > memory && !b.asks(n, r, resource) {
					continue
				}
				free := int64(0)
				for _, p := range r.pools {
					free += p.free(resource)
				}
				r.pieces = append(r.pieces, b.piecesOf(n, r, resource, free)...)
				r.blocks[resource] = a.block(
					Block{Name: s.spec.Name + "/" + strings.Join(pools, "+") + "/" + name, Kind: Capacity, Site: s.spec.Name, Pools: pools, Resource: name, Unit: unitOf(resource)},
					place.Block{Cap: slices.Repeat([]int64{free}, b.slots)})
			}
			a.pieceBlocks(s.spec.Name, r, pools)
		}
	}
}

// asks tells whether a service that must run in a row's pools asks for a resource.
func (b *builder) asks(site int, r *row, resource int) bool {
	return slices.ContainsFunc(b.members, func(m *member) bool {
		set := m.masks[site]
		return set != 0 && set&^r.set == 0 && m.request[resource] > 0
	})
}

func unitOf(resource int) string {
	switch resource {
	case cpu:
		return "m"
	case memory:
		return "MiB"
	}
	return ""
}

// rowUse is what a variant takes of the rows of an owned site, and the pods that
// must find a node there.
func (a *assembly) rowUse(v *variant, site int) (use []place.Use, pods place.Pods) {
	b := a.b
	set := v.m.masks[site]
	taken := make([][]int32, len(b.resources))
	for r := range b.resources {
		if v.m.request[r] > 0 {
			taken[r] = a.times(v, v.m.request[r])
		}
	}
	for _, r := range b.sites[site].rows {
		if set&^r.set != 0 {
			continue
		}
		for resource, block := range r.blocks {
			if block >= 0 && taken[resource] != nil {
				use = append(use, place.Use{Block: block, Amount: taken[resource]})
			}
		}
		use = append(use, a.pieceUse(v, r)...)
	}
	pods = place.Pods{Request: v.m.request, Count: a.times(v, 1)}
	for i, p := range b.sites[site].pools {
		if set>>i&1 == 1 {
			pods.Pools = append(pods.Pools, p.index)
		}
	}
	return use, pods
}

// times is an amount for each replica that a variant runs on its owned site, by
// slot.
func (a *assembly) times(v *variant, amount int64) []int32 {
	out := make([]int32, a.b.slots)
	for t := range out {
		out[t] = a.small(int64(v.owned(t))*amount, v)
	}
	return out
}
