package gke_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/providers/gke"
)

func TestDriftIsWhatTheSpecsSayOtherwise(t *testing.T) {
	w := newWorld(t)
	w.apply(orders())
	o := orders()
	if got, err := gke.Drift(o, w.observe()); err != nil || len(got) > 0 {
		t.Errorf("%v, %v", got, err)
	}
	o.Channel, o.Pools[0].Nodes = "stable", count(6)
	got, err := gke.Drift(o, w.observe())
	want := []gke.Difference{
		{Is: "channel regular", Should: "channel stable", Why: "the release channel becomes stable; Google then upgrades the cluster as that channel does, in its maintenance windows"},
		{Part: "main", Is: "3 nodes", Should: "6 nodes (2 in each of 3 zones)", Why: "6 nodes are needed"},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}
