package optimise

import (
	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

// worker is what one goroutine needs to work on nodes. What it finds depends on the
// node and on the round alone, never on what it worked on before.
type worker struct {
	probe   *probe
	solver  bundle.Solver
	state   *improve.State
	domains []place.Set
}

// round is what all tasks of a round know: it does not change while they run.
type round struct {
	search *search
	// cutoff is the floor at which a node need not be looked at further.
	cutoff int64
	// cost is that of the best placement, [place.Room] where none is known.
	cost int64
	// stopped says that the caller wants to end.
	stopped func() bool
}

// climb raises a node's floor by at most so many evaluations. It ends early where
// the floor reaches the round's cutoff.
func (w *worker) climb(r *round, n *node, steps int, o bundle.Options) bundle.Stop {
	if n.floor >= r.cutoff {
		return bundle.Enough
	}
	n.restrict(r.search.all, w.domains)
	m := n.model
	w.probe.begin(n.mix)
	eval := func(point []float64) (bundle.Point, *bundle.Cut, bool) {
		at, floor, cut, ok := w.probe.at(point, w.domains)
		if !ok {
			return at, nil, false
		}
		if floor > n.floor {
			n.floor, n.leaf, n.mix = floor, w.probe.leaf(at), w.probe.mix()
		}
		return at, cut, true
	}
	if n.fresh {
		at, cut, ok := eval(m.Centre.At)
		if !ok {
			n.close(&place.Leaf{Empty: true})
			return bundle.Enough
		}
		m.Centre, n.fresh = at, false
		m.Add(cut)
	}
	o.Steps = steps
	o.Enough = func(float64) bool { return n.floor >= r.cutoff || r.stopped() }
	return w.solver.Climb(m, func(point []float64) (bundle.Point, *bundle.Cut) {
		at, cut, _ := eval(point)
		return at, cut
	}, o)
}

// close makes a leaf of a node.
func (n *node) close(leaf *place.Leaf) {
	n.leaf, n.model = leaf, nil
	if leaf.Empty {
		n.floor = place.Room
	}
}

// kid is the part of a node on one side of a split, with those of its planes that
// hold there.
func (n *node) kid(s *split, yes bool, step float64) *node {
	const late = 6
	side := s.yes
	if !yes {
		side = ^side
	}
	k := &node{parent: n, service: s.service, side: side, depth: n.depth + 1, floor: n.floor, mix: n.mix, fresh: true}
	m := &bundle.Model{Box: n.model.Box, Centre: n.model.Centre, Step: step}
	for c, cut := range n.model.Cuts {
		if (n.model.Weights[c] > 0 || c >= len(n.model.Cuts)-late) && side.Has(cut.X[s.service]) {
			m.Cuts = append(m.Cuts, cut)
			m.Weights = append(m.Weights, n.model.Weights[c])
		}
	}
	k.model = m
	return k
}

// swapReach is how many moves either way are looked at for swaps.
const swapReach = 100

// polish makes a placement that fits of any placement, at prices that order its
// moves: nil where that fails. Full says to swap services as well.
func (w *worker) polish(x place.Placement, prices [][]int64, full bool) (place.Placement, int64) {
	w.state.Set(x)
	w.state.Price(prices)
	if !w.state.Fitting() && !w.state.Repair() {
		return nil, 0
	}
	w.state.Fill()
	if full {
		w.state.Swap(swapReach)
	}
	if !w.state.Fitting() {
		return nil, 0
	}
	return append(place.Placement{}, w.state.Placement()...), w.state.Cost()
}
