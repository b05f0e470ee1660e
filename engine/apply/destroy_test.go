package apply_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
	"berth.dev/providers/providertest/fake"
)

const claimOfWeb = `{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"web-data","namespace":"shop"},
	"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}`

// berths lists what is left of berth's on a site.
func (s *scene) berths(site string) (all []string) {
	for _, o := range s.servers[site].Objects() {
		if o.Label(object.LabelManagedBy) == object.Manager || o.Label(object.LabelPartOf) != "" || o.Ref().Namespace == object.SystemNamespace {
			all = append(all, o.Ref().String())
		}
	}
	return all
}

func TestDestroyLeavesNothingOfBerthsAndEverythingForeign(t *testing.T) {
	s, w, bag := moving(t)
	s.put("tokyo", configOf("others"))
	s.run(s.job(w, bag))
	doomed, err := apply.Doomed(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(doomed) != 4 { // three objects and a namespace
		t.Errorf("it would remove %v", doomed)
	}
	out, err := apply.Destroy(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	for site := range s.servers {
		if left := s.berths(site); len(left) > 0 {
			t.Errorf("%s: %v is left", site, left)
		}
	}
	if len(out.Removed) != 4 || len(out.Left) != 0 {
		t.Errorf("%+v", out)
	}
	if s.servers["gke"].Object(object.Ref{Kind: "Namespace", Name: "shop"}) != nil {
		t.Error("the namespace that berth made is left, and nothing is in it")
	}
	others := object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "others-config"}
	if s.servers["tokyo"].Object(others) == nil || s.servers["tokyo"].Object(front) == nil {
		t.Error("something foreign is gone")
	}
}

func TestANamespaceWithSomethingForeignStays(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	s.put("gke", configOf("others"))
	out, err := apply.Destroy(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Left) != 1 || !strings.Contains(out.Left[0].Why, "others-config") {
		t.Errorf("%+v", out.Left)
	}
	if s.servers["gke"].Object(object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "others-config"}) == nil {
		t.Error("something foreign is gone")
	}
}

func TestANamespaceWhoseContentMayNotBeSeenStays(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	s.servers["gke"].Take(fake.Access{Verb: "list", Kind: "Secret"})
	out, err := apply.Destroy(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Left) != 1 || !strings.Contains(out.Left[0].Why, "Secret") {
		t.Errorf("%+v", out.Left)
	}
	if s.servers["gke"].Object(object.Ref{Kind: "Namespace", Name: object.SystemNamespace}) != nil {
		t.Error("berth's own namespace is left, where nobody else has any business")
	}
}

func TestADestroyKilledAnywhereIsFinishedByTheNext(t *testing.T) {
	step, n := 1, 1
	if testing.Short() {
		step = 5
	}
	for alive := false; !alive; n += step {
		s, w, bag := moving(t)
		s.run(s.job(w, bag))
		g := watch(s, nil, nil)
		life := s.targets["gke"].life
		life.begin(n)
		_, _ = apply.Destroy(context.Background(), s.job(nil, nil))
		alive = life.alive()
		life.begin(0)
		if _, err := apply.Destroy(context.Background(), s.job(nil, nil)); err != nil {
			t.Fatalf("point %d: %v", n, err)
		}
		for site := range s.servers {
			if left := s.berths(site); len(left) > 0 {
				t.Fatalf("point %d: %s: %v is left", n, site, left)
			}
		}
		if len(g.found) > 0 {
			t.Fatalf("point %d: %v", n, g.found)
		}
	}
	if n < 15 {
		t.Errorf("destroy has only %d points", n)
	}
}

func TestWhatIsNotBerthsAnyMoreIsNotDestroyed(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	config := object.Ref{Kind: "ConfigMap", Namespace: "shop", Name: "web-config"}
	if err := s.servers["gke"].Edit("somebody", web, func(o object.Object) {
		labels, _ := o.At("metadata", "labels").(map[string]any)
		delete(labels, object.LabelPartOf)
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.servers["gke"].Remove(config); err != nil {
		t.Fatal(err)
	}
	again := parse(t, configOf("web"))
	again["metadata"].(map[string]any)["labels"] = map[string]any{object.LabelPartOf: "applyset-x-v1", object.LabelService: "web"}
	if err := s.servers["gke"].Put("somebody", again); err != nil {
		t.Fatal(err)
	}
	out, err := apply.Destroy(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []object.Ref{web, config} {
		if s.servers["gke"].Object(ref) == nil {
			t.Errorf("%s was removed", ref)
		}
		if !slices.ContainsFunc(out.Left, func(x apply.Gone) bool { return x.Object == ref }) {
			t.Errorf("it does not say that %s stays", ref)
		}
	}
}

func TestAClaimIsNeverDeleted(t *testing.T) {
	s := running(t)
	s.put("tokyo", claimOfWeb)
	keeps := shop(t, 1, at(0, "tokyo"))
	o, err := object.Clean(parse(t, claimOfWeb))
	if err != nil {
		t.Fatal(err)
	}
	keeps.Objects["tokyo"] = append(keeps.Objects["tokyo"], o)
	w, bag := s.plan(keeps)
	s.run(s.job(w, bag))
	out, err := apply.Destroy(context.Background(), s.job(nil, nil))
	if err != nil {
		t.Fatal(err)
	}
	if s.servers["tokyo"].Object(o.Ref()) == nil {
		t.Error("the claim is gone")
	}
	if !slices.ContainsFunc(out.Left, func(x apply.Gone) bool { return x.Object == o.Ref() }) {
		t.Errorf("it does not say that the claim stays: %+v", out)
	}
}
