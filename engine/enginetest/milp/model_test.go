package milp

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

// office is two services on two sites, a call between them and two cores owned, one
// more to rent.
func office() *place.Problem {
	use := func(cores int32) []place.Use { return []place.Use{{Block: 0, Amount: []int32{cores}}} }
	return &place.Problem{
		Services: []place.Service{
			{Name: "a", Options: []place.Option{{Name: "rented", Cost: 50}, {Name: "split", Cost: 42, Use: use(1)}, {Name: "owned", Cost: 30, Use: use(2)}}},
			{Name: "b", Options: []place.Option{{Name: "rented", Cost: 20}, {Name: "owned", Cost: 12, Use: use(1)}}},
		},
		Blocks: []place.Block{{Name: "cores", Cap: []int64{2}, Over: []int64{9}}},
		// The corner of (split, owned) is 3 + 2 - 4 - 0 = 1, of (owned, owned) it is
		// 4 + 6 - 1 - 2 = 7.
		Pairs: []place.Pair{{A: 0, B: 1, Cost: []int64{0, 3, 2, 4, 6, 1}}},
	}
}

func TestAModelIsWrittenAsReadersOfTheFormatExpect(t *testing.T) {
	// y0_1 costs 42 - 50 + 2 - 0 - 1 = -7, y0_2 30 - 42 + 6 - 2 - 7 = -15, and y1_1
	// 12 - 20 + 3 - 0 = -5; whatever is chosen costs 50 + 20.
	want := `\ a placement of services
Minimize
 obj: - 7 y0_1 - 15 y0_2 - 5 y1_1 + 1 w0_1_1 + 7 w0_2_1
 + 9 o0_0 + 70 one
Subject To
 c0_2: + 1 y0_2 - 1 y0_1 <= 0
 d0_1_1: + 1 y0_1 - 1 y1_1 - 1 w0_1_1 <= 0
 d0_2_1: + 1 y0_2 - 1 y1_1 - 1 w0_2_1 <= 0
 u0_0: + 1 y0_1 + 1 y0_2 + 1 y1_1 - 1 o0_0 <= 2
Bounds
 one = 1
 0 <= w0_1_1 <= 1
 0 <= w0_2_1 <= 1
 o0_0 >= 0
Binaries
 y0_1
 y0_2
 y1_1
End
`
	var got bytes.Buffer
	if err := New(office()).WriteLP(&got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersAreWrittenWithAllTheirDigits(t *testing.T) {
	type number struct {
		v      int64
		places int
	}
	got := map[number]string{}
	want := map[number]string{
		{0, 0}: "0", {-7, 0}: "-7", {7, 3}: "0.007", {-1234, 3}: "-1.234", {1 << 60, 9}: "1152921504.606846976", {5000, 3}: "5.000",
	}
	for n := range want {
		got[n] = decimal(n.v, n.places)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLargeCostsAreWrittenWithFiveDigitsBeforeThePoint(t *testing.T) {
	p := office()
	p.Services[0].Options[0].Cost = 123_456_789_000
	// The sizes of all weights add up to about twice 123,456,789,000: 12 digits.
	if diff := cmp.Diff(7, New(p).Places()); diff != "" {
		t.Error(diff)
	}
}

func TestARowWithoutColumnsIsWrittenWithTheFixedOne(t *testing.T) {
	p := &place.Problem{
		Services: []place.Service{{Name: "a", Options: []place.Option{{Name: "owned", Use: []place.Use{{Block: 0, Amount: []int32{3}}}}}}},
		Blocks:   []place.Block{{Name: "cores", Cap: []int64{2}}},
	}
	var got bytes.Buffer
	if err := New(p).WriteLP(&got); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.String(), "u0_0: 0 one <= -1\n") {
		t.Errorf("no row says that 3 cores do not fit on 2:\n%s", got.String())
	}
}

// Every placement of small problems of all kinds costs in the model what it costs in
// the problem, and breaks the model's rows exactly where it does not fit.
func TestAModelSaysOfEveryPlacementWhatTheProblemSays(t *testing.T) {
	kinds := []enginetest.Features{
		0, enginetest.Capacities, enginetest.Capacities | enginetest.Purchases, enginetest.Capacities | enginetest.Rules,
		enginetest.Capacities | enginetest.Twists | enginetest.Rules, enginetest.Sites | enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists,
	}
	for seed := range uint64(300) {
		for _, kind := range kinds {
			p := enginetest.Small(rand.New(rand.NewPCG(seed, 7)), kind)
			m, r := New(p), rand.New(rand.NewPCG(seed, 8))
			for range 20 {
				x := drawn(r, p)
				cost, fits := m.judge(x)
				if want := len(p.Broken(x)) == 0; fits != want {
					t.Fatalf("seed %d, kind %d: the model says fits is %t of %v, which breaks %v", seed, kind, fits, x, p.Broken(x))
				}
				if fits && cost != p.Cost(x) {
					t.Fatalf("seed %d, kind %d: %v costs %d in the model and %d in the problem", seed, kind, x, cost, p.Cost(x))
				}
			}
		}
	}
}

func drawn(r *rand.Rand, p *place.Problem) place.Placement {
	x := make(place.Placement, len(p.Services))
	for i := range x {
		x[i] = uint8(r.IntN(p.Width(int32(i))))
	}
	return x
}

// judge gives the binaries their values, every other column the best it may have, and
// says what that costs and whether all rows hold.
func (m *Model) judge(x place.Placement) (cost int64, fits bool) {
	values := make([]int64, len(m.columns))
	for i, option := range x {
		for l := 1; l <= int(option); l++ {
			values[m.step(int32(i), l)] = 1
		}
	}
	m.settleShares(values)
	use := m.problem.Usage(x)
	for b := range m.problem.Blocks {
		firm, _ := m.problem.Blocks[b].Buy(use[b])
		for c := range m.columns {
			if m.columns[c].name == "f"+decimal(int64(b), 0) {
				values[c] = firm
			}
		}
	}
	for k := range m.rows {
		r := &m.rows[k]
		lack := -r.most
		for _, t := range r.terms {
			lack += t.weight * values[t.column]
		}
		over := slices.IndexFunc(r.terms, func(t term) bool { return m.columns[t.column].kind == free })
		switch {
		case lack <= 0:
		case over >= 0:
			values[r.terms[over].column] = lack
		default:
			return 0, false
		}
	}
	cost = m.constant
	for c, v := range values {
		cost += m.objective[c] * v
	}
	return cost, true
}

// settleShares lifts every share that a row asks to be lifted: all its other rows
// must then hold too.
func (m *Model) settleShares(values []int64) {
	for k := range m.rows {
		r := &m.rows[k]
		lack := -r.most
		lifted := -1
		for _, t := range r.terms {
			lack += t.weight * values[t.column]
			if m.columns[t.column].kind == share && t.weight < 0 {
				lifted = t.column
			}
		}
		if lifted >= 0 && lack > 0 {
			values[lifted] = lack
		}
	}
}
