package score

import (
	"math"
	"strconv"

	"berth.dev/engine/spec"
)

// Flip is the nearest value of one input at which the decision changes, all
// else as it is.
type Flip struct {
	Input Input
	// Found is false when no value from From to To changes the decision.
	Found    bool
	From, To float64
	// At is the value, three significant digits; Before is its neighbour on the
	// side of the present value, at which the decision still stands.
	At, Before float64
	// Now and Then are the winners' IDs, "" where none is allowed.
	Now, Then string
}

// flipSteps is how many values a decade are tried before the search narrows
// down to three digits.
const flipSteps = 45

// Flip finds for every input of a service the nearest value that changes the
// decision: inputs of the service, of its sites and links, prices, and the
// weights of the criteria.
func (f *Fleet) Flip(s *spec.Service) ([]Flip, error) {
	x := f.subject(s)
	now, err := x.winnerAt(x.typical)
	if err != nil {
		return nil, err
	}
	var out []Flip
	for i := range x.list {
		in := x.list[i]
		win := func(v float64) (string, error) {
			p := append(point(nil), x.typical...)
			p[i] = v
			w, err := x.winnerAt(p)
			if err != nil {
				return "", err
			}
			return w[0], nil
		}
		fl, err := nearest(in, now[0], win)
		if err != nil {
			return nil, err
		}
		out = append(out, fl)
	}
	for _, c := range f.Suite.Criteria {
		w := x.weights[c.Name]
		in := Input{ID: "weight." + c.Name, Low: w, Typical: w, High: w, Origin: "declared", From: 0, To: 100}
		win := func(v float64) (string, error) {
			y := *x
			y.weights = map[string]float64{}
			for k, old := range x.weights {
				y.weights[k] = old
			}
			y.weights[c.Name] = v
			w, err := y.winnerAt(x.typical)
			if err != nil {
				return "", err
			}
			return w[0], nil
		}
		fl, err := nearest(in, now[0], win)
		if err != nil {
			return nil, err
		}
		out = append(out, fl)
	}
	return out, nil
}

// nearest looks outward from the present value over numbers of three significant
// digits, first upwards and downwards in steps, then between the last value
// that keeps the decision and the first that does not.
func nearest(in Input, now string, win func(float64) (string, error)) (Flip, error) {
	out := Flip{Input: in, From: in.From, To: in.To, Now: now}
	best := math.Inf(1)
	for _, direction := range []int{1, -1} {
		at, before, then, found, err := scan(in, direction, now, win)
		if err != nil {
			return out, err
		}
		if d := distance(in.Typical, at); found && d < best {
			best = d
			out.Found, out.At, out.Before, out.Then = true, at, before, then
		}
	}
	return out, nil
}

// distance orders values by how many times they differ from the present one.
func distance(from, to float64) float64 {
	if from <= 0 || to <= 0 {
		return math.Abs(to-from) + 1e6
	}
	return math.Abs(math.Log(to / from))
}

// scan walks the grid of three-digit values in one direction.
func scan(in Input, direction int, now string, win func(float64) (string, error)) (at, before float64, then string, found bool, err error) {
	low, high := gridOf(in.From), gridOf(in.To)
	start := gridOf(in.Typical)
	last := start
	for g := start + direction*20; ; g += direction * (900 / flipSteps) {
		g = min(max(g, low), high)
		w, err := win(valueOf(g))
		if err != nil {
			return 0, 0, "", false, err
		}
		if w != now {
			return narrow(last, g, now, win)
		}
		if g == low || g == high {
			return 0, 0, "", false, nil
		}
		last = g
	}
}

// narrow finds neighbours on the grid between a value that keeps the decision
// and one that changes it.
func narrow(keeps, flips int, now string, win func(float64) (string, error)) (at, before float64, then string, found bool, err error) {
	for keeps-flips > 1 || flips-keeps > 1 {
		middle := (keeps + flips) / 2
		w, err := win(valueOf(middle))
		if err != nil {
			return 0, 0, "", false, err
		}
		if w == now {
			keeps = middle
		} else {
			flips = middle
		}
	}
	then, err = win(valueOf(flips))
	return valueOf(flips), valueOf(keeps), then, true, err
}

// The grid of three-digit values: index 900·e + m − 100 stands for m × 10^e /
// 100 with m from 100 to 999, and lowest stands for 0.
const lowest = -900 * 9

// gridOf returns the index of the value nearest to v.
func gridOf(v float64) int {
	if v < 1e-9 {
		return lowest
	}
	s := strconv.FormatFloat(v, 'e', 2, 64) // d.dde±xx
	m, _ := strconv.Atoi(s[:1] + s[2:4])
	e, _ := strconv.Atoi(s[5:])
	return 900*e + m - 100
}

// valueOf returns the value of an index: the float64 nearest to its decimal.
func valueOf(g int) float64 {
	if g <= lowest {
		return 0
	}
	e := int(math.Floor(float64(g) / 900))
	m := g - 900*e + 100
	v, _ := strconv.ParseFloat(strconv.Itoa(m)+"e"+strconv.Itoa(e-2), 64)
	return v
}
