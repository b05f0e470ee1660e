package optimise

import (
	"math"
	"slices"

	"berth.dev/engine/optimise/bundle"
	"berth.dev/engine/place"
)

const (
	// nodeSteps is how often a new node's floor is evaluated, trySteps that of one
	// that is only tried.
	nodeSteps, trySteps = 14, 4
	// tried is how many splits are tried before one is chosen.
	tried = 8
	// alike is how many of the splits tried may have the same planes on their yes side:
	// these are services that move together, one split does for all of them.
	alike = 2
)

// nodeOptions are those of a node's climb: less exact than the root's, and done where
// what is promised is next to nothing of what the node's floor is short of the cutoff.
func (r *round) nodeOptions(n *node) bundle.Options {
	const worth = 0.01
	o := bundle.DefaultOptions()
	o.Scale, o.Tolerance, o.Grows = r.search.scale, 1e-7, 4
	o.Slight = func(gain float64) bool { return gain < worth*float64(r.cutoff-n.floor) }
	return o
}

// splitting is what a task found.
type splitting struct {
	// leaves are the open nodes that are left of the node.
	leaves []*node
	nodes  int
	gains  []gain
	found  []place.Placement
}

// split cuts a node in two, and again where one side closes at once, until two open
// sides are left or none.
func (w *worker) split(r *round, n *node) *splitting {
	out := &splitting{}
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
			k.model = nil
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
		closed.parent, closed.model = n, nil
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
		n.model = nil
		return nil
	}
	return n
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
		if score := max(yes, 1) * max(no, 1); score > top {
			top, best, kids = score, *s, pair
		}
		if r.stopped() {
			break
		}
	}
	return best, kids, forced
}

// candidates are the splits on which the planes of the node disagree, the most
// promising first.
func (s *search) candidates(n *node, domains []place.Set) []split {
	var cuts []*bundle.Cut
	var weights []float64
	for k, w := range n.model.Weights {
		if w > 1e-9 {
			cuts, weights = append(cuts, n.model.Cuts[k]), append(weights, w)
		}
	}
	var list []split
	if len(cuts) < 2 {
		return nil
	}
	prices := s.axis.sparse(n.model.Centre.At)
	first := cuts[0].X
	for i := range s.problem.Services {
		if domains[i].Len() < 2 || !differs(cuts[1:], int32(i), first[i]) {
			continue
		}
		list = s.splits(list, int32(i), domains[i], cuts, weights, prices)
	}
	slices.SortFunc(list, func(a, b split) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		case a.service != b.service:
			return int(a.service - b.service)
		}
		return int(a.first) - int(b.first)
	})
	return thin(list)
}

func differs(cuts []*bundle.Cut, i int32, option uint8) bool {
	for _, c := range cuts {
		if c.X[i] != option {
			return true
		}
	}
	return false
}

// thin keeps the first few of the splits, and of those that are alike fewer.
func thin(list []split) []split {
	seen := make(map[[2]uint64]int)
	out := list[:0]
	for _, one := range list {
		if seen[one.sign] == alike {
			continue
		}
		seen[one.sign]++
		if out = append(out, one); len(out) == tried {
			break
		}
	}
	return out
}

// splits adds the ways to split one service between options that the planes take.
func (s *search) splits(list []split, i int32, domain place.Set, cuts []*bundle.Cut, weights []float64, prices []place.Price) []split {
	options := s.problem.Services[i].Options
	var worth [place.MaxOptions]float64
	for l := range options {
		if domain.Has(uint8(l)) {
			worth[l] = value(options[l].Use, prices)
		}
	}
	last := [2]uint64{}
	for l := domain.First() + 1; l <= domain.Last(); l++ {
		if !domain.Has(l) {
			continue
		}
		one := split{service: i, first: l, yes: s.side(domain, l)}
		one.measure(cuts, weights, worth[:])
		if least := min(one.share, 1-one.share); least < 1e-6 || one.sign == last {
			continue
		}
		last = one.sign
		list = append(list, one)
	}
	return list
}

// side is the yes side that option l begins: on a chain all from there on, else the
// option alone.
func (s *search) side(domain place.Set, l uint8) place.Set {
	if len(s.problem.Views) > 0 {
		return place.Set(1) << l
	}
	return domain &^ place.All(int(l))
}

// measure sees which planes are on the yes side, and how much use at the prices lies
// between the two sides.
func (s *split) measure(cuts []*bundle.Cut, weights, worth []float64) {
	var yes, no, sum float64
	for k, c := range cuts {
		w, l := weights[k], c.X[s.service]
		sum += w
		if s.yes.Has(l) {
			s.share += w
			yes += w * worth[l]
			s.sign[k/64%2] |= 1 << (k % 64)
		} else {
			no += w * worth[l]
		}
	}
	s.share /= sum
	if s.share > 0 && s.share < 1 {
		yes, no = yes/s.share, no/(1-s.share)
	}
	// Even a service that uses nothing of worth can be split, after all others.
	s.weight = min(s.share, 1-s.share) * (1 + math.Abs(yes-no)/sum)
}

// value is what a use is worth at prices, which are sorted as uses are.
func value(use []place.Use, prices []place.Price) float64 {
	var sum float64
	k := 0
	for _, one := range use {
		for k < len(prices) && prices[k].Block < one.Block {
			k++
		}
		for ; k < len(prices) && prices[k].Block == one.Block; k++ {
			sum += float64(prices[k].Value) * float64(one.Amount[prices[k].Slot])
		}
	}
	return sum
}

// anything is the split of the service that uses most, for a node whose planes agree.
func (s *search) anything(n *node, domains []place.Set) []split {
	prices := s.axis.sparse(n.model.Centre.At)
	top, best := -1.0, split{}
	for i, domain := range domains {
		if domain.Len() < 2 {
			continue
		}
		options := s.problem.Services[i].Options
		low, high := value(options[domain.First()].Use, prices), value(options[domain.Last()].Use, prices)
		if size := math.Abs(high - low); size > top {
			top = size
			l := (domain &^ (place.Set(1) << domain.First())).First()
			best = split{service: int32(i), first: l, yes: s.side(domain, l), share: 0.5}
		}
	}
	if top < 0 {
		return nil
	}
	return []split{best}
}
