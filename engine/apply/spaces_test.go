package apply_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"berth.dev/engine/apply"
	"berth.dev/engine/object"
)

var shopSpace = object.Ref{Kind: "Namespace", Name: "shop"}

func TestANamespaceMadeAgainIsBerthsUnderItsNewUID(t *testing.T) {
	s, w, bag := moving(t)
	s.run(s.job(w, bag))
	was := s.servers["gke"].Object(shopSpace).UID()
	if err := s.servers["gke"].Remove(shopSpace); err != nil {
		t.Fatal(err)
	}
	w, bag = s.plan(shop(t, 2, at(0, "tokyo"), at(1, "gke")))
	s.run(s.job(w, bag))
	now := s.servers["gke"].Object(shopSpace).UID()
	made, _ := s.recordOf("gke").Made("shop")
	if now == was || made.UID != now {
		t.Errorf("the record says %q, the namespace is %q and was %q", made.UID, now, was)
	}
	if _, err := apply.Destroy(context.Background(), s.job(nil, nil)); err != nil {
		t.Fatal(err)
	}
	if s.servers["gke"].Object(shopSpace) != nil {
		t.Error("destroy has left it")
	}
}

// ending is a cluster on which a namespace is being deleted.
type ending struct{ *mortal }

func (e ending) Get(ctx context.Context, ref object.Ref) (object.Object, error) {
	o, err := e.mortal.Get(ctx, ref)
	if o != nil && ref == shopSpace {
		o = o.Copy()
		o["metadata"].(map[string]any)["deletionTimestamp"] = "2026-03-02T08:00:00Z"
	}
	return o, err
}

func TestNothingIsMadeInANamespaceThatIsBeingDeleted(t *testing.T) {
	s, w, bag := moving(t)
	s.put("gke", namespaceShop)
	job := s.job(w, bag)
	job.Targets["gke"] = ending{s.targets["gke"]}
	_, err := apply.Run(context.Background(), job)
	var stale *apply.StaleError
	if !errors.As(err, &stale) || !strings.Contains(err.Error(), "Namespace shop: is being deleted") {
		t.Errorf("%v", err)
	}
	if n := s.everyWrite(); n > 0 {
		t.Errorf("%d writes", n)
	}
}
