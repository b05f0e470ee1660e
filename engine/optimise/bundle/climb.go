package bundle

import "math"

// Options say when a climb stops.
type Options struct {
	// Steps is how often the function is evaluated at most.
	Steps int
	// Scale is a value of the function that counts as one for the tolerances, above 0.
	Scale float64
	// Tolerance is the promised gain, of Scale, below which nothing more is expected.
	Tolerance float64
	// Slight says of a promised gain that it is too little as well; nil never does.
	Slight func(gain float64) bool
	// Flat is the squared averaged slope that counts as none: a model that promises
	// nothing is then done.
	Flat float64
	// Grows is how often in a row the step grows on a stalled model.
	Grows int
	// Most is how many planes are kept.
	Most int
	// Enough stops the climb as soon as the centre's value is one; nil never does.
	Enough func(value float64) bool
	// Each hears of every evaluation; nil for nobody.
	Each func(step int, c *Cut)
}

// DefaultOptions are those of a root: many steps, down to a promise of 10^-8.
func DefaultOptions() Options {
	return Options{Steps: 150, Scale: 1, Tolerance: 1e-8, Flat: 1e-11, Grows: 8, Most: 70}
}

// Stop says why a climb ended.
type Stop string

// The reasons to stop.
const (
	Converged Stop = "converged" // the model promises nothing more
	Enough    Stop = "enough"    // the caller had enough
	Exhausted Stop = "exhausted" // the steps were used up
)

const (
	// serious is the share of the promise that moves the centre; trusted that which
	// lets the step grow; doubting how many failures in a row shrink it.
	serious, trusted, doubting = 0.1, 0.5, 3
	// far bounds the step: where the function rises for ever it would grow beyond
	// what numbers hold.
	far = 1e30
)

// Solver holds the buffers of climbs; one goroutine uses it at a time. The zero
// value is ready.
type Solver struct {
	master master
	next   []float64
	mean   []float64
}

// Climb moves the model's centre up. The model needs a centre, a step above 0 and a
// plane that touches the function there.
func (s *Solver) Climb(m *Model, eval Oracle, o Options) Stop {
	failed, grown := 0, 0
	for step := 0; ; {
		if o.Enough != nil && o.Enough(m.Centre.Value) {
			return Enough
		}
		promise := s.Aim(m, o.Scale) - m.Centre.Value
		if promise < o.Tolerance*o.Scale || o.Slight != nil && o.Slight(promise) {
			if grown == o.Grows || s.level(m, o.Flat) {
				return Converged
			}
			m.Step = min(4*m.Step, far)
			grown++
			continue
		}
		if step++; step > o.Steps {
			return Exhausted
		}
		grown = 0
		at, cut := eval(s.next)
		m.Add(cut)
		if o.Each != nil {
			o.Each(step, cut)
		}
		gain := at.Value - m.Centre.Value
		switch {
		case gain < serious*promise:
			if failed++; failed == doubting {
				failed = 0
				m.Step *= 0.6
			}
		case gain >= trusted*promise:
			m.Step = min(2*m.Step, far)
			fallthrough
		default:
			failed = 0
			m.Centre = at
		}
		m.trim(o.Most)
	}
}

// Aim solves the inner problem: it sets the model's weights and returns the model's
// value where the next evaluation would be, at [Solver.Next].
func (s *Solver) Aim(m *Model, scale float64) float64 {
	if len(s.next) != len(m.Centre.At) {
		s.next = make([]float64, len(m.Centre.At))
		s.mean = make([]float64, len(m.Centre.At))
	}
	s.master.solve(m, scale, s.next)
	best := math.Inf(1)
	for _, c := range m.Cuts {
		best = min(best, c.At(s.next))
	}
	return best
}

// Next is where the last [Solver.Aim] pointed; it is overwritten by the next one.
func (s *Solver) Next() []float64 { return s.next }

// level says whether the averaged slope is flat where the box lets the point move.
func (s *Solver) level(m *Model, flat float64) bool {
	var square float64
	for j, v := range s.next {
		d := (v - m.Centre.At[j]) / m.Step
		square += d * d
	}
	return square < flat
}
