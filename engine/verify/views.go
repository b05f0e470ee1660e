package verify

import "fmt"

// The sum of a problem with views is divided into one part for each group and one
// for each view. Each group gives its share of each view, a number by level of the
// view, to that view and pays the same number less itself:
//
//	Σ theta(x_i) − Σ shares(levels of x_i)        for every group alone
//	Σ shares(level_i) + Σ view cost(levels)       for every view, as a chain
//	Σ pair cost − Σ view costs                    for every pair alone
//
// Added up over one placement this is the sum itself, for any shares. So the least
// of every part alone, added up, is a bound of it.

// shapeShares looks at a leaf's shares: none, or a number for every view, group and
// level.
func (s *subject) shapeShares(n *node) error {
	p := &s.f.Problem
	if len(n.Shares) == 0 {
		return nil
	}
	if len(n.Shares) != len(p.Views) {
		return fmt.Errorf("it has shares of %d views, of %d", len(n.Shares), len(p.Views))
	}
	for v := range n.Shares {
		if len(n.Shares[v]) != len(p.Groups) {
			return fmt.Errorf("it has shares of %d groups, of %d", len(n.Shares[v]), len(p.Groups))
		}
		for g, share := range n.Shares[v] {
			if levels := p.Views[v].levels(g); len(share) != levels {
				return fmt.Errorf("it has %d shares for the %d levels of %q", len(share), levels, p.Groups[g].Name)
			}
		}
	}
	return nil
}

// views is the bound with views: see above.
func (r *relaxation) views(domain []uint64, n *node) (wide, error) {
	p := &r.s.f.Problem
	share := func(v, g, level int) int64 {
		if len(n.Shares) == 0 {
			return 0
		}
		return n.Shares[v][g][level]
	}
	sum := wide{}
	for g := range p.Groups {
		r.s.meter.spend(len(p.Groups[g].Options) * (1 + len(p.Views)))
		sum = sum.plus(lowest(domain[g], func(l int) wide {
			value := widen(r.theta[r.start[g]+l])
			for v := range p.Views {
				value = value.minus(widen(share(v, g, p.Views[v].Level[g][l])))
			}
			return value
		}))
	}
	levels := make([]uint64, len(p.Groups))
	for v := range p.Views {
		view := &p.Views[v]
		for g := range levels {
			levels[g] = 0
			for l, level := range view.Level[g] {
				levels[g] |= (domain[g] >> l & 1) << level
			}
		}
		least, ok := r.chains[v].least(levels,
			func(g, level int) int64 { return share(v, g, level) },
			func(k int) []int64 {
				if n.Empty || len(view.Cost[k]) == 0 {
					return nil
				}
				return view.Cost[k]
			}, nil)
		if !ok {
			return wide{}, errSize
		}
		sum = sum.plus(least)
	}
	for k := range p.Pairs {
		sum = sum.plus(r.left(k, domain, n.Empty))
	}
	return sum, nil
}

// left is the least of what the views leave out of a pair.
func (r *relaxation) left(k int, domain []uint64, empty bool) wide {
	p := &r.s.f.Problem
	q := &p.Pairs[k]
	table := r.pairTable(k, empty)
	viewed := false
	for v := range p.Views {
		viewed = viewed || !empty && len(p.Views[v].Cost[k]) > 0
	}
	if table == nil && !viewed {
		return wide{}
	}
	r.s.meter.spend(len(p.Groups[q.A].Options) * len(p.Groups[q.B].Options) * (1 + len(p.Views)))
	return lowest(domain[q.A], func(a int) wide {
		partners := domain[q.B]
		if r.rules[k] != nil {
			partners &= r.rules[k].ofA[a] // not empty: see narrow
		}
		return lowest(partners, func(b int) wide {
			value := wide{}
			if table != nil {
				value = widen(table[r.s.cell(q, a, b)])
			}
			for v := range p.Views {
				if view := &p.Views[v]; viewed && len(view.Cost[k]) > 0 {
					side := r.chains[v].width[q.B]
					value = value.minus(widen(view.Cost[k][view.Level[q.A][a]*side+view.Level[q.B][b]]))
				}
			}
			return value
		})
	})
}
