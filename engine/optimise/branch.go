package optimise

import (
	"math"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

const (
	// nodeSteps is how often a new node's floor is evaluated, trySteps that of one
	// that is only tried.
	nodeSteps, trySteps = 20, 5
)

// nodeOptions are those of a node's climb: less exact than the root's, and done where
// what is promised is next to nothing of what the node's floor is short of the cutoff.
func (r *round) nodeOptions(n *node) bundle.Options {
	const worth = 0.01
	o := bundle.DefaultOptions()
	o.Scale, o.Tolerance, o.Flat, o.Grows = r.search.scale, 1e-7, 1e-7, 4
	o.Slight = func(gain float64) bool { return gain < worth*float64(r.cutoff-n.floor) }
	return o
}

// splitting is what a task found.
type splitting struct {
	// leaves are the open nodes that are left of the node.
	leaves []*node
	// least is the lowest floor of the parts that were closed.
	least int64
	nodes int
	gains []gain
	found []place.Placement
}

// shut notes a part that needs no more search.
func (o *splitting) shut(n *node) {
	n.model = nil
	o.least = min(o.least, n.floor)
}

// split cuts a node in two, and again where one side closes at once, until two open
// sides are left or none.
func (w *worker) split(r *round, n *node) *splitting {
	out := &splitting{least: math.MaxInt64}
	for n != nil && n.floor < r.cutoff && !r.stopped() {
		n.restrict(r.search.all, w.domains)
		list := r.search.candidates(n, w.domains)
		if len(list) == 0 {
			list = r.search.anything(n, w.domains)
		}
		if len(list) == 0 {
			w.settle(r, n, out)
			break
		}
		n = w.divide(r, n, list, out)
	}
	if n != nil {
		out.least = min(out.least, n.floor)
	}
	return out
}

// divide chooses one of the splits and makes it. Where a side closes at once it
// returns the other one, to go on with.
func (w *worker) divide(r *round, n *node, list []split, out *splitting) *node {
	chosen, kids, forced := w.choose(r, n, list, out)
	if forced != nil {
		return w.force(r, n, forced, out)
	}
	if kids[0] == nil {
		step := r.search.nodeStep
		kids = [2]*node{n.kid(&chosen, true, step), n.kid(&chosen, false, step)}
	}
	before := n.floor
	for _, k := range kids {
		w.climb(r, k, nodeSteps, r.nodeOptions(k))
		out.nodes++
	}
	if kids[0].floor < place.Room && kids[1].floor < place.Room {
		out.gains = append(out.gains, r.search.pseudo.observe(&chosen, float64(kids[0].floor-before), float64(kids[1].floor-before)))
	}
	n.kids, n.model = kids, nil
	var open []*node
	for _, k := range kids {
		if k.floor >= r.cutoff {
			out.shut(k)
			continue
		}
		open = append(open, k)
		w.offer(r, k, out)
	}
	if len(open) == 1 {
		return open[0]
	}
	out.leaves = append(out.leaves, open...)
	return nil
}

// offer makes a placement of the node's last plane.
func (w *worker) offer(r *round, n *node, out *splitting) {
	last := n.model.Cuts[len(n.model.Cuts)-1]
	if x, cost := w.polish(last.X, w.probe.prices, false); x != nil && cost < r.cost {
		out.found = append(out.found, x)
	}
}

// fixing is a split of which one side was proven closed, and the proof.
type fixing struct {
	split  split
	yes    bool // the side that stays open
	closed *node
}

// force hangs the closed sides of fixings below one another and returns the node at
// the end, where all of them hold; nil where two contradict each other.
func (w *worker) force(r *round, n *node, list []fixing, out *splitting) *node {
	model := n.model
	for k := range list {
		f := &list[k]
		n.model = model
		open := n.kid(&f.split, f.yes, r.search.nodeStep)
		closed := f.closed
		closed.parent = n
		out.shut(closed)
		n.kids = [2]*node{open, closed}
		if !f.yes {
			n.kids = [2]*node{closed, open}
		}
		model, n.model = open.model, nil
		n = open
	}
	w.climb(r, n, nodeSteps, r.nodeOptions(n))
	out.nodes++
	if n.floor >= r.cutoff {
		out.shut(n)
		return nil
	}
	return n
}

// score is how good a split is that raises its sides so much. The side that rises less
// counts more: what it does not raise must be split again.
func score(yes, no float64) float64 {
	least := max(1, min(yes, no))
	return least * least * max(1, yes, no)
}

// choose tries the most promising splits for a few evaluations a side and takes the
// one that raises both sides most (strong branching, with pseudo costs where these
// are known well). A side that closes is a fixing, and fixings go before splits.
func (w *worker) choose(r *round, n *node, list []split, out *splitting) (best split, kids [2]*node, forced []fixing) {
	top := -1.0
	for c := range list {
		s := &list[c]
		yes, no, known := r.search.pseudo.expect(s)
		var pair [2]*node
		if !known {
			for side := range pair {
				pair[side] = n.kid(s, side == 0, r.search.nodeStep)
				w.climb(r, pair[side], trySteps, r.nodeOptions(n))
			}
			closedYes, closedNo := pair[0].floor >= r.cutoff, pair[1].floor >= r.cutoff
			switch {
			case closedYes && closedNo:
				return *s, pair, nil
			case closedYes:
				forced = append(forced, fixing{*s, false, pair[0]})
				continue
			case closedNo:
				forced = append(forced, fixing{*s, true, pair[1]})
				continue
			}
			yes, no = float64(pair[0].floor-n.floor), float64(pair[1].floor-n.floor)
			out.gains = append(out.gains, r.search.pseudo.observe(s, yes, no))
		}
		if score := score(yes, no); score > top {
			top, best, kids = score, *s, pair
		}
		if r.stopped() {
			break
		}
	}
	return best, kids, forced
}
