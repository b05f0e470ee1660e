package impasse_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/conflict"
	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/impasse"
	"berth.dev/engine/optimise"
)

// drawn is a workspace of a few services with rules that often contradict each other.
func drawn(r *rapid.T) []string {
	names := []string{"a", "b", "c", "d"}[:rapid.IntRange(1, 4).Draw(r, "services")]
	out := []string{strings.ReplaceAll(small.Sites, `path    = "vpn"`, `path    = "`+rapid.SampledFrom([]string{"vpn", "internet"}).Draw(r, "path")+`"`)}
	chance := func(what string, of int) bool { return rapid.IntRange(1, of).Draw(r, what) == 1 }
	for i, name := range names {
		var words []string
		add := func(format string, args ...any) { words = append(words, fmt.Sprintf(format, args...)) }
		if chance("pinned", 2) {
			add("pin = %q", rapid.SampledFrom([]string{"tokyo", "gke"}).Draw(r, "pin"))
		}
		if chance("stateful", 2) {
			add("stateful = true")
		}
		if chance("runs", 2) {
			add("runs_on = %q", rapid.SampledFrom([]string{"tokyo", "gke"}).Draw(r, "runs on"))
		}
		if chance("secure", 3) {
			add("security {\n    internet_transit = false\n  }")
		}
		if chance("needs", 8) {
			add(`needs = ["magic"]`)
		}
		if i > 0 {
			switch other := names[rapid.IntRange(0, i-1).Draw(r, "other")]; rapid.IntRange(0, 4).Draw(r, "tie") {
			case 0:
				add("same_site = [%q]", other)
			case 1:
				add("different_sites = [%q]", other)
			case 2:
				words = append(words, small.Call(other, "10Gi", "30Gi"))
				if chance("budget", 2) {
					add("latency_budget {\n    calls = 1\n    mean  = \"9ms\"\n  }")
				}
			}
		}
		text := small.Service(name, words...)
		if chance("unmeasured", 4) {
			text = strings.Replace(text, `calls = "complete"`, `calls = "partial"`, 1)
		}
		out = append(out, strings.Replace(text, `cpu    = "1"`, fmt.Sprintf(`cpu    = "%d"`, rapid.SampledFrom([]int{1, 2, 4, 5, 10}).Draw(r, "cores")), 1))
	}
	return out
}

// optimum is what the best placement costs without packing, "" where there is none.
func optimum(r *rapid.T, solve func() (*optimise.Result, error), unit func() fleet.Unit) string {
	result, err := solve()
	var nothing *optimise.InfeasibleError
	var unfound *optimise.NotFoundError
	switch {
	case errors.As(err, &nothing), errors.As(err, &unfound):
		return ""
	case err != nil:
		r.Fatal(err)
	}
	return unit().Amount(result.Cost).Decimal()
}

func TestAWideProblemWithAllItsBoundsIsTheProblem(t *testing.T) {
	plans, none := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		w := small.Load(t, drawn(r)...)
		build := fleet.DefaultOptions()
		f, _ := fleet.Build(w.Workspace, w.Profiles, w.Suite, build)
		wide, _ := fleet.BuildWide(w.Workspace, w.Profiles, w.Suite, build)
		want, got := "", ""
		if f.Problem != nil {
			want = optimum(r, func() (*optimise.Result, error) { return optimise.Solve(context.Background(), f.Problem, exact()) }, func() fleet.Unit { return f.Unit })
		}
		narrow, _ := conflict.Narrow(wide.Problem, impasse.Rules(wide), conflict.Relaxed{Rule: -1})
		if narrow.Check() == nil {
			got = optimum(r, func() (*optimise.Result, error) { return optimise.Solve(context.Background(), narrow, exact()) }, func() fleet.Unit { return wide.Unit })
		}
		if want == "" {
			none++
		} else {
			plans++
		}
		if got != want {
			r.Fatalf("without the rules and with the bounds the best costs %q, not %q", got, want)
		}
	})
	if plans == 0 || none == 0 {
		t.Errorf("%d with a plan and %d without: the property says nothing", plans, none)
	}
}

func TestEveryWayOutGivesThePlanItTells(t *testing.T) {
	ways := 0
	rapid.Check(t, func(r *rapid.T) {
		w := small.Load(t, drawn(r)...)
		build := fleet.DefaultOptions()
		if cost := planned(t, w, build); cost[0] >= '0' && cost[0] <= '9' {
			return
		}
		report := explained(t, w, build)
		for _, x := range report.Ways {
			ways++
			if x.Note != "" {
				continue // the price is that under what is assumed
			}
			if got := planned(t, edited(t, w, x.Edits), build); x.Planned && got != x.Cost.Decimal() {
				r.Fatalf("after %s the plan is %s", way(&x), got)
			}
		}
		if report.Verdict == conflict.Infeasible && len(report.Conflicts) == 0 {
			r.Fatal("nothing fits, and nothing is in conflict")
		}
	})
	if ways == 0 {
		t.Error("no way out was found: the property says nothing")
	}
}
