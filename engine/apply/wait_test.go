package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/fake"
)

// half carries a move out that ends half way, and checks that the old side serves.
func (s *scene) half(job apply.Job) (*apply.Outcome, error) {
	s.t.Helper()
	out, err := apply.Run(context.Background(), job)
	var partly *apply.PartlyError
	if !errors.As(err, &partly) {
		s.t.Fatalf("not ended half way: %+v, %v", out, err)
	}
	if s.servers["tokyo"].Object(web) == nil {
		s.t.Error("the old side is gone")
	}
	return out, err
}

func TestAWaitEndsAtItsDeadlineNamingWhatItWaitsFor(t *testing.T) {
	s, w, bag := moving(t)
	s.servers["gke"].Behave(web, fake.Stuck)
	began := s.clock.Now()
	_, err := s.half(s.job(w, bag))
	if waited := s.clock.Now().Sub(began); waited < 600*time.Second || waited > 660*time.Second {
		t.Errorf("it waited %s, its deadline is 600 s", waited)
	}
	if !strings.Contains(err.Error(), web.String()) {
		t.Errorf("it does not say for what: %v", err)
	}
	s.servers["gke"].Behave(web, fake.Ready)
	s.run(s.job(w, bag))
	s.moved(t)
}

func TestARunEndsAtItsOwnLimit(t *testing.T) {
	s, w, bag := moving(t)
	s.servers["gke"].Behave(web, fake.Stuck)
	job := s.job(w, bag)
	job.Limit = 30 * time.Second
	began := s.clock.Now()
	_, _ = s.half(job)
	if took := s.clock.Now().Sub(began); took < 30*time.Second || took > 35*time.Second {
		t.Errorf("it took %s and may take 30 s", took)
	}
}

func TestARolloutThatFailsEndsTheWaitAtOnce(t *testing.T) {
	s, w, bag := moving(t)
	s.servers["gke"].Behave(web, fake.Failing)
	began := s.clock.Now()
	_, err := s.half(s.job(w, bag))
	if waited := s.clock.Now().Sub(began); waited > 2*time.Minute {
		t.Errorf("it waited %s for what had failed", waited)
	}
	if !strings.Contains(err.Error(), web.String()) {
		t.Errorf("it does not say what failed: %v", err)
	}
}

func TestAWaitForWhatSomebodyHasDeletedEndsAtOnce(t *testing.T) {
	s, w, bag := moving(t)
	job := s.job(w, bag)
	hear := job.Events
	job.Events = func(e apply.Event) {
		hear(e)
		if e.What == apply.StepBegan && e.Kind == step.Wait && e.Site == "gke" {
			if err := s.targets["gke"].Delete(context.Background(), web, target.Only{}); err != nil {
				t.Error(err)
			}
		}
	}
	began := s.clock.Now()
	_, err := s.half(job)
	if waited := s.clock.Now().Sub(began); waited > 10*time.Second {
		t.Errorf("it waited %s for what cannot come", waited)
	}
	if want := "gke: " + web.String() + " is not there any more: somebody has deleted it"; !strings.Contains(err.Error(), want) {
		t.Errorf("it does not say so: %v", err)
	}
}

func TestPodsThatCannotStartEndTheWaitWithTheirReason(t *testing.T) {
	s, w, bag := moving(t)
	s.servers["gke"].Behave(web, fake.Failing)
	job := s.job(w, bag)
	// The progress deadline of a real cluster comes after ten minutes; until then only
	// the pods say what is wrong.
	job.Targets["gke"] = hopeful{job.Targets["gke"]}
	began := s.clock.Now()
	_, err := s.half(job)
	if waited := s.clock.Now().Sub(began); waited > 2*time.Minute {
		t.Errorf("it waited %s", waited)
	}
	if !strings.Contains(err.Error(), "ImagePullBackOff") && !strings.Contains(err.Error(), "ErrImagePull") {
		t.Errorf("it does not say why the pods wait: %v", err)
	}
}

func TestTheFailureOfOneStepLetsNoOtherBegin(t *testing.T) {
	s, w, bag := moving(t)
	calls := 0
	job := s.spoiled(s.job(w, bag), func(verb, what string) (error, error) {
		if verb == "apply" {
			calls++
		}
		if calls > 3 { // the first three are the dry run
			return faultOf(target.Broken, what), nil
		}
		return nil, nil
	})
	job.Workers = 1
	out, _ := apply.Run(context.Background(), job)
	if len(out.Failed) != 1 {
		t.Errorf("failed: %+v", out.Failed)
	}
	if n := len(s.writes("tokyo")); n != 0 {
		t.Errorf("%d writes after the first failed", n)
	}
}

func TestARunThatIsToldToEndLeavesThingsInOrder(t *testing.T) {
	s, w, bag := moving(t)
	g := watch(s, []object.Ref{web}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	job := s.job(w, bag)
	job.Events = func(e apply.Event) {
		if e.What == apply.StepDone && e.Kind == step.Create && e.Object.Kind == "Deployment" {
			cancel()
		}
	}
	if _, err := apply.Run(ctx, job); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if found := g.settled(); len(found) != 2 {
		t.Errorf("the sets do not name what is there: %v", found)
	}
	s.run(s.job(w, bag))
	s.moved(t)
}
