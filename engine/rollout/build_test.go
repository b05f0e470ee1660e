package rollout_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
)

// stays is a service that stays on gke, made of objects.
func stays(name string, objects ...object.Object) rollout.Service {
	return rollout.Service{Name: name, Namespace: "shop", Runs: []string{"gke"}, Stops: []rollout.Stop{on(0, "gke")}, Objects: everywhere(objects, "gke")}
}

func with(o object.Object, value any, path ...string) object.Object {
	out := o.Copy()
	m := map[string]any(out)
	for _, name := range path[:len(path)-1] {
		next, ok := m[name].(map[string]any)
		if !ok {
			next = map[string]any{}
			m[name] = next
		}
		m = next
	}
	m[path[len(path)-1]] = value
	return out
}

func TestWhatStaysIsMadeTakenOverChangedOrLeftAlone(t *testing.T) {
	for name, c := range map[string]struct {
		before func(*scene)
		want   []string
	}{
		"nothing is there": {func(*scene) {}, []string{"w0.1.1 create gke ConfigMap/web", "w0.2.1 create gke Deployment/web", "w0.3.1 wait gke Deployment/web"}},
		"all of it is nobody's": {func(s *scene) { s.put("gke", config("web", "1"), deployment("web", 2)) },
			[]string{"w0.1.1 adopt gke ConfigMap/web", "w0.2.1 adopt gke Deployment/web", "w0.3.1 wait gke Deployment/web"}},
		"all of it is berth's": {func(s *scene) { s.made("gke", "web", config("web", "1"), deployment("web", 2)) }, nil},
		"one field differs": {func(s *scene) { s.made("gke", "web", config("web", "0"), deployment("web", 2)) },
			[]string{"w0.1.1 update gke ConfigMap/web", "w0.2.1 wait gke Deployment/web"}},
		"one more is there": {func(s *scene) {
			s.made("gke", "web", config("web", "1"), config("old", "1"), deployment("web", 2), volume("old"), config("x", "1"), config("y", "1"))
			s.made("gke", "other", config("z", "1"))
		}, []string{"w0.1.1 delete gke ConfigMap/old", "w0.1.2 delete gke ConfigMap/x", "w0.1.3 delete gke ConfigMap/y"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			c.before(s)
			in := s.input(stays("web", config("web", "1"), deployment("web", 2)), stays("other", config("z", "1")))
			if !strings.Contains(name, "more") {
				in.Services = in.Services[:1]
			}
			in.AllowDelete = true
			if diff := cmp.Diff(c.want, told(build(t, in).Work)); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAServiceIsLeftAsAWhole(t *testing.T) {
	tracked := with(config("web", "0"), "shop", "metadata", "labels", "kustomize.toolkit.fluxcd.io/name")
	for name, c := range map[string]struct {
		before  func(*scene)
		service rollout.Service
		want    string
	}{
		"somebody keeps it": {func(s *scene) { s.put("gke", tracked) }, stays("web", config("web", "1"), deployment("web", 1)),
			"gke: ConfigMap shop/web: Flux (shop) keeps it, so berth does not touch it: let go of it there first, or take it out of the service's manifests"},
		"it is another service's": {func(s *scene) { s.made("gke", "other", config("web", "1"), config("other", "1")) }, stays("web", config("web", "1")),
			"gke: ConfigMap shop/web: it is part of service other, so berth does not touch it: let go of it there first, or take it out of the service's manifests"},
		"it has no objects": {func(*scene) {}, stays("web"), "there are no objects for it on gke: give the service a container or manifests"},
		"it lacks an image": {func(*scene) {}, rollout.Service{Name: "web", Namespace: "shop", Lacks: "it has no image"}, "it has no image"},
		"a selector differs": {func(s *scene) {
			s.made("gke", "web", with(deployment("web", 1), map[string]any{"app": "old"}, "spec", "selector", "matchLabels"))
		},
			stays("web", deployment("web", 1)),
			"gke: Deployment shop/web: cannot be changed in place (spec.selector: is {\"matchLabels\":{\"app\":\"old\"}}, will be {\"matchLabels\":{\"app\":\"web\"}}), and berth does not remove what serves to make it again: give it another name, so that the new one is there before the old one goes"},
		"it goes where no cluster is": {func(s *scene) { s.made("gke", "web", deployment("web", 1)) },
			rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "moon")}, Objects: everywhere([]object.Object{deployment("web", 1)}, "moon")},
			"it is to run on moon, which has no context: berth cannot write there; bring it up there by hand, or give the site a context"},
		"it runs where the plan does not know": {func(s *scene) { s.made("tokyo", "web", deployment("web", 1)) }, stays("web", deployment("web", 1)),
			"it runs on tokyo, and the plan counts on gke: correct runs_on and plan again"},
		"one of it is to run twice": {func(s *scene) { s.made("gke", "web", deployment("web", 1)) },
			rollout.Service{Name: "web", Namespace: "shop", Single: true, Stops: []rollout.Stop{on(0, "gke"), on(1, "gke", "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 1)}, "gke", "tokyo")},
			"only one of it may run, and the plan puts it on several sites"},
		"its switch is where no cluster is": {func(s *scene) { s.made("gke", "web", deployment("web", 1)) },
			rollout.Service{Name: "web", Namespace: "shop", Called: true, Route: &step.Route{Site: "moon", HTTPRoute: &object.Ref{Kind: "HTTPRoute", Namespace: "shop", Name: "web"}},
				Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 1)}, "tokyo")},
			"its switch is on moon, which has no context: berth cannot write there"},
		"its data are to be in two places": {func(s *scene) { s.made("gke", "web", deployment("web", 1), volume("web")) },
			rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "gke", "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 1), volume("web")}, "gke", "tokyo")},
			"it keeps data, and berth cannot split data between sites: place it on one"},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke", "tokyo")
			c.before(s)
			in := s.input(c.service, stays("other", config("other", "1")))
			in.AllowDelete = true
			r := build(t, in)
			want := step.Left{Service: "web", Why: c.want}
			got := step.Left{}
			for _, l := range r.Work.Left {
				if l.Service == "web" {
					got = l
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("left (-want +got):\n%s", diff)
			}
			for _, stage := range r.Work.Stages {
				for _, st := range stage.Steps {
					if st.Service == "web" {
						t.Errorf("step %s is about it all the same", st.ID)
					}
				}
			}
		})
	}
}

