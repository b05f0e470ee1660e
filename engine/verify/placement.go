package verify

import (
	"fmt"
	"slices"
)

// at is the option at place l of a group: -1 is where it runs today when that is no
// option. Nil is nothing: the group does not run.
func (g *group) at(l int) *option {
	switch {
	case l >= 0:
		return &g.Options[l]
	case len(g.Was) > 0:
		return &g.Was[0]
	}
	return nil
}

// cell is the place of a pair of options in the tables of a pair.
func (s *subject) cell(q *pair, a, b int) int { return a*len(s.f.Problem.Groups[q.B].Options) + b }

// forbids says whether a rule forbids options a and b of a pair. Rules speak of
// options alone, not of a place that is none.
func (s *subject) forbids(q *pair, a, b int) bool {
	if a < 0 || b < 0 {
		return false
	}
	_, found := slices.BinarySearch(q.Forbid, s.cell(q, a, b))
	return found
}

// usage adds up what a placement uses by block and slot.
func (s *subject) usage(x []int) [][]int64 {
	p := &s.f.Problem
	used := make([][]int64, len(p.Blocks))
	for b := range used {
		used[b] = make([]int64, len(s.capacity(b)))
		s.meter.spend(len(used[b]))
	}
	for g := range p.Groups {
		if o := p.Groups[g].at(x[g]); o != nil {
			s.take(used, o, 1)
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if x[q.A] < 0 || x[q.B] < 0 || !s.meter.spend(1+len(q.Use)) {
			continue
		}
		for _, use := range q.Use {
			used[use.Block][0] += use.Amount[s.cell(q, x[q.A], x[q.B])]
		}
	}
	return used
}

// take adds sign times what an option uses.
func (s *subject) take(used [][]int64, o *option, sign int64) {
	for _, use := range o.Use {
		row, amount := used[use[0]], s.f.Problem.Vectors[use[1]]
		if !s.meter.spend(len(amount)) {
			return
		}
		for t, v := range amount {
			row[t] += sign * v
		}
	}
}

// ceiling is how much of a slot of a hard block may be used: the capacity and all
// that may be bought firm.
func (s *subject) ceiling(b, t int) int64 {
	return s.capacity(b)[t] + s.f.Problem.Blocks[b].FirmMax
}

// broken lists what a placement breaks: in what slots it needs more than there is
// and may be bought, and which of its pairs are forbidden.
func (s *subject) broken(x []int) (faults findings) {
	p := &s.f.Problem
	used := s.usage(x)
	if s.meter.empty() {
		return faults
	}
	for b := range used {
		if s.over(b) != nil {
			continue
		}
		for t, u := range used[b] {
			if top := s.ceiling(b, t); u > top {
				faults.add("block %q slot %d: %s are used of %s", p.Blocks[b].Name, t, widen(u), widen(top))
			}
		}
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; s.forbids(q, x[q.A], x[q.B]) {
			faults.add("%q at %q forbids %q at %q", p.Groups[q.A].Name, p.Groups[q.A].Options[x[q.A]].Name, p.Groups[q.B].Name, p.Groups[q.B].Options[x[q.B]].Name)
		}
	}
	return faults
}

// placement proves that the placement fits: with what may be bought, no slot of a
// hard block is used above its capacity, and no pair of options is forbidden.
func (s *subject) placement(c *findings) string {
	*c = s.broken(s.f.Placement)
	slots := 0
	for b := range s.f.Problem.Blocks {
		slots += len(s.capacity(b))
	}
	return fmt.Sprintf("%s of %s, %s", count(slots, "slot", "slots"), count(len(s.f.Problem.Blocks), "block", "blocks"), count(len(s.f.Problem.Pairs), "pair", "pairs"))
}
