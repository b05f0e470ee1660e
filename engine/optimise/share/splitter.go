package share

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// Mix says by corner which part of it the pair's first service has, 0 to 1; the second
// has the rest. It is not changed once made.
type Mix []float64

// corner is one term −size·y·z of a view's cost of a pair: y is 1 where the first
// service has one of the options in a, z where the second has one of those in b.
type corner struct {
	a, b    int32 // services
	view    int32
	la, lb  uint8
	yes, on place.Set
	size    float64
}

// Splitter divides the costs of one problem. One goroutine at a time may use it; clones
// can be used at the same time.
type Splitter struct {
	p *place.Problem
	// first is by service the number of its option 0, counting all options.
	first   []int32
	corners []corner
	// fixed is by view, service and level what its pairs cost it whatever the other
	// one's level is; steady is the same by option, summed over the views.
	fixed  [][][]float64
	steady []float64
	// cost is by option what the service pays with its parts of the corners.
	cost    []float64
	domains []place.Set
	mix     Mix
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
	s.steady, s.cost = make([]float64, total), make([]float64, total)
	for v := range p.Views {
		rows := make([][]float64, len(p.Services))
		for i, levels := range p.Views[v].Level {
			rows[i] = make([]float64, int(slices.Max(levels))+1)
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
	s.mix = make(Mix, len(s.corners))
	return s
}

// take takes a view's table of a pair apart into what one level costs and corners.
func (s *Splitter) take(q *place.Pair, v int, table []int64) {
	fa, fb := s.fixed[v][q.A], s.fixed[v][q.B]
	side := len(fb)
	at := func(a, b int) int64 { return table[a*side+b] }
	for a := 1; a < len(fa); a++ {
		fa[a] += float64(at(a, 0) - at(0, 0))
	}
	for b := 1; b < side; b++ {
		fb[b] += float64(at(0, b) - at(0, 0))
	}
	for a := 1; a < len(fa); a++ {
		for b := 1; b < side; b++ {
			if d := at(a, b-1) + at(a-1, b) - at(a, b) - at(a-1, b-1); d > 0 {
				s.corners = append(s.corners, corner{
					a: q.A, b: q.B, view: int32(v), la: uint8(a), lb: uint8(b),
					yes: s.above(v, q.A, a), on: s.above(v, q.B, b), size: float64(d),
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

// Clone is a splitter of the same problem for another goroutine.
func (s *Splitter) Clone() *Splitter {
	c := *s
	c.cost, c.domains, c.mix = slices.Clone(s.cost), slices.Clone(s.domains), slices.Clone(s.mix)
	return &c
}

// Half is the mix to begin with: both services bear the same.
func (s *Splitter) Half() Mix {
	out := make(Mix, len(s.corners))
	for k := range out {
		out[k] = 0.5
	}
	return out
}

// Load takes over what the options cost alone, counted over all services, with the
// domains and a mix. What follows does not depend on what was before.
func (s *Splitter) Load(cost []int64, domains []place.Set, mix Mix) {
	s.back = false
	for o, v := range cost {
		s.cost[o] = float64(v) + s.steady[o]
	}
	copy(s.domains, domains)
	copy(s.mix, mix)
	for k := range s.corners {
		c := &s.corners[k]
		s.bear(c.a, c.yes, -c.size*s.mix[k])
		s.bear(c.b, c.on, -c.size*(1-s.mix[k]))
	}
}

// bear adds to the cost of some options of a service.
func (s *Splitter) bear(i int32, options place.Set, d float64) {
	row := s.cost[s.first[i]:]
	for ; options != 0; options &= options - 1 {
		row[options.First()] += d
	}
}

// Value is the floor that the mix proves, but for what no view has.
func (s *Splitter) Value() (sum float64) {
	for i, d := range s.domains {
		sum += least(s.cost[s.first[i]:], d)
	}
	return sum
}

func least(row []float64, set place.Set) float64 {
	out := math.Inf(1)
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

func (s *Splitter) settle(k int) {
	c := &s.corners[k]
	a, b := s.margin(c.a, c.yes), s.margin(c.b, c.on)
	// Where a service has no choice its margin is infinite and it bears all it can; where
	// both have none nothing is gained.
	d := max(-c.size*s.mix[k], min(c.size*(1-s.mix[k]), (b-a)/2))
	if d == 0 || math.IsNaN(d) {
		return
	}
	s.mix[k] = min(1, max(0, s.mix[k]+d/c.size))
	s.bear(c.a, c.yes, -d)
	s.bear(c.b, c.on, d)
}

// margin is how much cheaper a service is with one of these options than with another.
func (s *Splitter) margin(i int32, yes place.Set) float64 {
	row, d := s.cost[s.first[i]:], s.domains[i]
	return least(row, d&^yes) - least(row, d&yes)
}

// Mix is the mix now.
func (s *Splitter) Mix() Mix { return slices.Clone(s.mix) }

// Choice is what every service would choose.
func (s *Splitter) Choice(x place.Placement) {
	for i, d := range s.domains {
		row := s.cost[s.first[i]:]
		best := d.First()
		for d &= d - 1; d != 0; d &= d - 1 {
			if l := d.First(); row[l] < row[best] {
				best = l
			}
		}
		x[i] = best
	}
}

// Short is by how much the floor is below what x costs.
func (s *Splitter) Short(x place.Placement) (sum float64) {
	for i, d := range s.domains {
		row := s.cost[s.first[i]:]
		sum += row[x[i]] - least(row, d)
	}
	for k := range s.corners {
		c := &s.corners[k]
		y, z := c.yes.Has(x[c.a]), c.on.Has(x[c.b])
		switch {
		case y && !z:
			sum += c.size * s.mix[k]
		case z && !y:
			sum += c.size * (1 - s.mix[k])
		}
	}
	return sum
}

// Shares writes what each view takes over, by view, service and level.
func (s *Splitter) Shares(out [][][]int64) {
	rows := make([][][]float64, len(out))
	for v := range out {
		rows[v] = make([][]float64, len(out[v]))
		for i := range out[v] {
			rows[v][i] = make([]float64, len(out[v][i])+1)
		}
	}
	for k := range s.corners {
		c := &s.corners[k]
		rows[c.view][c.a][c.la] += c.size * s.mix[k]
		rows[c.view][c.b][c.lb] += c.size * (1 - s.mix[k])
	}
	for v := range out {
		for i := range out[v] {
			var taken float64
			for z := range out[v][i] {
				taken += rows[v][i][z]
				out[v][i][z] = int64(math.Round(taken - s.fixed[v][i][z]))
			}
		}
	}
}
