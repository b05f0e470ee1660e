package fleet

import (
	"cmp"
	"slices"

	"berth.dev/engine/spec"
)

// tie is the traffic of one call between two services.
type tie struct {
	from, to *member
	call     *spec.Call
	// sent and received are GiB a month, seen from the caller.
	sent, received float64
	// independent is true where the caller's halves call without regard to place.
	independent bool
}

// ties are all calls between services.
type ties struct {
	// between are the calls by caller and callee.
	between map[[2]int][]*tie
	// pairs are the groups that depend on each other's place, in order.
	pairs [][2]int
}

// findTies lists the calls between services, and the pairs of groups that talk or
// must stand apart.
func (b *builder) findTies() {
	b.ties.between = map[[2]int][]*tie{}
	for _, m := range b.members {
		for _, k := range m.c.Traffic {
			j, known := b.memberAt[k.Name]
			if !k.Neighbour || k.Inbound || !known {
				continue
			}
			t := &tie{from: m, to: b.members[j], sent: k.Sent, received: k.Received, independent: m.svc.Routing.V == "independent"}
			if i := slices.IndexFunc(m.svc.CallBlocks, func(c *spec.Call) bool { return c.Name == k.Name }); i >= 0 {
				t.call = m.svc.CallBlocks[i]
			}
			key := [2]int{m.index, j}
			b.ties.between[key] = append(b.ties.between[key], t)
		}
	}
}

// findPairs lists the groups that depend on each other.
func (b *builder) findPairs() {
	seen := make(map[[2]int]bool)
	add := func(i, j int) {
		x, y := b.members[i].group, b.members[j].group
		if key := [2]int{min(x, y), max(x, y)}; x != y && !seen[key] {
			seen[key] = true
			b.ties.pairs = append(b.ties.pairs, key)
		}
	}
	for _, m := range b.members {
		for _, k := range m.c.Traffic {
			if j, known := b.memberAt[k.Name]; known && k.Neighbour {
				add(m.index, j)
			}
		}
		// Services of one site are one group, and make no pair, but in a wide problem.
		for _, name := range slices.Concat(m.svc.DifferentSites.V, m.svc.SameSite.V) {
			if j, known := b.memberAt[name]; known {
				add(m.index, j)
			}
		}
	}
	slices.SortFunc(b.ties.pairs, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
}

// talk tells whether two members exchange anything.
func (t *ties) talk(m, other *member) bool {
	return len(t.between[[2]int{m.index, other.index}]) > 0 || len(t.between[[2]int{other.index, m.index}]) > 0
}

// crossing is the share of a call's traffic between each half of the caller and each
// half of the callee, over the month.
type crossing [2][2]float64

// cross works out how a call divides between halves. With locality a half's calls go
// to the callee's copies on its own site as far as these carry the same share, and
// what is left over goes where copies are left over; independent calls go to any copy
// alike.
func (b *builder) cross(t *tie, from, to *variant) (c crossing) {
	if len(from.kept) == 1 && len(to.kept) == 1 {
		c.add(t, from, to, [2]float64{from.kept[0], to.kept[0]}, 1)
		return c
	}
	for slot, share := range t.from.share {
		if len(t.from.share) == 1 {
			// The caller's hours are all alike, the callee's are not.
			for s := range to.kept {
				c.add(t, from, to, [2]float64{from.kept[0], to.kept[s]}, 1/float64(len(to.kept)))
			}
			return c
		}
		c.add(t, from, to, [2]float64{at(from.kept, slot), at(to.kept, slot)}, share)
	}
	return c
}

// add adds the traffic of one slot that has so much of all of it; kept are the shares
// of caller and callee on their first sites.
func (c *crossing) add(t *tie, from, to *variant, kept [2]float64, weight float64) {
	e, d := [2]float64{kept[0], 1 - kept[0]}, [2]float64{kept[1], 1 - kept[1]}
	if t.independent {
		for i := range e {
			for j := range d {
				c[i][j] += weight * e[i] * d[j]
			}
		}
		return
	}
	sites, others := from.places(), to.places()
	left := 0.0
	for i := range e {
		for j := range d {
			if sites[i] >= 0 && sites[i] == others[j] {
				local := min(e[i], d[j])
				c[i][j] += weight * local
				e[i], d[j] = e[i]-local, d[j]-local
			}
		}
		left += e[i]
	}
	if left <= 0 {
		return
	}
	for i := range e {
		for j := range d {
			c[i][j] += weight * e[i] * d[j] / left
		}
	}
}

// places are the sites of a variant's halves, -1 for none.
func (v *variant) places() [2]int { return [2]int{v.first, v.second} }

// noise is what rounding leaves of a share that is none.
const noise = 1e-12

// any tells whether anything goes from one site to another.
func (c crossing) any(from, to *variant) bool {
	sites, others := from.places(), to.places()
	for i := range c {
		for j := range c[i] {
			if c[i][j] > noise && sites[i] != others[j] {
				return true
			}
		}
	}
	return false
}

// stranded tells whether a part of a call would go between sites that no link joins.
// It has no price, so it is forbidden even where the rules leave it alone: they look
// at a place, and a part that finds no copy on its own side may have no other way.
func (b *builder) stranded(from, to *variant, c crossing) bool {
	sites, others := from.places(), to.places()
	for i := range c {
		for j := range c[i] {
			if x, y := sites[i], others[j]; c[i][j] > noise && x != y && b.links[x][y] == nil {
				return true
			}
		}
	}
	return false
}

// crossingMoney is what a call's traffic between sites costs a month.
func (b *builder) crossingMoney(t *tie, from, to *variant, c crossing) (sum float64) {
	sites, others := from.places(), to.places()
	for i := range c {
		for j := range c[i] {
			if x, y := sites[i], others[j]; c[i][j] > noise && x != y {
				sum += c[i][j] * (t.sent*b.egress[x][y] + t.received*b.egress[y][x])
			}
		}
	}
	return sum
}
