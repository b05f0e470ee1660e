package bundle

import (
	"math"

	"berth.dev/engine/place"
)

// Cut is a plane that lies nowhere below the function. It is not changed once made.
type Cut struct {
	// Value is the function at the point where the plane was found.
	Value float64
	// Const and Slope are the plane: Const + Slope·λ.
	Const float64
	Slope []float64
	// X is the minimiser that the plane belongs to; the package only carries it.
	X place.Placement
}

// NewCut is the plane with this slope that has this value at this point.
func NewCut(value float64, at, slope []float64, x place.Placement) *Cut {
	return &Cut{Value: value, Const: value - dot(slope, at), Slope: slope, X: x}
}

// At is the plane's value at a point.
func (c *Cut) At(point []float64) float64 { return c.Const + dot(c.Slope, point) }

// Point is a place in the box, with the function's value.
type Point struct {
	At    []float64
	Value float64
}

// Oracle evaluates the function near a point: it may round the point, and says where
// it really evaluated.
type Oracle func(at []float64) (Point, *Cut)

// Box bounds the coordinates. Nil stands for 0 and for no bound.
type Box struct{ Low, High []float64 }

func (b *Box) low(j int) float64 {
	if b.Low == nil {
		return 0
	}
	return b.Low[j]
}

func (b *Box) high(j int) float64 {
	if b.High == nil {
		return math.Inf(1)
	}
	return b.High[j]
}

// Model is what is known of the function.
type Model struct {
	Box Box
	// Centre is the best point so far.
	Centre Point
	// Cuts are the planes kept, oldest first, and Weights how the last inner problem
	// weighs them: not negative, in all 1. New planes have weight 0 until then.
	Cuts    []*Cut
	Weights []float64
	// Step is how far the next step may go: the larger, the farther.
	Step float64
}

// Add adds a plane.
func (m *Model) Add(c *Cut) {
	m.Cuts = append(m.Cuts, c)
	m.Weights = append(m.Weights, 0)
}

// trim drops planes of weight 0, oldest first, when there are more than most; the
// newest few stay.
func (m *Model) trim(most int) {
	const newest, room = 8, 3
	if len(m.Cuts) <= most {
		return
	}
	drop := most / room
	cuts, weights := m.Cuts[:0:0], m.Weights[:0:0]
	for k, c := range m.Cuts {
		if drop > 0 && m.Weights[k] == 0 && k < len(m.Cuts)-newest {
			drop--
			continue
		}
		cuts, weights = append(cuts, c), append(weights, m.Weights[k])
	}
	m.Cuts, m.Weights = cuts, weights
}

// Average is the planes' slopes weighed, into out.
func (m *Model) Average(out []float64) {
	clear(out)
	for k, w := range m.Weights {
		if w > 0 {
			axpy(w, m.Cuts[k].Slope, out)
		}
	}
}

func dot(a, b []float64) float64 {
	b = b[:len(a)]
	var sum float64
	for j, v := range a {
		sum += v * b[j]
	}
	return sum
}

// axpy adds times·v to out.
func axpy(times float64, v, out []float64) {
	out = out[:len(v)]
	for j, x := range v {
		out[j] += times * x
	}
}
