package crash

import (
	"context"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/rollout"
	"berth.dev/providers/providertest/fake"
)

// TestARefusedDeleteStaysTrackedUntilItIsDone lets a cluster refuse to delete what is
// no longer wanted. The plan is given up, the specs change, and the next plan still
// knows of it and removes it.
func TestARefusedDeleteStaysTrackedUntilItIsDone(t *testing.T) {
	w := newWorld(t, 1)
	w.furnish(t)
	targets := w.targets(t, "run")
	first := plan(t, targets, "", ordinary(t))
	w.servers["tokyo"].Refuse(func(q fake.Request) string {
		if q.Verb == "delete" && !q.Dry {
			return "nothing is deleted today"
		}
		return ""
	})
	job := jobOf(first, targets, "run")
	if _, err := apply.Run(context.Background(), job); exitOf(err) != exitPartly {
		t.Fatalf("a refused delete ends with %v", err)
	}
	if _, err := apply.Abandon(context.Background(), job); err != nil {
		t.Fatal(err)
	}
	set, err := record.ReadSet(w.servers["tokyo"].Object(record.SetRef(shop, shop)))
	if err != nil {
		t.Fatal(err)
	}
	old := named("ConfigMap", "api-old")
	if _, has := set.Member(old); !has {
		t.Fatal("the set has forgotten what could not be deleted")
	}
	w.servers["tokyo"].Refuse(nil)
	next := plan(t, targets, "", changed(t))
	if _, err := apply.Run(context.Background(), jobOf(next, targets, "run")); err != nil {
		t.Fatal(err)
	}
	if w.servers["tokyo"].Object(old) != nil {
		t.Error("it is still there")
	}
	for _, v := range w.judge(next.Digest, first, next) {
		t.Error(v)
	}
}

// changed are the ordinary services with another image of api.
func changed(t *testing.T) []rollout.Service {
	t.Helper()
	services := ordinary(t)
	for _, site := range sites() {
		for i, o := range services[0].Objects[site] {
			if o.Ref().Kind == "Deployment" {
				services[0].Objects[site][i] = object.Object(parse(t, deployment("api", 2, "shop/api:3")))
			}
		}
	}
	return services
}
