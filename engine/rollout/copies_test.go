package rollout_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

func TestWhatAnAutoscalerScalesIsRaisedBeforeCallersCome(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", deployment("web", 6), scaler("web", 9))
	s.made("tokyo", "web", deployment("web", 2), scaler("web", 9))
	in := s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true,
		Stops:   []rollout.Stop{on(0, "gke", "tokyo"), on(1, "tokyo")},
		Objects: everywhere([]object.Object{deployment("web", 2), scaler("web", 9)}, "gke", "tokyo")})
	r := build(t, in)
	want := []string{
		"w1.1.1 scale tokyo Deployment/web to 8", "w1.2.1 wait tokyo Deployment/web", "w1.3.1 gate ",
		"w1.4.1 delete gke HorizontalPodAutoscaler/web", "w1.5.1 delete gke Deployment/web",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if len(r.Diags) != 1 || r.Diags[0].Code != rollout.CodeRaised {
		t.Errorf("said: %v", r.Diags)
	}
	back, err := rollout.Undo(in, rollout.Undoing{Plan: "sha256:x", Work: r.Work, Bag: r.Bag})
	if err != nil || len(back.Work.Stages) != 0 {
		t.Errorf("an undo of what has not begun does %v, %v", back, err)
	}
	s.run(r)
	if n := s.copies("tokyo", deployment("web", 2).Ref()); n != 8 {
		t.Errorf("%d copies serve what 8 did", n)
	}
}

func TestANewSideHasCopiesForItsShareOfCallers(t *testing.T) {
	for name, c := range map[string]struct {
		most    int64
		created int64
		lowered bool
	}{"fixed": {0, 3, true}, "scaled": {9, 3, false}} {
		t.Run(name, func(t *testing.T) {
			objects := []object.Object{deployment("web", 2)}
			if c.most > 0 {
				objects = append(objects, scaler("web", c.most))
			}
			s := sceneOf(t, "gke", "tokyo")
			s.made("gke", "web", deployment("web", 5))
			if c.most > 0 {
				s.made("gke", "web", scaler("web", c.most))
			}
			r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true, Objects: everywhere(objects, "gke", "tokyo"),
				Stops: []rollout.Stop{on(0, "gke"), split(1, 406)}}))
			lowered := false
			for _, stage := range r.Work.Stages {
				for _, st := range stage.Steps {
					if st.Site != "tokyo" || st.Object == nil || st.Object.Kind != "Deployment" {
						continue
					}
					lowered = lowered || st.Copies == 2
					if st.After == "" {
						continue
					}
					after, err := r.Bag.Get(st.After)
					if err != nil {
						t.Fatal(err)
					}
					if n, _ := after.Copies(); n != c.created {
						t.Errorf("%d copies are made", n)
					}
				}
			}
			if lowered != c.lowered {
				t.Errorf("steps: %v", told(r.Work))
			}
		})
	}
}
