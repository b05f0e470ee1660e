package optimise

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/place"
)

// probe evaluates the floor at prices, for one goroutine. What it gives depends on
// the prices and domains alone, not on what was evaluated before.
type probe struct {
	problem *place.Problem
	axis    *axis
	relaxed *relax.Relaxation
	prices  relax.Prices
	shares  relax.Shares
	cuts    int
}

func newProbe(p *place.Problem, a *axis, r *relax.Relaxation) *probe {
	o := &probe{problem: p, axis: a, relaxed: r, prices: a.zero()}
	if len(a.shares) > 0 {
		o.shares = relax.NoShares(p)
	}
	return o
}

// at evaluates the floor near a point over the domains. The floor is exact for the
// point that it returns; ok is false where the domains hold no placement at all.
func (o *probe) at(point []float64, domains []place.Set) (at bundle.Point, floor int64, cut *bundle.Cut, ok bool) {
	o.axis.prices(point, o.prices)
	o.relaxed.Clamp(o.prices)
	o.cuts++
	var answer relax.Answer
	if o.shares == nil {
		answer = o.relaxed.Solve(o.prices, domains)
	} else {
		o.axis.split(point, o.shares)
		o.relaxed.ClampShares(o.shares)
		answer = o.relaxed.SolveViews(o.prices, o.shares, domains)
	}
	if !answer.Feasible {
		return bundle.Point{}, math.MaxInt64, nil, false
	}
	at = bundle.Point{At: o.axis.point(o.prices, o.shares), Value: float64(answer.Bound)}
	return at, answer.Bound, bundle.NewCut(at.Value, at.At, o.slope(&answer), answer.X), true
}

// slope is by coordinate what the answer uses too much at the prices set, with what
// would be bought at them, as a share of the scale; and where the views' cuts and the
// services' choices disagree.
func (o *probe) slope(answer *relax.Answer) []float64 {
	use := o.relaxed.Usage()
	out := make([]float64, len(o.axis.coords)+len(o.axis.shares))
	for b := range o.problem.Blocks {
		block := &o.problem.Blocks[b]
		first, next := o.axis.first[b], o.axis.first[b+1]
		if first == next {
			continue
		}
		firm := block.FirmMax
		if firm > 0 && !worth(o.prices[b], block.Firm) {
			firm = 0
		}
		for j := first; j < next; j++ {
			c := &o.axis.coords[j]
			out[j] = float64(use[b][c.slot]-c.cap-firm) / c.scale
		}
	}
	for k, s := range o.axis.shares {
		j := len(o.axis.coords) + k
		if answer.Levels[s.view][s.service] == s.level {
			out[j] += o.axis.unit
		}
		if o.problem.Views[s.view].Level[s.service][answer.X[s.service]] == s.level {
			out[j] -= o.axis.unit
		}
	}
	return out
}

// worth says whether the prices add up to more than limit.
func worth(prices []int64, limit int64) bool {
	for _, v := range prices {
		if limit -= v; limit < 0 {
			return true
		}
	}
	return false
}