func TestWhatAPersonChangedIsTakenBackInSight(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", config("web", "1"))
	ref := config("web", "").Ref()
	edited := s.owned(config("web", "2"), "kubectl-edit", "Update")
	live := s.live["gke"][ref]
	live["data"].(map[string]any)["key"] = "2"
	meta := live["metadata"].(map[string]any)
	meta["managedFields"] = append(meta["managedFields"].([]any), edited.At("metadata", "managedFields").([]any)...)
	r := build(t, s.input(stays("web", config("web", "1"))))
	if len(r.Work.Stages) != 1 || r.Work.Stages[0].Steps[0].Kind != step.Adopt {
		t.Fatalf("steps: %v", told(r.Work))
	}
	st := r.Work.Stages[0].Steps[0]
	if diff := cmp.Diff([]string{"kubectl-edit"}, st.Managers); diff != "" {
		t.Errorf("managers (-want +got):\n%s", diff)
	}
	if len(r.Diags) != 1 || r.Diags[0].Code != rollout.CodeByHand {
		t.Errorf("nothing is said: %v", r.Diags)
	}
}

func TestAJobIsRemovedAndMadeAgainInTwoSteps(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", job("migrate", "app:1"))
	r := build(t, s.input(stays("web", job("migrate", "app:2"))))
	want := []string{"w0.1.1 delete gke Job/migrate", "w0.2.1 create gke Job/migrate", "w0.3.1 wait gke Job/migrate"}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.run(r)
}

