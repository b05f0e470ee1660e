package plan

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// solvedFile is the file of what the solver found, packed.
func solvedFile(p *place.Problem, r *optimise.Result) *File {
	f := bare(p, r.Placement, r.Tree, r.Floor, GapParts{Assignment: r.Parts.Assignment, Branching: r.Parts.Branching, Packing: r.Parts.Packing, Slack: r.Parts.Slack})
	f.Prices = encodePrices(sparse(r.Prices))
	m := maker{f: f, p: p, x: r.Placement}
	m.pack()
	return f
}

func TestTheCheckerProvesWhatTheSolverClaims(t *testing.T) {
	solved := 0
	for seed := range uint64(600) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := enginetest.Small(r, enginetest.Features(r.UintN(32)))
		o := optimise.DefaultOptions()
		o.Gap = []float64{0, 0.01, 0.2}[seed%3]
		found, err := optimise.Solve(context.Background(), p, o)
		var none *optimise.InfeasibleError
		var unfound *optimise.NotFoundError
		if errors.As(err, &none) || errors.As(err, &unfound) {
			continue
		}
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		solved++
		if _, err := verified(t, solvedFile(p, found)); err != nil {
			t.Errorf("seed %d: the checker refuses what the solver proved: %v", seed, err)
		}
	}
	if solved < 200 {
		t.Errorf("only %d of 600 problems had a solution to check", solved)
	}
}

func TestTheCheckerProvesAFleetOfApplications(t *testing.T) {
	for _, coupling := range []enginetest.Coupling{enginetest.Loose, enginetest.Tight} {
		p := enginetest.Problem(60, 3, coupling)
		o := optimise.DefaultOptions()
		o.Effort = 3
		found, err := optimise.Solve(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verified(t, solvedFile(p, found)); err != nil {
			t.Errorf("coupling %v: %v", coupling, err)
		}
	}
}

func TestTheCheckerProvesAFleetOnManySites(t *testing.T) {
	for sites := 3; sites <= 4; sites++ {
		p := enginetest.Spread(sites, 40, 3, enginetest.Loose)
		o := optimise.DefaultOptions()
		o.Effort = 3
		found, err := optimise.Solve(context.Background(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verified(t, solvedFile(p, found)); err != nil {
			t.Errorf("%d sites: %v", sites, err)
		}
	}
}
