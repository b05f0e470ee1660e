package optimise

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/place"
)

func TestAFragmentIsTheProblemWithServicesHeld(t *testing.T) {
	features := enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists
	compared := 0
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 12))
		p := enginetest.Small(r, features|enginetest.Features(seed%2)*enginetest.Sites)
		x, _, fits := enginetest.Best(p, nil)
		if !fits {
			continue
		}
		held := make([]place.Set, len(x))
		var free []int32
		for i := range held {
			held[i] = 1 << x[i]
			if r.IntN(2) == 0 {
				free = append(free, int32(i))
				held[i] = place.All(p.Width(int32(i)))
			}
		}
		f := newFragment(p, x, p.Usage(x), free)
		if err := f.problem.Check(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if d := cmp.Diff(x, f.full(f.start())); d != "" {
			t.Errorf("seed %d: the base placement comes back as another: %s", seed, d)
		}
		if d := cmp.Diff(p.Cost(x), f.problem.Cost(f.start())); d != "" {
			t.Errorf("seed %d: the base placement costs something else in the fragment: %s", seed, d)
		}
		_, want, _ := enginetest.Best(p, held)
		y, got, ok := enginetest.Best(f.problem, nil)
		if !ok || want != got || p.Cost(f.full(y)) != got {
			t.Errorf("seed %d: the best is %d (%v) in the fragment, %d in the whole", seed, got, ok, want)
		}
		compared++
	}
	if compared < 500 {
		t.Errorf("only %d problems compared", compared)
	}
}

func TestUseAboveACapacityIsHeldByAsManyServicesAsItTakes(t *testing.T) {
	above := place.Usage{{5_000_000_000}}
	var got []int32
	for {
		uses, more := taken(above)
		got = append(got, uses[0].Amount[0])
		if !more {
			break
		}
	}
	// 5·10^9 = 2·(2^31 − 1) + 705,032,706.
	if d := cmp.Diff([]int32{2147483647, 2147483647, 705032706}, got); d != "" {
		t.Error(d)
	}
}
