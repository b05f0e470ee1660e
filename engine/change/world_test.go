package change_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/change"
	"berth.dev/engine/check"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// side is a workspace of one file, not yet placed or checked.
func side(t testing.TB, texts ...string) change.Side {
	t.Helper()
	return sideOf(small.Load(t, texts...))
}

func sideOf(w *small.World) change.Side {
	return change.Side{Fleet: score.New(w.Workspace, w.Suite, w.Profiles), Found: &check.Result{AsOf: w.Workspace.Settings.AsOf.V}}
}

// files is a workspace of files, given as name and content by turns.
func files(t testing.TB, pairs ...string) change.Side {
	t.Helper()
	var sources []spec.Source
	for i := 0; i < len(pairs); i += 2 {
		sources = append(sources, spec.Source{Name: pairs[i], Bytes: []byte(pairs[i+1])})
	}
	return sideOf(small.Files(t, nil, sources...))
}

// told are edits as text: "service a changed replica.cpu: "1" → "2"".
func told(edits []change.Edit) (out []string) {
	for _, e := range edits {
		line := strings.TrimSpace(e.Kind+" "+e.Name) + " " + e.How
		for _, f := range e.Fields {
			line += ", " + f.Path
			if f.From+f.To != "" {
				line += fmt.Sprintf(": %s → %s", f.From, f.To)
			}
		}
		out = append(out, line)
	}
	return out
}

// solved plans a side, beginning with a placement where one is given.
func solved(t testing.TB, s change.Side, start place.Placement) *plan.Solved {
	t.Helper()
	f, diags := fleet.Build(s.Fleet.Workspace, s.Fleet.Profiles, s.Fleet.Suite, fleet.DefaultOptions())
	if f.Problem == nil {
		t.Fatal(diags)
	}
	o := optimise.DefaultOptions()
	if start != nil {
		o.Start = []place.Placement{start}
	}
	out, err := plan.Solve(context.Background(), f, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// compared plans, settles, checks and compares two sides.
func compared(t testing.TB, before, after change.Side) *change.Change {
	t.Helper()
	b, a, err := change.Settle(solved(t, before, nil), solved(t, after, nil), all)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		s *change.Side
		x *plan.Solved
	}{{&before, b}, {&after, a}} {
		if one.s.Plan, err = plan.Make(plan.Order{Workspace: one.s.Fleet.Workspace, Solved: one.x, Berth: "test"}); err != nil {
			t.Fatal(err)
		}
		if one.s.Found, err = check.Run(t.Context(), check.Input{Fleet: one.s.Fleet}); err != nil {
			t.Fatal(err)
		}
	}
	return change.Compare(before, after, change.Edits(before, after))
}

// all says that every service is edited, so that only what costs nothing is made alike.
func all(string) bool { return true }
