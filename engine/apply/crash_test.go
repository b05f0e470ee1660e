package apply_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
)

// web is the workload of the shop.
var web = object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"}

// TestARunKilledAnywhereIsFinishedByTheNext ends the process at its n-th point, for
// every n: before a request, after its effect and before its answer, and around what
// the disk is told. The next run must finish the plan, and the guard sees every
// change in between.
func TestARunKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		t.Run(fmt.Sprintf("journal=%t", keeps), func(t *testing.T) {
			t.Parallel()
			step, points := 1, 1
			switch {
			case testing.Short():
				step = 13
			case keeps: // a journal only adds points between those of the other half
				step = 3
			}
			for killed(t, points, keeps) {
				points += step
			}
			if points < 60 {
				t.Errorf("the run has only %d points: what is being killed here?", points)
			}
		})
	}
}

// killed tells whether the run came to its n-th point.
func killed(t *testing.T, n int, keeps bool) bool {
	t.Helper()
	s := running(t)
	w, bag := s.plan(shop(t, 2, at(0, "tokyo"), at(1, "gke")))
	g := watch(s, []object.Ref{web}, nil)
	job := s.job(w, bag)
	life := s.targets["gke"].life
	if keeps {
		job.Journal = &paper{life: life}
	}
	life.begin(n)
	_, first := apply.Run(context.Background(), job)
	died, where := !life.alive(), life.at
	if !died && first != nil {
		t.Fatalf("point %d: the run was not killed and failed: %v", n, first)
	}
	life.begin(0)
	out, err := apply.Run(context.Background(), job)
	if err != nil {
		t.Fatalf("killed at point %d (%s): the next run: %v", n, where, err)
	}
	if out.Done != len(w.Stages) || out.Stopped != "" {
		t.Errorf("killed at point %d (%s): the next run ended with %+v", n, where, out)
	}
	if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
		t.Fatalf("killed at point %d (%s): %s", n, where, diff)
	}
	s.moved(t)
	return died
}

// moved checks that the shop is on gke, with the copies that its specs want, and
// gone from tokyo, and that both clusters have counted one plan.
func (s *scene) moved(t *testing.T) {
	t.Helper()
	if n := copiesOf(s.servers["gke"].Object(web)); n != 2 {
		t.Errorf("gke runs %d copies of %s, not 2", n, web)
	}
	for _, ref := range []object.Ref{web, {Kind: "Service", Namespace: "shop", Name: "web"}, {Kind: "ConfigMap", Namespace: "shop", Name: "web-config"}} {
		if s.servers["tokyo"].Object(ref) != nil {
			t.Errorf("%s is still on tokyo", ref)
		}
		if s.servers["gke"].Object(ref) == nil {
			t.Errorf("%s is not on gke", ref)
		}
	}
	for site := range s.servers {
		if c := s.recordOf(site); c.Generation != 1 {
			t.Errorf("%s has counted %d plans, not 1", site, c.Generation)
		}
	}
}
