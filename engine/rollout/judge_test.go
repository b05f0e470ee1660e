package rollout_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// only is the work's one step of a kind.
func only(t *testing.T, r *rollout.Result, kind step.Kind) step.Step {
	t.Helper()
	for _, stage := range r.Work.Stages {
		for _, st := range stage.Steps {
			if st.Kind == kind {
				return st
			}
		}
	}
	t.Fatalf("no step of kind %s in %v", kind, told(r.Work))
	return step.Step{}
}

func TestAStepIsReadyDoneOrStale(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", config("web", "0"))
	s.put("gke", config("free", "1"))
	r := build(t, s.input(stays("web", config("web", "1"), config("free", "1"), config("new", "1"))))
	update, adopt, create := only(t, r, step.Update), only(t, r, step.Adopt), only(t, r, step.Create)
	before, free := s.live["gke"][*update.Object], s.live["gke"][*adopt.Object]
	s.run(r)
	after := s.live["gke"][*update.Object]
	for name, c := range map[string]struct {
		step  step.Step
		live  object.Object
		state rollout.State
		why   string
	}{
		"as it was":                      {update, before, rollout.Ready, ""},
		"as it is to be":                 {update, after, rollout.Done, ""},
		"gone":                           {update, nil, rollout.Stale, "ConfigMap shop/web: is gone"},
		"another of its name":            {update, with(before, "u2", "metadata", "uid"), rollout.Stale, "another object has its name: its UID is u2"},
		"changed":                        {update, with(before, "7", "data", "key"), rollout.Stale, "data.key was 0, is 7"},
		"kept by somebody":               {update, with(before, "x", "metadata", "labels", "argocd.argoproj.io/instance"), rollout.Stale, "argocd.argoproj.io/instance was not there, is x"},
		"with others' notes":             {update, with(before, "x", "metadata", "annotations", "note"), rollout.Ready, ""},
		"at another version":             {update, with(before, "77", "metadata", "resourceVersion"), rollout.Ready, ""},
		"on its way out":                 {update, with(before, "2026-03-02T08:00:00Z", "metadata", "deletionTimestamp"), rollout.Stale, "is being deleted"},
		"made and on its way out":        {create, with(s.live["gke"][*create.Object], "2026-03-02T08:00:00Z", "metadata", "deletionTimestamp"), rollout.Stale, "is being deleted"},
		"not there":                      {create, nil, rollout.Ready, ""},
		"made":                           {create, s.live["gke"][*create.Object], rollout.Done, ""},
		"made by somebody":               {create, config("new", "1"), rollout.Stale, "it is not berth's"},
		"made and changed":               {create, with(s.live["gke"][*create.Object], "7", "data", "key"), rollout.Stale, "with other content: data.key"},
		"free":                           {adopt, free, rollout.Ready, ""},
		"taken over":                     {adopt, s.live["gke"][*adopt.Object], rollout.Done, ""},
		"free, and kept by somebody now": {adopt, with(free, "x", "metadata", "annotations", "meta.helm.sh/release-name"), rollout.Stale, "release-name"},
	} {
		t.Run(name, func(t *testing.T) {
			state, why := rollout.Judge(c.step, c.live, r.Bag)
			if state != c.state || !strings.Contains(why, c.why) || (why == "") != (c.why == "") {
				t.Errorf("%s: %s", state, why)
			}
		})
	}
}

func TestAStaleStepNamesWhoOwnsTheFieldNow(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", config("web", "0"))
	r := build(t, s.input(stays("web", config("web", "1"))))
	update := only(t, r, step.Update)
	edited := with(s.live["gke"][*update.Object], "7", "data", "key")
	meta := edited["metadata"].(map[string]any)
	meta["managedFields"] = append(meta["managedFields"].([]any), map[string]any{
		"manager": "kubectl-edit", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
		"fieldsV1": map[string]any{"f:data": map[string]any{"f:key": map[string]any{}}},
	})
	_, why := rollout.Judge(update, edited, r.Bag)
	if want := "data.key was 0, is 7 (kubectl-edit's)"; !strings.Contains(why, want) {
		t.Errorf("%q is not in %q", want, why)
	}
}

