package verify

import (
	"fmt"
	"slices"
)

// march follows the waves. Place is by group where it runs, -1 where that is no
// option; used is what is used before the next wave.
type march struct {
	s     *subject
	place []int
	used  [][]int64
	// pairs are by group the pairs it is in.
	pairs [][]int
	// to is by group where it moves in this wave, -1 for those that stay.
	to []int
}

// waves proves that the moves can be made in the order given. Everything starts at
// today's places. While a wave is under way, a group that moves counts on both sides
// (a single one, which stops first, on the side that uses more), and of a pair each
// end may already have moved or not. A budget is no room (see budget.go). No slot of a hard block may then be used above
// its capacity and what may be bought firm, and no pair forbidden; what was so before
// the wave must not get worse. After the last wave every group that is not stuck is
// where the plan puts it.
func (s *subject) waves(c *findings) string {
	m := s.newMarch()
	moves := 0
	for k := range s.f.Waves {
		if s.meter.empty() || len(c.list) >= maxFaults {
			return ""
		}
		moves += len(s.f.Waves[k].Groups)
		m.wave(c, k)
	}
	s.arrived(c, m.place)
	return fmt.Sprintf("%s in %s, %s stuck", count(moves, "move", "moves"), count(len(s.f.Waves), "wave", "waves"), count(len(s.f.Stuck), "group", "groups"))
}

// newMarch stands at today's places.
func (s *subject) newMarch() *march {
	p := &s.f.Problem
	m := &march{s: s, pairs: make([][]int, len(p.Groups))}
	for g := range p.Groups {
		m.place, m.to = append(m.place, p.Groups[g].Today), append(m.to, -1)
	}
	for k := range p.Pairs {
		m.pairs[p.Pairs[k].A] = append(m.pairs[p.Pairs[k].A], k)
		m.pairs[p.Pairs[k].B] = append(m.pairs[p.Pairs[k].B], k)
	}
	m.used = s.usage(m.place)
	return m
}

// arrived compares where the waves end with the plan.
func (s *subject) arrived(c *findings, place []int) {
	stuck := make(map[int]bool)
	for _, one := range s.f.Stuck {
		if stuck[one.Group] {
			c.add("%q is listed as stuck twice", s.f.Problem.Groups[one.Group].Name)
		}
		stuck[one.Group] = true
	}
	for g, l := range place {
		switch name := s.f.Problem.Groups[g].Name; {
		case stuck[g] && l == s.f.Placement[g]:
			c.add("%q is listed as stuck, and is where the plan puts it", name)
		case !stuck[g] && l != s.f.Placement[g]:
			c.add("%q is not stuck, and the waves do not bring it to its place", name)
		}
	}
}

// wave makes one wave and looks at the states during and after it.
func (m *march) wave(c *findings, k int) {
	p, w := &m.s.f.Problem, &m.s.f.Waves[k]
	for at, g := range w.Groups {
		if w.To[at] == m.place[g] {
			c.add("wave %d: %q moves to where it is", k+1, p.Groups[g].Name)
		}
		m.to[g] = w.To[at]
	}
	var touched []int
	for _, g := range w.Groups {
		touched = append(touched, m.pairs[g]...)
	}
	slices.Sort(touched)
	touched = slices.Compact(touched)
	m.s.meter.spend(len(touched))

	during := m.both(w.Groups, touched)
	for _, one := range touched {
		m.forbidden(c, k, &p.Pairs[one])
	}
	for _, g := range w.Groups {
		m.place[g], m.to[g] = m.to[g], -1
	}
	after := m.s.usage(m.place)
	if m.s.meter.empty() {
		return
	}
	m.above(c, fmt.Sprintf("during wave %d", k+1), during)
	m.above(c, fmt.Sprintf("after wave %d", k+1), after)
	m.used = after
}

// both is what is used while groups move.
func (m *march) both(groups, touched []int) [][]int64 {
	p := &m.s.f.Problem
	during := make([][]int64, len(m.used))
	for b := range m.used {
		during[b] = slices.Clone(m.used[b])
	}
	for _, g := range groups {
		from, to := p.Groups[g].at(m.place[g]), p.Groups[g].at(m.to[g])
		m.s.take(during, to, 1)
		if p.Groups[g].Single && from != nil {
			m.less(during, from, to)
		}
	}
	for _, k := range touched {
		q := &p.Pairs[k]
		for _, use := range q.Use {
			var before, most int64
			for _, a := range m.sides(q.A) {
				for _, b := range m.sides(q.B) {
					if a >= 0 && b >= 0 {
						most = max(most, use.Amount[m.s.cell(q, a, b)])
					}
				}
			}
			if a, b := m.place[q.A], m.place[q.B]; a >= 0 && b >= 0 {
				before = use.Amount[m.s.cell(q, a, b)]
			}
			during[use.Block][0] += most - before
		}
	}
	for b, owner := range m.s.owner {
		if owner >= 0 {
			during[b][0] = m.spent(b, owner)
		}
	}
	return during
}

// less takes off what a group that stops first does not use on both sides: the
// smaller of the two uses of every slot.
func (m *march) less(during [][]int64, from, to *option) {
	vectors := m.s.f.Problem.Vectors
	for _, old := range from.Use {
		for _, use := range to.Use {
			if use[0] != old[0] || !m.s.meter.spend(len(vectors[use[1]])) {
				continue
			}
			for t, v := range vectors[use[1]] {
				during[use[0]][t] -= min(v, vectors[old[1]][t])
			}
		}
	}
}

// sides are where a group may run during the wave.
func (m *march) sides(g int) []int {
	if m.to[g] < 0 {
		return []int{m.place[g]}
	}
	return []int{m.place[g], m.to[g]}
}

// forbidden looks at one pair, each of whose ends may have moved or not.
func (m *march) forbidden(c *findings, k int, q *pair) {
	if m.s.forbids(q, m.place[q.A], m.place[q.B]) {
		return // before the wave already
	}
	for _, a := range m.sides(q.A) {
		for _, b := range m.sides(q.B) {
			if m.s.forbids(q, a, b) {
				groups := m.s.f.Problem.Groups
				c.add("wave %d: %q at %q forbids %q at %q", k+1, groups[q.A].Name, groups[q.A].Options[a].Name, groups[q.B].Name, groups[q.B].Options[b].Name)
				return
			}
		}
	}
}

// above compares a state with the capacities and with what was before the wave.
func (m *march) above(c *findings, when string, used [][]int64) {
	for b := range used {
		if m.s.over(b) != nil {
			continue
		}
		for t, u := range used[b] {
			if top := m.s.ceiling(b, t); u > top && u > m.used[b][t] {
				c.add("%s: block %q slot %d: %s are used of %s", when, m.s.f.Problem.Blocks[b].Name, t, widen(u), widen(top))
			}
		}
	}
}
