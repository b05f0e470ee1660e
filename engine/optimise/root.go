package optimise

import (
	"container/heap"
	"math"
	"slices"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

const (
	// repairEvery is after how many steps of the root a placement is made of the
	// newest plane; every fourth of these is swapped as well.
	repairEvery = 4
	swapEvery   = 4 * repairEvery
	// rootSteps bounds the root's climb; with views it has a step for each site but one.
	rootSteps = 150
	// rootWorth is the promise, as a share of what the floor is short of the cutoff,
	// that splitting is left to bring.
	rootWorth = 0.002
	// rootLeast is the promise, as a share of the value, below which alone it is left.
	rootLeast = 2e-6
	// nodeStride is how much farther nodes step than the root at first. With few
	// evaluations a node must use what its planes say, and its planes, its parent's,
	// say nearly all: short steps took five times as many nodes.
	nodeStride = 40
)

// begin proves the floor of the whole problem and finds a first placement.
func (s *search) begin() {
	s.root = &node{floor: math.MinInt64, fresh: true}
	if s.options.Prices != nil {
		s.first.prices = s.axis.fit(s.options.Prices)
	}
	for _, x := range s.options.Start {
		if s.placed(x) {
			x, _ = s.workers[0].polish(x, s.first.prices, true)
			s.offer(x)
		}
	}
	s.climbRoot()
	s.first.floor, s.first.prices = s.root.floor, s.axis.zero()
	if s.root.leaf.Empty {
		return
	}
	for _, q := range s.root.leaf.Prices {
		s.first.prices[q.Block][q.Slot] = q.Value
	}
	if s.root.floor < s.cutoff() {
		heap.Push(&s.open, s.root)
	} else {
		s.least = s.root.floor
	}
	s.report()
}

// placed says whether x is a placement of the problem at all.
func (s *search) placed(x place.Placement) bool {
	if len(x) != len(s.all) {
		return false
	}
	for i, l := range x {
		if int(l) >= s.problem.Width(int32(i)) {
			return false
		}
	}
	return true
}

// climbRoot runs the root's climb: the first worker evaluates, the second makes
// placements of the planes.
func (s *search) climbRoot() {
	w := s.workers[0]
	start := s.axis.fit(s.options.Prices)
	n := s.root
	copy(w.domains, s.all)
	// Without prices first, even where there are better ones: how far to step is
	// measured there.
	w.probe.begin(nil)
	at, floor, cut, ok := w.probe.at(s.axis.point(s.axis.zero()), w.domains)
	if !ok {
		n.close(&place.Leaf{Empty: true})
		return
	}
	n.floor, n.leaf, n.mix, n.fresh = floor, w.probe.leaf(at), w.probe.mix(), false
	s.scale = max(1, math.Abs(at.Value))
	n.model = &bundle.Model{Box: s.axis.box, Centre: at, Step: s.firstStep(cut)}
	n.model.Add(cut)
	s.nodeStep = n.model.Step * nodeStride
	if s.options.Prices != nil {
		s.warm(w, n, start)
	}
	r := s.newRound()
	o := bundle.DefaultOptions()
	o.Scale, o.Tolerance = s.scale, 1e-7
	o.Slight = func(gain float64) bool { return gain < min(rootWorth*float64(r.cutoff-n.floor), rootLeast*s.scale) }
	repairs := newRepairs(s)
	repairs.send(cut.X, start, false)
	o.Each = func(step int, c *bundle.Cut) {
		if step%repairEvery == 0 {
			repairs.send(c.X, w.probe.prices, step%swapEvery == 0)
			r.cutoff = s.cutoff()
		}
	}
	w.climb(r, n, rootSteps*max(1, len(s.problem.Views)-1), o)
	repairs.wait()
	s.nodes++
}

// warm moves the root to an earlier plan's prices, if its floor is higher there.
func (s *search) warm(w *worker, n *node, prices [][]int64) {
	at, floor, cut, ok := w.probe.at(s.axis.point(prices), w.domains)
	if !ok {
		return
	}
	n.model.Add(cut)
	if floor > n.floor {
		n.floor, n.leaf, n.mix, n.model.Centre = floor, w.probe.leaf(at), w.probe.mix(), at
	}
}

// firstStep makes the first move about half of the value, if the value rises as the
// plane says: it does not, but a twentieth took half as many steps again.
func (s *search) firstStep(c *bundle.Cut) float64 {
	var square float64
	for _, g := range c.Slope {
		if g > 0 {
			square += g * g
		}
	}
	if square == 0 {
		square = 1
	}
	return 0.5 * s.scale / square
}

// repairs makes placements beside the root's climb, one at a time: what was found is
// taken over when the next one is sent, so that it does not depend on timing.
type repairs struct {
	search *search
	worker *worker
	done   chan place.Placement
}

func newRepairs(s *search) *repairs {
	return &repairs{search: s, worker: s.workers[len(s.workers)-1]}
}

func (r *repairs) send(x place.Placement, prices [][]int64, full bool) {
	r.wait()
	mine := make([][]int64, len(prices))
	for b := range prices {
		mine[b] = slices.Clone(prices[b])
	}
	r.done = make(chan place.Placement, 1)
	go func() {
		x, _ := r.worker.polish(x, mine, full)
		r.done <- x
	}()
}

func (r *repairs) wait() {
	if r.done != nil {
		r.search.offer(<-r.done)
		r.done = nil
	}
}
