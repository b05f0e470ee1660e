package improve

import (
	"math"

	"berth.dev/engine/place"
)

// buy brings what is bought of a block up to date with its use.
func (s *State) buy(block int32) {
	b := s.board
	row := s.use[b.slots[block]:b.slots[block+1]]
	firm, cost := cheapest(&b.problem.Blocks[block], row, s.firm[block])
	s.bought += cost - s.bill[block]
	s.firm[block], s.bill[block] = firm, cost
}

// purchase is by how much what is bought gets dearer when service i takes option l.
func (s *State) purchase(i int32, l uint8) int64 {
	b := s.board
	at := b.first[i]
	var change int64
	if b.ruled[i] {
		s.gatherRules(i, l)
	}
	w := both{b.uses[at+int32(s.x[i])], b.uses[at+int32(l)], b.zeros}
	for {
		block, from, to, ok := w.next()
		if !ok {
			break
		}
		if !b.priced[block] {
			continue
		}
		row := s.work.row[:len(from)]
		use := s.use[b.slots[block]:b.slots[block+1]]
		for t := range row {
			row[t] = use[t] + int64(to[t]) - int64(from[t])
		}
		if len(row) == 1 {
			row[0] += s.work.extra[block]
			s.work.extra[block] = 0 // counted: not again below
		}
		_, cost := cheapest(&b.problem.Blocks[block], row, s.firm[block])
		change += cost - s.bill[block]
	}
	for _, block := range s.work.taken {
		if d := s.work.extra[block]; d != 0 && b.priced[block] {
			s.work.extra[block] = 0
			row := s.work.row[:1]
			row[0] = s.use[b.slots[block]] + d
			_, cost := cheapest(&b.problem.Blocks[block], row, s.firm[block])
			change += cost - s.bill[block]
		}
	}
	s.clearRules()
	return change
}

// walks is how many numbers of firm units are tried one after the other before the
// block is asked to sort its slots.
const walks = 12

// cheapest is [place.Block.Buy] from a number of firm units that was the best before
// a small change of use: it walks from there, which takes one or two looks at the
// slots instead of sorting them.
func cheapest(block *place.Block, use []int64, firm int64) (best, cost int64) {
	if block.Hard() {
		var most int64
		for t, u := range use {
			most = max(most, u-block.Cap[t])
		}
		firm = min(block.FirmMax, most)
		return firm, firm * block.Firm
	}
	if block.FirmMax == 0 {
		return 0, over(block, use, 0)
	}
	for range walks {
		next := bend(block, use, firm)
		if next == firm {
			return firm, firm*block.Firm + over(block, use, firm)
		}
		firm = next
	}
	return block.Buy(use)
}

// over is what use above the capacity and the firm units costs.
func over(block *place.Block, use []int64, firm int64) int64 {
	var sum int64
	for t, u := range use {
		sum += max(0, u-block.Cap[t]-firm) * block.Over[t]
	}
	return sum
}

// bend is the next number of firm units that is cheaper, the same where none is. The
// cost is convex in that number and bends where a slot's lack ends.
func bend(block *place.Block, use []int64, firm int64) int64 {
	var above, at int64 // prices of the slots that lack more, and as much
	up, down := int64(math.MaxInt64), int64(0)
	for t, u := range use {
		switch lack := u - block.Cap[t]; {
		case lack > firm:
			above += block.Over[t]
			up = min(up, lack)
		case lack == firm:
			at += block.Over[t]
		default:
			down = max(down, lack)
		}
	}
	switch {
	case firm < block.FirmMax && above > block.Firm:
		return min(block.FirmMax, up)
	case firm > 0 && above+at < block.Firm:
		return down
	}
	return firm
}
