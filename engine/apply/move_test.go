package apply_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
)

func TestAMoveAdoptsMakesSwitchesAndRemoves(t *testing.T) {
	s := running(t)
	w, bag := s.plan(shop(t, 2, at(1, "gke")))
	for _, st := range w.Stages {
		for _, x := range st.Steps {
			t.Log(st.Wave, x.ID, x.Kind, x.Site, x.Object, x.Objects, x.Why)
		}
	}
	out := s.run(s.job(w, bag))
	if out.Stopped != "" || out.Done != len(w.Stages) {
		t.Fatalf("%+v", out)
	}
	t.Log(s.writes("tokyo"), s.writes("gke"))
	got := s.servers["gke"].Object(object.Ref{Kind: "Deployment", Namespace: "shop", Name: "web"})
	if n, _ := got.Copies(); n != 3 {
		t.Errorf("the new side has %d copies, the old one had 3", n)
	}
	if diff := cmp.Diff(0, 0); diff != "" {
		t.Error(diff)
	}
}
