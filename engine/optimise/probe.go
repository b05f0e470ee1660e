package optimise

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/optimise/share"
	"berth.dev/engine/place"
)

// probe evaluates the floor at prices, for one goroutine. What it gives depends on
// the prices and domains alone, and with views on the evaluations since it was begun
// with, not on what was evaluated before.
type probe struct {
	problem *place.Problem
	axis    *axis
	relaxed *relax.Relaxation
	prices  relax.Prices
	// views is nil where options are a chain.
	views *views
	cuts  int
}

func newProbe(p *place.Problem, a *axis, r *relax.Relaxation) *probe {
	o := &probe{problem: p, axis: a, relaxed: r, prices: a.zero()}
	if len(p.Views) > 0 {
		o.views = newViews(p, r)
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
	var short int64
	if o.views == nil {
		answer = o.relaxed.Solve(o.prices, domains)
	} else {
		answer, short = o.views.solve(o.prices, domains)
	}
	if !answer.Feasible {
		return bundle.Point{}, math.MaxInt64, nil, false
	}
	at = bundle.Point{At: o.axis.point(o.prices), Value: float64(answer.Bound)}
	return at, answer.Bound, bundle.NewCut(at.Value+float64(short), at.At, o.slope(), answer.X), true
}

// begin says how the costs were shared out before the next evaluations; nil is as in
// the beginning.
func (o *probe) begin(mix share.Mix) {
	if o.views != nil {
		o.views.begin(mix)
	}
}

// mix is how the last evaluation shared the costs out.
func (o *probe) mix() share.Mix {
	if o.views == nil {
		return nil
	}
	return o.views.mix
}

// leaf writes the last evaluation as the proof of a floor.
func (o *probe) leaf(at bundle.Point) *place.Leaf {
	leaf := &place.Leaf{Prices: o.axis.sparse(at.At)}
	if o.views != nil {
		leaf.Shares = o.views.proof()
	}
	return leaf
}

// slope is by coordinate what the answer uses too much at the prices set, with what
// would be bought at them, as a share of the scale.
func (o *probe) slope() []float64 {
	use := o.relaxed.Usage()
	out := make([]float64, len(o.axis.coords))
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
