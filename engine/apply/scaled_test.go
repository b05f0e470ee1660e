package apply_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

// counted collects every number of copies that a workload on tokyo has had, each once
// in a row.
func counted(s *scene) *[]int64 {
	var all []int64
	s.rule = func(site string, w fake.World) {
		if site != "tokyo" || w.Request.Ref != web {
			return
		}
		if n := copiesOf(w.Get(web)); len(all) == 0 || all[len(all)-1] != n {
			all = append(all, n)
		}
	}
	return &all
}

// scaleBy sets a number of copies as a manager does that goes through an update.
func (s *scene) scaleBy(manager string, n int64) {
	s.t.Helper()
	if err := s.servers["tokyo"].Edit(manager, web, func(o object.Object) {
		spec, _ := o["spec"].(map[string]any)
		spec["replicas"] = n
	}); err != nil {
		s.t.Fatal(err)
	}
}

func TestCopiesThatAnAdoptionTakesFromKubectlAreKeptForTheAutoscaler(t *testing.T) {
	s := running(t)
	w, bag := s.plan(inPlace(t))
	got := counted(s)
	s.run(s.job(w, bag))
	if diff := cmp.Diff([]int64{3}, *got); diff != "" {
		t.Error(diff)
	}
	// And again once berth is the only owner.
	again := inPlace(t)
	for i, o := range again.Objects["tokyo"] {
		if o.Ref() == web {
			again.Objects["tokyo"][i] = imaged(o, "shop/web:3")
		}
	}
	w, bag = s.plan(again)
	s.run(s.job(w, bag))
	if diff := cmp.Diff([]int64{3}, *got); diff != "" {
		t.Error(diff)
	}
}

func imaged(o object.Object, image string) object.Object {
	out := o.Copy()
	containers, _ := object.Object(out.PodTemplate()).At("spec", "containers").([]any)
	containers[0].(map[string]any)["image"] = image
	return out
}

func TestAnAutoscalerThatActsBetweenReadAndWriteIsNotUndone(t *testing.T) {
	s := running(t)
	w, bag := s.plan(inPlace(t))
	s.run(s.job(w, bag))
	again := inPlace(t)
	for i, o := range again.Objects["tokyo"] {
		if o.Ref() == web {
			again.Objects["tokyo"][i] = imaged(o, "shop/web:3")
		}
	}
	w, bag = s.plan(again)
	got := counted(s)
	job := s.job(w, bag)
	scaled := false
	job.Point = func(name string) {
		if name == "before apply "+web.String()+" on tokyo" && !scaled {
			scaled = true
			s.scaleBy("kube-controller-manager", 7)
		}
	}
	if _, err := apply.Run(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{7}, *got); diff != "" || !scaled {
		t.Errorf("%v: %s", scaled, diff)
	}
}

func TestAChangeByHandJustBeforeATakeOverIsNotWrittenOver(t *testing.T) {
	s := running(t)
	w, bag := s.plan(inPlace(t))
	job := s.job(w, bag)
	job.Point = func(name string) {
		if name != "before take over "+web.String()+" on tokyo" {
			return
		}
		if err := s.servers["tokyo"].Edit("kubectl-client-side-apply", web, func(o object.Object) {
			o["spec"] = imaged(o, "shop/web:9")["spec"]
		}); err != nil {
			t.Error(err)
		}
	}
	_, err := apply.Run(context.Background(), job)
	var stale *apply.StaleError
	if !errors.As(err, &stale) {
		t.Errorf("%v", err)
	}
	containers, _ := object.Object(s.servers["tokyo"].Object(web).PodTemplate()).At("spec", "containers").([]any)
	if image := containers[0].(map[string]any)["image"]; image != "shop/web:9" {
		t.Errorf("the image is %v", image)
	}
}
