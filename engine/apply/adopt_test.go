package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/rollout"
)

// inPlace is a service that stays on tokyo, with another image and an autoscaler.
func inPlace(t *testing.T) rollout.Service {
	t.Helper()
	service := rollout.Service{Name: "web", Product: "shop", Namespace: "shop", Runs: []string{"tokyo"}, Stops: []rollout.Stop{at(0, "tokyo")}, Objects: map[string][]object.Object{}}
	scaler := `{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"web","namespace":"shop"},
		"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":2,"maxReplicas":9}}`
	for _, text := range []string{configOf("web"), serviceOf("web"), strings.Replace(deploymentOf("web", 2), "shop/web:1", "shop/web:2", 1), scaler} {
		o, err := object.Clean(parse(t, text))
		if err != nil {
			t.Fatal(err)
		}
		service.Objects["tokyo"] = append(service.Objects["tokyo"], o)
	}
	return service
}

func TestAnAdoptionKilledAnywhereIsFinishedAndKeepsTheLiveCopies(t *testing.T) {
	n, step := 1, 1
	if testing.Short() {
		step = 6
	}
	for died := true; died; n += step {
		s := running(t)
		if err := s.servers["tokyo"].Edit("kube-controller-manager", web, func(o object.Object) {
			spec, _ := o["spec"].(map[string]any)
			spec["replicas"] = int64(7)
		}); err != nil {
			t.Fatal(err)
		}
		w, bag := s.plan(inPlace(t))
		g := watch(s, []object.Ref{web}, nil)
		life := s.targets["gke"].life
		life.begin(n)
		_, _ = apply.Run(context.Background(), s.job(w, bag))
		died = !life.alive()
		where := life.at
		life.begin(0)
		if _, err := apply.Run(context.Background(), s.job(w, bag)); err != nil {
			t.Fatalf("killed at point %d (%s): %v", n, where, err)
		}
		if diff := cmp.Diff([]string(nil), g.settled()); diff != "" {
			t.Fatalf("killed at point %d (%s): %s", n, where, diff)
		}
		live := s.servers["tokyo"].Object(web)
		containers, _ := object.Object(live.PodTemplate()).At("spec", "containers").([]any)
		image := containers[0].(map[string]any)["image"]
		if copies := copiesOf(live); copies != 7 || image != "shop/web:2" {
			t.Fatalf("killed at point %d (%s): %d copies of %v", n, where, copies, image)
		}
	}
	if n < 20 {
		t.Errorf("only %d points", n)
	}
}

func TestATakeOverIsNotCalledDryRun(t *testing.T) {
	s := running(t)
	w, bag := s.plan(inPlace(t))
	if _, err := apply.Rehearse(context.Background(), s.job(w, bag)); err != nil {
		t.Fatal(err)
	}
	for _, words := range s.told(apply.Unproven) {
		if strings.Contains(words, "take them over") {
			return
		}
	}
	t.Errorf("not tried: %v", s.told(apply.Unproven))
}
