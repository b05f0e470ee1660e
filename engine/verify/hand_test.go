package verify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// viewed gives the plan by hand a view of tokyo that has 20 of the 25 that api and db
// cost apart.
func viewed(f *file) {
	f.Problem.Pairs[0].Cost = []int64{0, 25, 25, 0}
	f.Problem.Views = []siteView{{Cost: [][]int64{{0, 20, 20, 0}}, Level: [][]int{{0, 1}, {0, 1}}, Name: "tokyo"}}
}

// The problem is that of [hand]: 190 and 150 and 150 and 70, using 0, 5, 6 and 11 of
// the 8 in slot 0.
func TestBoundsAreThoseComputedByHand(t *testing.T) {
	both, tokyo, gke := uint64(3), uint64(2), uint64(1)
	for _, one := range []struct {
		name   string
		change func(f *file)
		leaf   node
		api    uint64
		db     uint64
		want   int64
	}{
		{"without prices: the cheapest, 70", nil, leafOf(), both, both, 70},
		// 190 − 80, 150 + 50 − 80, 150 + 60 − 80, 70 + 110 − 80
		{"10 for slot 0", nil, leafOf(price{0, 0, 10}), both, both, 100},
		// 190 − 160 = 30, less what 2 firm units at 15 save: 2·(20 − 15)
		{"firm units", func(f *file) { f.Problem.Blocks[0].Firm, f.Problem.Blocks[0].FirmMax = 15, 2 }, leafOf(price{0, 0, 20}), both, both, 20},
		// A firm unit is there in both slots: 190 − 80 − 88, less 2·(10 + 11 − 15)
		{"firm units in two slots", func(f *file) { f.Problem.Blocks[0].Firm, f.Problem.Blocks[0].FirmMax = 15, 2 }, leafOf(price{0, 0, 10}, price{0, 1, 11}), both, both, 10},
		// 30, less 3·(20 − 12): no more than 11 − 8 can go over
		{"units by the slot", func(f *file) { f.Problem.Blocks[0].Over = f.vectorOf(12, 12) }, leafOf(price{0, 0, 20}), both, both, 6},
		// 40 + 90 + 20 + 6·20 − 160, and nothing can go over
		{"units by the slot where none are needed", func(f *file) { f.Problem.Blocks[0].Over = f.vectorOf(12, 12) }, leafOf(price{0, 0, 20}), tokyo, gke, 110},
		// 1·(11 − 8)
		{"empty", nil, node{Empty: true, Prices: []price{{0, 0, 1}}}, tokyo, tokyo, 3},
		// 1·(11 − 8 − 2): firm units cost nothing here
		{"empty though there are firm units", func(f *file) { f.Problem.Blocks[0].Firm, f.Problem.Blocks[0].FirmMax = 15, 2 }, node{Empty: true, Prices: []price{{0, 0, 1}}}, tokyo, tokyo, 1},
		// 1·(11 − 8) − 3: what can be had by the slot refutes nothing
		{"not empty where units can be had", func(f *file) { f.Problem.Blocks[0].Over = f.vectorOf(12, 12) }, node{Empty: true, Prices: []price{{0, 0, 1}}}, tokyo, tokyo, 0},
		// 190, 150 + 20, 150 + 20, 70, all less 4·2
		{"a budget that the pair uses", budget, leafOf(price{1, 0, 4}), both, both, 62},
		{"a budget with api on gke", budget, leafOf(price{1, 0, 4}), gke, both, 162},
		// Apart is 4·(5 − 2) too much, together 4·(0 − 2) too little.
		{"empty by a budget", budget, node{Empty: true, Prices: []price{{1, 0, 4}}}, gke, tokyo, 12},
		{"not empty by a budget", budget, node{Empty: true, Prices: []price{{1, 0, 4}}}, gke, both, -8},
		// Both in tokyo is forbidden, which no chain can say: 70 stays, as a bound.
		{"a rule that is no chain's", func(f *file) { f.Problem.Pairs[0].Forbid = []int{3} }, leafOf(), both, both, 70},
		// But with api there, db is narrowed to gke: 150.
		{"the rule with one end in its place", func(f *file) { f.Problem.Pairs[0].Forbid = []int{3} }, leafOf(), tokyo, both, 150},
		// api in tokyo costs 400: 190, 150, 510, 430. db in tokyo only with api there: 190.
		{"a rule that is a chain's", func(f *file) { f.Problem.Groups[0].Options[1].Cost, f.Problem.Pairs[0].Forbid = 400, []int{1} }, leafOf(), both, both, 190},
		// api on gke costs 0, in tokyo 40, db 0 and 30; together costs nothing, apart 20:
		// 0. Forbidden with api on gke: db on gke; then 0 + 30 + 20 = 50 with api on gke,
		// 40 + 0 + 20 = 60, 40 + 30 = 70.
		{"the same the other way round", func(f *file) {
			f.Problem.Groups[0].Options[0].Cost, f.Problem.Groups[1].Options[0].Cost = 0, 0
			f.Problem.Pairs[0].Forbid = []int{0}
		}, leafOf(), both, both, 0},
		{"with db narrowed", func(f *file) {
			f.Problem.Groups[0].Options[0].Cost, f.Problem.Groups[1].Options[0].Cost = 0, 0
			f.Problem.Pairs[0].Forbid = []int{0}
		}, leafOf(), gke, both, 50},
		// Together costs 20, apart nothing: D = −40 is left out. 210, 130, 130; both in
		// tokyo is 90 and is taken for 90 − 40.
		{"a table that is not Monge", func(f *file) { f.Problem.Pairs[0].Cost = []int64{20, 0, 0, 20} }, leafOf(), both, both, 50},
		{"a table that is not Monge with one end in its place", func(f *file) { f.Problem.Pairs[0].Cost = []int64{20, 0, 0, 20} }, leafOf(), tokyo, both, 90},
		{"views without shares: 40 + 30", viewed, leafOf(), both, both, 70},
		// api 40 − 10, db 90; the view 10 + 20; 25 − 20 is left: 155.
		{"views where nothing is open", viewed, node{Shares: [][][]int64{{{0, 10}, {0, -10}}}}, tokyo, gke, 155},
		// api min(100, 40 − 60), db min(90, 30 + 50); the view the least of 0, −50 + 20,
		// 60 + 20 and 60 − 50; nothing is left.
		{"views with shares", viewed, node{Shares: [][][]int64{{{0, 60}, {0, -50}}}}, both, both, 30},
		{"views and empty", viewed, node{Empty: true, Prices: []price{{0, 0, 1}}}, tokyo, tokyo, 3},
	} {
		f := hand()
		if one.change != nil {
			one.change(f)
		}
		s := subjectOf(t, f)
		r, err := newRelaxation(s)
		if err != nil {
			t.Fatal(err)
		}
		domain := []uint64{one.api, one.db}
		if !narrow(r.rules, domain, s.meter) {
			t.Fatalf("%s: nothing is left", one.name)
		}
		bound, err := r.bound(domain, &one.leaf)
		if diff := cmp.Diff(widen(one.want).String(), bound.String()); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got)\n%s", one.name, err, diff)
		}
	}
}

