package optimise_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/optimise"
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// chunky draws services of which each is rented or owned, with pods that are large
// beside the nodes.
func chunky(r *rand.Rand, services int) *place.Problem {
	const room = 20
	p := &place.Problem{
		Resources: []string{"cpu"},
		Pools:     []place.Pool{{Name: "owned", Nodes: 1 + services/4, Room: []int64{room}}},
	}
	p.Blocks = []place.Block{{Name: "owned/cpu", Cap: []int64{int64(p.Pools[0].Nodes) * room, int64(p.Pools[0].Nodes) * room}}}
	for i := range services {
		size, day, night := 3+r.Int64N(9), 1+r.Int32N(2), r.Int32N(3)
		p.Services = append(p.Services, place.Service{Name: fmt.Sprint(i), Options: []place.Option{
			{Name: "rented", Cost: (20 + r.Int64N(20)) * size * int64(day+night) * 1000},
			{
				Name: "owned", Cost: size * 1000,
				Use:  []place.Use{{Block: 0, Amount: []int32{int32(size) * day, int32(size) * night}}},
				Pods: []place.Pods{{Pools: []int32{0}, Request: []int64{size}, Count: []int32{day, night}}},
			},
		}})
	}
	return p
}

// cheapest tries every placement: the cheapest that packs, and the cheapest that has
// room in sum.
func cheapest(p *place.Problem) (packed, loose int64) {
	packed, loose = place.Room, place.Room
	for code := range 1 << len(p.Services) {
		x := make(place.Placement, len(p.Services))
		for i := range x {
			x[i] = uint8(code >> i & 1)
		}
		if cost := p.Cost(x); len(p.Broken(x)) == 0 && cost < packed {
			loose = min(loose, cost)
			if k := pack.Check(p, x); k.Packed() {
				packed = cost
			}
		}
	}
	return packed, loose
}

func TestTheLossToPackingIsWhatTheCheapestThatFitsInSumWouldSave(t *testing.T) {
	const all = 150
	lossy, best, excess := 0, 0, 0.0
	for seed := range uint64(all) {
		p := chunky(rand.New(rand.NewPCG(seed, 8)), 8)
		packed, loose := cheapest(p)
		got, err := optimise.Solve(context.Background(), p, exact())
		if err != nil {
			t.Fatal(seed, err)
		}
		k := pack.Check(p, got.Placement)
		if !k.Packed() || p.Cost(got.Placement) != got.Cost || got.Cost < packed {
			t.Fatalf("seed %d: a placement of %d for %d, packed: %v; the cheapest is %d", seed, p.Cost(got.Placement), got.Cost, k.Packed(), packed)
		}
		if got.Floor > loose || got.Cost-got.Parts.Packing != loose {
			t.Errorf("seed %d: cost %d, floor %d, lost to packing %d, but the cheapest that fits in sum is %d", seed, got.Cost, got.Floor, got.Parts.Packing, loose)
		}
		if sum := got.Parts.Slack + got.Parts.Assignment + got.Parts.Packing - got.Parts.Branching; sum != got.Cost-got.Floor {
			t.Errorf("seed %d: the parts add up to %d of %d", seed, sum, got.Cost-got.Floor)
		}
		if packed > loose {
			lossy++
		}
		if got.Cost == packed {
			best++
		}
		excess += float64(got.Cost-packed) / float64(packed) / all
	}
	t.Logf("%d of %d the cheapest there is, %d with a loss, %.3f %% dearer on average", best, all, lossy, 100*excess)
	if lossy < all/5 {
		t.Errorf("packing matters in %d of %d: the test tests nothing", lossy, all)
	}
	if best < all*95/100 || excess > 0.002 {
		t.Errorf("%d of %d are the cheapest there is, %.2f %% dearer on average", best, all, 100*excess)
	}
}
