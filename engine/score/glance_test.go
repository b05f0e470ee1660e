package score_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/enginetest"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// sameAsEvaluated compares a glance at a service with its evaluation.
func sameAsEvaluated(t rapid.TB, f *score.Fleet, s *spec.Service) (decided bool) {
	d, err := f.Evaluate(s)
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Glance(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range d.Options {
		at := g.On(o.Sites)
		bill, err := g.Bill(at)
		if diff := cmp.Diff(o.Vars, at.Vars.Option); diff != "" || bill.Total.Cmp(o.Bill.Total) != 0 || (err == nil) != (o.Unpriced == nil) {
			t.Fatalf("%s on %s: %v, %s and %s: %s", s.Name, o.ID, err, bill.Total, o.Bill.Total, diff)
		}
		turned := slices.Clone(o.Sites)
		slices.Reverse(turned)
		if diff := cmp.Diff(at.Sites, g.On(turned).Sites); diff != "" {
			t.Fatalf("%s: the order of its sites counts: %s", s.Name, diff)
		}
	}
	w, err := g.Winner()
	if err != nil {
		t.Fatal(err)
	}
	if d.Winner == nil {
		if w != nil {
			t.Fatalf("%s goes to %v, and nowhere", s.Name, w.Sites)
		}
		return false
	}
	if diff := cmp.Diff(d.Winner.Sites, w.Sites); diff != "" {
		t.Fatalf("%s: %s", s.Name, diff)
	}
	return true
}

func TestAGlanceChoosesAndPricesAsAnEvaluationDoes(t *testing.T) {
	sources := map[string]string{}
	for _, s := range enginetest.Fleet(150, 5) {
		sources[s.Name] = string(s.Bytes)
	}
	f := build(t, sources)
	decided := 0
	for _, s := range f.Workspace.Services {
		if sameAsEvaluated(t, f, s) {
			decided++
		}
	}
	if all := len(f.Workspace.Services); decided < all/2 || decided == all {
		t.Fatalf("%d of %d are decided: both kinds are wanted", decided, all)
	}
	rapid.Check(t, func(r *rapid.T) {
		f := fleet(t, open(r))
		sameAsEvaluated(r, f, f.Workspace.Service("open"))
	})
}

func TestAGlanceSaysWhatForbidsEachOption(t *testing.T) {
	f := fleet(t, replace(t, "services/vroid-hub.hcl", `service "vroid-hub" {`, `service "vroid-hub" {`+"\n  pin = \"tokyo\"\n"))
	s := f.Workspace.Service("vroid-hub")
	d := decide(t, f, s.Name)
	g, err := f.Glance(s)
	if err != nil {
		t.Fatal(err)
	}
	options, err := g.Forbidden()
	if err != nil {
		t.Fatal(err)
	}
	forbidden := 0
	for i, o := range options {
		forbidden += len(o.Violations)
		if diff := cmp.Diff(d.Options[i].Violations, o.Violations); diff != "" || d.Options[i].ID != o.ID {
			t.Errorf("%s: %s", o.ID, diff)
		}
	}
	if forbidden == 0 {
		t.Error("nothing is forbidden: the test asks nothing")
	}
}

func TestAServiceIsNotOnSitesThatAreNoOption(t *testing.T) {
	f := fleet(t)
	g, err := f.Glance(f.Workspace.Service("vroid-hub"))
	if err != nil {
		t.Fatal(err)
	}
	for _, sites := range [][]string{nil, {"mars"}, {"tokyo", "mars"}, {"tokyo", "tokyo"}, {"tokyo", "gke", "mars"}} {
		if at := g.On(sites); at != nil {
			t.Errorf("%v: %v", sites, at.Sites)
		}
	}
}
