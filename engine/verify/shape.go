package verify

import "fmt"

const (
	// maxOptions fit in the 64 bits of a set.
	maxOptions = 64
	// maxAmount bounds what may be bought and every price of the proof, so that
	// their products keep to 128 bits.
	maxAmount = 1 << 60
	// maxSlots is how many slots all blocks may have together: many blocks may name
	// one long vector.
	maxSlots = 1 << 22
)

// shape proves that every index, length and sign of the problem and of what is
// claimed about it is in range. Everything after it indexes without asking.
func (s *subject) shape(c *findings) string {
	p := &s.f.Problem
	slots := 0
	for b := range p.Blocks {
		slots += s.shapeBlock(c, &p.Blocks[b])
	}
	if slots > maxSlots {
		c.add("%d slots, and the blocks may have %d together", slots, maxSlots)
	}
	for k := range p.Pools {
		if one := &p.Pools[k]; one.Nodes < 0 || len(one.Room) != len(p.Resources) || negative(one.Room) {
			c.add("pool %q: nodes or room are negative, or not one room for each resource", one.Name)
		}
	}
	s.week = s.firstWeek()
	for g := range p.Groups {
		s.shapeGroup(c, &p.Groups[g])
	}
	// Pairs and views index groups and their options, which must be right by now.
	if len(c.list) > 0 {
		return ""
	}
	for k := range p.Pairs {
		s.shapePair(c, k)
	}
	if len(c.list) > 0 {
		return ""
	}
	s.shapeBudgets(c)
	for v := range p.Views {
		s.shapeView(c, &p.Views[v])
	}
	s.shapePlacement(c, "the placement", s.f.Placement, 0)
	for k := range s.f.Baselines {
		s.shapePlacement(c, fmt.Sprintf("baseline %q", s.f.Baselines[k].Name), s.f.Baselines[k].Placement, -1)
	}
	for k := range s.f.Services {
		s.shapeService(c, &s.f.Services[k])
	}
	s.shapeLists(c)
	return fmt.Sprintf("%s, %s, %s, %s", count(len(p.Groups), "group", "groups"), count(len(p.Pairs), "pair", "pairs"), count(len(p.Blocks), "block", "blocks"), count(len(p.Pools), "pool", "pools"))
}

func negative(list []int64) bool {
	for _, v := range list {
		if v < 0 {
			return true
		}
	}
	return false
}

// vector is a series that must exist, be free of negatives and, where slots is not
// -1, have so many.
func (s *subject) vector(c *findings, whose string, at, slots int) []int64 {
	if at < 0 || at >= len(s.f.Problem.Vectors) {
		c.add("%s: there is no vector %d", whose, at)
		return nil
	}
	v := s.f.Problem.Vectors[at]
	if slots >= 0 && len(v) != slots {
		c.add("%s: vector %d has %d numbers and not %d", whose, at, len(v), slots)
	}
	// A long vector may be named many times: reading it is work.
	if s.meter.spend(len(v)) && negative(v) {
		c.add("%s: vector %d has a negative number", whose, at)
	}
	return v
}

func (s *subject) shapeBlock(c *findings, b *block) (slots int) {
	whose := fmt.Sprintf("block %q", b.Name)
	slots = len(s.vector(c, whose, b.Cap, -1))
	if b.Over != -1 {
		s.vector(c, whose, b.Over, slots)
	}
	if b.Firm < 0 || b.FirmMax < 0 || b.FirmMax > maxAmount {
		c.add("%s: a negative price, or an amount to buy outside 0 to 2^60", whose)
	}
	return slots
}