func TestARemovalExpectsTheWholeObject(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", deployment("web", 2))
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 2)}, "tokyo")}))
	s.play(only(t, r, step.Adopt), r.Bag)
	st := only(t, r, step.Delete)
	live := s.live["gke"][*st.Object]
	image := []any{map[string]any{"name": "app", "image": "app:2"}}
	for name, c := range map[string]struct {
		live  object.Object
		state rollout.State
	}{
		"as it was":           {live, rollout.Ready},
		"gone":                {nil, rollout.Done},
		"scaled":              {with(live, int64(9), "spec", "replicas"), rollout.Ready},
		"with a note":         {with(live, "x", "metadata", "annotations", "note"), rollout.Ready},
		"another image":       {with(live, image, "spec", "template", "spec", "containers"), rollout.Stale},
		"not berth's":         {with(live, "x", "metadata", "labels", object.LabelService), rollout.Stale},
		"another of its name": {with(live, "u2", "metadata", "uid"), rollout.Stale},
	} {
		if state, why := rollout.Judge(st, c.live, r.Bag); state != c.state {
			t.Errorf("%s: %s %s", name, state, why)
		}
	}
}

func TestARemovalDoesNotTakeAlongWhatAPersonHasAdded(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", config("web", "0"), deployment("web", 2))
	objects := []object.Object{config("web", "0"), deployment("web", 2)}
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(objects, "tokyo")}))
	var remove step.Step
	for _, stage := range r.Work.Stages {
		for _, st := range stage.Steps {
			if st.Kind == step.Adopt {
				s.play(st, r.Bag)
			}
			if st.Kind == step.Delete && st.Object.Kind == "ConfigMap" {
				remove = st
			}
		}
	}
	live := s.live["gke"][*remove.Object]
	if state, why := rollout.Judge(remove, live, r.Bag); state != rollout.Ready {
		t.Fatalf("%s: %s", state, why)
	}
	for manager, want := range map[string]rollout.State{"kubectl-edit": rollout.Stale, "reload-controller": rollout.Ready} {
		edited := with(live, "7", "data", "added")
		meta := edited["metadata"].(map[string]any)
		meta["managedFields"] = append(slices.Clone(meta["managedFields"].([]any)), map[string]any{
			"manager": manager, "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
			"fieldsV1": map[string]any{"f:data": map[string]any{"f:added": map[string]any{}}},
		})
		if state, why := rollout.Judge(remove, edited, r.Bag); state != want || want == rollout.Stale && !strings.Contains(why, "data.added") {
			t.Errorf("%s: %s %s", manager, state, why)
		}
	}
}

func TestEverythingThatHasChangedIsNamed(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", config("web", "0"), config("two", "0"))
	r := build(t, s.input(stays("web", config("web", "1"), config("two", "1"))))
	ref := config("web", "").Ref()
	s.live["gke"][ref] = with(s.live["gke"][ref], "7", "data", "key")
	now := s.clusters()
	now[1].UID, now[0].Record.Generation = "other", 3
	none := func(step.Step) bool { return false }
	want := []rollout.Change{
		{Site: "gke", What: "site gke: 3 plans were finished on it, and there were 0 when this one was made"},
		{Site: "tokyo", What: "site tokyo: context ctx-tokyo is another cluster now: its UID is other, and the plan was made for uid-tokyo"},
		{Step: "w0.1.2", Site: "gke", What: "gke: ConfigMap shop/web: has changed since the plan was made: data.key was 0, is 7"},
	}
	if diff := cmp.Diff(want, rollout.Changes(r.Work, r.Bag, now, none)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	all := func(step.Step) bool { return true }
	if got := rollout.Changes(r.Work, r.Bag, s.clusters(), all); len(got) > 0 {
		t.Errorf("finished steps are compared: %v", got)
	}
}

func TestASecretsValuesAreNeverTold(t *testing.T) {
	secret := func(v string) object.Object {
		return object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "web", "namespace": "shop"}, "data": map[string]any{"key": object.SealedPrefix + v}}
	}
	s := sceneOf(t, "gke")
	s.made("gke", "web", secret("aaaa"))
	r := build(t, s.input(stays("web", secret("bbbb"))))
	st := only(t, r, step.Update)
	_, why := rollout.Judge(st, with(s.live["gke"][*st.Object], object.SealedPrefix+"cccc", "data", "key"), r.Bag)
	if !strings.Contains(why, "data.key is another value") {
		t.Errorf("it says %q", why)
	}
	for _, value := range []string{"aaaa", "bbbb", "cccc"} {
		if strings.Contains(why+st.Why, value) {
			t.Errorf("%s is told in %q", value, why+st.Why)
		}
	}
}
