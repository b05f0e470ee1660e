package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/plan"
)

func TestWhatChangedFromOnePlanToAnotherIsToldByName(t *testing.T) {
	gke := `runs_on = "gke"`
	old := of(t, small.Service("a", gke), small.Service("b", gke), small.Service("c", gke))
	old.Evidence = []plan.Evidence{{Digest: "1", Kind: "series", Name: "x.csv"}, {Digest: "2", Kind: "spec", Name: "a.hcl"}, {Digest: "3", Kind: "spec", Name: "b.hcl"}}
	now := of(t, small.Service("a", gke, `pin = "gke"`), small.Service("b", gke), small.Service("d", gke))
	now.Evidence = []plan.Evidence{{Digest: "2", Kind: "spec", Name: "a.hcl"}, {Digest: "4", Kind: "spec", Name: "b.hcl"}, {Digest: "5", Kind: "spec", Name: "c.hcl"}}
	d := plan.Compare(old, now)
	want := plan.Diff{
		Placed: []plan.Placed{
			{Service: "a", From: "tokyo", To: "gke", Why: "tokyo is not allowed: it is pinned to gke (pin)"},
			{Service: "c", From: "tokyo", Why: "no longer in the workspace"},
			{Service: "d", To: "tokyo", Why: "on gke, its own bill would be 2,874 JPY a month higher"},
		},
		Evidence:   []plan.Changed{{Kind: "series", Name: "x.csv", How: "removed"}, {Kind: "spec", Name: "b.hcl", How: "changed"}, {Kind: "spec", Name: "c.hcl", How: "added"}},
		Comparable: true,
	}
	if diff := cmp.Diff(want, d, cmpopts.IgnoreFields(plan.Diff{}, "From", "To")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAPlanDoesNotDifferFromItself(t *testing.T) {
	f := of(t, small.Service("a", `runs_on = "gke"`))
	if d := plan.Compare(f, f); d.Placed != nil || d.Evidence != nil || !d.Comparable {
		t.Errorf("%+v", d)
	}
}

func TestFiguresOfOtherObjectivesAreNotCompared(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a", `runs_on = "gke"`))
	cost := planned(t, w, func(r *request) { r.build.Objective = fleet.ByCost })
	if d := plan.Compare(planned(t, w, nil), cost); d.Comparable {
		t.Error("a cost is compared with what is made of more than cost")
	}
}

func TestWhatPlansWereAskedForIsCompared(t *testing.T) {
	w := small.Load(t, small.Sites, small.Service("a", `runs_on = "gke"`))
	old, now := planned(t, w, nil), planned(t, w, func(r *request) { r.build.Objective = fleet.ByCost })
	old.Assumed, now.Assumed = []string{"both", "asked for: --pin b=gke"}, []string{"asked for: --pin a=gke", "both"}
	want := []plan.Term{
		{Words: "--objective both"}, {Words: "--objective cost", Added: true},
		{Words: "asked for: --pin b=gke"}, {Words: "asked for: --pin a=gke", Added: true},
	}
	if diff := cmp.Diff(want, plan.Compare(old, now).Terms); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestADifferenceIsExplainedAgainstThePlaceBefore(t *testing.T) {
	gke := `runs_on = "gke"`
	old := of(t, small.Service("a", gke, `pin = "gke"`))
	now := of(t, small.Service("a", gke))
	want := []plan.Placed{{Service: "a", From: "gke", To: "tokyo", Why: "on gke, its own bill would be 2,874 JPY a month higher"}}
	if diff := cmp.Diff(want, plan.Compare(old, now).Placed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
