package relax

import (
	"math"
	"slices"
	"sync"

	"berth.dev/engine/place"
)

// Shares are by view, service and level what a view takes over of a service's cost, of
// either sign: as [place.Leaf.Shares].
type Shares [][][]int64

// views builds a cut for each view.
func (r *Relaxation) views() {
	p := r.p
	for v := range p.Views {
		view := &p.Views[v]
		widths := make([]int, len(p.Services))
		shares := make([][]int64, len(p.Services))
		for i := range widths {
			widths[i] = int(slices.Max(view.Level[i])) + 1
			shares[i] = make([]int64, widths[i])
		}
		r.shares = append(r.shares, shares)
		r.cuts = append(r.cuts, newChains(widths, func(yield func(link) bool) {
			for k, cost := range view.Cost {
				l := link{a: p.Pairs[k].A, b: p.Pairs[k].B, table: cost}
				l.loose = cost != nil && twisted(cost, widths[l.a], widths[l.b])
				if cost != nil && !yield(l) {
					return
				}
			}
		}))
	}
}

// NoShares are shares of the right shape, all zero.
func NoShares(p *place.Problem) Shares {
	out := make(Shares, len(p.Views))
	for v := range out {
		out[v] = make([][]int64, len(p.Services))
		for i := range out[v] {
			out[v][i] = make([]int64, int(slices.Max(p.Views[v].Level[i]))+1)
		}
	}
	return out
}

// ClampShares makes shares usable whose sum leaves 60 bits: each keeps its sign and is
// cut to its part of the room. Shares of any size that means something stay as they are.
func (r *Relaxation) ClampShares(shares Shares) {
	var count int64
	for _, view := range shares {
		for _, levels := range view {
			count += int64(len(levels))
		}
	}
	most := int64(room) / max(1, 2*count)
	for _, view := range shares {
		for _, levels := range view {
			for z := range levels {
				levels[z] = max(-most, min(most, levels[z]))
			}
		}
	}
}

// SolveViews is the floor of a problem with views at the prices and shares, over the
// domains; nil shares are all zero, nil domains all options. Prices and shares are such as
// [Relaxation.Clamp] and [Relaxation.ClampShares] leave as they are. The cuts of the views
// run at the same time.
func (r *Relaxation) SolveViews(prices Prices, shares Shares, domains []place.Set) Answer {
	if !r.confine(domains) {
		return Answer{Bound: math.MaxInt64}
	}
	if r.cuts == nil {
		// No cut takes over what a service would give away.
		shares = nil
	}
	levels := make([][]uint8, len(r.p.Views))
	var wait sync.WaitGroup
	values := make([]int64, len(r.cuts))
	for v := range r.cuts {
		var of [][]int64
		if shares != nil {
			of = shares[v]
		}
		wait.Go(func() { values[v], levels[v] = r.view(v, of) })
	}
	r.load.set(prices, func(int32, []int64) {})
	bound, x := r.alone(shares)
	wait.Wait()
	for _, value := range values {
		bound += value
	}
	if r.cuts == nil {
		r.follow(x, levels)
	}
	r.use(x)
	bound += r.leastRest(r.load.moved) + r.fixed(prices)
	return Answer{Bound: bound, X: x, Feasible: true, Levels: levels}
}

// follow gives the levels of x itself: then no share has a slope.
func (r *Relaxation) follow(x place.Placement, levels [][]uint8) {
	for v := range levels {
		levels[v] = make([]uint8, len(x))
		for i, l := range x {
			levels[v][i] = r.p.Views[v].Level[i][l]
		}
	}
}

// view is the least value of a view's cut, and the levels that give it.
func (r *Relaxation) view(v int, shares [][]int64) (int64, []uint8) {
	c := r.cuts[v]
	levels := make([]uint8, len(r.domains))
	for i, d := range r.domains {
		var to place.Set
		for ; d != 0; d &= d - 1 {
			to |= 1 << r.p.Views[v].Level[i][d.First()]
		}
		if to != c.domains[i] {
			c.restrict(int32(i), to)
		}
		for z, before := range r.shares[v][i] {
			var share int64
			if shares != nil {
				share = shares[i][z]
			}
			if share != before {
				c.add(int32(i), z, share-before)
				r.shares[v][i][z] = share
			}
		}
	}
	value := c.cut()
	for i := range levels {
		levels[i] = c.level(int32(i))
	}
	return value, levels
}

// alone lets each service choose without the others.
func (r *Relaxation) alone(shares Shares) (int64, place.Placement) {
	var sum int64
	x := make(place.Placement, len(r.domains))
	for i, d := range r.domains {
		least := int64(math.MaxInt64)
		for ; d != 0; d &= d - 1 {
			l := d.First()
			cost := r.p.Services[i].Options[l].Cost + r.load.of[r.load.columns.first[i]+int32(l)]
			for v, view := range shares {
				cost -= view[i][r.p.Views[v].Level[i][l]]
			}
			if cost < least {
				least, x[i] = cost, l
			}
		}
		sum += least
	}
	return sum, x
}
