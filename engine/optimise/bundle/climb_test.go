package bundle_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/optimise/bundle"
)

// planes is a function of two coordinates: the least of some planes a + b·x + c·y.
type planes [][3]float64

func (p planes) at(x, y float64) (value float64, k int) {
	value = math.Inf(1)
	for i, one := range p {
		if v := one[0] + one[1]*x + one[2]*y; v < value {
			value, k = v, i
		}
	}
	return value, k
}

func (p planes) oracle(seen *[]float64) bundle.Oracle {
	return func(at []float64) (bundle.Point, *bundle.Cut) {
		v, k := p.at(at[0], at[1])
		if seen != nil {
			*seen = append(*seen, v)
		}
		here := append([]float64(nil), at...)
		return bundle.Point{At: here, Value: v}, bundle.NewCut(v, here, []float64{p[k][1], p[k][2]}, nil)
	}
}

// best is the maximum over the box, by trying every corner of the linear programme:
// where two planes and a side, or three planes, or two sides and a plane meet.
func (p planes) best(low, high float64) float64 {
	best := math.Inf(-1)
	try := func(x, y float64) {
		const slack = 1e-9
		if x >= low-slack && x <= high+slack && y >= low-slack && y <= high+slack {
			v, _ := p.at(x, y)
			best = max(best, v)
		}
	}
	// Lines on which a corner can lie: two planes equal, or a side of the box.
	lines := [][3]float64{{1, 0, low}, {1, 0, high}, {0, 1, low}, {0, 1, high}}
	for i := range p {
		for j := range i {
			lines = append(lines, [3]float64{p[i][1] - p[j][1], p[i][2] - p[j][2], p[j][0] - p[i][0]})
		}
	}
	for i, a := range lines {
		for _, b := range lines[:i] {
			det := a[0]*b[1] - a[1]*b[0]
			if math.Abs(det) > 1e-12 {
				try((a[2]*b[1]-a[1]*b[2])/det, (a[0]*b[2]-a[2]*b[0])/det)
			}
		}
	}
	return best
}

func start(p planes, box bundle.Box, x, y float64) *bundle.Model {
	m := &bundle.Model{Box: box, Step: 1}
	at, cut := p.oracle(nil)([]float64{x, y})
	m.Centre = at
	m.Add(cut)
	return m
}

func TestTheClimbEndsAtTheBestOfTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(-20, 20)
		p := make(planes, rapid.IntRange(1, 12).Draw(t, "planes"))
		for k := range p {
			for c := range p[k] {
				p[k][c] = float64(number.Draw(t, "coefficient"))
			}
		}
		low, high := 0.0, float64(rapid.IntRange(1, 9).Draw(t, "high"))
		if rapid.Bool().Draw(t, "free") {
			low = -high
		}
		m := start(p, bundle.Box{Low: []float64{low, low}, High: []float64{high, high}}, 0, 0)
		var s bundle.Solver
		o := bundle.DefaultOptions()
		o.Steps = 400
		s.Climb(m, p.oracle(nil), o)
		if want := p.best(low, high); math.Abs(want-m.Centre.Value) > 1e-5*(1+math.Abs(want)) {
			t.Fatalf("the climb ends at %v of %v: %v", m.Centre.Value, want, m.Centre.At)
		}
	})
}