func (s *subject) shapeGroup(c *findings, g *group) {
	if len(g.Options) < 1 || len(g.Options) > maxOptions {
		c.add("group %q: %d options, and 1 to %d are possible", g.Name, len(g.Options), maxOptions)
	}
	if g.Today < -1 || g.Today >= len(g.Options) || len(g.Was) > 1 || g.Today >= 0 && len(g.Was) > 0 {
		c.add("group %q: it runs today at an option that is none, or at two places", g.Name)
	}
	for l := range g.Options {
		s.shapeOption(c, g.Name, &g.Options[l], s.week)
	}
	// Where no option has pods, those of today have no week to be compared with.
	week := s.week
	if week == 0 {
		week = -1
	}
	for l := range g.Was {
		s.shapeOption(c, g.Name, &g.Was[l], week)
	}
}

// shapeOption looks at an option whose pods are counted in so many slots, -1 for any.
func (s *subject) shapeOption(c *findings, group string, o *option, week int) {
	p := &s.f.Problem
	whose := fmt.Sprintf("option %q of %q", o.Name, group)
	last := -1
	for _, use := range o.Use {
		if use[0] <= last || use[0] >= len(p.Blocks) {
			c.add("%s: block %d is unknown, or not in order", whose, use[0])
			return
		}
		last = use[0]
		if capacity := p.Blocks[use[0]].Cap; capacity >= 0 && capacity < len(p.Vectors) {
			s.vector(c, whose, use[1], len(p.Vectors[capacity]))
		}
	}
	for _, one := range o.Pods {
		s.vector(c, whose, one.Count, week)
		if len(one.Request) != len(p.Resources) || negative(one.Request) {
			c.add("%s: not one request for each resource, or a negative one", whose)
		}
		last = -1
		for _, k := range one.Pools {
			if k <= last || k >= len(p.Pools) {
				c.add("%s: pool %d is unknown, or not in order", whose, k)
			}
			last = max(last, k)
		}
	}
}

// firstWeek is how many slots the first count of pods has, 0 where there are no pods.
// All others must have as many.
func (s *subject) firstWeek() int {
	p := &s.f.Problem
	for g := range p.Groups {
		for l := range p.Groups[g].Options {
			for _, one := range p.Groups[g].Options[l].Pods {
				if one.Count >= 0 && one.Count < len(p.Vectors) {
					return len(p.Vectors[one.Count])
				}
			}
		}
	}
	return 0
}

func (s *subject) shapePair(c *findings, k int) {
	p := &s.f.Problem
	q := &p.Pairs[k]
	if q.A < 0 || q.A >= q.B || q.B >= len(p.Groups) {
		c.add("pair %d: groups %d and %d are not two known ones in order", k, q.A, q.B)
		return
	}
	if k > 0 && (p.Pairs[k-1].A > q.A || p.Pairs[k-1].A == q.A && p.Pairs[k-1].B >= q.B) {
		c.add("pair %d: it is out of order, or a second one of the same groups", k)
	}
	table := len(p.Groups[q.A].Options) * len(p.Groups[q.B].Options)
	if len(q.Cost) != 0 && len(q.Cost) != table || q.Crosses < 0 || q.Crosses > q.Traffic {
		c.add("pair %d: %d costs for %d pairs of options, or traffic that is negative or crosses more than there is", k, len(q.Cost), table)
	}
	last := -1
	for _, at := range q.Forbid {
		if at <= last || at >= table {
			c.add("pair %d: a rule at %d of a table of %d, or not in order", k, at, table)
		}
		last = max(last, at)
	}
	for _, use := range q.Use {
		if use.Block < 0 || use.Block >= len(p.Blocks) || len(s.capacity(use.Block)) != 1 || len(use.Amount) != table || negative(use.Amount) {
			c.add("pair %d: a use that is no table without negatives of a block with one slot", k)
		}
	}
}

