package plan_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
)

func TestAPlacementThatARuleOverSeveralNeighboursRefusesIsNoPlan(t *testing.T) {
	// a sends 6 GiB each to b and c: either may cross, both together are above 10 GiB.
	const quiet = `
constraint "quiet" {
  doc     = "No more than 10 GiB a month may cross."
  forbid  = "option.crossing_gib > 10.0"
  because = "'too much crosses'"
}
`
	for _, c := range []struct {
		place   string
		refused []string
	}{{"gke", []string{"a"}}, {"tokyo", nil}} {
		w := small.Load(t, small.Sites, quiet,
			small.Service("a", small.Call("b", "6Gi", "0"), small.Call("c", "6Gi", "0"), `pin = "`+c.place+`"`),
			small.Service("b", `pin = "tokyo"`), small.Service("c", `pin = "tokyo"`))
		solved, err := plan.Solve(context.Background(), w.Build(t, fleet.DefaultOptions()), optimise.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		_, err = plan.Make(plan.Order{Workspace: w.Workspace, Solved: solved, Berth: "test"})
		var refused *plan.RefusedError
		var services []string
		if errors.As(err, &refused) {
			for _, r := range refused.Reasons {
				services = append(services, r.Service)
			}
		} else if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.refused, services); diff != "" {
			t.Errorf("a on %s: refused (-want +got):\n%s", c.place, diff)
		}
	}
}