// max min(x, 4−x, 3+…): the roof min(x+y, 6−x, 8−2y) is highest where all three
// planes meet, x+y = 6−x = 8−2y: x = 10/4 … by hand: y = 6−2x, 8−2(6−2x) = 6−x,
// 5x = 10, x = 2, y = 2, value 4. All three planes carry weight w with slopes adding
// up to 0: w1 = w2 (x), w1 = 2·w3 (y), in all 1: 0.4, 0.4, 0.2.
func TestTheWeightsAreThoseOfTheLinearProgramme(t *testing.T) {
	p := planes{{0, 1, 1}, {6, -1, 0}, {8, 0, -2}}
	m := start(p, bundle.Box{}, 0, 0)
	var s bundle.Solver
	s.Climb(m, p.oracle(nil), bundle.DefaultOptions())
	s.Aim(m, 1)
	got := map[float64]float64{}
	for k, c := range m.Cuts {
		got[c.Const] += math.Round(1e6*m.Weights[k]) / 1e6
	}
	for c, w := range got {
		if w == 0 {
			delete(got, c)
		}
	}
	if d := cmp.Diff(map[float64]float64{0: 0.4, 6: 0.4, 8: 0.2}, got); d != "" {
		t.Error(d)
	}
	if math.Abs(m.Centre.Value-4) > 1e-6 {
		t.Errorf("the best is 4 at (2, 2), not %v at %v", m.Centre.Value, m.Centre.At)
	}
	slope := make([]float64, 2)
	m.Average(slope)
	if math.Hypot(slope[0], slope[1]) > 1e-4 {
		t.Errorf("the averaged slope at the top is zero, not %v", slope)
	}
}

func TestTheCentreNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := make(planes, rapid.IntRange(2, 20).Draw(t, "planes"))
		for k := range p {
			for c := range p[k] {
				p[k][c] = float64(rapid.IntRange(-20, 20).Draw(t, "coefficient"))
			}
		}
		m := start(p, bundle.Box{High: []float64{50, 50}}, 1, 1)
		var s bundle.Solver
		o := bundle.DefaultOptions()
		last := m.Centre.Value
		o.Enough = func(v float64) bool {
			if v < last {
				t.Fatalf("the centre fell from %v to %v", last, v)
			}
			last = v
			return false
		}
		s.Climb(m, p.oracle(nil), o)
	})
}

func TestAClimbStopsForItsReasons(t *testing.T) {
	roof := planes{{0, 1, 0}, {4, -1, 0}, {10, 0, -1}}
	rises := planes{{0, 1, 0}}
	for _, c := range []struct {
		name    string
		p       planes
		options func(*bundle.Options)
		want    bundle.Stop
		evals   int
	}{
		{"the top is reached", roof, func(*bundle.Options) {}, bundle.Converged, -1},
		{"the steps are used up", rises, func(o *bundle.Options) { o.Steps = 3 }, bundle.Exhausted, 3},
		{"no step is allowed", rises, func(o *bundle.Options) { o.Steps = 0 }, bundle.Exhausted, 0},
		{"the caller has enough", rises, func(o *bundle.Options) { o.Enough = func(v float64) bool { return v > 6 } }, bundle.Enough, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := start(c.p, bundle.Box{}, 0, 0)
			var s bundle.Solver
			var seen []float64
			o := bundle.DefaultOptions()
			c.options(&o)
			got := s.Climb(m, c.p.oracle(&seen), o)
			if got != c.want || c.evals >= 0 && c.evals != len(seen) {
				t.Errorf("stopped with %q after %d evaluations at %v; want %q after %d", got, len(seen), m.Centre, c.want, c.evals)
			}
		})
	}
}

func TestTheModelKeepsThePlanesInUse(t *testing.T) {
	// A cone with 64 sides in two coordinates: many planes are seen, three suffice.
	var p planes
	for k := range 64 {
		a := 2 * math.Pi * float64(k) / 64
		p = append(p, [3]float64{10 + 3*math.Cos(a) + 3*math.Sin(a), -math.Cos(a), -math.Sin(a)})
	}
	m := start(p, bundle.Box{}, 0, 0)
	var s bundle.Solver
	o := bundle.DefaultOptions()
	o.Most = 12
	s.Climb(m, p.oracle(nil), o)
	if len(m.Cuts) > 13 || len(m.Cuts) != len(m.Weights) {
		t.Errorf("%d planes with %d weights are kept where 12 were allowed", len(m.Cuts), len(m.Weights))
	}
	if math.Abs(m.Centre.Value-10) > 1e-5 {
		t.Errorf("the cone's tip is 10 high, not %v", m.Centre.Value)
	}
}
