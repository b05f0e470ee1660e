package relax

import (
	"sync/atomic"

	"berth.dev/engine/place"
)

// maxKept is how many amounts are kept by slot, of 4 bytes each; those of slots beyond
// are gathered each time. A fleet of 10,000 services never comes near it.
const maxKept = 40 << 20

// columns is what the options use of the blocks, by slot. It is shared by clones and
// safe to use at the same time.
type columns struct {
	// first is by service the number of its option 0, counting all options, with one
	// entry more for the end.
	first []int32
	// block is by block who uses it.
	block []users
	kept  atomic.Int64
}

// users are the options that use a block.
type users struct {
	option []int32
	amount [][]int32
	// slot is by slot the amounts in the order of option; nil until asked for.
	slot []atomic.Pointer[[]int32]
}

func newColumns(p *place.Problem) *columns {
	c := &columns{first: make([]int32, len(p.Services)+1), block: make([]users, len(p.Blocks))}
	count := make([]int, len(p.Blocks))
	for i := range p.Services {
		c.first[i+1] = c.first[i] + int32(len(p.Services[i].Options))
		for l := range p.Services[i].Options {
			for _, use := range p.Services[i].Options[l].Use {
				count[use.Block]++
			}
		}
	}
	for b := range c.block {
		c.block[b] = users{
			option: make([]int32, 0, count[b]), amount: make([][]int32, 0, count[b]),
			slot: make([]atomic.Pointer[[]int32], len(p.Blocks[b].Cap)),
		}
	}
	for i := range p.Services {
		for l := range p.Services[i].Options {
			for _, use := range p.Services[i].Options[l].Use {
				u := &c.block[use.Block]
				u.option = append(u.option, c.first[i]+int32(l))
				u.amount = append(u.amount, use.Amount)
			}
		}
	}
	return c
}

// get gives the amounts of some slots of a block, in the order of users.option. What is
// missing is gathered in one walk over the options. Two goroutines may gather the same;
// both get the same numbers.
func (c *columns) get(b int32, slots []int32) [][]int32 {
	u := &c.block[b]
	out := make([][]int32, len(slots))
	var missing []int
	for k, t := range slots {
		if column := u.slot[t].Load(); column != nil {
			out[k] = *column
		} else {
			out[k] = make([]int32, len(u.option))
			missing = append(missing, k)
		}
	}
	if missing == nil {
		return out
	}
	for r, amount := range u.amount {
		for _, k := range missing {
			out[k][r] = amount[slots[k]]
		}
	}
	for _, k := range missing {
		if c.kept.Add(int64(len(u.option))) <= maxKept {
			u.slot[slots[k]].Store(&out[k])
		}
	}
	return out
}
