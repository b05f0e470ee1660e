package plan_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/plan"
	"berth.dev/engine/step"
	"berth.dev/engine/verify"
)

// courses plans a workspace and says where its services run.
func courses(t testing.TB, w *small.World) (*plan.File, []plan.Course) {
	t.Helper()
	r := asked(nil)
	solved, err := plan.Solve(r.ctx, w.Build(t, r.build), r.search)
	if err != nil {
		t.Fatal(err)
	}
	f, err := plan.Make(plan.Order{Workspace: w.Workspace, Solved: solved, Berth: "test", Effort: r.search.Effort})
	if err != nil {
		t.Fatal(err)
	}
	out, err := plan.Courses(f, solved)
	if err != nil {
		t.Fatal(err)
	}
	return f, out
}

func TestACourseLeadsFromTodayToThePlan(t *testing.T) {
	both := func(site string) []plan.Half { return []plan.Half{{Site: site, Share: 1000, Least: 2, Most: 2}} }
	_, got := courses(t, small.Load(t, small.Sites,
		small.Service("moves", `runs_on = "gke"`), small.Service("new"), small.Service("stays", `runs_on = "tokyo"`)))
	want := []plan.Course{
		{Service: "moves", Stops: []plan.Stop{{Halves: both("gke")}, {Wave: 1, Halves: both("tokyo")}}},
		{Service: "new", Stops: []plan.Stop{{Wave: 1, Halves: both("tokyo")}}},
		{Service: "stays", Stops: []plan.Stop{{Halves: both("tokyo")}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("courses (-want +got):\n%s", diff)
	}
}

func TestTheBaseOfASplitTakesWhatItCanAtThePeak(t *testing.T) {
	_, got := courses(t, loadPixiv(t, nil))
	for _, c := range got {
		if c.Service != "rendertron" {
			continue
		}
		last := c.Stops[len(c.Stops)-1]
		if len(last.Halves) != 2 {
			t.Fatalf("the plan does not split %s: %+v", c.Service, last)
		}
		base, burst := last.Halves[0], last.Halves[1]
		if base.Share+burst.Share != 1000 {
			t.Errorf("shares of %d and %d are not the whole", base.Share, burst.Share)
		}
		if peak := base.Most + burst.Most; base.Share*peak > 1000*base.Most+peak {
			t.Errorf("%d thousandths of %d copies are more than the %d of the base", base.Share, peak, base.Most)
		}
		return
	}
	t.Error("rendertron has no course")
}

func TestAPlanWithStepsIsReadBackAndVerified(t *testing.T) {
	f, _ := courses(t, small.Load(t, small.Sites, small.Service("a", `runs_on = "tokyo"`)))
	f.Work = &step.Work{
		Clusters: []step.Cluster{}, Left: []step.Left{{Service: "a", Why: "it has no manifests"}}, Made: "2026-10-31T00:00:00Z",
		Services: []step.Service{}, Stages: []step.Stage{},
	}
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	read, err := plan.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f.Work, read.Work); diff != "" {
		t.Errorf("work read back (-want +got):\n%s", diff)
	}
	if _, err := verify.Check(raw, verify.DefaultOptions()); err != nil {
		t.Errorf("the checker refuses the plan: %v", err)
	}
}
