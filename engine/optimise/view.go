package optimise

import (
	"math"

	"berth.dev/engine/optimise/relax"
	"berth.dev/engine/optimise/share"
	"berth.dev/engine/place"
)

const (
	// sweeps bounds how often the costs are shared out anew for one evaluation;
	// settled is the gain of a sweep, as a share of the floor, that ends it.
	sweeps  = 12
	settled = 1e-8
)

// views evaluates the floor of a problem with views: for every prices it first shares
// the services' costs out among the views so that the floor is high.
type views struct {
	relaxed  *relax.Relaxation
	splitter *share.Splitter
	cost     []int64
	shares   relax.Shares
	mix      share.Mix
}

func newViews(p *place.Problem, r *relax.Relaxation) *views {
	return &views{relaxed: r, splitter: share.New(p), shares: relax.NoShares(p)}
}

func (v *views) begin(mix share.Mix) {
	if v.mix = mix; mix == nil {
		v.mix = v.splitter.Half()
	}
}

// solve is the floor at the prices, and by how much it is below what its placement
// costs there.
func (v *views) solve(prices relax.Prices, domains []place.Set) (relax.Answer, float64) {
	var ok bool
	v.cost, ok = v.relaxed.Weigh(prices, domains, v.cost)
	if !ok {
		return relax.Answer{Bound: math.MaxInt64}, 0
	}
	v.splitter.Load(v.cost, v.relaxed.Domains(), v.mix)
	last := v.splitter.Value()
	for range sweeps {
		v.splitter.Sweep()
		value := v.splitter.Value()
		if value-last <= settled*math.Abs(value) {
			break
		}
		last = value
	}
	v.mix = v.splitter.Mix()
	v.splitter.Shares(v.shares)
	v.relaxed.ClampShares(v.shares)
	answer := v.relaxed.SolveViews(prices, v.shares, domains)
	return answer, v.splitter.Short(answer.X)
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
