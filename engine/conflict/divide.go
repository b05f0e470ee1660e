package conflict

// divide finds an irreducible set in conflict among the candidates, by dividing them
// in halves. All candidates together are in conflict.
func (c *court) divide(candidates []int) []int {
	return c.halves(nil, false, candidates)
}

// halves finds what of the candidates must be added to base for a conflict; added
// says whether base has grown since it was judged.
func (c *court) halves(base []int, added bool, candidates []int) []int {
	if added && c.clashes(base) {
		return nil
	}
	if len(candidates) == 1 {
		return candidates
	}
	half := len(candidates) / 2
	first, second := candidates[:half], candidates[half:]
	right := c.halves(join(base, first), len(first) > 0, second)
	left := c.halves(join(base, right), len(right) > 0, first)
	return join(left, right)
}

func (c *court) clashes(set []int) bool {
	return c.judge(set, none()).verdict == clashing
}

func join(a, b []int) []int { return append(append(make([]int, 0, len(a)+len(b)), a...), b...) }

func none() Relaxed { return Relaxed{Rule: -1} }

// relevant leaves of the rules in conflict those that the proof needs: rules whose
// blocks have a price, bans of options that would use less at the prices, and all
// that forbid pairs. It may need others all the same, so the caller judges the rest.
func (c *court) relevant(set []int, proof Proof) []int {
	if proof.Means != Room && proof.Means != NoOption {
		return set
	}
	priced := make(map[int32]bool)
	for _, price := range proof.Prices {
		priced[price.Block] = true
	}
	var worth [][]float64
	if proof.Means == Room {
		worth = c.worth(proof, c.question(set, none()))
	}
	var out []int
	for _, r := range set {
		rule := &c.rules[r]
		needed := len(rule.Cells) > 0
		for _, g := range rule.Grow {
			needed = needed || priced[g.Block]
		}
		for _, ban := range rule.Bans {
			if proof.Means == NoOption {
				needed = needed || ban.Service == proof.Service
			} else {
				row := worth[ban.Service]
				needed = needed || row[ban.Option] < row[len(row)-1]
			}
		}
		if needed {
			out = append(out, r)
		}
	}
	return out
}

// worth is by service what each option uses at the proof's prices, and last the least
// of those that the question leaves.
func (c *court) worth(proof Proof, q *question) [][]float64 {
	out := make([][]float64, len(c.bare.Services))
	for i := range out {
		options := c.bare.Services[i].Options
		row := make([]float64, len(options)+1)
		least := -1.0
		for l := range options {
			for _, price := range proof.Prices {
				if amount := of(options[l].Use, price.Block); amount != nil {
					row[l] += float64(price.Value) * float64(amount[price.Slot])
				}
			}
			if q.domains[i].Has(uint8(l)) && (least < 0 || row[l] < least) {
				least = row[l]
			}
		}
		row[len(options)] = least
		out[i] = row
	}
	return out
}
