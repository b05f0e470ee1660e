package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// byProgram is the shop, whose callers are switched by a program.
func byProgram(t *testing.T) rollout.Service {
	t.Helper()
	s := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	s.Route = &step.Route{Command: []string{"dns-switch", "web"}, Probe: s.Route.Probe, Weights: s.Route.Weights}
	return s
}

func TestARunWithoutTheHandsThatAPlanNeedsWritesNothing(t *testing.T) {
	start := func(context.Context, []string, []byte) error { return errors.New("it was started") }
	probed := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	probed.Route.Probe = "https://shop.example/"
	delivered := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	delivered.Delivery, delivered.Folder = "gitops", "deploy"
	for name, c := range map[string]struct {
		service rollout.Service
		hands   apply.Hands
		why     string
	}{
		"no program may be started":   {byProgram(t), apply.Hands{}, "may start none"},
		"not this program":            {byProgram(t), apply.Hands{Command: start, Allow: forbid}, "web may not start dns-switch"},
		"no URL may be asked":         {probed, apply.Hands{}, "may ask no URL"},
		"no file may be written":      {delivered, apply.Hands{}, "may write no files"},
		"in a wave that is asked for": {byProgram(t), apply.Hands{}, "nothing was written"},
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			w, bag := s.plan(c.service)
			s.forget()
			job := s.job(w, bag)
			job.Hands = c.hands
			_, err := apply.Run(context.Background(), job)
			if err == nil || !strings.Contains(err.Error(), c.why) {
				t.Errorf("%v", err)
			}
			if n := s.everyWrite(); n > 0 {
				t.Errorf("%d writes", n)
			}
		})
	}
}

func forbid(service string, command []string) error {
	return errors.New(service + " may not start " + command[0])
}

func TestAWaveThatNeedsNoHandIsCarriedOutWithoutIt(t *testing.T) {
	s := running(t)
	later := byProgram(t)
	later.Stops[1].Wave = 2
	early := serviceNamed(t, "other", 1, at(0, "tokyo"), at(1, "gke"))
	s.put("tokyo", configOf("other"), serviceOf("other"), deploymentOf("other", 1))
	w, bag := s.plan(later, early)
	job := s.job(w, bag)
	job.Wave = 1
	if out, err := apply.Run(context.Background(), job); err != nil || out.Stopped != apply.StoppedAtWave {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestStepsThatNoClusterCouldRememberAreNotBegun(t *testing.T) {
	s := newScene(t)
	w := &step.Work{
		Services: []step.Service{{Name: "web"}},
		Stages:   []step.Stage{{Steps: []step.Step{{ID: "w0.1.1", Kind: step.Gate, Service: "web", Why: "look"}}}},
	}
	job := s.job(nil, nil)
	job.Work, job.Bag = w, &object.Bag{}
	if _, err := apply.Run(context.Background(), job); err == nil || !strings.Contains(err.Error(), "no cluster that could remember") {
		t.Errorf("%v", err)
	}
}
