package bundle

import "math"

// master solves the inner problem through its dual: weights a on a simplex,
//
//	minimise  Σ a_k·above_k + max over d in the box of (g·d − |d|² / (2·step)),  g = Σ a_k·slope_k
//
// where above_k is how far plane k lies above the function at the centre. The best d
// is step·g, clamped to the box, so the function is convex and piecewise quadratic.
// Each round brings in the plane that promises least and makes a Newton step on the
// weights in use, cut short where a weight reaches zero (active set method).
type master struct {
	// live are the coordinates that can move; slope the planes there, row-major.
	live      []int32
	slope     []float64
	above     []float64
	weight    []float64
	low, high []float64
	step      float64
	// mean is g, move is d, value what each plane gains at d.
	mean, move, value []float64
	newton            newton
	dir, turn         []float64
}

// rounds bounds the Newton steps; twenty is usual.
const rounds = 200

// solve sets the model's weights and writes the best point to out.
func (s *master) solve(m *Model, scale float64, out []float64) {
	s.load(m)
	tiny := 1e-10 * scale
	for range rounds {
		least, most := s.extremes()
		// Far from the goal the inner problem need not be exact.
		if s.value[most]-s.value[least] < max(tiny, 1e-3*s.value[least]) || !s.improve(least, most) {
			break
		}
	}
	copy(m.Weights, s.weight)
	copy(out, m.Centre.At)
	for z, j := range s.live {
		out[j] += s.move[z]
	}
}

// load takes the model in, without the coordinates that stand at a bound and that no
// plane moves from it.
func (s *master) load(m *Model) {
	s.live, s.low, s.high = s.live[:0], s.low[:0], s.high[:0]
	for j, v := range m.Centre.At {
		down, up := m.Box.low(j)-v, m.Box.high(j)-v
		if down < 0 && up > 0 || moves(m.Cuts, j, down < 0, up > 0) {
			s.live = append(s.live, int32(j))
			s.low, s.high = append(s.low, min(0, down)), append(s.high, max(0, up))
		}
	}
	s.step = m.Step
	s.slope = sized(s.slope, len(m.Cuts)*len(s.live))
	s.above, s.weight, s.value = sized(s.above, len(m.Cuts)), sized(s.weight, len(m.Cuts)), sized(s.value, len(m.Cuts))
	s.dir = sized(s.dir, len(m.Cuts))
	s.mean, s.move, s.turn = sized(s.mean, len(s.live)), sized(s.move, len(s.live)), sized(s.turn, len(s.live))
	var sum float64
	for k, c := range m.Cuts {
		row := s.row(k)
		for z, j := range s.live {
			row[z] = c.Slope[j]
		}
		// Below the centre lies no plane, but for rounding.
		s.above[k] = max(0, c.At(m.Centre.At)-m.Centre.Value)
		s.weight[k] = m.Weights[k]
		sum += s.weight[k]
	}
	if sum < 0.5 {
		clear(s.weight)
		s.weight[len(s.weight)-1], sum = 1, 1
	}
	for k := range s.weight {
		s.weight[k] /= sum
	}
	s.place()
}

func moves(cuts []*Cut, j int, down, up bool) bool {
	for _, c := range cuts {
		if up && c.Slope[j] > 0 || down && c.Slope[j] < 0 {
			return true
		}
	}
	return false
}

func (s *master) row(k int) []float64 {
	q := len(s.live)
	return s.slope[k*q : k*q+q]
}

// place computes the move that belongs to the weights.
func (s *master) place() {
	clear(s.mean)
	for k, w := range s.weight {
		if w > 0 {
			axpy(w, s.row(k), s.mean)
		}
	}
	for z, g := range s.mean {
		s.move[z] = min(s.high[z], max(s.low[z], s.step*g))
	}
}

// extremes finds the plane that promises least of all, and most of those in use.
func (s *master) extremes() (least, most int) {
	most = -1
	for k := range s.above {
		s.value[k] = s.above[k] + dot(s.row(k), s.move)
		if s.value[k] < s.value[least] {
			least = k
		}
		if s.weight[k] > 0 && (most < 0 || s.value[k] > s.value[most]) {
			most = k
		}
	}
	return least, most
}

// improve makes one step on the weights; false where it would be none.
func (s *master) improve(least, most int) bool {
	use := s.newton.use[:0]
	for k, w := range s.weight {
		if w > 0 || k == least {
			use = append(use, k)
		}
	}
	s.newton.use = use
	far, blocked := 0.0, -1
	if s.direction() {
		far, blocked = s.reach()
	}
	if far <= 0 {
		// Newton's direction leads out of the simplex at once: shift weight from the
		// worst plane to the best one instead.
		for _, k := range use {
			s.dir[k] = 0
		}
		s.dir[least], s.dir[most] = 1, -1
		far, blocked = s.weight[most], most
	}
	length := s.search(far)
	if length <= 0 {
		return false
	}
	var sum float64
	for _, k := range use {
		s.weight[k] += length * s.dir[k]
		if s.weight[k] < 1e-14 || k == blocked && length == far {
			s.weight[k] = 0
		}
		sum += s.weight[k]
	}
	for _, k := range use {
		s.weight[k] /= sum
	}
	s.place()
	return true
}

// direction is Newton's step on the weights in use; false where it does not descend.
func (s *master) direction() bool {
	if !s.newton.solve(s) {
		return false
	}
	var descent float64
	for _, k := range s.newton.use {
		descent += s.dir[k] * s.value[k]
	}
	return descent < 0
}

// reach is how far the direction goes until a weight is zero, and which one.
func (s *master) reach() (far float64, blocked int) {
	far, blocked = math.Inf(1), -1
	for _, k := range s.newton.use {
		if s.dir[k] < 0 {
			if r := s.weight[k] / -s.dir[k]; r < far {
				far, blocked = r, k
			}
		}
	}
	if blocked < 0 {
		return 0, -1
	}
	return far, blocked
}

// search is where along the direction the dual is least, up to far. Its derivative
// grows with the length, piecewise linearly, so Newton's method finds its zero; a
// step that leaves the bracket is replaced by a bisection.
func (s *master) search(far float64) float64 {
	clear(s.turn)
	var rise float64
	for _, k := range s.newton.use {
		if d := s.dir[k]; d != 0 {
			rise += d * s.above[k]
			axpy(d, s.row(k), s.turn)
		}
	}
	slope, _ := s.derivative(rise, far)
	if slope <= 0 {
		return far
	}
	low, high := 0.0, far
	at := min(1, far/2)
	for range 40 {
		slope, bend := s.derivative(rise, at)
		if slope > 0 {
			high = at
		} else {
			low = at
		}
		next := at - slope/(bend+1e-300)
		if next <= low || next >= high {
			next = (low + high) / 2
		}
		if math.Abs(next-at) < 1e-9*high {
			return next
		}
		at = next
	}
	return at
}

// derivative is the dual's first and second derivative at a length.
func (s *master) derivative(rise, length float64) (slope, bend float64) {
	slope = rise
	for z, d := range s.turn {
		move := s.step * (s.mean[z] + length*d)
		switch {
		case move < s.low[z]:
			move = s.low[z]
		case move > s.high[z]:
			move = s.high[z]
		default:
			bend += s.step * d * d
		}
		slope += d * move
	}
	return slope, bend
}

func sized(v []float64, n int) []float64 {
	if cap(v) < n {
		return make([]float64, n, n+n/2)
	}
	return v[:n]
}
