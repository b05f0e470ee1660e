package verify

import (
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawNetwork draws a network of up to 10 variables.
func drawNetwork(t *rapid.T) *network {
	n := &network{meter: &meter{left: 1 << 20}}
	nodes := rapid.IntRange(1, 10).Draw(t, "nodes")
	for range rapid.IntRange(0, 25).Draw(t, "arcs") {
		u, v := rapid.IntRange(0, nodes-1).Draw(t, "u"), rapid.IntRange(0, nodes-1).Draw(t, "v")
		if u != v {
			n.arcs = append(n.arcs, arc{u: int32(u), v: int32(v)})
		}
	}
	n.wire(nodes)
	return n
}

func (n *network) draw(t *rapid.T) {
	for k := range n.arcs {
		n.arcs[k].fwd, n.arcs[k].back = rapid.Int64Range(0, 20).Draw(t, "fwd"), rapid.Int64Range(0, 20).Draw(t, "back")
	}
	for v := range n.unary {
		n.unary[v] = rapid.Int64Range(-40, 40).Draw(t, "unary")
	}
}

// smallest tries every y.
func (n *network) smallest() int64 {
	var least int64
	for y := range 1 << len(n.unary) {
		var sum int64
		for v, c := range n.unary {
			sum += c * int64(y>>v&1)
		}
		for _, a := range n.arcs {
			switch u, v := y>>a.u&1, y>>a.v&1; {
			case u == 1 && v == 0:
				sum += a.fwd
			case u == 0 && v == 1:
				sum += a.back
			}
		}
		least = min(least, sum)
	}
	return least
}

func TestTheFlowProvesTheLeastValueAlsoFromAnOldFlow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNetwork(t)
		for range 3 {
			n.draw(t)
			got, ok := n.least()
			if want := widen(n.smallest()); got != want || !ok {
				t.Fatalf("%v is proved (%v), and the least is %v", got, ok, want)
			}
		}
	})
}

func TestAnyFlowWithinTheArcsProvesNoMoreThanTheLeastValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNetwork(t)
		n.draw(t)
		for k := range n.arcs {
			n.arcs[k].flow = rapid.Int64Range(-n.arcs[k].back, n.arcs[k].fwd).Draw(t, "flow")
		}
		if got, ok := n.proves(); !ok || widen(n.smallest()).less(got) {
			t.Fatalf("%v is proved (%v) and the least is %d", got, ok, n.smallest())
		}
	})
}

func TestAFlowOutsideAnArcProvesNothing(t *testing.T) {
	n := &network{arcs: []arc{{u: 0, v: 1, fwd: 3, back: 2}}, meter: &meter{left: 100}}
	n.wire(2)
	var got []bool
	for _, flow := range []int64{-3, -2, 3, 4} {
		n.arcs[0].flow = flow
		_, ok := n.proves()
		got = append(got, ok)
	}
	if diff := cmp.Diff([]bool{false, true, true, false}, got); diff != "" {
		t.Error(diff)
	}
}

func TestASearchThatRunsOutOfWorkStillProvesABound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawNetwork(t)
		n.draw(t)
		n.meter.left = rapid.Int64Range(0, 200).Draw(t, "work")
		if got, ok := n.least(); !ok || widen(n.smallest()).less(got) {
			t.Fatalf("%v is proved (%v) and the least is %d", got, ok, n.smallest())
		}
	})
}

func TestNumbersThatLeave64BitsProveNothing(t *testing.T) {
	n := &network{arcs: []arc{{u: 0, v: 1, fwd: never}, {u: 0, v: 1, fwd: never}, {u: 0, v: 1, fwd: never}}, meter: &meter{left: 100}}
	n.wire(2)
	for k := range n.arcs {
		n.arcs[k].flow = never
	}
	if _, ok := n.proves(); ok {
		t.Error("a sum above 2^63 was taken")
	}
}

func TestWideNumbersAreThoseOfBigIntegers(t *testing.T) {
	value := func(w wide) *big.Int {
		v := new(big.Int).Lsh(big.NewInt(w.hi), 64)
		return v.Add(v, new(big.Int).SetUint64(w.lo))
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		c := rapid.SampledFrom([]int64{-1 << 63, 1<<63 - 1, 0, -1, 1, a}).Draw(t, "c")
		x := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		if got := product(a, b); value(got).Cmp(x) != 0 {
			t.Fatalf("%d × %d is %s", a, b, value(got))
		}
		sum := new(big.Int).Add(x, big.NewInt(c))
		if got := product(a, b).plus(widen(c)); value(got).Cmp(sum) != 0 {
			t.Fatalf("plus %d is %s", c, value(got))
		}
		less := new(big.Int).Sub(x, big.NewInt(c))
		if got := product(a, b).minus(widen(c)); value(got).Cmp(less) != 0 {
			t.Fatalf("minus %d is %s", c, value(got))
		}
		if got := product(a, b).less(widen(c)); got != (x.Cmp(big.NewInt(c)) < 0) {
			t.Fatalf("%s < %d is %v", x, c, got)
		}
		if got := value(size(c)); got.Cmp(new(big.Int).Abs(big.NewInt(c))) != 0 {
			t.Fatalf("the size of %d is %s", c, got)
		}
		if got := strings.ReplaceAll(product(a, b).String(), ",", ""); got != x.String() {
			t.Fatalf("%s is written %s", x, got)
		}
	})
}

func TestLongNumbersAreWrittenInThrees(t *testing.T) {
	var got []string
	for _, v := range []int64{0, 999, 1000, -1, -1234567, -123456} {
		got = append(got, widen(v).String())
	}
	if diff := cmp.Diff([]string{"0", "999", "1,000", "-1", "-1,234,567", "-123,456"}, got); diff != "" {
		t.Error(diff)
	}
}