func TestMissingNamespacesAreMadeFirst(t *testing.T) {
	s := sceneOf(t, "gke")
	s.names["gke"] = nil
	r := build(t, s.input(stays("web", config("web", "1"))))
	if diff := cmp.Diff([]string{"w0.1.1 create gke Namespace/shop", "w0.2.1 create gke ConfigMap/web"}, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestAnAutoscalersNumberIsNeverWritten(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", deployment("web", 2), scaler("web", 9))
	ref := deployment("web", 0).Ref()
	s.live["gke"][ref], _ = s.live["gke"][ref].WithCopies(7)
	if r := build(t, s.input(stays("web", deployment("web", 2), scaler("web", 9)))); len(r.Work.Stages) > 0 {
		t.Errorf("steps: %v", told(r.Work))
	}
	image := with(deployment("web", 2), []any{map[string]any{"name": "app", "image": "app:2"}}, "spec", "template", "spec", "containers")
	r := build(t, s.input(stays("web", image, scaler("web", 9))))
	st := r.Work.Stages[0].Steps[0]
	after, err := r.Bag.Get(st.After)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := after.Copies(); n != 7 || !st.Scaled {
		t.Errorf("%d copies would be written, and 7 run", n)
	}
}

func TestEverythingThatIsMissingIsNamedAtOnce(t *testing.T) {
	s := sceneOf(t, "gke")
	o := with(deployment("web", 1), []any{map[string]any{"name": "app", "image": "app:1", "envFrom": []any{
		map[string]any{"secretRef": map[string]any{"name": "keys"}}, map[string]any{"configMapRef": map[string]any{"name": "web"}},
		map[string]any{"configMapRef": map[string]any{"name": "none"}},
	}}}, "spec", "template", "spec", "containers")
	_, err := rollout.Build(s.input(stays("web", o, config("web", "1"))))
	var missing *rollout.Missing
	if !errors.As(err, &missing) {
		t.Fatalf("%v", err)
	}
	want := []string{"gke: Deployment shop/web needs ConfigMap shop/none", "gke: Deployment shop/web needs Secret shop/keys"}
	if diff := cmp.Diff(want, missing.What); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	s.names["gke"] = append(s.names["gke"], object.Ref{Kind: "Secret", Namespace: "shop", Name: "keys"}, object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "none"})
	build(t, s.input(stays("web", o, config("web", "1"))))
}

func TestNothingIsDeletedBecauseAnInputIsWrong(t *testing.T) {
	ten := func(s *scene) {
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			s.made("gke", "web", config(name, "1"))
		}
		s.made("gke", "other", deployment("other", 1))
	}
	for name, c := range map[string]struct {
		services []rollout.Service
		refused  bool
		deletes  int
	}{
		"no services":         {nil, true, 0},
		"a service is gone":   {[]rollout.Service{stays("other", deployment("other", 1))}, true, 0},
		"its folder is empty": {[]rollout.Service{stays("other", deployment("other", 1)), stays("web")}, false, 0},
		"it cannot be read":   {[]rollout.Service{stays("other", deployment("other", 1)), {Name: "web", Namespace: "shop", Lacks: "its folder cannot be read"}}, false, 0},
		"one object is gone":  {[]rollout.Service{stays("other", deployment("other", 1)), stays("web", config("a", "1"), config("b", "1"), config("c", "1"), config("d", "1"))}, false, 1},
		"two objects are":     {[]rollout.Service{stays("other", deployment("other", 1)), stays("web", config("a", "1"), config("b", "1"), config("c", "1"))}, true, 2},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			ten(s)
			in := s.input(c.services...)
			r, err := rollout.Build(in)
			if (err != nil) != c.refused {
				t.Fatalf("refused: %v", err)
			}
			if err == nil && deletions(r.Work) != c.deletes {
				t.Errorf("%v", told(r.Work))
			}
			in.AllowDelete = true
			if _, err = rollout.Build(in); err == nil != (len(c.services) > 0) {
				t.Errorf("allowed: %v", err)
			}
		})
	}
}

func TestTheOnlyWorkloadOfAServiceIsNotDeletedInSilence(t *testing.T) {
	for name, c := range map[string]struct {
		objects []object.Object
		refused bool
	}{
		"manifests have lost it":         {[]object.Object{config("a", "1")}, true},
		"it has another name by now":     {[]object.Object{config("a", "1"), deployment("web2", 2)}, false},
		"the manifests are as they were": {[]object.Object{config("a", "1"), deployment("web", 2)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			s.made("gke", "web", config("a", "1"), deployment("web", 2))
			s.made("gke", "other", config("b", "1"), config("c", "1"), config("d", "1"), config("e", "1"), deployment("other", 1))
			in := s.input(stays("web", c.objects...), stays("other", config("b", "1"), config("c", "1"), config("d", "1"), config("e", "1"), deployment("other", 1)))
			_, err := rollout.Build(in)
			var much *rollout.TooMuch
			if errors.As(err, &much) != c.refused || !c.refused && err != nil {
				t.Fatalf("refused: %v", err)
			}
			if c.refused && !slices.Contains(much.Last, "web") {
				t.Errorf("the last copy is not told: %v", much)
			}
		})
	}
}

func deletions(w *step.Work) (n int) {
	for _, stage := range w.Stages {
		for _, st := range stage.Steps {
			if st.Kind == step.Delete {
				n++
			}
		}
	}
	return n
}