func (s *subject) shapeView(c *findings, v *siteView) {
	p := &s.f.Problem
	if len(v.Level) != len(p.Groups) || len(v.Cost) != len(p.Pairs) {
		c.add("view %q: levels of %d groups and costs of %d pairs", v.Name, len(v.Level), len(v.Cost))
		return
	}
	for g, levels := range v.Level {
		if len(levels) != len(p.Groups[g].Options) {
			c.add("view %q: %d levels for the options of %q", v.Name, len(levels), p.Groups[g].Name)
		}
		for _, level := range levels {
			if level < 0 || level >= maxOptions {
				c.add("view %q: level %d, and 0 to %d are possible", v.Name, level, maxOptions-1)
			}
		}
	}
	for k, cost := range v.Cost {
		if table := v.levels(p.Pairs[k].A) * v.levels(p.Pairs[k].B); len(cost) != 0 && len(cost) != table {
			c.add("view %q: %d costs for the %d pairs of levels of pair %d", v.Name, len(cost), table, k)
		}
	}
}

// levels is how many levels the view has for a group: its highest one and all below.
func (v *siteView) levels(g int) int {
	top := 0
	for _, level := range v.Level[g] {
		top = max(top, level)
	}
	return top + 1
}

func (s *subject) shapePlacement(c *findings, whose string, x []int, lowest int) {
	if len(x) != len(s.f.Problem.Groups) {
		c.add("%s: it places %d groups of %d", whose, len(x), len(s.f.Problem.Groups))
		return
	}
	for g, l := range x {
		if l < lowest || l >= len(s.f.Problem.Groups[g].Options) {
			c.add("%s: %q has no option %d", whose, s.f.Problem.Groups[g].Name, l)
		}
	}
}

func (s *subject) shapeService(c *findings, one *service) {
	if one.Group < 0 || one.Group >= len(s.f.Problem.Groups) {
		c.add("service %q: there is no group %d", one.Name, one.Group)
		return
	}
	if width := len(s.f.Problem.Groups[one.Group].Options); len(one.Options) != width || len(one.Once) != width || negative(one.Once) {
		c.add("service %q: not one cost and one moving cost without negatives for each of %d options", one.Name, width)
	}
	if one.Demand != -1 {
		s.vector(c, fmt.Sprintf("service %q", one.Name), one.Demand, -1)
	}
}

// shapeLists looks at what names groups, slots and blocks by number.
func (s *subject) shapeLists(c *findings) {
	groups := len(s.f.Problem.Groups)
	s.shapePrices(c, "the root's prices", s.f.Prices)
	for k := range s.f.Waves {
		w := &s.f.Waves[k]
		if len(w.Groups) == 0 || len(w.Groups) != len(w.To) {
			c.add("wave %d: %d groups move to %d options", k+1, len(w.Groups), len(w.To))
			continue
		}
		last := -1
		for m, g := range w.Groups {
			if g <= last || g >= groups || w.To[m] < 0 || w.To[m] >= len(s.f.Problem.Groups[g].Options) {
				c.add("wave %d: group %d is unknown or not in order, or has no option %d", k+1, g, w.To[m])
				break
			}
			last = g
		}
	}
	for _, one := range s.f.Stuck {
		if one.Group < 0 || one.Group >= groups {
			c.add("a stuck group %d, of %d", one.Group, groups)
		}
	}
}

// shapePrices looks at multipliers: above zero, in the order of blocks and slots.
func (s *subject) shapePrices(c *findings, whose string, prices []price) {
	for k, one := range prices {
		if one[0] < 0 || one[0] >= int64(len(s.f.Problem.Blocks)) || one[1] < 0 || one[1] >= int64(len(s.capacity(int(one[0])))) {
			c.add("%s: there is no slot %d of block %d", whose, one[1], one[0])
			return
		}
		if one[2] <= 0 || one[2] > maxAmount {
			c.add("%s: a price of %s is not between 1 and 2^60", whose, widen(one[2]))
			return
		}
		if k > 0 && (prices[k-1][0] > one[0] || prices[k-1][0] == one[0] && prices[k-1][1] >= one[1]) {
			c.add("%s: block %d slot %d is out of order", whose, one[0], one[1])
			return
		}
	}
}
