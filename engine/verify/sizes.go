package verify

import "fmt"

// room is how large a sum of the problem may become. Two of them, as in a move that
// counts on both sides, still fit in 64 bits.
const room = 1 << 61

// capacity is by slot how much of block b there is.
func (s *subject) capacity(b int) []int64 { return s.f.Problem.Vectors[s.f.Problem.Blocks[b].Cap] }

// over is by slot what a unit above the capacity costs; nil where none can be had.
func (s *subject) over(b int) []int64 {
	if at := s.f.Problem.Blocks[b].Over; at >= 0 {
		return s.f.Problem.Vectors[at]
	}
	return nil
}

// sizes proves that neither what can be used of a slot, all options and the places
// of today together, nor what everything can cost leaves 61 bits. It adds up in 128
// bits; after it, sums of uses and costs over one placement are plain numbers.
func (s *subject) sizes(c *findings) string {
	most, was := s.mostUse(), s.mostWas()
	if s.meter.empty() {
		return ""
	}
	limit, dearest := widen(room), wide{}
	add := func(what string, cost wide) {
		// Looked at after every term, so that 128 bits are never full.
		if dearest = dearest.plus(cost); len(c.list) == 0 && !dearest.less(limit) {
			c.add("%s: the costs added up leave 61 bits", what)
		}
	}
	for b := range most {
		one, over := &s.f.Problem.Blocks[b], s.over(b)
		what := fmt.Sprintf("block %q", one.Name)
		for t := range most[b] {
			used := most[b][t].plus(was[b][t])
			if !used.plus(widen(s.capacity(b)[t])).less(limit) {
				c.add("%s slot %d: what can be used and its capacity leave 61 bits", what, t)
			} else if over != nil && len(c.list) == 0 {
				add(what, product(over[t], used.plain()))
			}
		}
		if len(c.list) > 0 {
			return ""
		}
		add(what, product(one.Firm, one.FirmMax))
	}
	add("groups and pairs", s.dearest())
	if len(c.list) > 0 {
		return ""
	}
	s.most = make([][]int64, len(most))
	for b := range most {
		s.most[b] = make([]int64, len(most[b]))
		for t, used := range most[b] {
			s.most[b][t] = used.plain()
		}
	}
	return fmt.Sprintf("the costs add up to at most %s", s.money(dearest))
}

// plain is the number where it is known to fit in 64 bits.
func (a wide) plain() int64 { return int64(a.lo) }

// mostUse is by block and slot what is used if every group and pair takes the most
// that one of its options takes there.
func (s *subject) mostUse() [][]wide {
	p := &s.f.Problem
	most, peak := s.slots(), s.slots()
	for g := range p.Groups {
		for l := range p.Groups[g].Options {
			for _, use := range p.Groups[g].Options[l].Use {
				if !s.meter.spend(len(p.Vectors[use[1]])) {
					return most
				}
				for t, v := range p.Vectors[use[1]] {
					if row := peak[use[0]]; row[t].less(widen(v)) {
						// Only the rise over this group's peak so far counts.
						most[use[0]][t] = most[use[0]][t].plus(widen(v).minus(row[t]))
						row[t] = widen(v)
					}
				}
			}
		}
		for l := range p.Groups[g].Options {
			for _, use := range p.Groups[g].Options[l].Use {
				clear(peak[use[0]])
			}
		}
	}
	for k := range p.Pairs {
		for _, use := range p.Pairs[k].Use {
			var top int64
			for _, v := range use.Amount {
				top = max(top, v)
			}
			most[use.Block][0] = most[use.Block][0].plus(widen(top))
		}
	}
	return most
}

// mostWas is what today's places that are no options use together.
func (s *subject) mostWas() [][]wide {
	was := s.slots()
	for g := range s.f.Problem.Groups {
		for _, o := range s.f.Problem.Groups[g].Was {
			for _, use := range o.Use {
				if !s.meter.spend(len(s.f.Problem.Vectors[use[1]])) {
					return was
				}
				for t, v := range s.f.Problem.Vectors[use[1]] {
					was[use[0]][t] = was[use[0]][t].plus(widen(v))
				}
			}
		}
	}
	return was
}

func (s *subject) slots() [][]wide {
	rows := make([][]wide, len(s.f.Problem.Blocks))
	for b := range rows {
		rows[b] = make([]wide, len(s.capacity(b)))
	}
	return rows
}

// dearest is what all groups and pairs cost if each takes its largest cost, signs
// left aside.
func (s *subject) dearest() wide {
	p := &s.f.Problem
	sum := wide{}
	for g := range p.Groups {
		top := wide{}
		for l := range p.Groups[g].Options {
			if v := size(p.Groups[g].Options[l].Cost); top.less(v) {
				top = v
			}
		}
		for _, o := range p.Groups[g].Was {
			sum = sum.plus(size(o.Cost))
		}
		sum = sum.plus(top)
	}
	for k := range p.Pairs {
		top := wide{}
		for _, v := range p.Pairs[k].Cost {
			if top.less(size(v)) {
				top = size(v)
			}
		}
		sum = sum.plus(top)
	}
	return sum
}
