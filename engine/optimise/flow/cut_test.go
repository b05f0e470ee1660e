package flow

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// instance is a cut problem as written down.
type instance struct {
	weight []int64
	force  []Side
	arcs   []Arc
}

func (in *instance) graph() *Graph {
	g := New(len(in.weight), slices.Values(in.arcs))
	for v, w := range in.weight {
		g.Add(int32(v), w)
		g.Force(int32(v), in.force[v])
	}
	return g
}

// value is what the definition says of y.
func (in *instance) value(y []bool) int64 {
	var sum int64
	for v, w := range in.weight {
		if y[v] {
			sum -= w
		}
	}
	for _, a := range in.arcs {
		switch {
		case y[a.From] && !y[a.To]:
			sum += a.Cap
		case y[a.To] && !y[a.From]:
			sum += a.Back
		}
	}
	return sum
}

// best tries all y; of several it takes the one with the fewest nodes on the source
// side, which are in all others too.
func (in *instance) best() (int64, []bool) {
	n := len(in.weight)
	least, fewest := int64(math.MaxInt64), n+1
	var best []bool
	for bits := range 1 << n {
		y := make([]bool, n)
		ok, size := true, 0
		for v := range y {
			y[v] = bits>>v&1 == 1
			ok = ok && (in.force[v] == Free || (in.force[v] == Source) == y[v])
			if y[v] {
				size++
			}
		}
		for _, a := range in.arcs {
			ok = ok && !(y[a.From] && !y[a.To] && a.Cap == Infinite) && !(y[a.To] && !y[a.From] && a.Back == Infinite)
		}
		if !ok {
			continue
		}
		if value := in.value(y); value < least || value == least && size < fewest {
			least, fewest, best = value, size, y
		}
	}
	return least, best
}

func sides(g *Graph) []bool {
	y := make([]bool, g.Len())
	for v := range y {
		y[v] = g.OnSource(int32(v))
	}
	return y
}

func drawSmall(t *rapid.T) *instance {
	n := rapid.IntRange(1, 9).Draw(t, "nodes")
	in := &instance{force: make([]Side, n)}
	for range n {
		in.weight = append(in.weight, rapid.Int64Range(-20, 20).Draw(t, "weight"))
	}
	if n > 1 {
		for range rapid.IntRange(0, 3*n).Draw(t, "arcs") {
			in.arcs = append(in.arcs, drawArc(t, n))
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "forced") {
		in.force[rapid.IntRange(0, n-1).Draw(t, "node")] = rapid.SampledFrom([]Side{Source, Sink}).Draw(t, "side")
	}
	return in
}

func drawArc(t *rapid.T, n int) Arc {
	from := rapid.IntRange(0, n-1).Draw(t, "from")
	to := rapid.IntRange(0, n-2).Draw(t, "to")
	if to >= from {
		to++
	}
	a := Arc{From: int32(from), To: int32(to), Cap: rapid.Int64Range(0, 15).Draw(t, "cap"), Back: rapid.Int64Range(0, 15).Draw(t, "back")}
	if rapid.IntRange(0, 5).Draw(t, "infinite") == 0 {
		a.Cap = Infinite
	}
	return a
}

// methods are the ways to cut: trees, labels, and labels that take over half way.
var methods = map[string]int64{"trees": math.MaxInt64, "labels": -1, "both": 8}

func TestACutIsTheBestOfAllAndTheSmallestOfThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawSmall(t)
		value, y := in.best()
		if y == nil {
			t.Skip("infinite arcs join the forced sides")
		}
		for name, guard := range methods {
			g := in.graph()
			g.Guard = guard
			g.Max()
			if g.Min() != value {
				t.Fatalf("%s: value %d, want %d", name, g.Min(), value)
			}
			if diff := cmp.Diff(y, sides(g)); diff != "" {
				t.Fatalf("%s: source side (-want +got):\n%s", name, diff)
			}
		}
	})
}
