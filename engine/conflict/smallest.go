package conflict

import "math/bits"

// smallest finds the smallest set in conflict among few candidates. Every conflict
// hits every set of rules whose dropping ends all conflicts; so the smallest set that
// hits those found so far is a smallest conflict if it is one at all, and else shows
// another such set. It is false where a judgement stayed open.
func (c *court) smallest(candidates []int) ([]int, bool) {
	var drops []uint32
	full := uint32(1)<<len(candidates) - 1
	for {
		hit := hitting(drops, len(candidates))
		j := c.judge(pick(candidates, hit), none())
		switch j.verdict {
		case clashing:
			return pick(candidates, hit), true
		case open:
			return nil, false
		}
		// Grow it to a set to which nothing can be added without a conflict.
		kept := hit
		for k := range candidates {
			bit := uint32(1) << k
			if kept&bit != 0 {
				continue
			}
			switch c.judge(pick(candidates, kept|bit), none()).verdict {
			case fitting:
				kept |= bit
			case open:
				return nil, false
			}
		}
		drops = append(drops, full&^kept)
	}
}

// pick are the candidates whose bits are set.
func pick(candidates []int, bits uint32) []int {
	var out []int
	for k, r := range candidates {
		if bits>>k&1 == 1 {
			out = append(out, r)
		}
	}
	return out
}

// hitting is the smallest set of n things that has one of each set; of several the
// first found by taking low ones first.
func hitting(sets []uint32, n int) uint32 {
	best, size := uint32(1)<<n-1, n+1
	var down func(chosen uint32)
	down = func(chosen uint32) {
		if bits.OnesCount32(chosen) >= size {
			return
		}
		for _, set := range sets {
			if set&chosen != 0 {
				continue
			}
			for rest := set; rest != 0; rest &= rest - 1 {
				down(chosen | rest&-rest)
			}
			return
		}
		best, size = chosen, bits.OnesCount32(chosen)
	}
	down(0)
	return best
}
