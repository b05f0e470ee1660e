package place

import "slices"

// Placement is an option for each service.
type Placement []uint8

// Usage is what is used, by block and slot.
type Usage [][]int64

// Usage adds up what x uses.
func (p *Problem) Usage(x Placement) Usage {
	u := make(Usage, len(p.Blocks))
	for b := range p.Blocks {
		u[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	for i := range p.Services {
		u.Add(p.Services[i].Options[x[i]].Use, 1)
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Rule != nil {
			at := p.At(q, x[q.A], x[q.B])
			for _, use := range q.Rule.Use {
				u[use.Block][0] += int64(use.Amount[at])
			}
		}
	}
	return u
}

// Add adds times an option's use.
func (u Usage) Add(use []Use, times int64) {
	for _, one := range use {
		row := u[one.Block]
		for t, v := range one.Amount {
			row[t] += times * int64(v)
		}
	}
}

// Place is what the services cost under x: options and pairs, without what must be
// bought.
func (p *Problem) Place(x Placement) int64 {
	var sum int64
	for i := range p.Services {
		sum += p.Services[i].Options[x[i]].Cost
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Cost != nil {
			sum += q.Cost[p.At(q, x[q.A], x[q.B])]
		}
	}
	return sum
}

// Cost is what x costs with the cheapest purchases. It says nothing about whether x
// fits: see [Problem.Broken].
func (p *Problem) Cost(x Placement) int64 {
	sum := p.Place(x)
	u := p.Usage(x)
	for b := range p.Blocks {
		_, cost := p.Blocks[b].Buy(u[b])
		sum += cost
	}
	return sum
}

// Hard says whether nothing can be bought slot by slot above the capacity.
func (b *Block) Hard() bool { return b.Over == nil }

// Buy is the cheapest purchase that makes room for use: how many firm units, and
// what they and what goes over cost. A hard block buys the fewest firm units that
// suffice, or all there are: see [Block.Fits].
//
// The cost by number of firm units is convex and bends only where a slot's lack
// ends, so the best number is one of the lacks: the quantile at which the prices of
// the slots that still go over fall below the price of a firm unit.
func (b *Block) Buy(use []int64) (firm, cost int64) {
	type lack struct{ units, over int64 }
	var lacks []lack
	for t, u := range use {
		if units := u - b.Cap[t]; units > 0 {
			one := lack{units: units}
			if !b.Hard() {
				one.over = b.Over[t]
			}
			lacks = append(lacks, one)
		}
	}
	if len(lacks) == 0 {
		return 0, 0
	}
	slices.SortFunc(lacks, func(a, c lack) int { return int(min(1, max(-1, c.units-a.units))) })
	if b.Hard() {
		firm = min(b.FirmMax, lacks[0].units)
		return firm, firm * b.Firm
	}
	if b.FirmMax > 0 {
		var over int64
		for _, one := range lacks {
			// Below this lack all slots seen so far go over together.
			if over > b.Firm {
				break
			}
			over += one.over
			if over > b.Firm {
				firm = min(b.FirmMax, one.units)
			}
		}
	}
	cost = firm * b.Firm
	for _, one := range lacks {
		cost += max(0, one.units-firm) * one.over
	}
	return firm, cost
}

// Fits says whether use has room, with what may be bought.
func (b *Block) Fits(use []int64) bool {
	if !b.Hard() {
		return true
	}
	for t, u := range use {
		if u > b.Cap[t]+b.FirmMax {
			return false
		}
	}
	return true
}

// Break is one thing that a placement breaks.
type Break struct {
	// Block and Slot say where capacity lacks; Pair which pair is forbidden. What
	// does not apply is -1.
	Block, Slot, Pair int
	// By is how much is missing.
	By int64
}

// Broken lists what x breaks, packing left aside, in the order of blocks, slots and
// pairs.
func (p *Problem) Broken(x Placement) []Break {
	var out []Break
	u := p.Usage(x)
	for b := range p.Blocks {
		block := &p.Blocks[b]
		if !block.Hard() {
			continue
		}
		for t, v := range u[b] {
			if by := v - block.Cap[t] - block.FirmMax; by > 0 {
				out = append(out, Break{Block: b, Slot: t, Pair: -1, By: by})
			}
		}
	}
	for k := range p.Pairs {
		if p.Pairs[k].Forbidden(p, x[p.Pairs[k].A], x[p.Pairs[k].B]) {
			out = append(out, Break{Block: -1, Slot: -1, Pair: k})
		}
	}
	return out
}

// Forbidden says whether a pair of options is forbidden.
func (q *Pair) Forbidden(p *Problem, a, b uint8) bool {
	return q.Rule != nil && q.Rule.Forbid != nil && q.Rule.Forbid[p.At(q, a, b)]
}
