package rollout_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// scaleByHand sets copies as kubectl scale does: by way of a subresource, which takes
// the field from whoever had it.
func (s *scene) scaleByHand(site string, ref object.Ref, n int64) {
	live, err := s.live[site][ref].WithCopies(n)
	if err != nil {
		s.fail("%v", err)
	}
	entries := live.At("metadata", "managedFields").([]any)
	for _, e := range entries {
		fields := e.(map[string]any)["fieldsV1"].(map[string]any)["f:spec"].(map[string]any)
		delete(fields, "f:replicas")
	}
	live["metadata"].(map[string]any)["managedFields"] = append(entries, map[string]any{
		"manager": "kubectl", "operation": "Update", "subresource": "scale", "apiVersion": "apps/v1", "fieldsType": "FieldsV1",
		"fieldsV1": map[string]any{"f:spec": map[string]any{"f:replicas": map[string]any{}}},
	})
	s.live[site][ref] = live
}

func TestCopiesThatAPersonSetAreTakenBackInSight(t *testing.T) {
	web := deployment("web", 3)
	newer := deployment("web", 3)
	newer.PodTemplate()["spec"].(map[string]any)["containers"] = []any{map[string]any{"name": "app", "image": "app:2"}}
	for name, c := range map[string]struct {
		make func(*scene)
		want object.Object
		told []string
	}{
		"of berth's own":            {func(s *scene) { s.made("gke", "web", web) }, web, []string{"w0.1.1 scale gke Deployment/web to 3"}},
		"with another change":       {func(s *scene) { s.made("gke", "web", web) }, newer, []string{"w0.1.1 update gke Deployment/web", "w0.2.1 wait gke Deployment/web", "w0.3.1 scale gke Deployment/web to 3"}},
		"of what is to be taken in": {func(s *scene) { s.put("gke", web) }, web, []string{"w0.1.1 adopt gke Deployment/web", "w0.2.1 wait gke Deployment/web", "w0.3.1 scale gke Deployment/web to 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			c.make(s)
			s.scaleByHand("gke", web.Ref(), 5)
			r := build(t, s.input(stays("web", c.want)))
			if diff := cmp.Diff(c.told, told(r.Work)); diff != "" || len(r.Work.Left) > 0 {
				t.Errorf("steps (-want +got), left %v:\n%s", r.Work.Left, diff)
			}
			if !slices.ContainsFunc(r.Work.Stages, func(stage step.Stage) bool {
				return stage.Steps[0].Why == "takes back from kubectl: its copies were set by hand"
			}) {
				t.Error("no step says from whom it takes them back")
			}
			s.run(r)
			if n := s.copies("gke", web.Ref()); n != 3 {
				t.Errorf("%d copies", n)
			}
		})
	}
}

func TestCopiesThatAControllerSetAreLeftToIt(t *testing.T) {
	s := sceneOf(t, "gke")
	web := deployment("web", 3)
	s.made("gke", "web", web)
	s.scaleByHand("gke", web.Ref(), 5)
	entries := s.live["gke"][web.Ref()].At("metadata", "managedFields").([]any)
	entries[len(entries)-1].(map[string]any)["manager"] = "kube-controller-manager"
	r := build(t, s.input(stays("web", web)))
	if len(r.Work.Stages) != 0 || len(r.Work.Left) != 1 {
		t.Errorf("steps %v, left %v", told(r.Work), r.Work.Left)
	}
}

func TestAnUndoOfANumberOfCopiesRemovesNothing(t *testing.T) {
	s := sceneOf(t, "gke")
	web := deployment("web", 3)
	s.made("gke", "web", web, config("web", "1"))
	s.scaleByHand("gke", web.Ref(), 5)
	stay := stays("web", web, config("web", "1"))
	r := build(t, s.input(stay))
	s.run(r)
	back, err := rollout.Undo(s.input(stay), rollout.Undoing{Plan: "sha256:x", Work: r.Work, Bag: r.Bag})
	if err != nil {
		t.Fatal(err)
	}
	if len(back.Work.Stages) != 0 {
		t.Errorf("steps: %v", told(back.Work))
	}
}
