package verify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// moving is a plan by hand of two groups on one block of 10 units in one slot. On
// gke a group uses nothing, in tokyo a uses 6 and b uses 4, and split both use 3 there.
func moving(from, to [2]int) *file {
	f := blank()
	f.Problem.Blocks = []block{{Cap: f.vectorOf(10), Name: "tokyo/cpu", Over: -1, Pools: []string{}}}
	for g, name := range []string{"a", "b"} {
		one := group{Name: name, Today: from[g], Was: []option{}}
		for l, use := range [][]int64{{0, 6, 3}, {0, 4, 3}}[g] {
			o := option{Name: []string{"gke", "tokyo", "tokyo+gke@3"}[l], Pods: []pods{}, Use: [][2]int{}}
			o.Sites = [][]string{{"gke"}, {"tokyo"}, {"tokyo", "gke"}}[l]
			if use > 0 {
				o.Use = append(o.Use, [2]int{0, f.vectorOf(use)})
			}
			one.Options = append(one.Options, o)
		}
		f.Problem.Groups = append(f.Problem.Groups, one)
		f.Placement = append(f.Placement, to[g])
		f.Services = append(f.Services, service{Name: name, Group: g, Demand: -1, Once: []int64{0, 0, 0}, Options: make([]parts, 3), Out: []out{}})
	}
	f.Proof = []node{leafOf()}
	f.Problem.Pairs = []pair{{A: 0, B: 1, Cost: []int64{}, Forbid: []int{}, Use: []pairUse{}}}
	return f
}

func TestAWaveCountsBothSidesOfItsMoves(t *testing.T) {
	const check = "every state between the waves keeps every capacity and rule"
	step := func(moves ...int) wave { // group, option, group, option
		w := wave{}
		for k := 0; k < len(moves); k += 2 {
			w.Groups, w.To = append(w.Groups, moves[k]), append(w.To, moves[k+1])
		}
		return w
	}
	for _, one := range []struct {
		name     string
		from, to [2]int
		waves    []wave
		change   func(f *file)
		want     []string
	}{
		{"both have room at once: 6 + 4 of 10", [2]int{0, 0}, [2]int{1, 1}, []wave{step(0, 1, 1, 1)}, nil, nil},
		// From tokyo to small, a runs on both: 6 + 3, with b's 4 that is 13.
		{"a smaller place in the same room is too much with the old one", [2]int{1, 1}, [2]int{2, 1}, []wave{step(0, 2)}, nil,
			[]string{`during wave 1: block "tokyo/cpu" slot 0: 13 are used of 10`}},
		{"what stops first counts with the larger side: 6 + 4", [2]int{1, 1}, [2]int{2, 1}, []wave{step(0, 2)},
			func(f *file) { f.Problem.Groups[0].Single = true }, nil},
		// Together 6 + 4 + 3 while a leaves; one after the other 6 + 4, then 4, then 4 + 3.
		{"by way of another place", [2]int{1, 1}, [2]int{2, 1}, []wave{step(0, 0), step(0, 2)}, nil, nil},
		{"a place left and taken in one wave", [2]int{1, 0}, [2]int{0, 1}, []wave{step(0, 0, 1, 1)}, nil, nil},
		{"firm units count as room", [2]int{1, 1}, [2]int{2, 1}, []wave{step(0, 2)},
			func(f *file) { f.Problem.Blocks[0].FirmMax = 3 }, nil},
		{"what can be rented by the hour has no limit", [2]int{1, 1}, [2]int{2, 1}, []wave{step(0, 2)},
			func(f *file) { f.Problem.Blocks[0].Over = f.vectorOf(0) }, nil},
		// Today 6 + 4 of 5. b leaves: nothing is added. Then a to small: 6 + 3 is more than 6.
		{"what is broken today may stay and not grow", [2]int{1, 1}, [2]int{1, 0}, []wave{step(1, 0)},
			func(f *file) {
				f.Problem.Blocks[0].Cap, f.Problem.Blocks[0].FirmMax = f.vectorOf(5), 1
			}, nil},
		{"what is broken today grows", [2]int{1, 1}, [2]int{2, 0}, []wave{step(1, 0), step(0, 2)},
			func(f *file) { f.Problem.Blocks[0].Cap = f.vectorOf(5) },
			[]string{`during wave 2: block "tokyo/cpu" slot 0: 9 are used of 5`}},
		// 6 of 5 today, 6 + 1 on the way.
		{"what is broken today grows by one", [2]int{1, 0}, [2]int{2, 0}, []wave{step(0, 2)},
			func(f *file) {
				f.Problem.Blocks[0].Cap = f.vectorOf(5)
				f.Problem.Groups[0].Options[2].Use[0][1] = f.vectorOf(1)
			},
			[]string{`during wave 1: block "tokyo/cpu" slot 0: 7 are used of 5`}},
		// Allowed are both on gke and both in tokyo; on the way one is ahead.
		{"a pair that may not part", [2]int{0, 0}, [2]int{1, 1}, []wave{step(0, 1, 1, 1)},
			func(f *file) { f.Problem.Pairs[0].Forbid = []int{1, 3} },
			[]string{`wave 1: "a" at "gke" forbids "b" at "tokyo"`}},
		{"a pair that is forbidden today", [2]int{0, 1}, [2]int{1, 1}, []wave{step(0, 1)},
			func(f *file) { f.Problem.Pairs[0].Forbid = []int{1} }, nil},
		{"a place that is no option counts where it is", [2]int{-1, 1}, [2]int{1, 1}, []wave{step(0, 1)},
			func(f *file) {
				f.Problem.Groups[0].Was = []option{{Name: "old", Pods: []pods{}, Sites: []string{}, Use: [][2]int{{0, f.vectorOf(1)}}}}
			},
			[]string{`during wave 1: block "tokyo/cpu" slot 0: 11 are used of 10`}},
		{"a service that is new simply starts", [2]int{-1, 1}, [2]int{1, 1}, []wave{step(0, 1)}, nil, nil},
		{"a move to where it is", [2]int{1, 1}, [2]int{1, 1}, []wave{step(0, 1)}, nil,
			[]string{`wave 1: "a" moves to where it is`, `during wave 1: block "tokyo/cpu" slot 0: 16 are used of 10`}},
		{"a move that is stuck", [2]int{1, 1}, [2]int{2, 1}, nil,
			func(f *file) { f.Stuck = []stuck{{Group: 0}} }, nil},
		// A budget of 5; the pair takes 2 with both on gke, 3 with one in tokyo, 4 with both.
		{"a pair's use counts at its dearest: 2, 3 or 4 of 3", [2]int{0, 0}, [2]int{1, 0}, []wave{step(0, 1, 1, 1), step(1, 0)},
			func(f *file) {
				f.Problem.Blocks = append(f.Problem.Blocks, block{Cap: f.vectorOf(3), Name: "latency", Over: -1, Pools: []string{}})
				f.Problem.Pairs[0].Use = []pairUse{{Amount: []int64{2, 3, 0, 3, 4, 0, 0, 0, 0}, Block: 1}}
			},
			[]string{
				`during wave 1: block "latency" slot 0: 4 are used of 3`,
				`after wave 1: block "latency" slot 0: 4 are used of 3`,
			}},
		// A budget of a's own of 6: its requests take 5 + 1 before, and 2 + 3 or 2 + 1
		// after b moved. The sum of both sides would be 11 and more.
		{"of a budget the larger side counts: 6, 5 or 3 of 6", [2]int{0, 0}, [2]int{1, 1}, []wave{step(0, 1, 1, 1)},
			func(f *file) { budgetOfA(f, 6) }, nil},
		// With b ahead a, still on gke, takes 5 + 1; with a ahead 2 + 3.
		{"a budget that is broken today may be repaired", [2]int{0, 0}, [2]int{1, 0}, []wave{step(0, 1)},
			func(f *file) { budgetOfA(f, 5) }, nil},
		{"a budget that gets too small", [2]int{1, 0}, [2]int{0, 0}, []wave{step(0, 0)},
			func(f *file) { budgetOfA(f, 5) },
			[]string{`during wave 1: block "a/latency" slot 0: 6 are used of 5`, `after wave 1: block "a/latency" slot 0: 6 are used of 5`}},
	} {
		f := moving(one.from, one.to)
		f.Waves = append(f.Waves, one.waves...)
		if one.change != nil {
			one.change(f)
		}
		settle(t, f)
		r, _ := Check(seal(t, f), Options{})
		for _, result := range r.Checks {
			if result.Name != check {
				if !result.OK && one.change == nil {
					t.Errorf("%s: %v", one.name, result)
				}
				continue
			}
			if diff := cmp.Diff(one.want, result.Faults); diff != "" {
				t.Errorf("%s: (-want +got)\n%s", one.name, diff)
			}
		}
	}
}

