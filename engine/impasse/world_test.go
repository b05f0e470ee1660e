package impasse_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/impasse"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
)

// explained asks why a workspace has no plan.
func explained(t testing.TB, w *small.World, build fleet.Options) *impasse.Report {
	t.Helper()
	r, err := impasse.Explain(context.Background(), impasse.Question{
		Workspace: w.Workspace, Profiles: w.Profiles, Suite: w.Suite, Build: build, Search: exact(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// exact searches to the end.
func exact() optimise.Options {
	o := optimise.DefaultOptions()
	o.Gap = 0
	return o
}

// told is a report in lines: rules, reasons, and ways with what they cost.
func told(r *impasse.Report) (out []string) {
	out = append(out, string(r.Verdict))
	for _, c := range r.Conflicts {
		for _, rule := range c.Rules {
			out = append(out, fmt.Sprintf("rule %s: %s", rule.Subject, rule.Words))
		}
		out = append(out, c.Proof...)
	}
	out = append(out, r.Lacks...)
	for _, w := range r.Ways {
		out = append(out, "way "+way(&w))
	}
	for _, w := range r.Failed {
		out = append(out, "no way "+way(&w))
	}
	return out
}

func way(w *impasse.Way) string {
	var edits []string
	for _, e := range w.Edits {
		edits = append(edits, e.Words)
	}
	words := strings.Join(edits, " and ")
	if w.Planned {
		words += fmt.Sprintf(" = %s + %s", w.Cost.Decimal(), w.More.Decimal())
	}
	return words
}

// planned is what the plan of a workspace costs, or why there is none.
func planned(t testing.TB, w *small.World, build fleet.Options) string {
	t.Helper()
	f, _ := fleet.Build(w.Workspace, w.Profiles, w.Suite, build)
	if f.Problem == nil {
		return fmt.Sprint("stuck: ", f.Stuck)
	}
	solved, err := plan.Solve(context.Background(), f, exact())
	if err != nil {
		return err.Error()
	}
	return solved.Fleet.Unit.Amount(solved.Result.Cost).Decimal()
}

// edited is a workspace with the edits of a way made to its text.
func edited(t testing.TB, w *small.World, edits []impasse.Edit) *small.World {
	t.Helper()
	var sources []spec.Source
	for _, f := range w.Workspace.Files {
		sources = append(sources, f.Source)
	}
	return small.Files(t, nil, impasse.Apply(sources, edits)...)
}

// checkWays makes the edits of every way and plans again: the plan costs what was
// told. A way that is told by flags alone has no edit in a file.
func checkWays(t testing.TB, w *small.World, r *impasse.Report, build fleet.Options) {
	t.Helper()
	if before := planned(t, w, build); before[0] >= '0' && before[0] <= '9' {
		t.Errorf("there is a plan: %s", before)
	}
	for _, x := range r.Ways {
		if x.Planned && x.Edits[0].Text+x.Edits[0].At.File != "" && x.Edits[0].At.Start != x.Edits[0].At.End {
			if got, want := planned(t, edited(t, w, x.Edits), build), x.Cost.Decimal(); got != want {
				t.Errorf("after %s the plan is %s, not %s", way(&x), got, want)
			}
		}
	}
}
