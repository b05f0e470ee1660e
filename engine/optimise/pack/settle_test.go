package pack_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// cut cuts nodes of 62 cores into pods of 0.1 to 2 cores that use every core, with
// memory that has nothing to do with the cores and is half of what there is. Small
// pods ask for much memory beside their cores.
func cut(r *rand.Rand, nodes int) *place.Problem {
	counts := make(map[[2]int64]int32) // only looked up and written, by request
	for range nodes {
		for left := int64(620); left > 0; {
			cpu := min(left, 1+r.Int64N(20))
			left -= cpu
			counts[[2]int64{cpu, 128 * (1 + r.Int64N(32))}]++
		}
	}
	var pods [][]place.Pods
	for cpu := range int64(20) {
		for memory := range int64(32) {
			request := [2]int64{cpu + 1, 128 * (memory + 1)}
			if n := counts[request]; n > 0 {
				pods = append(pods, []place.Pods{{Pools: []int32{0}, Request: request[:], Count: []int32{n}}})
			}
		}
	}
	return fleet([]place.Pool{{Name: "general", Nodes: nodes, Room: []int64{620, 253952}}}, pods...)
}

func TestNodesAreFilledToTheLastCore(t *testing.T) {
	for seed := range uint64(20) {
		p := cut(rand.New(rand.NewPCG(seed, 6)), 3+int(seed)*3)
		got := pack.Check(p, none(p))
		if err := got.Verify(p, none(p)); err != nil {
			t.Fatal(err)
		}
		if !got.Packed() {
			t.Errorf("seed %d: %d of cpu on %d nodes found no node, though all have room", seed, got.Lacks[0].Missing[0], p.Pools[0].Nodes)
		}
	}
}

// A pool has much cpu, the other much memory. Pods that ask for much cpu must go to
// the one and the others to the other: 4 × (6, 1) and 4 × (1, 6) on a node of
// (28, 8) and one of (8, 28) leave (4, 4) on each, which 4 pods of (2, 2) fill.
func TestPodsGoWhereTheirShapeFits(t *testing.T) {
	pods := func(cpu, memory int64, count int32) []place.Pods {
		return []place.Pods{{Pools: []int32{0, 1}, Request: []int64{cpu, memory}, Count: []int32{count}}}
	}
	pools := []place.Pool{{Name: "cpu", Nodes: 1, Room: []int64{28, 8}}, {Name: "memory", Nodes: 1, Room: []int64{8, 28}}}
	p := fleet(pools, pods(6, 1, 4), pods(1, 6, 4), pods(2, 2, 4))
	if got := pack.Check(p, none(p)); !got.Packed() {
		t.Errorf("lacks %+v", got.Lacks)
	}
}

func TestSlotsThatLeaveRoomShareAnAssignment(t *testing.T) {
	// Each service runs 4 pods of one core in a slot of its own and one otherwise: all
	// peaks are 12 of 8 cores, each slot 6. Two slots together are 4 + 4 + 1, too many;
	// the two where the third service sleeps are 4 + 2 at most.
	var pods [][]place.Pods
	for _, counts := range [][]int32{{4, 1, 1, 1}, {1, 4, 1, 1}, {1, 1, 4, 2}} {
		pods = append(pods, []place.Pods{{Pools: []int32{0}, Request: []int64{1, 1}, Count: counts}})
	}
	p := fleet([]place.Pool{{Name: "web", Nodes: 2, Room: []int64{4, 9}}}, pods...)
	got := pack.Check(p, none(p))
	if err := got.Verify(p, none(p)); err != nil || !got.Packed() {
		t.Fatal(err, got.Lacks)
	}
	// 7 of 8 cores hold slots 0 and 3: 4 + 1 + 2.
	var slots []string
	for _, a := range got.Assignments {
		slots = append(slots, fmt.Sprint(a.Slots))
	}
	if want := "[[0 3] [1] [2]]"; fmt.Sprint(slots) != want {
		t.Errorf("assignments for %v, want %s", slots, want)
	}
}

func TestAPackerAnswersTheSameWhateverItPackedBefore(t *testing.T) {
	p := cut(rand.New(rand.NewPCG(1, 7)), 12)
	k := pack.New(p)
	first := k.Check(none(p))
	work := k.Work
	again := k.Check(none(p))
	if fmt.Sprint(first) != fmt.Sprint(again) {
		t.Error("the second answer differs")
	}
	if work == 0 || k.Work != 2*work {
		t.Errorf("work is %d and then %d in all", work, k.Work)
	}
}