// budget is 2 units of which the pair takes 5 when it is apart.
func budget(f *file) {
	f.Problem.Blocks = append(f.Problem.Blocks, block{Cap: f.vectorOf(2), Name: "latency", Over: -1, Pools: []string{}})
	f.Problem.Pairs[0].Use = []pairUse{{Amount: []int64{0, 5, 5, 0}, Block: 1}}
}

func TestNarrowingFollowsRulesFromGroupToGroup(t *testing.T) {
	// Three groups of three options; of each pair only equal options are allowed.
	f := blank()
	for range 3 {
		f.Problem.Groups = append(f.Problem.Groups, group{Options: make([]option, 3)})
	}
	for _, ends := range [][2]int{{1, 2}, {0, 1}} {
		f.Problem.Pairs = append(f.Problem.Pairs, pair{A: ends[0], B: ends[1], Forbid: []int{1, 2, 3, 5, 6, 7}})
	}
	s := &subject{f: f, meter: &meter{left: 1000}}
	for _, one := range []struct {
		name         string
		domain, want []uint64
		left         bool
	}{
		{"nothing is fixed", []uint64{7, 7, 7}, []uint64{7, 7, 7}, true},
		{"the first is fixed", []uint64{2, 7, 7}, []uint64{2, 2, 2}, true},
		{"the last is fixed", []uint64{7, 7, 4}, []uint64{4, 4, 4}, true},
		{"two have one option in common", []uint64{3, 7, 6}, []uint64{2, 2, 2}, true},
		{"two have none in common", []uint64{1, 7, 4}, []uint64{0, 0, 0}, false},
	} {
		left := narrow(s.rules(), one.domain, s.meter)
		if diff := cmp.Diff(one.want, one.domain); diff != "" || left != one.left {
			t.Errorf("%s: %v (-want +got)\n%s", one.name, left, diff)
		}
	}
}
