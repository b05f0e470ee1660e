package fleet

import (
	"cmp"
	"math"
	"slices"

	"berth.dev/engine/place"
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// commit is what the commitments of a site that are in force cover. Use up to it is
// paid already, use above it is charged by the hour at the prices of one pool; what
// other pools differ by is in the services' own bills.
type commit struct {
	pool *price.Pool
	// have is what is covered in every hour, by resource, in thousandths of a core of
	// pods and in MiB.
	have [2]int64
	// blocks are the blocks of the two resources.
	blocks [2]int32
}

// findCommitment adds up the commitments of a rented site.
func (b *builder) findCommitment(s *site) {
	c := &commit{}
	found := false
	for _, k := range s.spec.Commitments {
		if !price.Runs(k, b.w.Settings.AsOf.V) {
			continue
		}
		found = true
		c.have[cpu] += whole(cpu, k.CPU.V)
		c.have[memory] += int64(k.Memory.V / bytesInMiB)
	}
	if !found {
		return
	}
	for _, p := range s.tariff.Pools {
		if !p.Spot && !p.Core.IsZero() && (c.pool == nil || cmp.Or(p.Core.Cmp(c.pool.Core), cmp.Compare(p.Name, c.pool.Name)) < 0) {
			c.pool = p
		}
	}
	if c.pool == nil {
		b.assume(s.spec.Name, "its commitments cover nothing: no pool on demand has a price")
		return
	}
	// What is committed are machines; pods use the share of them that packing leaves.
	if i := slices.IndexFunc(s.spec.Pools, func(p *spec.NodePool) bool { return p.Name == c.pool.Name }); i >= 0 {
		packing := s.spec.Pools[i].Packing.Or(1)
		for r := range c.have {
			c.have[r] = int64(float64(c.have[r]) * packing)
		}
	}
	s.commit = c
}

// covers tells by which pool's prices a rented pool is charged in a block.
func (b *builder) covers(s *price.Site, p *price.Pool) *price.Pool {
	if c := b.sites[b.siteAt[s.Name]].commit; c != nil && !p.Spot {
		return c.pool
	}
	return nil
}

// over is the price of one more unit in one slot, by resource, in money.
func (c *commit) over(resource, slots int) float64 {
	if resource == cpu {
		return c.pool.Core.Float() / milli / float64(slots)
	}
	return c.pool.GiB.Float() / mebi / float64(slots)
}

// commitUse is what a variant uses of a covered site in one slot.
func (v *variant) commitUse(resource, slot int) int64 {
	cores := v.cores(slot)
	if resource == cpu {
		return int64(math.Round(cores * milli))
	}
	return int64(math.Round(cores * v.m.load.GiBPerCore * mebi))
}

// commitBlocks makes the blocks of what commitments cover.
func (a *assembly) commitBlocks() {
	for _, s := range a.b.sites {
		if s.commit == nil {
			continue
		}
		for r := range s.commit.have {
			name := a.b.resources[r]
			s.commit.blocks[r] = a.block(
				Block{Name: s.spec.Name + "/committed/" + name, Kind: Committed, Site: s.spec.Name, Resource: name, Unit: unitOf(r)},
				place.Block{Cap: slices.Repeat([]int64{s.commit.have[r]}, a.b.slots)})
		}
	}
}

// commitPrices sets what use above the commitments costs: nothing where the
// objective does not count money.
func (a *assembly) commitPrices() {
	for _, s := range a.b.sites {
		if s.commit == nil {
			continue
		}
		for r, block := range s.commit.blocks {
			over := int64(0)
			if a.b.o.Objective.money() {
				over = int64(math.Round(s.commit.over(r, a.b.slots) * a.scale))
			}
			a.f.Problem.Blocks[block].Over = slices.Repeat([]int64{over}, a.b.slots)
		}
	}
}

// commitUses is what a variant uses of a covered site; nothing where it runs on
// interruptible machines.
func (a *assembly) commitUses(v *variant, s *site) (use []place.Use) {
	if p, err := s.tariff.Pool(v.m.load); err != nil || p.Spot {
		return nil
	}
	for r, block := range s.commit.blocks {
		amount := make([]int32, a.b.slots)
		for t := range amount {
			amount[t] = a.small(v.commitUse(r, t), v)
		}
		use = append(use, place.Use{Block: block, Amount: amount})
	}
	return use
}

// overMost is what all services together could pay above commitments.
func (a *assembly) overMost() (sum float64) {
	for _, s := range a.b.sites {
		if s.commit == nil || !a.b.o.Objective.money() {
			continue
		}
		for _, m := range a.b.members {
			cores := m.load.Mean()
			sum += cores*s.commit.pool.Core.Float() + cores*m.load.GiBPerCore*s.commit.pool.GiB.Float()
		}
	}
	// What is covered counts in the problem's own check as if it were charged.
	return sum * 2
}
