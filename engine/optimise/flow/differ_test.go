package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// random is a graph like those of fleets: chains of two or three nodes, arcs mostly to
// near nodes, some hubs.
func random(r *rand.Rand, n int) *instance {
	in := &instance{force: make([]Side, n)}
	for v := range n {
		in.weight = append(in.weight, r.Int64N(20001)-10000)
		if v%3 != 0 {
			in.arcs = append(in.arcs, Arc{From: int32(v), To: int32(v - 1), Cap: Infinite})
		}
	}
	for range 4 * n {
		u, v := r.IntN(n), r.IntN(n)
		switch r.IntN(4) {
		case 0:
			v = r.IntN(1 + n/50)
		case 1, 2:
			v = min(n-1, u/40*40+r.IntN(40))
		}
		if u != v {
			in.arcs = append(in.arcs, Arc{From: int32(u), To: int32(v), Cap: r.Int64N(4000), Back: r.Int64N(4000)})
		}
	}
	return in
}

// shake draws changes that a search makes: all weights a little, or one chain's sides.
func (in *instance) shake(r *rand.Rand, graphs []*Graph) {
	if r.IntN(2) == 0 {
		for v := range in.weight {
			d := r.Int64N(2001) - 1000
			in.weight[v] += d
			for _, g := range graphs {
				g.Add(int32(v), d)
			}
		}
		return
	}
	first := r.IntN(len(in.weight)) / 3 * 3
	level := r.IntN(5)
	for v := first; v < min(first+3, len(in.weight)); v++ {
		side := Source
		if v-first >= level {
			side = Sink
		}
		if level == 4 {
			side = Free
		}
		in.force[v] = side
		for _, g := range graphs {
			g.Force(int32(v), side)
		}
	}
}

func TestAllMethodsAgreeOnLargeGraphsWarmAndCold(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		in := random(r, 100+r.IntN(600))
		trees, labels, both := in.graph(), in.graph(), in.graph()
		labels.Guard, both.Guard = -1, 2000
		for round := range 12 {
			cold := in.graph()
			for _, g := range []*Graph{cold, trees, labels, both} {
				g.Max()
				if g.Min() != cold.Min() || g.Min() != in.value(sides(g)) {
					t.Fatalf("seed %d, round %d: value %d of sides worth %d, cold %d", seed, round, g.Min(), in.value(sides(g)), cold.Min())
				}
				if diff := cmp.Diff(sides(cold), sides(g)); diff != "" {
					t.Fatalf("seed %d, round %d: source side (-cold +got):\n%s", seed, round, diff)
				}
			}
			in.shake(r, []*Graph{trees, labels, both})
		}
		if trees.Relabelled() != 0 {
			t.Errorf("seed %d: trees needed labels %d times within the guard", seed, trees.Relabelled())
		}
		if labels.Relabelled() != 12 {
			t.Errorf("seed %d: labels were used %d times of 12", seed, labels.Relabelled())
		}
	}
}

func TestTheGuardIsNeededAndTrips(t *testing.T) {
	in := random(rand.New(rand.NewPCG(1, 5)), 600)
	g := in.graph()
	g.Guard = 100
	g.Max()
	if g.Relabelled() != 1 {
		t.Errorf("push-relabel finished %d cuts, want 1", g.Relabelled())
	}
}

func TestACloneGoesItsOwnWay(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6))
	in := random(r, 300)
	g := in.graph()
	g.Max()
	value, y := g.Min(), sides(g)
	c := g.Clone()
	in.shake(r, []*Graph{c})
	in.shake(r, []*Graph{c})
	c.Max()
	if want := in.graph(); true {
		want.Max()
		if c.Min() != want.Min() {
			t.Errorf("the clone's value is %d, want %d", c.Min(), want.Min())
		}
	}
	g.Max()
	if diff := cmp.Diff(y, sides(g)); diff != "" || g.Min() != value {
		t.Errorf("the original changed from %d to %d:\n%s", value, g.Min(), diff)
	}
}

func TestFlowThroughInfiniteArcsNeverFillsThem(t *testing.T) {
	// A cycle of infinite arcs, through which each cut pushes 2^58 from one node to the
	// next and never back: after sixteen cuts a capacity of 2^62 would be used up.
	const big = int64(1) << 58
	in := &instance{weight: []int64{0, 0, 0}, force: make([]Side, 3), arcs: []Arc{
		{From: 0, To: 1, Cap: Infinite}, {From: 1, To: 2, Cap: Infinite}, {From: 2, To: 0, Cap: Infinite},
	}}
	g := in.graph()
	for round := range 200 {
		from, to := round%3, (round+1)%3
		for v := range in.weight {
			w := int64(0)
			if v == from {
				w = big
			} else if v == to {
				w = -big - 1
			}
			g.Add(int32(v), w-in.weight[v])
			in.weight[v] = w
		}
		g.Max()
		if slices.Contains(sides(g), true) || g.Min() != 0 {
			t.Fatalf("round %d: value %d, sides %v", round, g.Min(), sides(g))
		}
	}
}

func TestNodesForcedApartPayTheirArcs(t *testing.T) {
	// 0 on the source side, 2 on the sink's; 1 goes with the dearer arc. Min over y1 of
	// 7·(1−y1) + 4·y1 − 2·y1 − 5 = −3 with y1 = 1, where 7 − 5 = 2 with y1 = 0.
	in := &instance{weight: []int64{5, 2, 9}, force: []Side{Source, Free, Sink}, arcs: []Arc{{From: 0, To: 1, Cap: 7}, {From: 1, To: 2, Cap: 4}}}
	for name, guard := range methods {
		g := in.graph()
		g.Guard = guard
		g.Max()
		if g.Min() != -3 {
			t.Errorf("%s: value %d, want -3", name, g.Min())
		}
		if diff := cmp.Diff([]bool{true, true, false}, sides(g)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func BenchmarkMethods(b *testing.B) {
	for name, guard := range methods {
		if guard == 8 {
			continue
		}
		b.Run(name, func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 7))
			in := random(r, 20_000)
			g := in.graph()
			g.Guard = guard
			g.Max()
			for b.Loop() {
				in.shake(r, []*Graph{g})
				g.Max()
			}
		})
	}
}
