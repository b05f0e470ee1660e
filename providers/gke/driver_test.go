package gke_test

import (
	"testing"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/providers/gke"
)

func TestAClusterIsMadeAndThenNothingIsLeftToDo(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Pools = append(o.Pools, gke.Pool{Name: "spot", Machine: "e2-standard-8", Spot: true, Scale: &gke.Bounds{Min: 0, Max: 6}, Labels: map[string]string{"tier": "spot"}, Taints: []string{"spot=true:NoSchedule"}})
	site, steps := w.plan(o)
	want := []string{
		"make cluster:  -> 1.35.8-gke.1400000",
		"make pool spot:  -> 0 nodes (0 in each of 3 zones)",
	}
	if diff := cmp.Diff(want, lines(steps)); diff != "" {
		t.Error(diff)
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
	seen := w.observe()
	if !seen.Ours || !seen.Pool("spot").Ours || seen.Pool("spot").For != "spot" {
		t.Errorf("what berth made does not say so: %+v", seen)
	}
}

func TestAVersionIsReachedMinorByMinorAndPoolsFollow(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Version = "1.34"
	w.apply(o)
	o.Version = "1.36"
	site, steps := w.plan(o)
	want := []string{
		"upgrade: 1.34.11-gke.1500000 -> 1.35.8-gke.1400000 [restarts controllers] [cannot be undone]",
		"upgrade main: 1.34.11-gke.1500000 -> 1.35.8-gke.1400000 [moves pods]",
		"upgrade: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000 [restarts controllers] [cannot be undone]",
		"upgrade main: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000 [moves pods]",
	}
	if diff := cmp.Diff(want, lines(steps)); diff != "" {
		t.Error(diff)
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
}

func TestAPoolThatCannotBeChangedInPlaceIsMadeAnewEmptiedAndRemoved(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Pools[0].Scale, o.Pools[0].Nodes = &gke.Bounds{Min: 3, Max: 6}, nil
	w.apply(o)
	o.Pools[0].Machine = "e2-standard-8"
	site, steps := w.plan(o)
	want := []string{
		"make pool main-cee1:  -> 3 nodes (1 in each of 3 zones)",
		"autoscale pool main: 3 to 6 nodes -> does not scale itself",
		"drain pool main: 3 nodes ->  [moves pods]",
		"remove pool main: 3 nodes ->  [cannot be undone]",
	}
	if diff := cmp.Diff(want, lines(steps)); diff != "" {
		t.Error(diff)
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
}

func TestNodesComeBeforeServicesAndGoAfterThem(t *testing.T) {
	w := newWorld(t)
	w.apply(orders())
	for _, c := range []struct {
		nodes         int
		before, after []string
	}{
		{5, []string{"resize pool main: 3 nodes -> 6 nodes (2 in each of 3 zones)"}, nil},
		{3, nil, []string{"resize pool main: 6 nodes -> 3 nodes (1 in each of 3 zones) [moves pods]"}},
	} {
		o := orders()
		o.Pools[0].Nodes = count(c.nodes)
		work, err := gke.Steps(o, w.observe())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([][]string{c.before, c.after}, [][]string{lines(work.Before), lines(work.After)}); diff != "" {
			t.Errorf("%d nodes: %s", c.nodes, diff)
		}
		w.apply(o)
		w.wantSettled(o)
	}
}

func TestLabelsAndTaintsChangeWithoutNewNodes(t *testing.T) {
	w := newWorld(t)
	w.apply(orders())
	before := w.server.Nodes(web)
	o := orders()
	o.Pools[0].Labels, o.Pools[0].Taints = map[string]string{"tier": "web"}, []string{"team=ads:NoExecute"}
	site, steps := w.plan(o)
	if diff := cmp.Diff([]string{"configure main: none -> tier=web, team=ads:NoExecute [moves pods]"}, lines(steps)); diff != "" {
		t.Error(diff)
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
	if diff := cmp.Diff(before, w.server.Nodes(web)); diff != "" {
		t.Error(diff)
	}
}

func TestTheReleaseChannelIsChanged(t *testing.T) {
	w := newWorld(t)
	o := orders()
	w.apply(o)
	o.Channel = "stable"
	site, steps := w.plan(o)
	if diff := cmp.Diff([]string{"configure: channel regular -> channel stable"}, lines(steps)); diff != "" {
		t.Error(diff)
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
}

func TestAnAutopilotClusterIsMadeWithoutPoolsAndHasNoStepsOfThem(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Autopilot, o.Pools = true, nil
	w.apply(o)
	w.wantSettled(o)
	o.Pools = orders().Pools
	_, err := gke.Steps(o, w.observe())
	wantError(t, err, `mode is autopilot, which makes its own nodes: leave node_pool out, or set mode = "standard"`)
}

func TestAClusterOfBerthsIsDestroyedAndNoOther(t *testing.T) {
	w := newWorld(t)
	w.foreign()
	_, err := gke.Destroy(orders(), w.observe())
	wantError(t, err, "berth did not make the cluster")

	w = newWorld(t)
	w.apply(orders())
	seen := w.observe()
	step, err := gke.Destroy(orders(), seen)
	if err != nil {
		t.Fatal(err)
	}
	step.ID = "g1"
	site, err := orders().Ground(seen)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.do(site, []ground.Step{*step}); err != nil {
		t.Fatal(err)
	}
	if left := w.server.Clusters(); len(left) > 0 {
		t.Errorf("there is still %s", left[0].GetName())
	}
}

func TestAPoolThatSomebodyElseMadeIsGrownButNeverMadeAnewOrRemoved(t *testing.T) {
	w := newWorld(t)
	w.foreign()
	o := orders()
	o.Pools[0].Nodes = count(6)
	w.apply(o)
	w.wantSettled(o)

	o.Pools[0].Machine = "e2-standard-8"
	_, err := gke.Steps(o, w.observe())
	wantError(t, err, "pool main: it would have to be made anew (its machine type changes from e2-standard-4 to e2-standard-8), and berth did not make it")

	o.Pools[0].Name = "other"
	work, err := gke.Steps(o, w.observe())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"pool main is not in the specs, and berth did not make it: it is left alone"}, work.Notes); diff != "" {
		t.Error(diff)
	}
	w.apply(o)
	if w.observe().Pool("main") == nil {
		t.Error("the foreign pool is gone")
	}
}

func TestAPoolOfBerthsThatTheSpecsDropGoesAfterTheServices(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Pools = append(o.Pools, gke.Pool{Name: "old", Machine: "e2-standard-4", Nodes: count(3)})
	w.apply(o)
	work, err := gke.Steps(orders(), w.observe())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"drain pool old: 3 nodes ->  [moves pods]", "remove pool old: 3 nodes ->  [cannot be undone]"}
	if diff := cmp.Diff([][]string{nil, want}, [][]string{lines(work.Before), lines(work.After)}); diff != "" {
		t.Error(diff)
	}
	w.apply(orders())
	w.wantSettled(orders())
}

func TestAPatchOfGooglesAndAutoscaledNodesAreNoDrift(t *testing.T) {
	w := newWorld(t)
	o := orders()
	o.Version = "1.35.7"
	o.Pools[0].Scale, o.Pools[0].Nodes = &gke.Bounds{Min: 3, Max: 9}, nil
	w.apply(o)
	if err := w.server.Change(web, func(c *containerpb.Cluster) { c.CurrentMasterVersion = "1.35.8-gke.1400000" }); err != nil {
		t.Fatal(err)
	}
	if err := w.server.Autoscale(t.Context(), web+"/nodePools/main", 2); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(o)
}
