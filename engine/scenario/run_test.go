package scenario_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/place"
	"berth.dev/engine/plan"
	"berth.dev/engine/profile"
	"berth.dev/engine/scenario"
	"berth.dev/engine/spec"
)

func indexOf(t *testing.T, text string) int {
	t.Helper()
	at := strings.Index(small.Sites, text)
	if at < 0 {
		t.Fatalf("no %q", text)
	}
	return at
}

// planned is a workspace with its plan.
func planned(t *testing.T, w *small.World) scenario.Plan {
	t.Helper()
	build, search := fleet.DefaultOptions(), optimise.DefaultOptions()
	search.Gap = 0
	f := w.Build(t, build)
	search.Start = []place.Placement{f.Today().Placement}
	s, err := plan.Solve(context.Background(), f, search)
	if err != nil {
		t.Fatal(err)
	}
	return scenario.Plan{Workspace: w.Workspace, Profiles: w.Profiles, Suite: w.Suite, Build: build, Fleet: s.Fleet, Result: s.Result, Search: search}
}

func run(t *testing.T, p scenario.Plan, cases []scenario.Case) *scenario.Outcome {
	t.Helper()
	out, err := scenario.Run(context.Background(), p, cases)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// only keeps the cases of a kind.
func only(kind scenario.Kind, cases []scenario.Case) []scenario.Case {
	return slices.DeleteFunc(cases, func(c scenario.Case) bool { return c.Kind != kind })
}

// balanced makes a service cost 146 + 3,874 at tokyo and 3,020 + 1,000 at gke: the same.
func balanced(t *testing.T) string {
	return small.Replaced(t, small.Sites, `per_service = "2h/mo"`, `per_service = "3.874h/mo"`)
}

func TestAServiceThatIsFarCheaperInOnePlaceKeepsIt(t *testing.T) {
	// At the worst 146 × 1.35 + 2,000 at tokyo against 3,020 × 0.75 + 1,000 at gke.
	p := planned(t, small.Load(t, small.Sites, small.Service("a", `runs_on = "gke"`)))
	out := run(t, p, only(scenario.Prices, scenario.Draw(p.Workspace, 60, 1, scenario.DefaultRanges())))
	want := []scenario.Standing{{Service: "a", Place: "tokyo", Kept: 1}}
	if diff := cmp.Diff(want, out.Services); diff != "" || out.Plans != 15 {
		t.Errorf("%d plans (-want +got):\n%s", out.Plans, diff)
	}
}

func TestAServiceAtItsTippingPointIsACoinsFlip(t *testing.T) {
	p := planned(t, small.Load(t, balanced(t), small.Service("a", `runs_on = "tokyo"`)))
	cases := only(scenario.Prices, scenario.Draw(p.Workspace, 240, 1, scenario.DefaultRanges()))
	out := run(t, p, cases)
	s := out.Services[0]
	// Clouds are cheaper in ln(1 ÷ 0.75) ÷ ln 1.8 = 49 % of the draws.
	if s.Kept < 0.35 || s.Kept > 0.65 {
		t.Errorf("kept in %v of the cases", s.Kept)
	}
	// By hand: it stays where 3,020 × cloud + 1,000 is no less than 146 × owned + 3,874.
	for k, c := range cases {
		cheaper := 3020*c.Variation.Cloud+1000 < 146*c.Variation.Owned+3874
		left := len(out.Cases[k].Left) == 1
		if atTokyo := s.Place == "tokyo"; cheaper != (left == atTokyo) {
			t.Errorf("%s: it leaves %s: %v", c.Words, s.Place, left)
		}
	}
	other := map[string]string{"tokyo": "gke", "gke": "tokyo"}[s.Place]
	if diff := cmp.Diff([]any{other, []scenario.Kind{scenario.Prices}}, []any{s.Else, s.By}); diff != "" {
		t.Errorf("where else, and with what (-want +got):\n%s", diff)
	}
}

func TestAChangeWorthLessThanTheGapCountsAsKept(t *testing.T) {
	p := planned(t, small.Load(t, balanced(t), small.Service("a", `runs_on = "tokyo"`)))
	// 35 % of 3,020 is less than half of what the case costs.
	p.Search.Gap = 0.5
	out := run(t, p, only(scenario.Prices, scenario.Draw(p.Workspace, 60, 1, scenario.DefaultRanges())))
	if diff := cmp.Diff(1.0, out.Services[0].Kept); diff != "" {
		t.Error(diff)
	}
}

func TestACaseInWhichNothingFitsIsCounted(t *testing.T) {
	down := scenario.Case{Kind: scenario.Down, Words: "down", Variation: spec.Variation{Nodes: map[[2]string]int{{"tokyo", "general"}: -math.MaxInt32}}}
	same := scenario.Case{Kind: scenario.Prices, Words: "as it is"}
	for _, c := range []struct {
		what  string
		pin   string
		cases []scenario.Case
		plans int
		kept  float64
		left  []string
	}{
		{"nothing fits in one of three", `pin = "tokyo"`, []scenario.Case{same, down, same}, 2, 1, nil},
		{"nothing ever fits", `pin = "tokyo"`, []scenario.Case{down, down}, 0, 0, nil},
		{"it goes elsewhere", "", []scenario.Case{same, down, same, same}, 4, 0.75, []string{"a"}},
	} {
		out := run(t, planned(t, small.Load(t, small.Sites, small.Service("a", c.pin))), c.cases)
		none := 0
		for _, one := range out.Cases {
			if one.None {
				none++
			}
		}
		if diff := cmp.Diff([]any{c.plans, len(c.cases) - c.plans, c.kept}, []any{out.Plans, none, out.Services[0].Kept}); diff != "" {
			t.Errorf("%s: plans, cases without one, share kept (-want +got):\n%s", c.what, diff)
		}
		if len(c.cases) > 1 && c.left != nil {
			if diff := cmp.Diff(c.left, out.Cases[1].Left); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.what, diff)
			}
		}
	}
}

