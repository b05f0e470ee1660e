package rollout_test

import (
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
	"berth.dev/engine/step"
	"github.com/google/go-cmp/cmp"
)

func web() []object.Object {
	return []object.Object{config("web", "1"), deployment("web", 2), service("web")}
}

func TestAServiceMovesMakeBeforeBreak(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", web()...)
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Runs: []string{"gke"}, Called: true, DrainSeconds: 30,
		Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(web(), "gke", "tokyo")}))
	want := []string{
		"w0.1.1 adopt gke ConfigMap/web",
		"w0.1.2 adopt gke Deployment/web",
		"w0.1.3 adopt gke Service/web",
		"w1.1.1 create tokyo ConfigMap/web",
		"w1.2.1 create tokyo Service/web",
		"w1.3.1 create tokyo Deployment/web like gke",
		"w1.4.1 wait tokyo Deployment/web",
		"w1.5.1 gate ",
		"w1.6.1 drain gke Deployment/web",
		"w1.7.1 callers gke Service/web",
		"w1.8.1 delete gke Deployment/web",
		"w1.9.1 delete gke Service/web",
		"w1.10.1 delete gke ConfigMap/web",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.run(r)
	if len(s.live["gke"]) != 0 || len(s.live["tokyo"]) != 3 {
		t.Errorf("%d objects are on gke and %d on tokyo", len(s.live["gke"]), len(s.live["tokyo"]))
	}
}

func TestWhatMayRunOnlyOnceStopsBeforeItStartsElsewhere(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", web()...)
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Single: true,
		Stops: []rollout.Stop{on(0, "gke"), on(2, "tokyo")}, Objects: everywhere(web(), "tokyo")}))
	want := []string{
		"w2.1.1 create tokyo ConfigMap/web",
		"w2.2.1 create tokyo Service/web",
		"w2.3.1 scale gke Deployment/web to 0",
		"w2.4.1 wait gke Deployment/web gone",
		"w2.5.1 create tokyo Deployment/web",
		"w2.6.1 wait tokyo Deployment/web",
		"w2.7.1 callers gke Service/web",
		"w2.8.1 delete gke Deployment/web",
		"w2.9.1 delete gke Service/web",
		"w2.10.1 delete gke ConfigMap/web",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestDataAreMovedByAPersonWhileNothingRuns(t *testing.T) {
	objects := []object.Object{volume("db"), deployment("db", 1)}
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "db", objects...)
	r := build(t, s.input(rollout.Service{Name: "db", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(objects, "tokyo")}))
	want := []string{
		"w1.1.1 create tokyo PersistentVolumeClaim/db",
		"w1.2.1 create tokyo Deployment/db",
		"w1.3.1 scale gke Deployment/db to 0",
		"w1.4.1 wait gke Deployment/db gone",
		"w1.5.1 gate gke PersistentVolumeClaim/db",
		"w1.6.1 scale tokyo Deployment/db to 1",
		"w1.7.1 wait tokyo Deployment/db",
		"w1.8.1 delete gke Deployment/db",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.run(r)
	if s.live["gke"][volume("db").Ref()] == nil {
		t.Error("the claim is gone")
	}
}

func TestAHybridKeepsItsOldSide(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", deployment("web", 6))
	route := &step.Route{HTTPRoute: &object.Ref{Kind: "HTTPRoute", Name: "web", Namespace: "shop"}, Site: "gke", Ramp: []int64{50, 100},
		Weights: []step.Weight{{Site: "gke", Backend: "web-gke"}, {Site: "tokyo", Backend: "web-tokyo"}}}
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true, Route: route,
		Stops:   []rollout.Stop{on(0, "gke"), on(1, "gke", "tokyo")},
		Objects: map[string][]object.Object{"gke": {deployment("web", 3)}, "tokyo": {deployment("web", 3)}}}))
	want := []string{
		"w1.1.1 create tokyo Deployment/web",
		"w1.2.1 wait gke Deployment/web",
		"w1.2.2 wait tokyo Deployment/web",
		"w1.3.1 switch gke",
		"w1.4.1 scale gke Deployment/web to 3",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestCallersOfAHybridThatStaysAreLeftAlone(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	web := []object.Object{deployment("web", 3)}
	s.made("gke", "web", web...)
	s.made("tokyo", "web", web...)
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true, Objects: everywhere(web, "gke", "tokyo"),
		Stops: []rollout.Stop{{Wave: 0, Shares: []rollout.Share{{Site: "gke", Thousandths: 30}, {Site: "tokyo", Thousandths: 970}}}}}))
	if diff := cmp.Diff([]string(nil), told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestWhatSomebodyElseKeepsIsRemovedByItsOwner(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	kept := deployment("web", 2)
	kept["metadata"].(map[string]any)["annotations"] = map[string]any{"argocd.argoproj.io/tracking-id": "shop:apps/Deployment:shop/web"}
	s.put("gke", kept)
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 2)}, "gke", "tokyo")}))
	want := []string{
		"w1.1.1 create tokyo Deployment/web like gke",
		"w1.2.1 wait tokyo Deployment/web",
		"w1.3.1 gate gke Deployment/web",
		"w1.4.1 wait gke Deployment/web gone",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestASiteWithoutAClusterIsLeftByAPerson(t *testing.T) {
	s := sceneOf(t, "tokyo")
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Runs: []string{"rack"}, Called: true, Stops: []rollout.Stop{on(0, "rack"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 2)}, "tokyo")}))
	want := []string{"w1.1.1 create tokyo Deployment/web", "w1.2.1 wait tokyo Deployment/web", "w1.3.1 gate ", "w1.4.1 gate rack"}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestAParkedServiceMovesTwice(t *testing.T) {
	s := sceneOf(t, "a", "b", "c")
	s.made("a", "web", deployment("web", 1))
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Stops: []rollout.Stop{on(0, "a"), on(1, "b"), on(3, "c")}, Objects: everywhere([]object.Object{deployment("web", 1)}, "b", "c")}))
	want := []string{
		"w1.1.1 create b Deployment/web like a", "w1.2.1 wait b Deployment/web", "w1.3.1 delete a Deployment/web",
		"w3.1.1 create c Deployment/web like b", "w3.2.1 wait c Deployment/web", "w3.3.1 delete b Deployment/web",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	s.run(r)
}

