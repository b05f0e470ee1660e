package pack_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// split is 3 services of 3 cores each, owned or rented, on two nodes of 5 cores.
func split() *place.Problem {
	p := &place.Problem{
		Pools:     []place.Pool{{Name: "web", Nodes: 2, Room: []int64{5}}},
		Resources: []string{"cpu"},
		Blocks:    []place.Block{{Name: "cpu", Cap: []int64{10, 10}}},
	}
	for _, name := range []string{"a", "b", "c"} {
		p.Services = append(p.Services, place.Service{Name: name, Options: []place.Option{
			{Name: "rented", Cost: 10},
			{
				Name: "owned",
				Use:  []place.Use{{Block: 0, Amount: []int32{3, 0}}},
				Pods: []place.Pods{{Pools: []int32{0}, Request: []int64{3}, Count: []int32{1, 0}}},
			},
		}})
	}
	return p
}

func TestLimitsAreLoweredByWhatFoundNoNode(t *testing.T) {
	// 9 of 10 cores are used, but a third pod of 3 goes on no node with 2 left. In
	// slot 1 nothing runs and nothing changes.
	p, x := split(), place.Placement{1, 1, 1}
	got := pack.Tighten(p, x, pack.Check(p, x), nil)
	if d := cmp.Diff([][]int64{{6, 10}}, got); d != "" {
		t.Error(d)
	}
	x = place.Placement{1, 1, 0}
	if again := pack.Tighten(p, x, pack.Check(p, x), got); !cmp.Equal(got, again) {
		t.Error("a placement that packs lowered limits")
	}
}
