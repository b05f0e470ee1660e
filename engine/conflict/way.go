package conflict

import (
	"cmp"
	"fmt"
	"slices"

	"berth.dev/engine/place"
)

// Way is one way out: a single rule that is relaxed.
type Way struct {
	// Relaxed is the rule, and by how many units: 0 where it is dropped.
	Relaxed Relaxed
	// Least says that one unit less is proven not to suffice; it is true for what is
	// dropped.
	Least bool
	// Planned says that a plan was found, Cost what it costs, and Extra what the units
	// cost beside it.
	Planned bool
	Cost    int64
	Extra   int64
	// Placement is the plan, in options of the wide problem; without a plan it is a
	// placement that keeps capacities and rules at any cost.
	Placement place.Placement
}

// Total is what the plan and the units cost.
func (w *Way) Total() int64 { return w.Cost + w.Extra }

// Text says in words what is to be written otherwise, and where.
func (w *Way) Text(rules []Rule) string {
	rule := &rules[w.Relaxed.Rule]
	out := "do without " + rule.Name
	if len(rule.Grow) > 0 {
		out = fmt.Sprintf("%s: %+d %s", rule.Name, w.Relaxed.Units, rule.Unit)
	}
	if rule.Where != "" {
		out = rule.Where + ": " + out
	}
	return out
}

// ways tries each rule of a conflict alone, the cheapest first. A rule helps alone
// only if it is in every conflict, so each further conflict found saves questions.
func (c *court) ways(set []int) []Way {
	var out []Way
	candidate := make([]bool, len(c.rules))
	for _, r := range set {
		candidate[r] = true
	}
	for _, r := range set {
		if len(c.rules[r].Grow) > 0 {
			if way, ok := c.enlarge(r); ok {
				out = append(out, way)
			}
			continue
		}
		if !candidate[r] {
			continue
		}
		switch j := c.judge(c.others(r), none()); j.verdict {
		case fitting:
			way := Way{Relaxed: Relaxed{Rule: r}, Least: true, Placement: j.x}
			c.plan(&way)
			out = append(out, way)
		case clashing:
			c.pass(candidate, r, j.proof)
		}
	}
	slices.SortStableFunc(out, func(a, b Way) int {
		if a.Planned != b.Planned {
			if a.Planned {
				return -1
			}
			return 1
		}
		if a.Planned {
			return cmp.Compare(a.Total(), b.Total())
		}
		return cmp.Compare(a.Extra, b.Extra)
	})
	return out
}

// others are all rules but one.
func (c *court) others(r int) []int {
	var out []int
	for k := range c.rules {
		if k != r {
			out = append(out, k)
		}
	}
	return out
}

// pass takes the rules from the candidates that a conflict does without, once it is
// known that the rules but r are in one; those of the candidates that it needs least
// are avoided.
func (c *court) pass(candidate []bool, r int, proof Proof) {
	candidate[r] = false
	if proof.Means != Room {
		return
	}
	conflict := c.tight(c.others(r), proof, candidate)
	for k := range candidate {
		candidate[k] = candidate[k] && slices.Contains(conflict, k)
	}
}

// enlarge looks for the fewest units of a capacity that suffice.
func (c *court) enlarge(r int) (Way, bool) {
	ask := func(units int64) judgement { return c.judge(c.others(r), Relaxed{Rule: r, Units: units}) }
	high := c.enough(r)
	switch most := c.rules[r].Most; {
	case most < 0:
		return Way{}, false
	case most > 0:
		high = min(high, most)
	}
	best := ask(high)
	if best.verdict != fitting {
		return Way{}, false
	}
	// With low units it does not fit, as far as is known; low starts at none.
	low, least := int64(0), true
	for high-low > 1 {
		middle := low + (high-low)/2
		if j := ask(middle); j.verdict == fitting {
			high, best = middle, j
		} else {
			low, least = middle, j.verdict == clashing
		}
	}
	way := Way{Relaxed: Relaxed{Rule: r, Units: high}, Least: least, Placement: best.x}
	// Where sums fit, whole pods may not: a few units more are tried.
	for range c.o.More + 1 {
		if c.plan(&way); way.Planned || c.o.Solve == nil || c.rules[r].Most > 0 && way.Relaxed.Units >= c.rules[r].Most {
			break
		}
		way.Relaxed.Units++
		way.Least = false
	}
	if !way.Planned && c.o.Solve != nil {
		way.Relaxed.Units, way.Least = high, least
	}
	way.Extra = way.Relaxed.Units * c.rules[r].Price
	return way, true
}

// enough is how many units of a rule make room for everything in its blocks.
func (c *court) enough(r int) int64 {
	units := int64(1)
	for _, g := range c.rules[r].Grow {
		block := &c.wide.Blocks[g.Block]
		for t, v := range block.Cap {
			if lack := c.most[g.Block][t] - v - block.FirmMax; lack > 0 {
				units = max(units, (lack+g.By-1)/g.By)
			}
		}
	}
	return units
}

// plan asks the solver what the plan then costs.
func (c *court) plan(way *Way) {
	if c.o.Solve == nil {
		return
	}
	narrow, kept := Narrow(c.wide, c.rules, way.Relaxed)
	if narrow.Check() != nil {
		return
	}
	x, cost, ok := c.o.Solve(narrow)
	if !ok {
		return
	}
	way.Planned, way.Cost, way.Placement = true, cost, make(place.Placement, len(x))
	for i, l := range x {
		way.Placement[i] = kept[i][l]
	}
}
