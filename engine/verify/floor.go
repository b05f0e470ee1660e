package verify

import "fmt"

// part is a part of the space still to be walked: the domains as they were when the
// trail had so many entries, but for one group.
type part struct {
	trail, group int
	domain       uint64
}

// walk keeps the domains of the part of the space that a node of the proof stands
// for. A node that splits sends the options it lists one way and all others the
// other way: so the leaves cover every placement, whatever the file says.
type walk struct {
	domain  []uint64
	trail   []part // what a group's domain was before each change
	pending []part
}

func (s *subject) newWalk() *walk {
	w := &walk{}
	for g := range s.f.Problem.Groups {
		w.domain = append(w.domain, all(len(s.f.Problem.Groups[g].Options)))
	}
	return w
}

func (w *walk) set(g int, domain uint64) {
	w.trail = append(w.trail, part{group: g, domain: w.domain[g]})
	w.domain[g] = domain
}

// split goes into the branch of yes and leaves the other for later.
func (w *walk) split(g int, yes uint64) {
	w.pending = append(w.pending, part{len(w.trail), g, w.domain[g] &^ yes})
	w.set(g, w.domain[g]&yes)
}

// next goes on to the part left last, and says false when all is walked.
func (w *walk) next() bool {
	if len(w.pending) == 0 {
		return false
	}
	last := w.pending[len(w.pending)-1]
	w.pending = w.pending[:len(w.pending)-1]
	for len(w.trail) > last.trail {
		undo := w.trail[len(w.trail)-1]
		w.trail = w.trail[:len(w.trail)-1]
		w.domain[undo.group] = undo.domain
	}
	w.set(last.group, last.domain)
	return true
}

// floor proves that no placement that fits costs less than the claimed floor: the
// leaves of the proof cover all placements; each empty leaf holds none that fits;
// each other one has a bound, and the floor is not above any bound nor above the
// plan's own cost.
func (s *subject) floor(c *findings) string {
	floor := widen(s.f.Claim.Floor)
	if widen(s.f.Claim.Cost).less(floor) {
		c.add("the floor %s is above the plan's own cost %s", floor, widen(s.f.Claim.Cost))
	}
	r, err := newRelaxation(s)
	if err != nil {
		c.add("%v", err)
		return ""
	}
	w := s.newWalk()
	least, bounded, empty := wide{}, false, 0
	walking := true
	for k := range s.f.Proof {
		n := &s.f.Proof[k]
		if !walking {
			c.add("%d nodes come after the last leaf", len(s.f.Proof)-k)
			return ""
		}
		if s.meter.empty() {
			return ""
		}
		if len(n.Yes) > 0 {
			yes, err := s.yes(n)
			if err != nil {
				c.add("node %d: %v", k+1, err)
				return ""
			}
			w.split(n.Group, yes)
			continue
		}
		s.leaves++
		bound, none := s.leaf(c, r, w, n)
		switch {
		case none:
			empty++
		case !bounded || bound.less(least):
			least, bounded = bound, true
		}
		walking = w.next()
	}
	if walking {
		c.add("the proof ends with %d parts of the space left", 1+len(w.pending))
	}
	return s.floorDetail(least, bounded, empty)
}

func (s *subject) floorDetail(least wide, bounded bool, empty int) string {
	detail := fmt.Sprintf("%s, %d of them empty", count(s.leaves, "leaf", "leaves"), empty)
	if cost := widen(s.f.Claim.Cost); !bounded || cost.less(least) {
		least = cost
	}
	detail += fmt.Sprintf(": %s is proved where the claim needs %s", s.money(least), s.money(widen(s.f.Claim.Floor)))
	if more := least.minus(widen(s.f.Claim.Floor)); (wide{}).less(more) {
		detail += fmt.Sprintf(" (%s more than claimed)", s.money(more))
	}
	return detail
}

// yes reads the options of the branch that a splitting node takes first.
func (s *subject) yes(n *node) (set uint64, err error) {
	if n.Empty || len(n.Prices) > 0 || len(n.Shares) > 0 {
		return 0, fmt.Errorf("it splits, and says things of a leaf")
	}
	if n.Group < 0 || n.Group >= len(s.f.Problem.Groups) {
		return 0, fmt.Errorf("it splits group %d, of %d", n.Group, len(s.f.Problem.Groups))
	}
	last := -1
	for _, l := range n.Yes {
		if l <= last || l >= len(s.f.Problem.Groups[n.Group].Options) {
			return 0, fmt.Errorf("option %d is unknown, or not in order", l)
		}
		last = l
		set |= 1 << l
	}
	return set, nil
}

// leaf proves one leaf and says its bound, or that it holds no placement that fits.
func (s *subject) leaf(c *findings, r *relaxation, w *walk, n *node) (bound wide, none bool) {
	where := fmt.Sprintf("leaf %d", s.leaves)
	s.shapePrices(c, where, n.Prices)
	if err := s.shapeShares(n); err != nil {
		c.add("%s: %v", where, err)
	}
	if len(c.list) > 0 {
		return bound, false
	}
	domain := append([]uint64(nil), w.domain...)
	if s.meter.spend(len(domain)); !narrow(r.rules, domain, s.meter) {
		return bound, true
	}
	bound, err := r.bound(domain, n)
	if err != nil {
		c.add("%s: %v", where, err)
		return bound, false
	}
	if n.Empty {
		if !(wide{}).less(bound) {
			c.add("%s: it is said to be empty, and its prices prove %s where more than 0 is needed", where, bound)
		}
		return bound, true
	}
	if floor := widen(s.f.Claim.Floor); bound.less(floor) {
		c.add("%s proves %s where the claim needs %s", where, bound, floor)
	}
	return bound, false
}

// gap proves that the causes of the gap, less what the branches of the proof show to
// be no waste, add up to it, and that a search that calls its plan optimal has none.
func (s *subject) gap(c *findings) string {
	said := &s.f.Claim
	gap := widen(said.Cost).minus(widen(said.Floor))
	sum := widen(said.Gap.Assignment).plus(widen(said.Gap.Packing)).plus(widen(said.Gap.Slack)).minus(widen(said.Gap.Branching))
	if sum != gap {
		c.add("the causes add up to %s, and cost less floor is %s", sum, gap)
	}
	if min(said.Gap.Assignment, said.Gap.Branching, said.Gap.Packing, said.Gap.Slack) < 0 {
		c.add("a cause of the gap is negative")
	}
	if s.f.Search.Stop == "optimal" && gap != (wide{}) {
		c.add("the search calls the plan optimal, and the gap is %s", gap)
	}
	return s.money(gap)
}
