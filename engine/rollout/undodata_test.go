package rollout_test

import (
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

// A person who is asked to move the data back from a side that has never run would
// copy nothing over everything.
func TestAnUndoAsksForDataBackOnlyFromASideThatHasRun(t *testing.T) {
	objects := []object.Object{volume("db"), deployment("db", 1)}
	move := rollout.Service{Name: "db", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(objects, "tokyo")}
	for stages, starts := range []string{"", "", "", "", "", "", "by the plan", "by the plan", "by the plan"} {
		s := sceneOf(t, "gke", "tokyo")
		s.made("gke", "db", objects...)
		r := build(t, s.input(move))
		s.runFirst(r, stages)
		back := undo(t, s, r, move)
		asks := slices.ContainsFunc(told(back.Work), func(line string) bool { return strings.Contains(line, "gate tokyo PersistentVolumeClaim/db") })
		if asks != (starts != "") {
			t.Errorf("after %d stages it asks for the data: %t\n%v", stages, asks, told(back.Work))
		}
		s.run(back)
		if n, _ := s.live["gke"][deployment("db", 1).Ref()].Copies(); n != 1 || s.live["tokyo"][deployment("db", 1).Ref()] != nil {
			t.Errorf("after %d stages and their undo %d copies run on gke, and tokyo has %v", stages, n, s.live["tokyo"][deployment("db", 1).Ref()])
		}
	}
}

func TestAnUndoAsksForDataOfASideThatSomebodyHasStarted(t *testing.T) {
	objects := []object.Object{volume("db"), deployment("db", 1)}
	move := rollout.Service{Name: "db", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(objects, "tokyo")}
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "db", objects...)
	r := build(t, s.input(move))
	s.runFirst(r, 5)
	ref := deployment("db", 1).Ref()
	started, err := s.live["tokyo"][ref].WithCopies(1)
	if err != nil {
		t.Fatal(err)
	}
	s.live["tokyo"][ref] = started
	back, err := rollout.Undo(s.input(move), rollout.Undoing{Plan: "sha256:x", Work: r.Work, Bag: r.Bag})
	if err != nil {
		return // refused: nobody can tell what the data on tokyo are worth
	}
	if !slices.ContainsFunc(told(back.Work), func(line string) bool { return strings.Contains(line, "gate tokyo PersistentVolumeClaim/db") }) {
		t.Errorf("it removes what somebody has started, and asks for no data: %v", told(back.Work))
	}
}
