package pack_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// fleet is a problem whose services have one option with the given pods.
func fleet(pools []place.Pool, pods ...[]place.Pods) *place.Problem {
	p := &place.Problem{Pools: pools, Resources: []string{"cpu", "memory"}}
	for i := range pods {
		p.Services = append(p.Services, place.Service{
			Name:    fmt.Sprintf("service-%d", i),
			Options: []place.Option{{Name: "owned", Pods: pods[i]}},
		})
	}
	return p
}

func none(p *place.Problem) place.Placement { return make(place.Placement, len(p.Services)) }

// small draws two pools of up to two nodes each and up to six pods in two slots.
func small(r *rand.Rand) *place.Problem {
	pools := make([]place.Pool, 1+r.IntN(2))
	for k := range pools {
		pools[k] = place.Pool{Name: fmt.Sprintf("pool-%d", k), Nodes: r.IntN(3), Room: []int64{4 + r.Int64N(6), 4 + r.Int64N(6)}}
	}
	var pods [][]place.Pods
	for left := 6; left > 0; {
		one := place.Pods{Request: []int64{r.Int64N(6), 1 + r.Int64N(5)}, Count: []int32{r.Int32N(3), r.Int32N(3)}}
		for k := range pools {
			if r.IntN(4) > 0 {
				one.Pools = append(one.Pools, int32(k))
			}
		}
		left -= 1 + int(slices.Max(one.Count))
		pods = append(pods, []place.Pods{one})
	}
	return fleet(pools, pods...)
}

// packs says by trying everything whether the pods of a slot go onto the nodes.
func packs(p *place.Problem, slot int) bool {
	var pods []*place.Pods
	for i := range p.Services {
		one := &p.Services[i].Options[0].Pods[0]
		for range one.Count[slot] {
			pods = append(pods, one)
		}
	}
	var nodes []int32
	var free [][]int64
	for k := range p.Pools {
		for range p.Pools[k].Nodes {
			nodes, free = append(nodes, int32(k)), append(free, slices.Clone(p.Pools[k].Room))
		}
	}
	var try func(k int) bool
	try = func(k int) bool {
		if k == len(pods) {
			return true
		}
		a, b := pods[k].Request[0], pods[k].Request[1]
		for n := range nodes {
			if slices.Contains(pods[k].Pools, nodes[n]) && free[n][0] >= a && free[n][1] >= b {
				free[n][0], free[n][1] = free[n][0]-a, free[n][1]-b
				found := try(k + 1)
				free[n][0], free[n][1] = free[n][0]+a, free[n][1]+b
				if found {
					return true
				}
			}
		}
		return false
	}
	return try(0)
}

func TestAPackingHoldsAndAProofThatThereIsNoneIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := small(rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 5)))
		got := pack.Check(p, none(p))
		if err := got.Verify(p, none(p)); err != nil {
			t.Fatal(err)
		}
		for slot := range 2 {
			possible := packs(p, slot)
			lacks := slices.DeleteFunc(slices.Clone(got.Lacks), func(l pack.Lack) bool { return int(l.Slot) != slot })
			proven := slices.ContainsFunc(lacks, func(l pack.Lack) bool { return l.Proven })
			if possible && proven {
				t.Fatalf("slot %d packs, but: %s", slot, lacks[0].Why)
			}
			if !possible && len(lacks) == 0 {
				t.Fatalf("slot %d is said to pack", slot)
			}
		}
	})
}

func TestNearlyEverySmallPackingThatExistsIsFound(t *testing.T) {
	var exists, found int
	for seed := range uint64(5000) {
		p := small(rand.New(rand.NewPCG(seed, 1)))
		got := pack.Check(p, none(p))
		for slot := range 2 {
			if !packs(p, slot) {
				continue
			}
			exists++
			if !slices.ContainsFunc(got.Lacks, func(l pack.Lack) bool { return int(l.Slot) == slot }) {
				found++
			}
		}
	}
	t.Logf("%d of %d", found, exists)
	if found*1000 < exists*990 {
		t.Errorf("%d of %d packings found, want 99 %%", found, exists)
	}
}

