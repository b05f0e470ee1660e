package share

import (
	"slices"

	"berth.dev/engine/place"
)

// Mix says by corner how much of it the pair's first service has, from 0 to its size; the
// second has the rest. It is not changed once made.
type Mix []int64

// none is what a choice costs that a service does not have: above every sum of costs, and
// twice it can be added without leaving 64 bits.
const none = int64(1) << 61

// corner is one term −size·y·z of a view's cost of a pair: y is 1 where the first
// service has one of the options in a, z where the second has one of those in b.
type corner struct {
	a, b    int32 // services
	view    int32
	la, lb  uint8
	yes, on place.Set
	size    int64
}

// Splitter divides the costs of one problem. One goroutine at a time may use it; clones
// can be used at the same time.
type Splitter struct {
	p *place.Problem
	// first is by service the number of its option 0, counting all options.
	first   []int32
	corners []corner
	// of is by service the corners that it is in.
	of [][]int32
	// fixed is by view, service and level what its pairs cost it whatever the other
	// one's level is; steady is the same by option, summed over the views.
	fixed  [][][]int64
	steady []int64
	// cost is by option what the service pays with its parts of the corners.
	cost    []int64
	domains []place.Set
	mix     Mix
	// constant is what pairs cost with nothing on any site.
	constant int64
	// twisted says that a view's table has a corner below 0, which is left out.
	twisted bool
	// clock counts the visits of corners; seen is by corner its last one, changed by
	// service when its costs last were.
	clock         int
	seen, changed []int
	// row is what the options of one service cost.
	row [place.MaxOptions]int64
	// back says that the last sweep went from the first corner to the last.
	back bool
}

// New is the splitter of a problem with views that has passed [place.Problem.Check].
func New(p *place.Problem) *Splitter {
	s := &Splitter{p: p, first: make([]int32, len(p.Services)+1), domains: make([]place.Set, len(p.Services))}
	for i := range p.Services {
		s.first[i+1] = s.first[i] + int32(len(p.Services[i].Options))
	}
	total := s.first[len(p.Services)]
	s.steady, s.cost = make([]int64, total), make([]int64, total)
	for v := range p.Views {
		rows := make([][]int64, len(p.Services))
		for i, levels := range p.Views[v].Level {
			rows[i] = make([]int64, int(slices.Max(levels))+1)
		}
		s.fixed = append(s.fixed, rows)
	}
	for k := range p.Pairs {
		for v := range p.Views {
			if table := p.Views[v].Cost[k]; table != nil {
				s.take(&p.Pairs[k], v, table)
			}
		}
	}
	for v := range p.Views {
		for i, levels := range p.Views[v].Level {
			for l, z := range levels {
				s.steady[s.first[i]+int32(l)] += s.fixed[v][i][z]
			}
		}
	}
	s.mix, s.of = make(Mix, len(s.corners)), make([][]int32, len(p.Services))
	s.seen, s.changed = make([]int, len(s.corners)), make([]int, len(p.Services))
	for k, c := range s.corners {
		s.of[c.a], s.of[c.b] = append(s.of[c.a], int32(k)), append(s.of[c.b], int32(k))
	}
	return s
}

// take takes a view's table of a pair apart into what one level costs and corners.
func (s *Splitter) take(q *place.Pair, v int, table []int64) {
	fa, fb := s.fixed[v][q.A], s.fixed[v][q.B]
	side := len(fb)
	s.constant += table[0]
	at := func(a, b int) int64 { return table[a*side+b] }
	for a := 1; a < len(fa); a++ {
		fa[a] += at(a, 0) - at(0, 0)
	}
	for b := 1; b < side; b++ {
		fb[b] += at(0, b) - at(0, 0)
	}
	for a := 1; a < len(fa); a++ {
		for b := 1; b < side; b++ {
			d := at(a, b-1) + at(a-1, b) - at(a, b) - at(a-1, b-1)
			s.twisted = s.twisted || d < 0
			if d > 0 {
				s.corners = append(s.corners, corner{
					a: q.A, b: q.B, view: int32(v), la: uint8(a), lb: uint8(b),
					yes: s.above(v, q.A, a), on: s.above(v, q.B, b), size: d,
				})
			}
		}
	}
}

// above are the options with this level of the view or a higher one.
func (s *Splitter) above(v int, i int32, level int) (out place.Set) {
	for l, z := range s.p.Views[v].Level[i] {
		if int(z) >= level {
			out |= 1 << l
		}
	}
	return out
}

