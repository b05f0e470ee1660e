package score

import (
	"cmp"
	"container/heap"
	"math/bits"
	"slices"
)

// Settling is what [Cover] needs to know of a decision.
type Settling struct {
	Service string
	Firm    bool
	// Missing are the names of the measurements that make it firm. A decision
	// that is neither firm nor misses anything cannot be settled by measuring.
	Missing []string
}

// Covered is a set of measurements and what it settles.
type Covered struct {
	// Measurements are sorted.
	Measurements []string
	// Services are those that become firm by them, by name.
	Services []string
	// Firm is how many services are firm once everything is measured, with those
	// that are already.
	Firm int
	// Enough is false where no measurements make as many firm as were asked for;
	// then everything that helps is in the set.
	Enough bool
	// Exact is false where a smaller set may exist.
	Exact bool
}

// coverExactly is up to how many open decisions all choices among them are
// tried; beyond, the cheapest next service is taken again and again.
const coverExactly = 20

// Cover returns the smallest set of measurements after which at least n of the
// decisions are firm; n of 0 means all. One measurement may serve several
// services and counts once. Of sets of one size the one that settles most
// services is taken, then the first by name.
func Cover(decisions []Settling, n int) Covered {
	if n <= 0 || n > len(decisions) {
		n = len(decisions)
	}
	c := newCoverer(decisions)
	want := n - c.firm
	switch {
	case want <= 0:
		return Covered{Firm: c.firm, Enough: true, Exact: true}
	case want >= len(c.open):
		return c.result(c.everything(), want == len(c.open), true)
	case len(c.open) <= coverExactly && len(c.names) <= 64:
		return c.result(c.exact(want), true, true)
	}
	return c.result(c.greedy(want), true, false)
}

// coverer is the open decisions with their measurements as indexes of names.
type coverer struct {
	firm  int
	open  []Settling
	names []string
	// needs are, for each open decision, its distinct measurements.
	needs [][]int
}

func newCoverer(decisions []Settling) *coverer {
	c := &coverer{}
	for _, d := range decisions {
		switch {
		case d.Firm:
			c.firm++
		case len(d.Missing) > 0:
			c.open = append(c.open, d)
			c.names = append(c.names, d.Missing...)
		}
	}
	slices.SortFunc(c.open, func(a, b Settling) int { return cmp.Compare(a.Service, b.Service) })
	slices.Sort(c.names)
	c.names = slices.Compact(c.names)
	for _, d := range c.open {
		var needs []int
		for _, name := range d.Missing {
			i, _ := slices.BinarySearch(c.names, name)
			needs = append(needs, i)
		}
		slices.Sort(needs)
		c.needs = append(c.needs, slices.Compact(needs))
	}
	return c
}

// everything takes every measurement.
func (c *coverer) everything() []bool {
	taken := make([]bool, len(c.names))
	for i := range taken {
		taken[i] = true
	}
	return taken
}

// result says what a set of measurements settles.
func (c *coverer) result(taken []bool, enough, exact bool) Covered {
	out := Covered{Firm: c.firm, Enough: enough, Exact: exact}
	for i, yes := range taken {
		if yes {
			out.Measurements = append(out.Measurements, c.names[i])
		}
	}
	for i, needs := range c.needs {
		if !slices.ContainsFunc(needs, func(n int) bool { return !taken[n] }) {
			out.Services = append(out.Services, c.open[i].Service)
			out.Firm++
		}
	}
	return out
}

// exact tries every choice of want open decisions, cutting off choices that
// already measure more than the best.
func (c *coverer) exact(want int) []bool {
	masks := make([]uint64, len(c.needs))
	for i, needs := range c.needs {
		for _, n := range needs {
			masks[i] |= 1 << n
		}
	}
	s := search{masks: masks, best: ^uint64(0)}
	s.from(0, 0, want)
	taken := make([]bool, len(c.names))
	for i := range taken {
		taken[i] = s.best>>i&1 == 1
	}
	return taken
}

// search is the state of exact.
type search struct {
	masks   []uint64
	best    uint64
	settled int
	found   bool
}

// from chooses want more decisions among those from index i on.
func (s *search) from(i int, chosen uint64, want int) {
	if s.found && bits.OnesCount64(chosen) > bits.OnesCount64(s.best) {
		return
	}
	if want == 0 {
		s.consider(chosen)
		return
	}
	for ; i+want <= len(s.masks); i++ {
		s.from(i+1, chosen|s.masks[i], want-1)
	}
}

// consider keeps a choice if it is better than the best: smaller, settling more,
// then first by name (whose bits are the low ones).
func (s *search) consider(chosen uint64) {
	settled := 0
	for _, m := range s.masks {
		if m&^chosen == 0 {
			settled++
		}
	}
	order := cmp.Or(
		cmp.Compare(bits.OnesCount64(chosen), bits.OnesCount64(s.best)),
		cmp.Compare(s.settled, settled),
		cmp.Compare(bits.Reverse64(s.best), bits.Reverse64(chosen)),
	)
	if !s.found || order < 0 {
		s.best, s.settled, s.found = chosen, settled, true
	}
}

// greedy settles the decision that misses the fewest further measurements, again
// and again; ties go to the first by name.
func (c *coverer) greedy(want int) []bool {
	taken := make([]bool, len(c.names))
	left := make([]int, len(c.needs))
	users := make([][]int, len(c.names))
	q := &queue{}
	for i, needs := range c.needs {
		left[i] = len(needs)
		heap.Push(q, waiting{left[i], i})
		for _, n := range needs {
			users[n] = append(users[n], i)
		}
	}
	for settled := 0; settled < want; {
		// A decision stands in the queue once for every number it ever missed; only
		// the present one counts.
		next := heap.Pop(q).(waiting)
		if left[next.index] != next.left {
			continue
		}
		for _, n := range c.needs[next.index] {
			if taken[n] {
				continue
			}
			taken[n] = true
			for _, u := range users[n] {
				if left[u]--; left[u] == 0 {
					settled++
				} else {
					heap.Push(q, waiting{left[u], u})
				}
			}
		}
	}
	return taken
}

// waiting is an open decision and how many measurements it misses.
type waiting struct{ left, index int }

// queue is a heap of open decisions, those that miss fewest first.
type queue []waiting

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(waiting)) }

func (q queue) Less(i, j int) bool {
	return q[i].left < q[j].left || q[i].left == q[j].left && q[i].index < q[j].index
}

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