// spiky is a service that is busy for an hour a day: a split pays.
func spiky(t *testing.T) *small.World {
	t.Helper()
	load := small.Week(t, func(at time.Time) float64 {
		if at.Hour() == 12 {
			return 150
		}
		return 60
	})
	s := small.Replaced(t, small.Service("a", `runs_on = "gke"`, "traffic {\n    mean_rps = 1\n  }"), `memory = "8Gi"`, "memory = \"3Gi\"\n    requests_per_second = 10", "max = 2", "max = 40")
	return small.Measured(t, map[string]profile.Profile{"a": load}, small.Replaced(t, small.Sites, "nodes      = 3", "nodes      = 2"), s)
}

func TestWhereNothingChangesASplitKeepsItsPlace(t *testing.T) {
	p := planned(t, spiky(t))
	if o := p.Fleet.Services[0].Options[p.Result.Placement[0]]; o.Kind != "hybrid" {
		t.Fatalf("the plan puts it on %s", o.Name)
	}
	out := run(t, p, []scenario.Case{{Kind: scenario.Prices, Words: "as it is"}, {Kind: scenario.Traffic, Load: 1.0001, Words: "a shade more"}})
	want := []scenario.Standing{{Service: "a", Place: "tokyo+gke", Kept: 1}}
	if diff := cmp.Diff(want, out.Services); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := out.Cases[0].Cost; got.Cmp(p.Fleet.Unit.Amount(p.Result.Cost)) > 0 {
		t.Errorf("the plan costs %s, and %s where nothing changes: its split is missing", p.Fleet.Unit.Amount(p.Result.Cost).Decimal(), got.Decimal())
	}
}

func TestCasesThatWereStoppedAreLeftOut(t *testing.T) {
	p := planned(t, small.Load(t, small.Sites, small.Service("a")))
	ctx, stop := context.WithCancel(context.Background())
	p.Done = func(n int) {
		if n == 2 {
			stop()
		}
	}
	out, err := scenario.Run(ctx, p, scenario.Draw(p.Workspace, 10, 1, scenario.DefaultRanges()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(2, len(out.Cases)); diff != "" {
		t.Error(diff)
	}
}
