package optimise_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
)

func TestFleetsOnManySitesAreSolvedLikeByTryingEverything(t *testing.T) {
	solved := 0
	for sites := 3; sites <= 4; sites++ {
		for seed := range int64(12) {
			p := enginetest.Spread(sites, 4, seed, enginetest.Tight)
			_, want, fits := enginetest.Best(p, nil)
			got, err := optimise.Solve(context.Background(), p, exact())
			if (err == nil) != fits {
				t.Fatalf("%d sites, seed %d: %v, but there is a placement: %v", sites, seed, err, fits)
			}
			if err != nil {
				continue
			}
			solved++
			if got.Stop != optimise.Optimal || got.Cost != want || got.Floor != want {
				t.Errorf("%d sites, seed %d: %s at %d with floor %d, the best costs %d", sites, seed, got.Stop, got.Cost, got.Floor, want)
			}
		}
	}
	if solved < 12 {
		t.Errorf("only %d fleets had a placement", solved)
	}
}

func TestTheResultOnManySitesDependsOnNoWorker(t *testing.T) {
	p := enginetest.Spread(3, 40, 2, enginetest.Loose)
	solve := func(workers int) *optimise.Result {
		o := optimise.DefaultOptions()
		o.Workers, o.Effort, o.Gap = workers, 4, 1e-5
		got, err := optimise.Solve(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	want := solve(1)
	if want.Nodes < 10 {
		t.Errorf("%d nodes are too few to see a difference", want.Nodes)
	}
	for workers := 2; workers <= 3; workers++ {
		if d := cmp.Diff(want, solve(workers)); d != "" {
			t.Errorf("%d workers: %s", workers, d)
		}
	}
}
