package apply_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/step"
)

// moving is a scene with the plan that brings the shop from tokyo to gke.
func moving(t *testing.T) (*scene, *step.Work, *object.Bag) {
	t.Helper()
	s := running(t)
	w, bag := s.plan(shop(t, 2, at(0, "tokyo"), at(1, "gke")))
	s.forget()
	return s, w, bag
}

func TestAMoveAdoptsMakesSwitchesAndRemovesAndNothingElse(t *testing.T) {
	s, w, bag := moving(t)
	g := watch(s, []object.Ref{web}, nil)
	out := s.run(s.job(w, bag))
	want := &apply.Outcome{Plan: s.job(w, bag).Plan, Stages: len(w.Stages), Done: len(w.Stages), Writes: out.Writes}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Error(diff)
	}
	tokyo := s.writes("tokyo")
	slices.Sort(tokyo[:3]) // side by side in one stage
	wantTokyo := []string{
		"apply ConfigMap shop/web-config", "apply Deployment shop/web", "apply Service shop/web",
		"patch HTTPRoute default/front", "patch HTTPRoute default/front",
		"delete Deployment shop/web", "delete Service shop/web", "delete ConfigMap shop/web-config",
	}
	if diff := cmp.Diff(wantTokyo, tokyo); diff != "" {
		t.Error(diff)
	}
	wantGKE := []string{
		"create Namespace shop", "create ConfigMap shop/web-config", "create Service shop/web", "create Deployment shop/web",
		"patch Deployment shop/web",
	}
	if diff := cmp.Diff(wantGKE, s.writes("gke")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
		t.Error(diff)
	}
	s.moved(t)
}

func TestAFinishedPlanIsNotCarriedOutAgain(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	s.forget()
	out := s.run(s.job(w, bag))
	if !out.Already || s.everyWrite() != 0 {
		t.Errorf("the second run sent %d writes: %+v", s.everyWrite(), out)
	}
}

func TestAPlanForWhatIsThereAlreadyChangesNothing(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	again := shop(t, 2, at(0, "gke"))
	again.Runs = []string{"gke"}
	w, bag = s.plan(again)
	if len(w.Stages) != 0 {
		t.Fatalf("there are stages: %+v", w.Stages)
	}
	s.forget()
	s.run(s.job(w, bag))
	if n := s.everyWrite(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestTheNewSideHasTheCopiesOfTheOldOneUntilCallersMoved(t *testing.T) {
	s, w, bag := moving(t)
	job := s.job(w, bag)
	var most int64
	job.Events = func(e apply.Event) {
		if e.What == apply.StepDone && e.Kind == step.Wait {
			most = copiesOf(s.servers["gke"].Object(web))
		}
	}
	s.run(job)
	if most != 3 {
		t.Errorf("when it became healthy it had %d copies; the old side had 3", most)
	}
}

func TestARehearsalChangesNothingAndSaysWhatItCouldNotTry(t *testing.T) {
	s, w, bag := moving(t)
	if _, err := apply.Rehearse(context.Background(), s.job(w, bag)); err != nil {
		t.Fatal(err)
	}
	if n := s.everyWrite(); n != 0 {
		t.Errorf("%d writes", n)
	}
	tried, untried := s.told(apply.Rehearsed), s.told(apply.Unproven)
	if len(tried) == 0 || len(untried) == 0 {
		t.Errorf("tried %v, not tried %v", tried, untried)
	}
	for _, words := range untried {
		if !strings.Contains(words, "namespace is still to be made") {
			t.Errorf("no reason: %s", words)
		}
	}
}

func TestAWaveThatWasNotAskedForWaits(t *testing.T) {
	s := running(t)
	s.put("tokyo", configOf("mail"), serviceOf("mail"), deploymentOf("mail", 1))
	w, bag := s.plan(shop(t, 2, at(0, "tokyo"), at(1, "gke")), serviceNamed(t, "mail", 1, at(0, "tokyo"), at(2, "gke")))
	mail := object.Ref{Kind: "Deployment", Namespace: "shop", Name: "mail"}
	job := s.job(w, bag)
	job.Wave = 1
	out := s.run(job)
	if out.Stopped != apply.StoppedAtWave || out.Done == out.Stages {
		t.Errorf("%+v", out)
	}
	if s.servers["tokyo"].Object(web) != nil || s.servers["gke"].Object(mail) != nil {
		t.Error("not exactly the first wave is carried out")
	}
	job.Wave = 0
	if out := s.run(job); out.Stopped != "" {
		t.Errorf("%+v", out)
	}
	if s.servers["gke"].Object(mail) == nil || s.servers["tokyo"].Object(mail) != nil {
		t.Error("the second wave is not carried out")
	}
}

func TestOneOfASingletonRunsAtATime(t *testing.T) {
	s := running(t)
	one := shop(t, 1, at(0, "tokyo"), at(1, "gke"))
	one.Single = true
	w, bag := s.plan(one)
	g := watch(s, nil, []object.Ref{web})
	s.run(s.job(w, bag))
	if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
		t.Error(diff)
	}
	if copiesOf(s.servers["gke"].Object(web)) != 1 {
		t.Error("it does not run on its new site")
	}
}

func TestAGateStopsThePlanUntilAPersonOpensIt(t *testing.T) {
	s := running(t)
	byHand := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	byHand.Route = nil
	w, bag := s.plan(byHand)
	job := s.job(w, bag)
	out, err := apply.Run(context.Background(), job)
	var partly *apply.PartlyError
	var gate *apply.GateError
	if !errors.As(err, &partly) || !errors.As(err, &gate) || out.Stopped != apply.StoppedAtGate {
		t.Fatalf("%+v, %v", out, err)
	}
	if s.servers["tokyo"].Object(web) == nil {
		t.Fatal("the old side is gone before its callers are")
	}
	before := s.everyWrite()
	job.Pass = "w9.9.9"
	if _, err := apply.Resume(context.Background(), job); err == nil || !strings.Contains(err.Error(), "another one") {
		t.Errorf("a gate was passed that is not there: %v", err)
	}
	if s.everyWrite() != before {
		t.Error("a refused gate wrote something")
	}
	job.Pass = out.Gate
	if _, err := apply.Resume(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	s.moved(t)
}

func TestAnAbandonedPlanIsClosedForGood(t *testing.T) {
	s := running(t)
	byHand := shop(t, 2, at(0, "tokyo"), at(1, "gke"))
	byHand.Route = nil
	w, bag := s.plan(byHand)
	job := s.job(w, bag)
	if _, err := apply.Run(context.Background(), job); err == nil {
		t.Fatal("no gate")
	}
	if _, err := apply.Abandon(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	for site := range s.servers {
		if c := s.recordOf(site); c.Open != nil || c.Last != "" || c.Generation != 1 {
			t.Errorf("%s: %+v", site, c)
		}
	}
	var replay *apply.ReplayError
	if _, err := apply.Run(context.Background(), job); !errors.As(err, &replay) {
		t.Errorf("it began again: %v", err)
	}
	if _, err := apply.Abandon(context.Background(), job); !errors.Is(err, apply.ErrNothingOpen) {
		t.Errorf("given up twice: %v", err)
	}
	if s.servers["tokyo"].Object(web) == nil || s.servers["gke"].Object(web) == nil {
		t.Error("giving up a plan removed something")
	}
}
