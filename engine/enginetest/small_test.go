package enginetest

import (
	"math/rand/v2"
	"testing"

	"berth.dev/engine/place"
	"github.com/google/go-cmp/cmp"
)

// everything is every feature on its own and all at once.
var everything = []Features{0, Capacities, Purchases, Rules, Twists, Sites, Capacities | Purchases | Rules | Twists, Capacities | Purchases | Rules | Twists | Sites}

func TestEverySmallProblemPassesItsCheck(t *testing.T) {
	for seed := range uint64(2000) {
		p := Small(rand.New(rand.NewPCG(seed, 1)), everything[seed%uint64(len(everything))])
		if err := p.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

func TestSmallProblemsHaveWhatIsAskedFor(t *testing.T) {
	for seed := range uint64(200) {
		r := func() *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
		if p := Small(r(), 0); len(p.Blocks) > 0 || len(p.Views) > 0 {
			t.Fatalf("seed %d: a plain problem has %d blocks and %d views", seed, len(p.Blocks), len(p.Views))
		}
		if p := Small(r(), Sites|Capacities); len(p.Blocks) == 0 || len(p.Views) != 3 {
			t.Fatalf("seed %d: %d blocks and %d views", seed, len(p.Blocks), len(p.Views))
		}
		plain, twisted := Small(r(), 0), Small(r(), Twists)
		if len(plain.Pairs) > 0 && cmp.Equal(plain.Pairs, twisted.Pairs) {
			t.Fatalf("seed %d: nothing is twisted", seed)
		}
	}
}

// Two services, two options, one slot of room for one of them:
//
//	        rented  owned  use owned
//	a          10      1           2
//	b          10      4           2       capacity 2
//	apart       3 for either
//
// Together owned (1+4 = 5) does not fit; a owned costs 1+10+3 = 14, b owned 10+4+3 =
// 17, both rented 20.
func two() *place.Problem {
	service := func(name string, owned int64) place.Service {
		return place.Service{Name: name, Options: []place.Option{
			{Name: "rented", Cost: 10},
			{Name: "owned", Cost: owned, Use: []place.Use{{Amount: []int32{2}}}},
		}}
	}
	return &place.Problem{
		Services: []place.Service{service("a", 1), service("b", 4)},
		Blocks:   []place.Block{{Name: "cpu", Cap: []int64{2}}},
		Pairs:    []place.Pair{{A: 0, B: 1, Cost: []int64{0, 3, 3, 0}}},
	}
}

func TestTheOracleFindsWhatIsFoundByHand(t *testing.T) {
	with := func(change func(*place.Problem)) *place.Problem {
		p := two()
		change(p)
		return p
	}
	for _, c := range []struct {
		name    string
		p       *place.Problem
		domains []place.Set
		want    place.Placement
		cost    int64
	}{
		{name: "one owned", p: two(), want: place.Placement{1, 0}, cost: 14},
		{name: "room for both", p: with(func(p *place.Problem) { p.Blocks[0].Cap[0] = 4 }), want: place.Placement{1, 1}, cost: 5},
		// Two units more at 4 each: 5 + 8 = 13.
		{name: "room bought by the slot", p: with(func(p *place.Problem) { p.Blocks[0].Over = []int64{4} }), want: place.Placement{1, 1}, cost: 13},
		{name: "room bought at 3 a unit", p: with(func(p *place.Problem) { p.Blocks[0].Firm, p.Blocks[0].FirmMax = 3, 2 }), want: place.Placement{1, 1}, cost: 11},
		{name: "one unit to buy does not help", p: with(func(p *place.Problem) { p.Blocks[0].Firm, p.Blocks[0].FirmMax = 3, 1 }), want: place.Placement{1, 0}, cost: 14},
		{name: "apart is forbidden", p: with(func(p *place.Problem) { p.Pairs[0].Rule = &place.Rule{Forbid: []bool{false, true, true, false}} }), want: place.Placement{0, 0}, cost: 20},
		{name: "a must be rented", p: two(), domains: []place.Set{1, 3}, want: place.Placement{0, 1}, cost: 17},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, cost, ok := Best(c.p, c.domains)
			if !ok {
				t.Fatal("nothing fits")
			}
			if diff := cmp.Diff(c.want, x); diff != "" {
				t.Error(diff)
			}
			if cost != c.cost {
				t.Errorf("it costs %d, want %d", cost, c.cost)
			}
		})
	}
}

func TestTheOracleSaysThatNothingFits(t *testing.T) {
	if x, _, ok := Best(two(), []place.Set{2, 2}); ok {
		t.Errorf("%v fits", x)
	}
}

func TestTheOraclesCostIsTheProblemsOwn(t *testing.T) {
	found := 0
	for seed := range uint64(2000) {
		p := Small(rand.New(rand.NewPCG(seed, 2)), everything[seed%uint64(len(everything))])
		x, cost, ok := Best(p, nil)
		if !ok {
			continue
		}
		found++
		if broken := p.Broken(x); len(broken) > 0 {
			t.Fatalf("seed %d: %v", seed, broken)
		}
		if want := p.Cost(x); cost != want {
			t.Fatalf("seed %d: the oracle says %d, the problem %d", seed, cost, want)
		}
	}
	if found < 1000 {
		t.Errorf("only %d of 2000 problems have a placement that fits", found)
	}
}
