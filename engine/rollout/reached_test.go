package rollout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/rollout"
)

// runFirst carries the first stages of a plan out, as before it was given up.
func (s *scene) runFirst(r *rollout.Result, stages int) {
	for _, stage := range r.Work.Stages[:stages] {
		for _, st := range stage.Steps {
			s.play(st, r.Bag)
		}
	}
	s.plans++
}

func TestAnUndoTakesBackOnlyWhatAPlanCameTo(t *testing.T) {
	move := rollout.Service{Name: "web", Namespace: "shop", Runs: []string{"gke"}, Called: true,
		Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(web(), "gke", "tokyo")}
	hybrid := move
	hybrid.Stops = []rollout.Stop{on(0, "gke"), split(1, 406)}
	check := "callers of web go nowhere but to gke"
	for name, c := range map[string]struct {
		service rollout.Service
		stages  int
		gate    string
		want    int
	}{
		"a move before anything":                       {move, 0, "", 0},
		"a move that made a part":                      {move, 2, "", 2},
		"a move that a person may have begun to do":    {move, 4, check, 3},
		"a hybrid that a person may have begun to do":  {hybrid, 4, check, 3},
		"a hybrid whose callers a person has sent on":  {hybrid, 5, "callers of web go from gke (40.6 %) and tokyo (59.4 %) to gke", 3},
		"a move whose callers a person has sent on":    {move, 5, "callers of web go from tokyo to gke", 3},
		"a move of which nothing but callers was done": {move, 6, "callers of web go from tokyo to gke", 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke", "tokyo")
			s.made("gke", "web", web()...)
			r := build(t, s.input(c.service))
			s.runFirst(r, min(c.stages, len(r.Work.Stages)))
			back := undo(t, s, r, c.service)
			gate, deleted := "", 0
			for _, stage := range back.Work.Stages {
				for _, st := range stage.Steps {
					switch st.Kind {
					case "gate":
						gate = st.Why
					case "delete":
						deleted++
					case "create", "adopt":
						t.Errorf("it makes what was there all the time: %s", st.ID)
					}
				}
			}
			if deleted != c.want {
				t.Errorf("%d deletions of %d: %v", deleted, c.want, told(back.Work))
			}
			if diff := cmp.Diff(c.gate, strings.TrimPrefix(gate, "no switch is declared: see to it that ")); diff != "" {
				t.Errorf("what it asks (-want +got):\n%s", diff)
			}
			if len(back.Diags) > 0 {
				t.Errorf("it tells of losses that never were: %v", back.Diags)
			}
		})
	}
}

func TestAnUndoTellsOfLossesOfStepsThatWereDone(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", config("free", "0"), config("other", "0"))
	r := build(t, s.input(stays("web", config("free", "1")), stays("more", config("other", "1"))))
	s.play(r.Work.Stages[0].Steps[0], r.Bag)
	if diags := undo(t, s, r).Diags; len(diags) != 1 {
		t.Errorf("one of two objects was taken over, and it tells: %v", diags)
	}
}
