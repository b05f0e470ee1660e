package capacity_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/capacity"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
)

// tight is a service of two replicas of a core and 9 GiB: 4 replicas fill a node of
// tokyo to the last byte. A month of it costs 2 × 73 + 2,000 = 2,146 at tokyo and
// 2 × 730 + 18 × 91.25 + 100 + 1,000 = 4,202.50 at gke, 2,056.50 more.
func tight(t testing.TB, name string, words ...string) string {
	t.Helper()
	return small.Replaced(t, small.Service(name, words...), `memory = "8Gi"`, `memory = "9Gi"`)
}

// input plans a workspace for an examination.
func input(t testing.TB, w *small.World) capacity.Input {
	t.Helper()
	f := w.Build(t, fleet.DefaultOptions())
	o := optimise.DefaultOptions()
	o.Gap = 0
	o.Start = []place.Placement{f.Today().Placement}
	r, err := optimise.Solve(context.Background(), f.Problem, o)
	if err != nil {
		t.Fatal(err)
	}
	return capacity.Input{Workspace: w.Workspace, Profiles: w.Profiles, Suite: w.Suite, Build: fleet.DefaultOptions(), Fleet: f, Result: r, Search: o}
}

// examined examines the only pool of the small workspace with services.
func examined(t testing.TB, texts ...string) capacity.Pool {
	t.Helper()
	r, err := capacity.Examine(context.Background(), input(t, small.Load(t, texts...)))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Pools) != 1 {
		t.Fatalf("%d pools", len(r.Pools))
	}
	return r.Pools[0]
}

// words writes an interval: one amount where both are the same.
func words(i *capacity.Interval) string {
	if i == nil {
		return "–"
	}
	least, most := strings.ReplaceAll(i.Least.Rounded(2), ",", ""), strings.ReplaceAll(i.Most.Rounded(2), ",", "")
	if least == most {
		return least
	}
	return fmt.Sprintf("%s to %s", least, most)
}
