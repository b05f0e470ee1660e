package milp_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/enginetest/milp"
	"berth.dev/engine/place"
)

// The optimum of each solver is that of trying everything: the text states the same
// problem. Solvers are no dependency, so this runs with those that are installed.
func TestSolversFindTheOptimumOfTryingEverything(t *testing.T) {
	problems := map[string]*place.Problem{
		"fleet of 8":  enginetest.Problem(8, 1, enginetest.Loose),
		"fleet of 12": enginetest.Problem(12, 2, enginetest.Tight),
	}
	all := enginetest.Capacities | enginetest.Purchases | enginetest.Rules | enginetest.Twists
	for name, kind := range map[string]enginetest.Features{"capacities": enginetest.Capacities, "all": all, "sites": all | enginetest.Sites} {
		for seed := range uint64(4) {
			problems[name+" "+string('0'+rune(seed))] = enginetest.Small(rand.New(rand.NewPCG(seed, 3)), kind)
		}
	}
	for _, s := range milp.Solvers() {
		t.Run(s.Name, func(t *testing.T) {
			if s.Find() != nil {
				t.Skipf("%s is not installed; to install it: %s", s.Name, s.Install)
			}
			for name, p := range problems {
				agrees(t, s, name, p)
			}
		})
	}
}

// agrees compares a solver with trying everything on one problem.
func agrees(t *testing.T, s milp.Solver, name string, p *place.Problem) {
	t.Helper()
	if testing.Short() && len(p.Services) > 8 {
		return
	}
	_, best, feasible := enginetest.Best(p, nil)
	run, err := s.Solve(t.Context(), p, milp.Limit{Time: time.Minute})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if !feasible {
		if diff := cmp.Diff(milp.Infeasible, run.Status); diff != "" {
			t.Errorf("%s: nothing fits: %s (%s)", name, diff, run.Note)
		}
		return
	}
	if run.Status != milp.Closed || !run.Found() {
		t.Fatalf("%s: status %s (%s), placement %v breaks %v", name, run.Status, run.Note, run.Placement, run.Broken)
	}
	slack := int64(milp.Slack * float64(max(best, -best, 1)))
	if run.Cost < best || run.Cost > best+slack {
		t.Errorf("%s: found %d, the best costs %d", name, run.Cost, best)
	}
	if !run.Bounded || run.Bound > best+slack || run.Bound < best-max(1, slack) {
		t.Errorf("%s: bound %d, the best costs %d", name, run.Bound, best)
	}
}

func TestAnAbsentSolverIsToldWithWhatInstallsIt(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	p := enginetest.Problem(8, 1, enginetest.Loose)
	for _, s := range milp.Solvers() {
		run, err := s.Solve(t.Context(), p, milp.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(milp.Run{Solver: s.Name, Status: milp.Absent, Note: s.Install}, run); diff != "" {
			t.Error(diff)
		}
	}
}
