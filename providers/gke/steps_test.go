package gke_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/ground"
	"berth.dev/providers/gke"
)

// seen is a cluster as the orders want it.
func seen() *gke.Seen {
	n, _ := gke.ParseName(web)
	return &gke.Seen{
		Name: n, Exists: true, ID: "id", Ours: true, Status: "RUNNING", Channel: "regular", Version: "1.35.8-gke.1400000", Network: "prod", Subnetwork: "prod-tokyo",
		Zones: []string{"asia-northeast1-a", "asia-northeast1-b", "asia-northeast1-c"}, Counted: true,
		Offers: gke.Offers{Channels: map[string][]string{"regular": {"1.35.8-gke.1400000", "1.36.4-gke.1310000"}}},
		Pools: []gke.SeenPool{{
			Name: "main", For: "main", Ours: true, Status: "RUNNING", Version: "1.35.8-gke.1400000", Nodes: 3, Machine: "e2-standard-4", DiskGiB: 100, DiskType: "pd-balanced",
			Zones: []string{"asia-northeast1-a", "asia-northeast1-b", "asia-northeast1-c"},
		}},
	}
}

func TestWhatCannotBePlannedSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*gke.Orders, *gke.Seen)
		words  string
	}{
		{"mode", func(_ *gke.Orders, s *gke.Seen) { s.Autopilot = true }, "the cluster's mode is autopilot, and a cluster keeps its mode"},
		{"network", func(o *gke.Orders, _ *gke.Seen) { o.Network = "other" }, `the cluster's network is "prod", and a cluster keeps it`},
		{"subnetwork", func(o *gke.Orders, _ *gke.Seen) { o.Subnetwork = "other" }, `the cluster's subnetwork is "prod-tokyo"`},
		{"version", func(o *gke.Orders, _ *gke.Seen) { o.Version = "1.37" }, "version 1.37 cannot be had now; offered are 1.36, 1.35. Choose another version or channel"},
		{"being made", func(_ *gke.Orders, s *gke.Seen) { s.Status = "PROVISIONING" }, "the cluster is being made"},
		{"being removed", func(_ *gke.Orders, s *gke.Seen) { s.Status = "STOPPING" }, "the cluster is in the state STOPPING (Google does not say why)"},
		{"not counted", func(_ *gke.Orders, s *gke.Seen) { s.Counted = false }, "pool main: how many nodes it has is not known, for the cluster was not reached"},
		{"no pools", func(o *gke.Orders, s *gke.Seen) { o.Pools, s.Exists = nil, false }, `a cluster needs a node_pool, or mode = "autopilot"`},
		{"no such first version", func(o *gke.Orders, s *gke.Seen) { o.Version, s.Exists = "1.37", false }, "version 1.37 cannot be had in the channel regular now; offered are 1.36, 1.35"},
	} {
		o, s := orders(), seen()
		c.change(o, s)
		work, err := gke.Steps(o, s)
		if work != nil {
			t.Errorf("%s: there are steps all the same: %v", c.name, lines(work.Before))
		}
		wantError(t, err, c.words)
	}
}

func TestWhatBerthDoesNotChangeIsNoted(t *testing.T) {
	no := false
	for _, c := range []struct {
		change func(*gke.Orders, *gke.Seen)
		want   string
	}{
		{func(o *gke.Orders, _ *gke.Seen) { o.Zones = []string{"asia-northeast1-a"} }, "nodes are in asia-northeast1-a, asia-northeast1-b, asia-northeast1-c, the specs say asia-northeast1-a: berth does not change the zones of a cluster"},
		{func(o *gke.Orders, s *gke.Seen) { o.PrivateNodes, s.PrivateNodes = &no, true }, "private_nodes is true on the cluster, the specs say false: berth does not change it"},
		{func(_ *gke.Orders, s *gke.Seen) {
			s.Version, s.Pools[0].Version = "1.36.4-gke.1310000", "1.36.4-gke.1310000"
		}, `the cluster runs 1.36.4-gke.1310000, newer than the specs' 1.35: GKE does not go back a minor version. Write version = "1.36"`},
		{func(_ *gke.Orders, s *gke.Seen) {
			s.Pools = append(s.Pools, gke.SeenPool{Name: "theirs", Status: "RUNNING"})
		}, "pool theirs is not in the specs, and berth did not make it: it is left alone"},
	} {
		o, s := orders(), seen()
		c.change(o, s)
		work, err := gke.Steps(o, s)
		if err != nil {
			t.Error(err)
			continue
		}
		if diff := cmp.Diff([]string{c.want}, work.Notes); diff != "" || len(work.Before)+len(work.After) > 0 {
			t.Errorf("%s %v %v", diff, lines(work.Before), lines(work.After))
		}
	}
}

