package conflict

import (
	"slices"

	"berth.dev/engine/place"
)

// court judges sets of rules about one wide problem.
type court struct {
	wide  *place.Problem
	rules []Rule
	o     Options
	// bare is the wide problem without costs, and without the pairs that no rule and
	// no budget speaks of; its blocks are those of the wide one. pairs are by wide
	// pair their place in it, or -1.
	bare  *place.Problem
	pairs []int32
	// touching are by service its pairs in the bare problem.
	touching [][]int32
	// most is by block and slot what could be used at most.
	most place.Usage
	// weight is by service and option what it uses, as shares of the limits added up.
	weight [][]float64
	// asked counts the sets that were judged, opens those that could not be.
	asked, opens int
}

func newCourt(p *place.Problem, rules []Rule, o Options) *court {
	c := &court{wide: p, rules: rules, o: o, pairs: make([]int32, len(p.Pairs)), most: make(place.Usage, len(p.Blocks))}
	c.bare = &place.Problem{Services: make([]place.Service, len(p.Services)), Pools: p.Pools, Resources: p.Resources}
	for i := range p.Services {
		s := p.Services[i]
		s.Options = slices.Clone(s.Options)
		for l := range s.Options {
			s.Options[l].Cost, s.Options[l].Pods = 0, nil
		}
		c.bare.Services[i] = s
	}
	ruled := make(map[int32]bool)
	for r := range rules {
		for _, cell := range rules[r].Cells {
			ruled[cell.Pair] = true
		}
	}
	for k := range p.Pairs {
		c.pairs[k] = -1
		if q := p.Pairs[k]; q.Rule != nil || ruled[int32(k)] {
			c.pairs[k] = int32(len(c.bare.Pairs))
			c.bare.Pairs = append(c.bare.Pairs, place.Pair{A: q.A, B: q.B, Rule: q.Rule})
		}
	}
	c.touching = make([][]int32, len(p.Services))
	for k := range c.bare.Pairs {
		q := &c.bare.Pairs[k]
		c.touching[q.A] = append(c.touching[q.A], int32(k))
		c.touching[q.B] = append(c.touching[q.B], int32(k))
	}
	c.addMost()
	c.weigh()
	return c
}

// weigh adds up what each option uses, in shares of the limits.
func (c *court) weigh() {
	c.weight = make([][]float64, len(c.wide.Services))
	for i := range c.weight {
		options := c.wide.Services[i].Options
		c.weight[i] = make([]float64, len(options))
		for l := range options {
			for _, use := range options[l].Use {
				block := &c.wide.Blocks[use.Block]
				for t, v := range use.Amount {
					if block.Hard() {
						c.weight[i][l] += float64(v) / float64(max(1, block.Cap[t]+block.FirmMax))
					}
				}
			}
		}
	}
}

// lightest is the placement whose services each use least.
func (c *court) lightest(domains []place.Set) place.Placement {
	x := make(place.Placement, len(domains))
	for i, d := range domains {
		x[i] = d.First()
		for l := range c.weight[i] {
			if d.Has(uint8(l)) && c.weight[i][l] < c.weight[i][x[i]] {
				x[i] = uint8(l)
			}
		}
	}
	return x
}

// addMost adds up what services and pairs could use at most.
func (c *court) addMost() {
	p := c.wide
	for b := range p.Blocks {
		c.most[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	for i := range p.Services {
		high := make(map[int32][]int32)
		for l := range p.Services[i].Options {
			for _, use := range p.Services[i].Options[l].Use {
				if high[use.Block] == nil {
					high[use.Block] = make([]int32, len(use.Amount))
				}
				for t, v := range use.Amount {
					high[use.Block][t] = max(high[use.Block][t], v)
				}
			}
		}
		for b, row := range high {
			for t, v := range row {
				c.most[b][t] += int64(v)
			}
		}
	}
	for k := range c.bare.Pairs {
		if rule := c.bare.Pairs[k].Rule; rule != nil {
			for _, use := range rule.Use {
				c.most[use.Block][0] += int64(slices.Max(use.Amount))
			}
		}
	}
}

// question is whether some rules can be kept together.
type question struct {
	// p is the bare problem with the pairs that the rules forbid; a block that does
	// not bind has room for everything.
	p       *place.Problem
	domains []place.Set
	// limit is by block and slot what may be used; nil where the block does not bind.
	limit [][]int64
}

// question puts the rules of a set into effect, and relaxes one of the others by
// units.
func (c *court) question(set []int, relaxed Relaxed) *question {
	holds := make([]bool, len(c.rules))
	for _, r := range set {
		holds[r] = true
	}
	q := &question{domains: all(c.bare), limit: make([][]int64, len(c.wide.Blocks))}
	cells := make(map[int32][]int32)
	more := make([]int64, len(c.wide.Blocks))
	loose := make([]bool, len(c.wide.Blocks))
	for r := range c.rules {
		for _, g := range c.rules[r].Grow {
			if r == relaxed.Rule {
				more[g.Block] += min(relaxed.Units, place.Room/g.By) * g.By
			} else if !holds[r] {
				loose[g.Block] = true
			}
		}
		if !holds[r] {
			continue
		}
		for _, ban := range c.rules[r].Bans {
			q.domains[ban.Service] &^= 1 << ban.Option
		}
		for _, cell := range c.rules[r].Cells {
			cells[c.pairs[cell.Pair]] = append(cells[c.pairs[cell.Pair]], cell.At)
		}
	}
	p := *c.bare
	if len(cells) > 0 {
		p.Pairs = slices.Clone(p.Pairs)
		for k := range p.Pairs {
			p.Pairs[k].Rule = forbidding(&p, &p.Pairs[k], cells[int32(k)])
		}
	}
	p.Blocks = make([]place.Block, len(c.wide.Blocks))
	for b := range p.Blocks {
		block := &c.wide.Blocks[b]
		p.Blocks[b] = place.Block{Name: block.Name, Cap: c.most[b]}
		if block.Hard() && !loose[b] {
			q.limit[b] = make([]int64, len(block.Cap))
			for t, v := range block.Cap {
				q.limit[b][t] = min(c.most[b][t], v+block.FirmMax+more[b])
			}
			p.Blocks[b].Cap = q.limit[b]
		}
	}
	q.p = &p
	return q
}
