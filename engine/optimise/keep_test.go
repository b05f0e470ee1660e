package optimise_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// packed is services of one pod each that cost 10 rented and 1 owned, on nodes of ten
// units.
func packed(nodes int, sizes ...int64) *place.Problem {
	p := &place.Problem{
		Resources: []string{"cpu"},
		Pools:     []place.Pool{{Name: "owned", Nodes: nodes, Room: []int64{10}}},
		Blocks:    []place.Block{{Name: "owned/cpu", Cap: []int64{int64(nodes) * 10}}},
	}
	for i, size := range sizes {
		p.Services = append(p.Services, place.Service{Name: fmt.Sprintf("s%d", i), Options: []place.Option{
			{Name: "rented", Cost: 10 * size},
			{
				Name: "owned", Cost: size,
				Use:  []place.Use{{Block: 0, Amount: []int32{int32(size)}}},
				Pods: []place.Pods{{Pools: []int32{0}, Request: []int64{size}, Count: []int32{1}}},
			},
		}})
	}
	return p
}

// Two nodes have 20 units. Three pods of 6 take 18 of them and no node holds two: two
// are owned, 2·6·1 + 6·10 = 72; in sum there is room for all, 18. With 4 and 4 beside,
// 6 + 4 go on each node: 20 of 20 owned and a 6 rented, 20 + 60 = 80.
func TestAPlacementIsTakenOnlyWhenItsPodsFindNodes(t *testing.T) {
	for _, c := range []struct {
		name        string
		p           *place.Problem
		cost, loose int64
	}{
		{"pods that are too big for two on a node", packed(2, 6, 6, 6), 72, 18},
		{"pods that fill the nodes", packed(2, 6, 6, 6, 4, 4), 80, 80},
		{"pods that all find a node", packed(3, 6, 6, 6), 18, 18},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := optimise.Solve(context.Background(), c.p, exact())
			if err != nil {
				t.Fatal(err)
			}
			// The floor knows nothing of packing: the difference is that part of the gap.
			if want := map[bool]optimise.Stop{true: optimise.Optimal, false: optimise.Ended}[c.cost == c.loose]; got.Stop != want {
				t.Errorf("stopped with %q, not %q", got.Stop, want)
			}
			want := [3]int64{c.cost, c.loose, c.cost - c.loose}
			if d := cmp.Diff(want, [3]int64{got.Cost, got.Floor, got.Parts.Packing}); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestNoPackingIsNoProofThatNothingFits(t *testing.T) {
	p := packed(1, 6, 4)
	for i := range p.Services {
		p.Services[i].Options = p.Services[i].Options[1:]
	}
	p.Pools[0].Room[0] = 7
	_, err := optimise.Solve(context.Background(), p, exact())
	var none *optimise.NotFoundError
	if !errors.As(err, &none) || none.Unpacked == nil {
		t.Fatalf("%v, not that no packing was found", err)
	}
	if d := cmp.Diff("no packing found (stopped: ended)", err.Error()); d != "" {
		t.Error(d)
	}
}

func TestWhatCannotFitIsProvenByPrices(t *testing.T) {
	p := packed(1, 6, 5)
	for i := range p.Services {
		p.Services[i].Options = p.Services[i].Options[1:]
	}
	_, err := optimise.Solve(context.Background(), p, exact())
	var none *optimise.InfeasibleError
	if !errors.As(err, &none) {
		t.Fatalf("%v, not a proof that nothing fits", err)
	}
	prices := none.Prices()
	if len(prices) != 1 || prices[0].Block != 0 || prices[0].Slot != 0 || prices[0].Value <= 0 {
		t.Errorf("the one capacity is too small: %v", prices)
	}
}