// budgetOfA gives a a budget: on gke it uses 5 of it, in tokyo 2; the pair 1 with both
// on gke or both in tokyo, 3 with b left on gke alone.
func budgetOfA(f *file, limit int64) {
	f.Problem.Blocks = append(f.Problem.Blocks, block{Cap: f.vectorOf(limit), Either: true, Name: "a/latency", Over: -1, Pools: []string{}})
	options := f.Problem.Groups[0].Options
	options[0].Use = append(options[0].Use, [2]int{1, f.vectorOf(5)})
	options[1].Use = append(options[1].Use, [2]int{1, f.vectorOf(2)})
	f.Problem.Pairs[0].Use = []pairUse{{Amount: []int64{1, 1, 0, 3, 1, 0, 0, 0, 0}, Block: 1}}
}

func TestABudgetIsOneGroupsOwn(t *testing.T) {
	for name, change := range map[string]func(f *file){
		"two groups use it": func(f *file) {
			f.Problem.Groups[1].Options[1].Use = append(f.Problem.Groups[1].Options[1].Use, [2]int{1, f.vectorOf(1)})
		},
		"it can be bought": func(f *file) { f.Problem.Blocks[1].Over = f.vectorOf(1) },
		"it has slots": func(f *file) {
			f.Problem.Blocks[1].Cap = f.vectorOf(6, 6)
			f.Problem.Pairs[0].Use = []pairUse{}
			f.Problem.Groups[0].Options[0].Use[0][1], f.Problem.Groups[0].Options[1].Use[1][1] = f.vectorOf(5, 5), f.vectorOf(2, 2)
		},
	} {
		f := moving([2]int{0, 0}, [2]int{1, 1})
		budgetOfA(f, 9)
		change(f)
		r, _ := Check(seal(t, f), Options{})
		if shape := r.Checks[1]; shape.OK || len(shape.Faults) != 1 {
			t.Errorf("%s: %v", name, shape)
		}
	}
}
