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
