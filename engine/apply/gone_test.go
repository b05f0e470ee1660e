package apply_test

import (
	"context"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/target"
)

var nightly = object.Ref{Kind: "CronJob", Namespace: "shop", Name: "nightly"}

const (
	nightlyText = `{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"nightly","namespace":"shop"},"spec":{"schedule":"0 3 * * *",
		"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"shop/nightly:1"}]}}}}}}`
	runOfNightly = `{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"NAME","namespace":"shop","ownerReferences":[{"apiVersion":"batch/v1",
		"kind":"CronJob","name":"nightly","uid":"u","controller":true}]},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"shop/nightly:1"}]}}},
		"status":{"conditions":[{"type":"TYPE","status":"True"}]}}`
)

// peopled is a cluster that answers lists of pods or jobs with what a test wants.
type peopled struct {
	*mortal
	kind string
	add  func() []object.Object
}

func (p peopled) List(ctx context.Context, q target.Query) ([]object.Object, error) {
	all, err := p.mortal.List(ctx, q)
	if q.Kind == p.kind {
		all = append(all, p.add()...)
	}
	return all, err
}

func TestAScheduleHasStoppedWhenItsLastRunIsAtItsEnd(t *testing.T) {
	s := newScene(t)
	s.put("tokyo", namespaceShop, nightlyText)
	o, err := object.Clean(parse(t, nightlyText))
	if err != nil {
		t.Fatal(err)
	}
	w, bag := s.plan(rollout.Service{Name: "nightly", Product: "shop", Namespace: "shop", Runs: []string{"tokyo"},
		Stops: []rollout.Stop{at(0, "tokyo"), at(1, "gke")}, Objects: map[string][]object.Object{"gke": {o}, "tokyo": {o}}})
	run := func(name, condition string) object.Object {
		return parse(t, strings.NewReplacer("NAME", name, "TYPE", condition).Replace(runOfNightly))
	}
	running := true
	job := s.job(w, bag)
	job.Targets["tokyo"] = peopled{s.targets["tokyo"], "Job", func() []object.Object {
		if s.servers["gke"].Object(nightly) != nil && running {
			t.Error("it is made on gke while a run goes on")
		}
		if running {
			return []object.Object{run("old", "Complete"), run("by-hand", "Suspended")}
		}
		return []object.Object{run("old", "Complete"), run("by-hand", "Failed")}
	}}
	job.Events = func(e apply.Event) {
		if e.What == apply.StepWaits && strings.Contains(e.Words, "1 run(s) are not at their end") {
			running = false
		}
	}
	s.run(job)
	if running || s.servers["gke"].Object(nightly) == nil {
		t.Error("nobody waited for the run that a person has started")
	}
}

func TestPodsOfOtherWorkloadsAndFinishedOnesAreNotWaitedFor(t *testing.T) {
	pod := func(owner, name, phase string) object.Object {
		return parse(t, strings.NewReplacer("OWNER", owner, "NAME", name, "PHASE", phase).Replace(
			`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"shop","labels":{"app":"web","pod-template-hash":"abc"},
			"ownerReferences":[{"apiVersion":"v1","kind":"OWNER","name":"NAME","uid":"u","controller":true}]},"status":{"phase":"PHASE"}}`))
	}
	for name, c := range map[string]struct {
		pod    object.Object
		counts bool
	}{
		"its own":                          {pod("ReplicaSet", "web-abc", "Running"), true},
		"its own, being stopped":           {pod("ReplicaSet", "web-abc", "Unknown"), true},
		"its own, at its end":              {pod("ReplicaSet", "web-abc", "Succeeded"), false},
		"its own, failed":                  {pod("ReplicaSet", "web-abc", "Failed"), false},
		"another Deployment's":             {pod("ReplicaSet", "web-canary-abc", "Running"), false},
		"a job's with the same labels":     {pod("Job", "web", "Running"), false},
		"a StatefulSet's of the same name": {pod("StatefulSet", "web", "Running"), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := running(t)
			single := shop(t, 1, at(0, "tokyo"), at(1, "gke"))
			single.Single = true
			w, bag := s.plan(single)
			job := s.job(w, bag)
			job.Targets["tokyo"] = peopled{s.targets["tokyo"], "Pod", func() []object.Object { return []object.Object{c.pod} }}
			_, err := apply.Run(context.Background(), job)
			if waited := err != nil && strings.Contains(err.Error(), "1 pod(s) still run"); waited != c.counts {
				t.Errorf("%v", err)
			}
		})
	}
}
