package conflict

import (
	"cmp"
	"slices"

	"berth.dev/engine/place"
)

// filter finds an irreducible set in a conflict that prices prove: it drops one rule
// after the other, those first that add least to the proof, and keeps those without
// which the others fit.
func (c *court) filter(set []int, proof Proof) []int {
	set = c.tight(set, proof, nil)
	needed := make(map[int]bool)
	for {
		k := len(set) - 1
		for k >= 0 && needed[set[k]] {
			k--
		}
		if k < 0 {
			return set
		}
		r := set[k]
		rest := slices.Delete(slices.Clone(set), k, k+1)
		switch j := c.judge(rest, none()); j.verdict {
		case clashing:
			set = rest
			if j.proof.Means == Room {
				set = c.tight(rest, j.proof, nil)
			}
		case fitting:
			needed[r] = true
			c.rotate(set, r, j.x, needed)
		case open:
			needed[r] = true
		}
	}
}

// tight leaves of a set in conflict as few rules as the proof's prices need, those
// first that add most to what is used at these prices, and those to avoid last. It may
// leave rules in that are not needed, and leaves all where the rest cannot be proven
// to be in conflict.
func (c *court) tight(set []int, proof Proof, avoid []bool) []int {
	g := c.gains(set, proof)
	out := g.order(set, avoid)
	sum := g.base
	n := 0
	for n < len(out) && (sum <= 0 || g.of[out[n]] < 0) {
		// Rules without a gain of their own limit the blocks or forbid pairs.
		sum += max(0, g.of[out[n]])
		n++
	}
	if n == len(out) || !c.clashes(out[:n]) {
		return out
	}
	return out[:n]
}

// gains are what rules add to a proof by prices.
type gains struct {
	// base is the least of Σ price × (use − capacity) without any bans.
	base float64
	// of is by rule what its bans add, -1 for rules that are needed as they are. The
	// rules of one service share what they add together.
	of map[int]float64
}

func (c *court) gains(set []int, proof Proof) gains {
	g := gains{of: make(map[int]float64)}
	priced := make(map[int32]bool)
	for _, price := range proof.Prices {
		priced[price.Block] = true
		block := &c.wide.Blocks[price.Block]
		g.base -= float64(price.Value) * float64(block.Cap[price.Slot]+block.FirmMax)
	}
	domains := c.question(set, none()).domains
	add := make([]float64, len(domains))
	for i, d := range domains {
		wide, narrow := c.worth(int32(i), d, proof)
		g.base += wide
		add[i] = narrow - wide
	}
	for _, r := range set {
		rule := &c.rules[r]
		if len(rule.Cells) > 0 || slices.ContainsFunc(rule.Grow, func(grow Grow) bool { return priced[grow.Block] }) {
			g.of[r] = -1
			continue
		}
		seen := make(map[int32]bool)
		for _, ban := range rule.Bans {
			if !seen[ban.Service] {
				g.of[r] += add[ban.Service]
			}
			seen[ban.Service] = true
		}
	}
	return g
}

// worth is the least that a service uses at the prices, of all its options and of
// those of a domain.
func (c *court) worth(i int32, domain place.Set, proof Proof) (wide, narrow float64) {
	wide, narrow = -1, -1
	for l, o := range c.bare.Services[i].Options {
		var sum float64
		for _, price := range proof.Prices {
			if amount := of(o.Use, price.Block); amount != nil {
				sum += float64(price.Value) * float64(amount[price.Slot])
			}
		}
		if wide < 0 || sum < wide {
			wide = sum
		}
		if domain.Has(uint8(l)) && (narrow < 0 || sum < narrow) {
			narrow = sum
		}
	}
	return wide, narrow
}

// order sorts rules: first those that are needed as they are, then by what they add,
// last those to avoid.
func (g gains) order(set []int, avoid []bool) []int {
	out := slices.Clone(set)
	slices.SortStableFunc(out, func(a, b int) int {
		x, y := g.of[a], g.of[b]
		if x < 0 || y < 0 {
			// The one that is needed as it is comes first.
			return cmp.Compare(min(x, 0), min(y, 0))
		}
		if avoid != nil && avoid[a] != avoid[b] {
			if avoid[a] {
				return 1
			}
			return -1
		}
		return cmp.Compare(y, x)
	})
	return out
}