func TestAPoolIsChangedAsFarAsItsWordsSay(t *testing.T) {
	for _, c := range []struct {
		name          string
		change        func(*gke.Pool, *gke.SeenPool)
		before, after []string
	}{
		{"nobody says how many", func(w *gke.Pool, s *gke.SeenPool) { w.Nodes, s.Nodes = nil, 17 }, nil, nil},
		{"it scales itself and reaches far enough", func(w *gke.Pool, s *gke.SeenPool) { s.Scale = &gke.Bounds{Min: 1, Max: 9} }, nil, nil},
		{"it scales itself and does not reach", func(w *gke.Pool, s *gke.SeenPool) { s.Scale = &gke.Bounds{Min: 1, Max: 2} },
			[]string{"autoscale pool main: 1 to 2 nodes -> 1 to 3 nodes"}, nil},
		{"narrower bounds", func(w *gke.Pool, s *gke.SeenPool) {
			s.Scale, w.Scale, w.Nodes = &gke.Bounds{Min: 1, Max: 9}, &gke.Bounds{Min: 1, Max: 3}, nil
		}, nil, []string{"autoscale pool main: 1 to 9 nodes -> 1 to 3 nodes [moves pods]"}},
		{"wider bounds", func(w *gke.Pool, s *gke.SeenPool) {
			s.Scale, w.Scale, w.Nodes = &gke.Bounds{Min: 1, Max: 3}, &gke.Bounds{Min: 2, Max: 9}, nil
		}, []string{"autoscale pool main: 1 to 3 nodes -> 2 to 9 nodes"}, nil},
		{"labels of nobody's", func(w *gke.Pool, s *gke.SeenPool) { s.Labels = map[string]string{"team": "ads"} }, nil, nil},
		{"a disk that nobody ordered", func(w *gke.Pool, s *gke.SeenPool) { w.DiskGiB, w.DiskType = 0, "" }, nil, nil},
		{"a larger disk", func(w *gke.Pool, s *gke.SeenPool) { w.DiskGiB = 200 },
			[]string{"make pool main-f838:  -> 3 nodes (1 in each of 3 zones)", "drain pool main: 3 nodes ->  [moves pods]", "remove pool main: 3 nodes ->  [cannot be undone]"}, nil},
	} {
		o, s := orders(), seen()
		c.change(&o.Pools[0], &s.Pools[0])
		work, err := gke.Steps(o, s)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff([][]string{c.before, c.after}, [][]string{lines(work.Before), lines(work.After)}); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestAPoolFarBehindIsUpgradedBeforeTheControlPlane(t *testing.T) {
	o, s := orders(), seen()
	o.Version, s.Pools[0].Version = "1.36", "1.33.14-gke.1200000"
	work, err := gke.Steps(o, s)
	want := []string{
		"upgrade main: 1.33.14-gke.1200000 -> 1.35.8-gke.1400000 [moves pods]",
		"upgrade: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000 [restarts controllers] [cannot be undone]",
		"upgrade main: 1.35.8-gke.1400000 -> 1.36.4-gke.1310000 [moves pods]",
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, lines(work.Before)); diff != "" {
		t.Error(diff)
	}
}

func TestOneControlPlaneMeansAnOutageOfItsAPI(t *testing.T) {
	o, s := orders(), seen()
	o.Version, o.Pools, s.Pools = "1.36", nil, nil
	s.Name.Location = "asia-northeast1-a"
	work, err := gke.Steps(o, s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]ground.Effect{ground.StopsAPI, ground.CannotBeUndone}, work.Before[0].Effects); diff != "" {
		t.Error(diff)
	}
}
