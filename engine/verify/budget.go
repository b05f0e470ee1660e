package verify

// shapeBudgets proves that every budget is hard, has one slot and is one group's own:
// that group alone uses it by its options, and it is an end of every pair that does.
// It notes whose each is.
func (s *subject) shapeBudgets(c *findings) {
	p := &s.f.Problem
	users := make([][]int, len(p.Blocks)) // the groups that may be the owner; nil is all
	only := func(b int, groups ...int) {
		if !p.Blocks[b].Either {
			return
		}
		left := []int{}
		for _, g := range groups {
			for _, one := range users[b] {
				if one == g {
					left = append(left, g)
				}
			}
		}
		if users[b] == nil {
			left = groups
		}
		users[b] = left
	}
	for g := range p.Groups {
		for _, list := range [][]option{p.Groups[g].Options, p.Groups[g].Was} {
			for l := range list {
				for _, use := range list[l].Use {
					only(use[0], g)
				}
			}
		}
	}
	for k := range p.Pairs {
		for _, use := range p.Pairs[k].Use {
			only(use.Block, p.Pairs[k].A, p.Pairs[k].B)
		}
	}
	for b := range p.Blocks {
		s.owner = append(s.owner, -1)
		switch one := &p.Blocks[b]; {
		case !one.Either:
		case len(s.capacity(b)) != 1 || s.over(b) != nil:
			c.add("block %q: a budget with %d slots, or one that can be bought", one.Name, len(s.capacity(b)))
		case users[b] != nil && len(users[b]) == 0:
			c.add("block %q: a budget that several groups use", one.Name)
		case users[b] != nil:
			s.owner[b] = users[b][0]
		}
	}
}

// spent is what a budget needs while a wave is under way. Every request of its owner
// is served on one side, the old or the new one: there it takes what that place uses
// and, of each pair, at most what the dearer place of the other end makes it use. The
// larger side counts. A place that is no option takes no part in pairs.
func (m *march) spent(b, owner int) (most int64) {
	p := &m.s.f.Problem
	for _, side := range m.sides(owner) {
		var sum int64
		if o := p.Groups[owner].at(side); o != nil {
			for _, use := range o.Use {
				if use[0] == b {
					sum += p.Vectors[use[1]][0]
				}
			}
		}
		for _, k := range m.pairs[owner] {
			q := &p.Pairs[k]
			if side < 0 || !m.s.meter.spend(1+len(q.Use)) {
				continue
			}
			for _, use := range q.Use {
				if use.Block == b {
					sum += m.dearest(q, use.Amount, owner, side)
				}
			}
		}
		most = max(most, sum)
	}
	return most
}

// dearest is the most that a table of a pair holds with one end at a side, over the
// sides of the other.
func (m *march) dearest(q *pair, table []int64, owner, side int) (most int64) {
	for _, other := range m.sides(q.A + q.B - owner) {
		switch {
		case other < 0:
		case owner == q.A:
			most = max(most, table[m.s.cell(q, side, other)])
		default:
			most = max(most, table[m.s.cell(q, other, side)])
		}
	}
	return most
}
