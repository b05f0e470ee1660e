package relax

import (
	"math/bits"
	"slices"

	"berth.dev/engine/place"
)

// Prices is what one unit of each slot of each block is worth, in units of cost, never
// negative.
type Prices [][]int64

// Zero are the prices of a problem whose room is worth nothing.
func Zero(p *place.Problem) Prices {
	out := make(Prices, len(p.Blocks))
	for b := range out {
		out[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	return out
}

// Listed are prices as a proof keeps them: sorted, without the zeros.
func (p Prices) Listed() []place.Price {
	var out []place.Price
	for b, row := range p {
		for t, v := range row {
			if v != 0 {
				out = append(out, place.Price{Block: int32(b), Slot: int32(t), Value: v})
			}
		}
	}
	return out
}

// limits is what prices are multiplied with.
type limits struct {
	// most is by block and slot the largest possible use; nil for blocks that are
	// hard.
	most [][]int64
	// weight is by block and slot an upper bound of the sum of all numbers that a
	// price is multiplied with.
	weight [][]uint64
	// cost is the same for the costs.
	cost uint64
}

func newLimits(p *place.Problem, cost uint64) *limits {
	m := &limits{most: make([][]int64, len(p.Blocks)), weight: make([][]uint64, len(p.Blocks)), cost: cost}
	row := make([][]int32, len(p.Blocks))
	for b := range p.Blocks {
		slots := len(p.Blocks[b].Cap)
		m.weight[b] = make([]uint64, slots)
		row[b] = make([]int32, slots)
		if !p.Blocks[b].Hard() {
			m.most[b] = make([]int64, slots)
		}
	}
	for i := range p.Services {
		m.service(&p.Services[i], row)
	}
	for k := range p.Pairs {
		if rule := p.Pairs[k].Rule; rule != nil {
			for _, use := range rule.Use {
				m.pair(&use)
			}
		}
	}
	for b := range p.Blocks {
		block := &p.Blocks[b]
		for t := range m.weight[b] {
			// Cap and FirmMax are each below 2^60, uses together too.
			m.weight[b][t] += uint64(block.Cap[t]) + uint64(block.FirmMax)
			if !block.Hard() {
				m.weight[b][t] += uint64(m.most[b][t])
			}
		}
	}
	return m
}

// service adds a service's uses. A node's weight has the step from one option to the
// next; row is by block and slot, all zero before and after.
func (m *limits) service(s *place.Service, row [][]int32) {
	var before []place.Use
	for l := range s.Options {
		uses := s.Options[l].Use
		for _, use := range before {
			if !slices.ContainsFunc(uses, func(u place.Use) bool { return u.Block == use.Block }) {
				m.step(use.Block, row[use.Block], nil)
			}
		}
		for _, use := range uses {
			m.step(use.Block, row[use.Block], use.Amount)
		}
		before = uses
	}
	for l := range s.Options {
		for _, use := range s.Options[l].Use {
			clear(row[use.Block])
		}
	}
	for l := range s.Options {
		for _, use := range s.Options[l].Use {
			if m.most[use.Block] != nil {
				for t, v := range use.Amount {
					row[use.Block][t] = max(row[use.Block][t], v)
				}
			}
		}
	}
	for l := range s.Options {
		for _, use := range s.Options[l].Use {
			for t, v := range row[use.Block] {
				if v > 0 {
					m.most[use.Block][t] += int64(v)
				}
			}
			clear(row[use.Block])
		}
	}
}

// step adds how far a block's uses move from row to the next option's; nil is none.
func (m *limits) step(block int32, row, next []int32) {
	weight := m.weight[block]
	for t, v := range row {
		var w int32
		if next != nil {
			w = next[t]
		}
		weight[t] += uint64(max(v-w, w-v))
		row[t] = w
	}
}

// pair adds what a pair uses of a block with one slot. Each amount is in at most four
// corners, each corner in an arc and two weights, and in two weights besides.
func (m *limits) pair(use *place.Use) {
	var most int32
	for _, v := range use.Amount {
		most = max(most, v)
		m.weight[use.Block][0] += 16 * uint64(v)
	}
	if m.most[use.Block] != nil {
		m.most[use.Block][0] += int64(most)
	}
}

// Clamp makes prices usable where they are not: what is negative becomes zero, and where
// the sums would leave 62 bits all are scaled down together. Prices of any size that
// means something for the problem stay as they are.
func (r *Relaxation) Clamp(prices Prices) {
	m := r.limits
	limit := room
	if m.cost < room {
		limit = room - m.cost
	} else {
		limit = 0
	}
	var hi, lo uint64
	for b, row := range prices {
		for t := range row {
			weight := m.weight[b][t]
			row[t] = max(0, row[t])
			if weight > 0 {
				row[t] = int64(min(uint64(row[t]), limit/weight))
			}
			high, low := bits.Mul64(uint64(row[t]), weight)
			var carry uint64
			lo, carry = bits.Add64(lo, low, 0)
			hi += high + carry
		}
	}
	if hi == 0 && lo <= limit {
		return
	}
	// Only the highest 64 bits of the sum count; rounding it up scales down more.
	shift := bits.Len64(hi) + 1
	sum := (hi<<(64-shift) | lo>>shift) + 1
	for _, row := range prices {
		for t := range row {
			high, low := bits.Mul64(uint64(row[t]), limit>>shift)
			row[t] = int64(quotient(high, low, sum))
		}
	}
}

// quotient divides where the result is known to fit.
func quotient(hi, lo, by uint64) uint64 {
	q, _ := bits.Div64(hi, lo, by)
	return q
}