func TestAFolderIsDeliveredToInTheSameOrder(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.put("gke", web()...)
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Delivery: "gitops", Folder: "deploy/web", Called: true, Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere(web(), "gke", "tokyo")}))
	want := []string{
		"w1.1.1 deliver tokyo ConfigMap/web Deployment/web Service/web",
		"w1.2.1 gate ",
		"w1.3.1 callers gke Service/web",
		"w1.4.1 deliver gke ConfigMap/web Deployment/web Service/web gone",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// routeOf is a route that sends callers by these weights.
func routeOf(gke, tokyo int64) object.Object {
	return object.Object{"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
		"metadata": map[string]any{"name": "web", "namespace": "shop", "uid": "00000000-0000-4000-8000-00000000aaaa"},
		"spec": map[string]any{"rules": []any{map[string]any{"backendRefs": []any{
			map[string]any{"name": "web-tokyo", "weight": tokyo}, map[string]any{"name": "web-gke", "weight": gke}, map[string]any{"name": "canary", "weight": int64(7)},
		}}}}}
}

func TestARouteIsAskedWhereCallersGo(t *testing.T) {
	route := &step.Route{HTTPRoute: &object.Ref{Kind: "HTTPRoute", Name: "web", Namespace: "shop"}, Site: "gke",
		Weights: []step.Weight{{Site: "gke", Backend: "web-gke"}, {Site: "tokyo", Backend: "web-tokyo"}}}
	tests := []struct {
		name       string
		gke, tokyo int64
		want       []step.Weight
	}{
		{"they go where they are to go", 30, 970, nil},
		{"in other units", 3, 97, nil},
		{"as the specs have it", 1, 0, []step.Weight{{Site: "gke", Backend: "web-gke", Before: 1000, After: 30}, {Site: "tokyo", Backend: "web-tokyo", After: 970}}},
		{"somewhere else", 250, 750, []step.Weight{{Site: "gke", Backend: "web-gke", Before: 250, After: 30}, {Site: "tokyo", Backend: "web-tokyo", Before: 750, After: 970}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sceneOf(t, "gke", "tokyo")
			web := []object.Object{deployment("web", 3)}
			s.made("gke", "web", web...)
			s.made("tokyo", "web", web...)
			way := routeOf(tt.gke, tt.tokyo)
			s.live["gke"][way.Ref()] = way
			r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true, Route: route, Objects: everywhere(web, "gke", "tokyo"),
				Stops: []rollout.Stop{on(0, "gke"), {Wave: 1, Shares: []rollout.Share{{Site: "gke", Thousandths: 30}, {Site: "tokyo", Thousandths: 970}}}}}))
			var got []step.Weight
			for _, stage := range r.Work.Stages {
				for _, st := range stage.Steps {
					if st.Kind != step.Switch {
						t.Errorf("want no step but a switch, got %s: %s", st.Kind, st.Why)
						continue
					}
					got = append(got, st.Route.Weights...)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("weights (-want +got):\n%s", diff)
			}
		})
	}
}

