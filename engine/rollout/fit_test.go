package rollout_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

func closing(name string) object.Object {
	return object.Object{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": map[string]any{"name": name, "namespace": "shop"},
		"spec": map[string]any{"podSelector": map[string]any{"matchLabels": map[string]any{"app": name}}, "policyTypes": []any{"Ingress"}}}
}

func codes(r *rollout.Result) (out []string) {
	for _, d := range r.Diags {
		out = append(out, d.Code)
	}
	return out
}

func TestWhatRunsGetsNoNetworkPolicyThatNobodyWrote(t *testing.T) {
	for name, c := range map[string]struct {
		before  func(*scene)
		derived bool
		made    bool
		said    bool
	}{
		"it is taken over":        {func(s *scene) { s.put("gke", deployment("web", 2)) }, true, false, true},
		"it was taken over":       {func(s *scene) { s.made("gke", "web", deployment("web", 2)) }, true, false, true},
		"it is new":               {func(*scene) {}, true, true, false},
		"its manifests have one":  {func(s *scene) { s.put("gke", deployment("web", 2)) }, false, true, false},
		"it has one already":      {func(s *scene) { s.made("gke", "web", deployment("web", 2), closing("web")) }, true, false, false},
		"somebody has made it so": {func(s *scene) { s.put("gke", deployment("web", 2), closing("web")) }, true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := sceneOf(t, "gke")
			c.before(s)
			web := stays("web", deployment("web", 2), closing("web"))
			web.Derived = c.derived
			r := build(t, s.input(web))
			made := slices.ContainsFunc(told(r.Work), func(line string) bool { return strings.Contains(line, "create gke NetworkPolicy/web") })
			if said := slices.Contains(codes(r), rollout.CodeOpen); made != c.made || said != c.said {
				t.Errorf("made %v, said %v: %v", made, said, told(r.Work))
			}
			if slices.ContainsFunc(told(r.Work), func(line string) bool { return strings.Contains(line, "delete") }) {
				t.Errorf("something is removed: %v", told(r.Work))
			}
		})
	}
}

func TestAWorkloadNeverGetsASecondAutoscaler(t *testing.T) {
	theirs := scaler("web-own", 5)
	theirs["spec"].(map[string]any)["scaleTargetRef"].(map[string]any)["name"] = "web"
	s := sceneOf(t, "gke")
	s.put("gke", deployment("web", 4), theirs)
	web := stays("web", deployment("web", 2), scaler("web", 9))
	r := build(t, s.input(web))
	if diff := cmp.Diff([]string{"w0.1.1 adopt gke Deployment/web", "w0.2.1 wait gke Deployment/web"}, told(r.Work)); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{rollout.CodeScaler}, codes(r)); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	s.run(r)
	if n := s.copies("gke", deployment("web", 2).Ref()); n != 4 {
		t.Errorf("the number that their autoscaler has set becomes %d", n)
	}
	s.made("gke", "web", scaler("web", 9))
	r = build(t, s.input(web))
	if !slices.Contains(codes(r), rollout.CodeScaler) || strings.Contains(strings.Join(told(r.Work), " "), "HorizontalPodAutoscaler") {
		t.Errorf("of two that are there: %v, steps %v", r.Diags, told(r.Work))
	}
}

func TestAServiceThatIsLeftNamesAllThatSomebodyKeeps(t *testing.T) {
	kept := func(o object.Object) object.Object {
		return with(o, map[string]any{"argocd.argoproj.io/tracking-id": "shop:x"}, "metadata", "annotations")
	}
	s := sceneOf(t, "gke")
	s.put("gke", kept(deployment("web", 2)), kept(service("web")), config("web", "1"))
	web := stays("web", deployment("web", 2), service("web"), config("web", "1"))
	web.Derived = true
	r := build(t, s.input(web))
	if len(r.Work.Left) != 1 || len(r.Work.Stages) != 0 {
		t.Fatalf("left %v, steps %v", r.Work.Left, told(r.Work))
	}
	why := r.Work.Left[0].Why
	for _, want := range []string{"Deployment shop/web", "Service shop/web", `delivery = "gitops"`} {
		if !strings.Contains(why, want) {
			t.Errorf("%s does not stand in: %s", want, why)
		}
	}
	if strings.Contains(why, "ConfigMap") || strings.Contains(why, "manifests") {
		t.Errorf("it says too much: %s", why)
	}
}
