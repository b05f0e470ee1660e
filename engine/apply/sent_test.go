package apply_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/target"
)

// hybrid is the stop at which web is on both sites.
func hybrid(wave int) rollout.Stop {
	return rollout.Stop{Wave: wave, Shares: []rollout.Share{{Site: "gke", Thousandths: 406}, {Site: "tokyo", Thousandths: 594}}}
}

// callersOf is where the callers of web are, by each site's record.
func callersOf(s *scene) map[string]map[string]int64 {
	return map[string]map[string]int64{"gke": s.recordOf("gke").Callers["web"], "tokyo": s.recordOf("tokyo").Callers["web"]}
}

func TestWhereAPersonSentCallersIsRememberedAndNotAskedAgain(t *testing.T) {
	s := running(t)
	web := shop(t, 3, at(0, "tokyo"), hybrid(1))
	web.Route = nil
	w, bag := s.plan(web)
	job := s.job(w, bag)
	_, err := apply.Run(context.Background(), job)
	var gate *apply.GateError
	if !errors.As(err, &gate) {
		t.Fatal(err)
	}
	none := map[string]map[string]int64{"gke": nil, "tokyo": nil}
	if diff := cmp.Diff(none, callersOf(s)); diff != "" {
		t.Errorf("before the gate (-want +got):\n%s", diff)
	}
	job.Pass = gate.Gate
	if _, err := apply.Resume(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	both := map[string]int64{"gke": 406, "tokyo": 594}
	if diff := cmp.Diff(map[string]map[string]int64{"gke": both, "tokyo": both}, callersOf(s)); diff != "" {
		t.Errorf("after it (-want +got):\n%s", diff)
	}
	if again, _ := s.plan(web); len(again.Stages) > 0 {
		t.Errorf("the same plan again does something: %+v", again.Stages)
	}
}

func TestWhereASwitchSentCallersIsRememberedUntilTheServiceIsGone(t *testing.T) {
	s := running(t)
	w, bag := s.plan(shop(t, 3, at(0, "tokyo"), at(1, "gke")))
	s.run(s.job(w, bag))
	gke := map[string]int64{"gke": 1000}
	if diff := cmp.Diff(map[string]map[string]int64{"gke": gke, "tokyo": gke}, callersOf(s)); diff != "" {
		t.Errorf("callers (-want +got):\n%s", diff)
	}
	other := serviceNamed(t, "other", 1, at(1, "tokyo"))
	w, bag = s.plan(other) // web is in the specs no more
	s.run(s.job(w, bag))
	if all := s.recordOf("gke").Callers; len(all) > 0 || s.servers["gke"].Object(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"}) != nil {
		t.Errorf("it is still there, or its callers are: %v", all)
	}
}

// contested is a cluster on which somebody writes to a Service each time before it is
// deleted, so many times.
type contested struct {
	*mortal
	times int
}

func (c *contested) Delete(ctx context.Context, ref object.Ref, only target.Only) error {
	if ref.Kind == "Service" && !only.Dry && c.times > 0 {
		c.times--
		return &target.Fault{Class: target.Conflict, What: "delete " + ref.String(), Says: "the object has been modified"}
	}
	return c.mortal.Delete(ctx, ref, only)
}

func TestAConflictAlarmsNobodyUntilItGoesOn(t *testing.T) {
	for name, c := range map[string]struct{ conflicts, told int }{
		"a controller has written its status": {2, 0},
		"somebody writes all the time":        {4, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			w, bag := s.plan(shop(t, 3, at(0, "tokyo"), at(1, "gke")))
			job := s.job(w, bag)
			job.Targets["tokyo"] = &contested{s.targets["tokyo"], c.conflicts}
			s.run(job)
			if told := s.told(apply.Retried); len(told) != c.told {
				t.Errorf("told: %q", told)
			}
		})
	}
}
