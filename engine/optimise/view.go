package optimise

import (
	"math"

	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/optimise/share"
	"berth.dev/engine/place"
)

const (
	// sweeps bounds how often the costs are shared out anew for one evaluation, and
	// sweepsFirst for one that begins from nothing; settled is the gain of a sweep, as a
	// share of the floor, that ends it.
	sweeps, sweepsFirst = 12, 60
	settled             = 1e-8
)

// views evaluates the floor of a problem with views: for every prices it first shares
// the services' costs out among the views so that the floor is high.
type views struct {
	relaxed  *relax.Relaxation
	splitter *share.Splitter
	shares   relax.Shares
	mix      share.Mix
	fresh    bool
}

func newViews(p *place.Problem, r *relax.Relaxation) *views {
	return &views{relaxed: r, splitter: share.New(p), shares: relax.NoShares(p)}
}

func (v *views) begin(mix share.Mix) {
	if v.mix, v.fresh = mix, mix == nil; v.fresh {
		v.mix = v.splitter.Half()
	}
}

// solve is the floor at the prices, and by how much it is below what its placement
// costs there.
func (v *views) solve(prices relax.Prices, domains []place.Set) (relax.Answer, int64) {
	if !v.relaxed.Viewed() {
		return v.relaxed.SolveViews(prices, nil, domains), 0
	}
	w, ok := v.relaxed.Weigh(prices, domains)
	if !ok {
		return relax.Answer{Bound: math.MaxInt64}, 0
	}
	s := v.splitter
	s.Load(w.Cost, v.relaxed.Domains(), v.mix)
	last := s.Value()
	most := sweeps
	if v.fresh {
		most, v.fresh = sweepsFirst, false
	}
	for range most {
		s.Sweep()
		value := s.Value()
		if float64(value-last) <= settled*math.Abs(float64(value)) {
			break
		}
		last = value
	}
	v.mix = s.Mix()
	s.Shares(v.shares)
	answer := relax.Answer{Bound: s.Value() + w.Rest, X: make(place.Placement, len(domains)), Feasible: true}
	s.Choice(answer.X)
	short := s.Short(answer.X)
	if s.Twisted() {
		// The cuts prove more.
		answer.Bound = max(answer.Bound, v.relaxed.SolveViews(prices, v.shares, domains).Bound)
	}
	v.relaxed.Turn(answer.X)
	return answer, short
}

// proof is a copy of the shares of the last evaluation.
func (v *views) proof() [][][]int64 {
	out := make([][][]int64, len(v.shares))
	for s := range out {
		out[s] = make([][]int64, len(v.shares[s]))
		for i := range out[s] {
			out[s][i] = append([]int64(nil), v.shares[s][i]...)
		}
	}
	return out
}
