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
	"berth.dev/providers/providertest/fake"
)

// atGate is a move that waits at the gate of its switch: the new side was healthy then.
func atGate(t *testing.T, service rollout.Service) (*scene, apply.Job, string) {
	t.Helper()
	s := running(t)
	service.Route = nil
	w, bag := s.plan(service)
	job := s.job(w, bag)
	_, err := apply.Run(context.Background(), job)
	var gate *apply.GateError
	if !errors.As(err, &gate) {
		t.Fatalf("%v", err)
	}
	return s, job, gate.Gate
}

func TestTheNewSideMustStillBeHealthyWhenAGateIsPassed(t *testing.T) {
	s, job, gate := atGate(t, shop(t, 2, at(0, "tokyo"), at(1, "gke")))
	s.servers["gke"].Behave(web, fake.Failing)
	job.Pass = gate
	if _, err := apply.Resume(context.Background(), job); err == nil || !strings.Contains(err.Error(), web.String()) {
		t.Errorf("%v", err)
	}
	if s.servers["tokyo"].Object(web) == nil {
		t.Error("the side that serves was removed")
	}
	s.servers["gke"].Behave(web, fake.Ready)
	job.Pass = ""
	if _, err := apply.Resume(context.Background(), job); err != nil {
		t.Fatal(err)
	}
}

func TestTheNewSideMustStillBeThereWhenAGateIsPassed(t *testing.T) {
	s, job, gate := atGate(t, shop(t, 3, at(0, "tokyo"), at(1, "gke")))
	if err := s.servers["gke"].Remove(web); err != nil {
		t.Fatal(err)
	}
	job.Pass = gate
	if _, err := apply.Resume(context.Background(), job); err == nil || !strings.Contains(err.Error(), "is not there") {
		t.Errorf("%v", err)
	}
	if s.servers["tokyo"].Object(web) == nil {
		t.Error("the side that serves was removed")
	}
}

func TestCallersAreLookedForAgainAfterARunWasCutOff(t *testing.T) {
	s, w, bag := moving(t)
	ctx, cancel := context.WithCancel(context.Background())
	job := s.job(w, bag)
	job.Events = func(e apply.Event) {
		if e.What == apply.StepDone && e.Kind == step.Callers {
			cancel()
		}
	}
	if _, err := apply.Run(ctx, job); !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	s.put("tokyo", `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other","namespace":"shop"},"data":{"url":"http://web.shop.svc:80/"}}`)
	_, err := apply.Resume(context.Background(), s.job(w, bag))
	if err == nil || !strings.Contains(err.Error(), "ConfigMap shop/other names Service shop/web") || s.servers["tokyo"].Object(web) == nil {
		t.Errorf("%v", err)
	}
	if err := s.servers["tokyo"].Remove(object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "other"}); err != nil {
		t.Fatal(err)
	}
	s.run(s.job(w, bag))
	s.moved(t)
}