func TestWhatOnlyLooksLikeBerthsIsTakenOverInAStepOfItsOwn(t *testing.T) {
	s := sceneOf(t, "gke")
	copied := object.Own(config("web", "1"), "web", record.SetID("", "shop"))
	s.put("gke", copied)
	want := []string{"w0.1.1 adopt gke ConfigMap/web"}
	if diff := cmp.Diff(want, told(build(t, s.input(stays("web", config("web", "1")))).Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestARenamedServiceKeepsItsObjects(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "old", deployment("web", 1))
	want := []string{"w0.1.1 adopt gke Deployment/web", "w0.2.1 wait gke Deployment/web"}
	if diff := cmp.Diff(want, told(build(t, s.input(stays("new", deployment("web", 1)))).Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestAContradictionBetweenSpecsAndClustersIsSaid(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("tokyo", "web", deployment("web", 1))
	one := stays("web", deployment("web", 1))
	one.Stops, one.Objects = []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, everywhere([]object.Object{deployment("web", 1)}, "tokyo")
	r := build(t, s.input(one))
	if len(r.Diags) != 1 || r.Diags[0].Code != rollout.CodeAway || len(r.Work.Stages) != 0 {
		t.Errorf("%v %v", r.Diags, told(r.Work))
	}
}

func TestServicesThatAreAbsentTogetherAreToldTogether(t *testing.T) {
	for n, want := range map[int][]string{
		3: {"a: is not where the specs say", "b: is not where the specs say", "c: is not where the specs say"},
		4: {"4 services are not where the specs say"},
	} {
		s := sceneOf(t, "gke", "tokyo")
		var services []rollout.Service
		for _, name := range []string{"a", "b", "c", "d"}[:n] {
			one := stays(name, deployment(name, 1))
			one.Runs = []string{"gke"}
			services = append(services, one)
		}
		services[n-1].Runs = []string{"tokyo"}
		var got []string
		r := build(t, s.input(services...))
		for _, d := range r.Diags {
			got = append(got, d.Summary)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d of them (-want +got):\n%s", n, diff)
		}
		if words := "on gke: a, b, c; on tokyo: d."; n == 4 && !strings.HasSuffix(r.Diags[0].Detail, words) {
			t.Errorf("it does not name them: %s", r.Diags[0].Detail)
		}
	}
}

func TestAStageSaysWhetherItMakesOrChanges(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", deployment("web", 1), config("web", "0"))
	newer := with(deployment("web", 1), int64(5), "spec", "minReadySeconds")
	r := build(t, s.input(
		stays("web", newer, config("web", "0"), service("web")), stays("api", deployment("api", 1), config("api", "0"), service("api")),
	))
	var got []string
	for _, stage := range r.Work.Stages {
		got = append(got, stage.What)
	}
	want := []string{"make configuration, claims and accounts", "make names and disruption budgets", "bring workloads up to date", "wait until everything is healthy"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stages (-want +got):\n%s", diff)
	}
}

func TestOnlyWhatWasNotBerthsLosesThat(t *testing.T) {
	s := sceneOf(t, "gke")
	s.made("gke", "web", deployment("web", 3))
	s.put("gke", config("web", "1"))
	ref := deployment("web", 3).Ref()
	s.live["gke"][ref] = s.owned(with(s.live["gke"][ref], int64(9), "spec", "minReadySeconds"), "kubectl-edit", "Update")
	r := build(t, s.input(stays("web", with(deployment("web", 3), int64(5), "spec", "minReadySeconds"), config("web", "1"))))
	got := map[string]string{}
	for _, stage := range r.Work.Stages {
		for _, st := range stage.Steps {
			if st.Kind == step.Adopt {
				got[st.Object.Kind] = st.Loses
			}
		}
	}
	if diff := cmp.Diff(map[string]string{"Deployment": "", "ConfigMap": "it becomes berth's and stays so"}, got); diff != "" {
		t.Errorf("what is lost (-want +got):\n%s", diff)
	}
}

func TestASecretInTheClearIsRefused(t *testing.T) {
	s := sceneOf(t, "gke")
	secret := object.Object{"apiVersion": "v1", "kind": "Secret", "metadata": map[string]any{"name": "web", "namespace": "shop"}, "data": map[string]any{"key": "Y2FuYXJ5"}}
	_, err := rollout.Build(s.input(stays("web", secret)))
	if err == nil || strings.Contains(err.Error(), "Y2FuYXJ5") {
		t.Errorf("%v", err)
	}
}

func TestTwoSitesAreNeverOneCluster(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	in := s.input(stays("web", config("web", "1")))
	in.Clusters[1].UID = in.Clusters[0].UID
	if _, err := rollout.Build(in); err == nil {
		t.Error("accepted")
	}
}

func TestServicesInEachOthersWayAreNamedBoth(t *testing.T) {
	s := sceneOf(t, "gke")
	_, err := rollout.Build(s.input(stays("one", config("web", "1")), stays("two", config("web", "1"))))
	if err == nil || err.Error() != "gke: ConfigMap shop/web: services one and two both make it: leave it to one of them" {
		t.Error(err)
	}
}

func TestSharesThatAreNotAllOfAServiceAreRefused(t *testing.T) {
	s := sceneOf(t, "gke")
	one := stays("web", config("web", "1"))
	one.Stops[0].Shares[0].Thousandths = 999
	if _, err := rollout.Build(s.input(one)); err == nil {
		t.Error("accepted")
	}
}
