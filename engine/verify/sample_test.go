package verify

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
)

// hand is a plan computed by hand.
//
// api costs 100 on gke and 40 in tokyo, db 90 and 30, and apart they cost 20 more.
// In tokyo api uses 6 and 2 of the cpu's two slots and db 5 and 5, of 8. So
//
//	api   db     cost                uses
//	gke   gke    100 + 90      = 190   0  0
//	gke   tokyo  100 + 30 + 20 = 150   5  5
//	tokyo gke     40 + 90 + 20 = 150   6  2   the plan
//	tokyo tokyo   40 + 30      =  70  11  7   too much in slot 0
//
// The proof: api on gke costs at least 150; with api in tokyo, db there is no place
// for, since 1·(11 − 8) = 3 > 0, and db on gke makes 150.
func hand() *file {
	f := blank()
	p := &f.Problem
	f.Services = []service{
		{Name: "api", Group: 0, Demand: -1, Once: []int64{0, 9}, Options: []parts{{Money: 100}, {Hours: 4, Money: 33, Moving: 2, Score: 1}}, Out: []out{}, Today: "gke"},
		{Name: "db", Group: 1, Demand: -1, Once: []int64{0, 9}, Options: []parts{{Money: 90}, {Money: 30}}, Out: []out{}, Today: "gke"},
	}
	p.Resources = []string{"cpu"}
	p.Blocks = []block{{Cap: f.vectorOf(8, 8), Name: "tokyo/cpu", Over: -1, Pools: []string{"web"}, Resource: "cpu", Scale: "m", Site: "tokyo"}}
	p.Pools = []pool{{Name: "web", Nodes: 2, Room: []int64{6}, Site: "tokyo"}}
	p.Groups = []group{
		{Name: "api", Options: []option{
			{Cost: 100, Name: "gke", Pods: []pods{}, Sites: []string{"gke"}, Use: [][2]int{}},
			{Cost: 40, Name: "tokyo", Pods: []pods{{Count: f.vectorOf(2, 1), Pools: []int{0}, Request: []int64{3}}}, Sites: []string{"tokyo"}, Use: [][2]int{{0, f.vectorOf(6, 2)}}},
		}, Was: []option{}},
		{Name: "db", Options: []option{
			{Cost: 90, Name: "gke", Pods: []pods{}, Sites: []string{"gke"}, Use: [][2]int{}},
			{Cost: 30, Name: "tokyo", Pods: []pods{{Count: f.vectorOf(1, 1), Pools: []int{0}, Request: []int64{5}}}, Sites: []string{"tokyo"}, Use: [][2]int{{0, f.vectorOf(5, 5)}}},
		}, Was: []option{}},
	}
	p.Pairs = []pair{{A: 0, B: 1, Cost: []int64{0, 20, 20, 0}, Forbid: []int{}, Traffic: 3, Use: []pairUse{}}}
	f.Placement = []int{1, 0}
	none := leafOf(price{0, 0, 1})
	none.Empty = true
	f.Proof = []node{
		{Group: 0, Prices: []price{}, Shares: [][][]int64{}, Yes: []int{0}},
		leafOf(),
		{Group: 1, Prices: []price{}, Shares: [][][]int64{}, Yes: []int{1}},
		none,
		leafOf(),
	}
	f.Packing = []packed{{Nodes: []packedNode{{Pods: [][3]int{{0, 0, 2}}, Pool: 0}}, Slots: []int{0, 1}}}
	f.Fixed = []fixed{{Amount: 1000, Kind: "capital", Site: "tokyo"}}
	f.Waves = []wave{{Groups: []int{0}, To: []int{1}, Why: "it is free"}}
	f.Baselines = []baseline{{Cost: 190, Fits: true, Name: "today", Placement: []int{0, 0}}, {Cost: 70, Name: "alone", Placement: []int{1, 1}}}
	f.Claim = claim{Cost: 150, Fixed: 1000, Floor: 150, Parts: parts{Hours: 4, Money: 123, Moving: 2, Score: 1}, Total: 1143, Traffic: 20}
	f.Search.Stop = "optimal"
	return f
}