func TestServicesThatPeakTogetherOnlyOnPaperArePackedSlotBySlot(t *testing.T) {
	// One node of 4 cores; one service needs 3 by day, the other 3 by night: 6 at
	// their peaks, 3 at any time.
	pools := []place.Pool{{Name: "web", Nodes: 1, Room: []int64{4, 9}}}
	pod := func(count ...int32) []place.Pods {
		return []place.Pods{{Pools: []int32{0}, Request: []int64{1, 1}, Count: count}}
	}
	p := fleet(pools, pod(3, 0), pod(0, 3))
	want := pack.Packing{Assignments: []pack.Assignment{
		{Slots: []int32{0}, Nodes: []pack.Node{{Pods: []pack.Placed{{Service: 0, Count: 3}}}}},
		{Slots: []int32{1}, Nodes: []pack.Node{{Pods: []pack.Placed{{Service: 1, Count: 3}}}}},
	}}
	if d := cmp.Diff(want, pack.Check(p, none(p))); d != "" {
		t.Error(d)
	}
}

func TestASlotThatNeedsLessTakesOverTheAssignment(t *testing.T) {
	// Slot 1 asks for 4 + 4 of 7, slot 0 for 4 + 3, slot 2 for 4 + 2: less than slot 0.
	pools := []place.Pool{{Name: "web", Nodes: 1, Room: []int64{7, 9}}}
	pod := func(count ...int32) []place.Pods {
		return []place.Pods{{Pools: []int32{0}, Request: []int64{1, 1}, Count: count}}
	}
	p := fleet(pools, pod(4, 4, 4), pod(3, 4, 2))
	got := pack.Check(p, none(p))
	if len(got.Assignments) != 1 || !cmp.Equal([]int32{0, 2}, got.Assignments[0].Slots) {
		t.Errorf("assignments %+v", got.Assignments)
	}
	if len(got.Lacks) != 1 || got.Lacks[0].Slot != 1 || !got.Lacks[0].Proven {
		t.Errorf("lacks %+v", got.Lacks)
	}
}

func TestALackSaysWhyWhereItIsProven(t *testing.T) {
	web := []place.Pool{{Name: "web", Nodes: 2, Room: []int64{4, 8}}, {Name: "gpu", Nodes: 1, Room: []int64{9, 9}}}
	one := func(request []int64, count int32, pools ...int32) []place.Pods {
		return []place.Pods{{Pools: pools, Request: request, Count: []int32{count}}}
	}
	tests := []struct {
		name string
		pods []place.Pods
		want pack.Lack
	}{
		{"a pod larger than the nodes", one([]int64{5, 1}, 1, 0), pack.Lack{
			Why: "a pod of service-0 is larger than every node it may run on", Missing: []int64{5, 1},
			Pools: []int32{0}, Left: []pack.Placed{{Count: 1}},
		}},
		// 5 × 2 cores of 2 × 4: the fifth finds none.
		{"more than the sum", one([]int64{2, 1}, 5, 0), pack.Lack{
			Why: "the pods ask for 10 of cpu where all nodes have 8", Missing: []int64{2, 1},
			Pools: []int32{0}, Left: []pack.Placed{{Count: 1}},
		}},
		// 3 × 5 GiB would fit 16, but two never share 8.
		{"more big pods than nodes", one([]int64{1, 5}, 3, 0), pack.Lack{
			Why: "3 pods ask for more than half a node's memory, on 2 nodes", Missing: []int64{1, 5},
			Pools: []int32{0}, Left: []pack.Placed{{Count: 1}},
		}},
		{"no pool at all", one([]int64{1, 1}, 2), pack.Lack{
			Why: "a pod of service-0 is larger than every node it may run on", Missing: []int64{2, 2},
			Left: []pack.Placed{{Count: 2}},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := fleet(web, test.pods)
			got := pack.Check(p, none(p))
			test.want.Proven = true
			if d := cmp.Diff([]pack.Lack{test.want}, got.Lacks); d != "" {
				t.Error(d)
			}
		})
	}
	t.Run("none, since another pool takes them", func(t *testing.T) {
		p := fleet(web, one([]int64{2, 1}, 5, 0, 1))
		if got := pack.Check(p, none(p)); !got.Packed() {
			t.Errorf("lacks %+v", got.Lacks)
		}
	})
}
