package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/target"
)

// admitting is a cluster that writes requests into every pod template that it takes,
// as Autopilot does.
type admitting struct{ target.Target }

func admitted(o object.Object) object.Object {
	if o.Ref().Kind != "Deployment" || o.PodTemplate() == nil {
		return o
	}
	out := o.Copy()
	containers, _ := object.Object(out.PodTemplate()).At("spec", "containers").([]any)
	for _, c := range containers {
		m, _ := c.(map[string]any)
		m["resources"] = map[string]any{"requests": map[string]any{"cpu": "250m"}}
	}
	return out
}

func (a admitting) Create(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return a.Target.Create(ctx, admitted(o), w)
}

func (a admitting) Apply(ctx context.Context, o object.Object, w target.Write) (object.Object, error) {
	return a.Target.Apply(ctx, admitted(o), w)
}

func TestWhatTheClusterChangesIsToldAndKnownAgain(t *testing.T) {
	points := 0
	for n := 1; ; n++ {
		s, w, bag := moving(t)
		g := watch(s, []object.Ref{web}, nil)
		job := s.job(w, bag)
		job.Targets["gke"] = admitting{job.Targets["gke"]}
		life := s.targets["gke"].life
		life.begin(n)
		_, _ = apply.Run(context.Background(), job)
		died, where := !life.alive(), life.at
		life.begin(0)
		if !strings.Contains(where, "Deployment") && died {
			continue // only what comes around the Deployment is of interest here
		}
		points++
		if _, err := apply.Run(context.Background(), job); err != nil {
			t.Fatalf("killed %s: %v", where, err)
		}
		if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
			t.Fatalf("killed %s: %s", where, diff)
		}
		s.moved(t)
		if died {
			continue
		}
		told := strings.Join(s.told(apply.Changed), "\n")
		if !strings.Contains(told, "resources") {
			t.Errorf("the change is not told: %q", told)
		}
		break
	}
	if points < 4 {
		t.Errorf("killed at %d points only", points)
	}
}

func TestTheGuardOfTheseTestsSeesWhatIsWrong(t *testing.T) {
	ctx := context.Background()
	s := running(t)
	g := watch(s, []object.Ref{web}, nil)
	tokyo := s.targets["tokyo"]
	if _, err := tokyo.Create(ctx, parse(t, configOf("stray")), target.Write{}); err != nil {
		t.Fatal(err)
	}
	if err := tokyo.Delete(ctx, web, target.Only{}); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"tokyo: create ConfigMap shop/stray-config: made, and no set names it",
		"tokyo: delete Deployment shop/web: removed, and it was not berth's",
		"tokyo: delete Deployment shop/web: no side of Deployment shop/web runs",
	}
	if diff := cmp.Diff(want, g.found); diff != "" {
		t.Error(diff)
	}
}