func TestServicesThatShareAFolderHaveFilesOfTheirOwn(t *testing.T) {
	s := sceneOf(t, "gke")
	var in []rollout.Service
	for _, name := range []string{"api", "web"} {
		in = append(in, rollout.Service{Name: name, Namespace: "shop", Delivery: "gitops", Folder: "deploy",
			Stops: []rollout.Stop{on(0, "gke")}, Objects: everywhere([]object.Object{deployment(name, 2)}, "gke")})
	}
	var folders []string
	for _, st := range build(t, s.input(in...)).Work.Stages[0].Steps {
		folders = append(folders, st.Folder)
	}
	if diff := cmp.Diff([]string{"deploy/gke/api", "deploy/gke/web"}, folders); diff != "" {
		t.Errorf("folders (-want +got):\n%s", diff)
	}
}

func TestTheSiteThatRemainsServesForBothUntilCallersHaveMoved(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("gke", "web", deployment("web", 3))
	s.made("tokyo", "web", deployment("web", 2))
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true,
		Stops: []rollout.Stop{on(0, "gke", "tokyo"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 4)}, "gke", "tokyo")}))
	want := []string{
		"w1.1.1 update tokyo Deployment/web", "w1.2.1 wait tokyo Deployment/web", "w1.3.1 gate ",
		"w1.4.1 scale tokyo Deployment/web to 4", "w1.5.1 delete gke Deployment/web",
	}
	if diff := cmp.Diff(want, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	after, err := r.Bag.Get(r.Work.Stages[0].Steps[0].After)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := after.Copies(); n != 5 {
		t.Errorf("%d copies are to serve what 5 do", n)
	}
}

func TestCallersThatHaveMovedAreNotSentAgain(t *testing.T) {
	s := sceneOf(t, "gke", "tokyo")
	s.made("tokyo", "web", deployment("web", 2))
	s.made("gke", "web", service("web")) // a run was cut off while it removed the old side
	r := build(t, s.input(rollout.Service{Name: "web", Namespace: "shop", Called: true, Stops: []rollout.Stop{on(0, "gke"), on(1, "tokyo")}, Objects: everywhere([]object.Object{deployment("web", 2)}, "gke", "tokyo")}))
	if diff := cmp.Diff([]string{"w1.1.1 delete gke Service/web"}, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
