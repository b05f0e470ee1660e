package optimise_test

import (
	"context"
	"testing"

	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

func TestAServiceWhosePodsFindNoNodeGoesElsewhere(t *testing.T) {
	// Two nodes of 8 cores and 32 GiB. a keeps 5 cores on each; b's pod fits in sum (4
	// of 6 cores left) and on no node, so it must be rented, dearer as that is.
	one := func(cores, gib int32, count int32) []place.Pods {
		return []place.Pods{{Pools: []int32{0}, Request: []int64{int64(cores), int64(gib)}, Count: []int32{count}}}
	}
	p := &place.Problem{
		Resources: []string{"cpu", "memory"},
		Pools:     []place.Pool{{Name: "owned", Nodes: 2, Room: []int64{8, 32}}},
		Blocks:    []place.Block{{Name: "cpu", Cap: []int64{16}}, {Name: "memory", Cap: []int64{64}}},
		Services: []place.Service{
			{Name: "a", Options: []place.Option{{Name: "owned", Use: []place.Use{{Block: 0, Amount: []int32{10}}, {Block: 1, Amount: []int32{16}}}, Pods: one(5, 8, 2)}}},
			{Name: "b", Options: []place.Option{
				{Name: "rented", Cost: 100},
				{Name: "owned", Cost: 10, Use: []place.Use{{Block: 0, Amount: []int32{4}}, {Block: 1, Amount: []int32{30}}}, Pods: one(4, 30, 1)},
			}},
		},
	}
	r, err := optimise.Solve(context.Background(), p, optimise.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	if r.Placement[1] != 0 || r.Cost != 100 || r.Floor != 10 || r.Parts.Packing != 90 {
		t.Errorf("placement %v at %d, floor %d, lost to packing %d; want b rented at 100, floor 10, 90 lost", r.Placement, r.Cost, r.Floor, r.Parts.Packing)
	}
}
