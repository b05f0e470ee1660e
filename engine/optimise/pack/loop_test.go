package pack_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// mixed draws services that are rented or owned, with pods that are large beside the
// nodes: sums that fit often do not pack.
func mixed(r *rand.Rand) *place.Problem {
	const slots = 4
	p := &place.Problem{
		Pools:     []place.Pool{{Name: "web", Nodes: 4, Room: []int64{10, 20}}},
		Resources: []string{"cpu", "memory"},
		Blocks:    []place.Block{{Name: "cpu", Cap: make([]int64, slots)}, {Name: "memory", Cap: make([]int64, slots)}},
	}
	for t := range slots {
		p.Blocks[0].Cap[t], p.Blocks[1].Cap[t] = 40, 80
	}
	for i := range 12 {
		pods := place.Pods{Pools: []int32{0}, Request: []int64{3 + r.Int64N(4), 4 + r.Int64N(9)}, Count: make([]int32, slots)}
		use := []place.Use{{Block: 0, Amount: make([]int32, slots)}, {Block: 1, Amount: make([]int32, slots)}}
		for t := range slots {
			pods.Count[t] = r.Int32N(4)
			use[0].Amount[t] = int32(pods.Request[0]) * pods.Count[t]
			use[1].Amount[t] = int32(pods.Request[1]) * pods.Count[t]
		}
		p.Services = append(p.Services, place.Service{Name: fmt.Sprint(i), Options: []place.Option{
			{Name: "rented", Cost: 10 + r.Int64N(20)},
			{Name: "owned", Cost: r.Int64N(10), Use: use, Pods: []place.Pods{pods}},
		}})
	}
	return p
}

func TestLoweringLimitsAndRepairingEndsWithAPacking(t *testing.T) {
	loops := 0
	for seed := range uint64(300) {
		p := mixed(rand.New(rand.NewPCG(seed, 4)))
		s := improve.New(p).State(make(place.Placement, len(p.Services)))
		s.Fill()
		var limits [][]int64
		for tries := 0; ; tries++ {
			packing := pack.Check(p, s.Placement())
			if err := packing.Verify(p, s.Placement()); err != nil {
				t.Fatal(err)
			}
			if packing.Packed() {
				break
			}
			limits = pack.Tighten(p, s.Placement(), packing, limits)
			s.Limit(limits)
			if s.Fitting() {
				t.Fatalf("seed %d: a placement that does not pack still fits", seed)
			}
			if loops++; !s.Repair() || tries > 40 {
				t.Fatalf("seed %d: no packing after %d tries, though all can be rented", seed, tries)
			}
			s.Fill()
		}
	}
	if loops < 100 {
		t.Errorf("only %d of 300 placements did not pack at first: the test tests nothing", loops)
	}
	t.Logf("%d loops", loops)
}