// sample is a true plan of a small problem with everything a file can hold, or nil
// where the problem has no placement.
func sample(t testing.TB, seed uint64) *file {
	r := rand.New(rand.NewPCG(seed, 7))
	p := enginetest.Small(r, enginetest.Features(r.UintN(32)))
	for len(p.Services) > 4 {
		p = enginetest.Small(r, enginetest.Features(r.UintN(32)))
	}
	x, _, found := enginetest.Best(p, nil)
	if !found {
		return nil
	}
	f := fileOf(p)
	for g, l := range x {
		f.Placement[g] = int(l)
	}
	drawPods(r, f)
	drawToday(r, f)
	f.Proof = drawProof(r, f, func() node {
		leaf := leafOf(drawPrices(r, p)...)
		leaf.Shares = drawShares(r, f)
		return leaf
	})
	for k := range 2 {
		one := baseline{Name: fmt.Sprint("other ", k)}
		for g := range f.Problem.Groups {
			l := r.IntN(len(f.Problem.Groups[g].Options))
			if k == 0 {
				l = f.Problem.Groups[g].Today
			}
			one.Placement = append(one.Placement, l)
		}
		f.Baselines = append(f.Baselines, one)
	}
	f.Fixed = []fixed{{Amount: 50, Kind: "capital", Site: "tokyo"}, {Amount: -3, Kind: "rebate", Site: "gke"}}
	settle(t, f)
	drawWaves(t, f)
	return f
}

// drawProof splits at random, once or twice, with leaves from the maker; part of the
// leaves that can be are marked empty.
func drawProof(r *rand.Rand, f *file, leaf func() node) []node {
	var out []node
	for range r.IntN(3) {
		g := r.IntN(len(f.Problem.Groups))
		out = append(out, node{Group: g, Prices: []price{}, Shares: [][][]int64{}, Yes: []int{r.IntN(len(f.Problem.Groups[g].Options))}}, leaf())
	}
	return append(out, leaf())
}

// drawPods gives every group one kind of pods, one pool, and a packing by the slot.
func drawPods(r *rand.Rand, f *file) {
	f.Problem.Resources = []string{"cpu", "memory"}
	f.Problem.Pools = []pool{{Name: "web", Nodes: 9, Room: []int64{20, 20}, Site: "tokyo"}}
	f.Packing = []packed{{Nodes: []packedNode{}, Slots: []int{0}}, {Nodes: []packedNode{}, Slots: []int{1}}}
	for g := range f.Problem.Groups {
		for l := range f.Problem.Groups[g].Options {
			counts := []int64{r.Int64N(3), r.Int64N(3)}
			f.Problem.Groups[g].Options[l].Pods = []pods{{Count: f.vectorOf(counts...), Pools: []int{0}, Request: []int64{r.Int64N(6), r.Int64N(6)}}}
			for t, n := range counts {
				if l == f.Placement[g] && n > 0 {
					f.Packing[t].Nodes = append(f.Packing[t].Nodes, packedNode{Pods: [][3]int{{g, 0, int(n)}}, Pool: 0})
				}
			}
		}
	}
}

// drawToday draws where groups run today: at an option, at none, or nowhere.
func drawToday(r *rand.Rand, f *file) {
	for g := range f.Problem.Groups {
		one := &f.Problem.Groups[g]
		one.Today, one.Single = r.IntN(len(one.Options)+2)-2, r.IntN(3) == 0
		if one.Today == -2 {
			was := one.Options[0]
			was.Name, was.Cost = "elsewhere", r.Int64N(500)
			one.Today, one.Was = -1, []option{was}
		}
	}
}

// drawWaves moves one group after the other, or two at once, and leaves those stuck
// whose move the checker refuses.
func drawWaves(t testing.TB, f *file) {
	s := subjectOf(t, f)
	for g := range f.Problem.Groups {
		if f.Problem.Groups[g].Today == f.Placement[g] {
			continue
		}
		before := f.Waves
		next := wave{Groups: []int{g}, To: []int{f.Placement[g]}}
		if last := len(before) - 1; last >= 0 && len(before[last].Groups) == 1 && g%2 == 1 {
			next = wave{Groups: []int{before[last].Groups[0], g}, To: []int{before[last].To[0], f.Placement[g]}}
			before = before[:last:last]
		}
		f.Waves = append(before[:len(before):len(before)], next)
		c := &findings{}
		m := s.newMarch()
		for k := range f.Waves {
			m.wave(c, k)
		}
		if len(c.list) > 0 {
			f.Waves = f.Waves[:len(f.Waves)-1]
			if len(next.Groups) == 2 {
				f.Waves = append(f.Waves, wave{Groups: next.Groups[:1], To: next.To[:1]})
			}
		}
	}
	f.Stuck = []stuck{}
	at := make([]int, len(f.Problem.Groups))
	for g := range at {
		at[g] = f.Problem.Groups[g].Today
	}
	for _, w := range f.Waves {
		for k, g := range w.Groups {
			at[g] = w.To[k]
		}
	}
	for g, l := range at {
		if l != f.Placement[g] {
			f.Stuck = append(f.Stuck, stuck{Group: g, Why: "no room"})
		}
	}
}