// Half is the mix to begin with: both services bear the same.
func (s *Splitter) Half() Mix {
	out := make(Mix, len(s.corners))
	for k := range out {
		out[k] = s.corners[k].size / 2
	}
	return out
}

// Corners is how many corners there are: what a sweep takes grows with it.
func (s *Splitter) Corners() int { return len(s.corners) }

// Load takes over what the options cost alone, counted over all services, with the
// domains and a mix. What follows does not depend on what was before.
func (s *Splitter) Load(cost []int64, domains []place.Set, mix Mix) {
	s.back, s.clock = false, 1
	for o, v := range cost {
		s.cost[o] = v + s.steady[o]
	}
	clear(s.seen)
	copy(s.domains, domains)
	copy(s.mix, mix)
	for k := range s.corners {
		c := &s.corners[k]
		s.bear(c.a, c.yes, -s.mix[k])
		s.bear(c.b, c.on, s.mix[k]-c.size)
	}
	for i := range s.changed {
		s.changed[i] = 1
	}
}

// bear adds to the cost of some options of a service.
func (s *Splitter) bear(i int32, options place.Set, d int64) {
	row := s.cost[s.first[i]:]
	for ; options != 0; options &= options - 1 {
		row[options.First()] += d
	}
}

// Value is the floor that the mix proves, but for what no view has.
func (s *Splitter) Value() int64 {
	sum := s.constant
	for i, d := range s.domains {
		sum += least(s.cost[s.first[i]:], d)
	}
	return sum
}

func least(row []int64, set place.Set) int64 {
	out := none
	for ; set != 0; set &= set - 1 {
		out = min(out, row[set.First()])
	}
	return out
}

// Sweep visits every corner and moves it to where both of its services are equally near
// to changing their minds; the next sweep goes the other way.
func (s *Splitter) Sweep() {
	s.back = !s.back
	for n := range s.corners {
		if s.back {
			s.settle(n)
		} else {
			s.settle(len(s.corners) - 1 - n)
		}
	}
}

// settle visits a corner, if one of its services has changed since the last time.
func (s *Splitter) settle(k int) {
	c := &s.corners[k]
	if seen := s.seen[k]; s.changed[c.a] <= seen && s.changed[c.b] <= seen {
		return
	}
	s.clock++
	s.seen[k] = s.clock
	a, b := s.margin(c.a, c.yes), s.margin(c.b, c.on)
	// Where a service has no choice its margin is without limit, and the other one has as
	// much of the corner as it needs; where neither has one and both are alike, nothing is
	// gained.
	if min(a, b) > none/2 || max(a, b) < -none/2 {
		return
	}
	d := max(-s.mix[k], min(c.size-s.mix[k], (b-a)/2))
	if d == 0 {
		return
	}
	s.mix[k] += d
	s.bear(c.a, c.yes, -d)
	s.bear(c.b, c.on, d)
	s.changed[c.a], s.changed[c.b] = s.clock, s.clock
}

// margin is how much cheaper a service is with one of these options than with another.
func (s *Splitter) margin(i int32, yes place.Set) int64 {
	row, d := s.cost[s.first[i]:], s.domains[i]
	return least(row, d&^yes) - least(row, d&yes)
}

// Mix is the mix now.
func (s *Splitter) Mix() Mix { return slices.Clone(s.mix) }

// Short is by how much the floor is below what x costs.
func (s *Splitter) Short(x place.Placement) (sum int64) {
	for i, d := range s.domains {
		row := s.cost[s.first[i]:]
		sum += row[x[i]] - least(row, d)
	}
	for k := range s.corners {
		c := &s.corners[k]
		y, z := c.yes.Has(x[c.a]), c.on.Has(x[c.b])
		switch {
		case y && !z:
			sum += s.mix[k]
		case z && !y:
			sum += c.size - s.mix[k]
		}
	}
	return sum
}

// Twisted says that the views have costs that are in no corner: the floor is then a
// little below what cuts prove with the shares.
func (s *Splitter) Twisted() bool { return s.twisted }

// Shares writes what each view takes over, by view, service and level.
func (s *Splitter) Shares(out [][][]int64) {
	for v := range out {
		for i := range out[v] {
			clear(out[v][i])
		}
	}
	for k := range s.corners {
		c := &s.corners[k]
		out[c.view][c.a][c.la] += s.mix[k]
		out[c.view][c.b][c.lb] += c.size - s.mix[k]
	}
	for v := range out {
		for i := range out[v] {
			var taken int64
			for z := range out[v][i] {
				taken += out[v][i][z]
				out[v][i][z] = taken - s.fixed[v][i][z]
			}
		}
	}
}
