package gkefake_test

import (
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"pgregory.net/rapid"

	"berth.dev/providers/providertest/gkefake"
)

// moves are calls of all kinds, good ones and bad ones.
func moves(t *rapid.T) []ask {
	version := rapid.SampledFrom([]string{"1.33", "1.34", "1.35", "1.36", "1.37", "-"}).Draw(t, "version")
	n := rapid.Int32Range(-1, 4).Draw(t, "nodes")
	pool := rapid.SampledFrom([]string{"main", "spare"}).Draw(t, "pool")
	return []ask{
		upgrade(version), resize(web+"/nodePools/"+pool, n), alter(&containerpb.UpdateNodePoolRequest{NodeVersion: version}),
		create(web, &containerpb.NodePool{Name: pool, InitialNodeCount: max(0, n), Version: version}),
		scale(&containerpb.NodePoolAutoscaling{Enabled: true, MinNodeCount: 0, MaxNodeCount: n}),
		update(web, &containerpb.ClusterUpdate{DesiredReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_RAPID}}),
	}
}

// number is the minor of a version.
func number(version string) int {
	n := 0
	for _, digit := range version[len("1.") : len("1.")+2] {
		n = n*10 + int(digit-'0')
	}
	return n
}

func TestWhateverIsAskedTheWorldStaysSound(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		clock := newClock()
		s, err := gkefake.Open(gkefake.Options{Now: clock.Now, Pending: time.Second, Running: time.Second, Seed: rapid.Uint64().Draw(r, "seed")})
		if err != nil {
			r.Fatal(err)
		}
		defer s.Close()
		if _, err := s.Add(tokyo, standard("web")); err != nil {
			r.Fatal(err)
		}
		client := dial(t, s.Reach())
		for range rapid.IntRange(1, 25).Draw(r, "calls") {
			if rapid.IntRange(0, 9).Draw(r, "fate") == 0 {
				s.Destine(gkefake.StockOut("asia-northeast1-b"))
			}
			_ = rapid.SampledFrom(moves(r)).Draw(r, "move")(t.Context(), client) // many are refused
			clock.move(time.Duration(rapid.IntRange(0, 3).Draw(r, "seconds")) * time.Second)
			sound(r, s)
		}
	})
}

// sound holds the laws of a world.
func sound(t *rapid.T, s *gkefake.Server) {
	running, began, effects := 0, 0, 0
	for _, o := range s.Operations() {
		began++
		if o.GetStatus() != containerpb.Operation_DONE {
			running++
		}
	}
	for _, c := range s.Calls() {
		if c.Writes() && c.Effect {
			effects++
		}
	}
	if running > 1 || began != effects {
		t.Fatalf("%d operations run; %d began by %d calls", running, began, effects)
	}
	cluster, nodes := s.Cluster(web), s.Nodes(web)
	master := number(cluster.GetCurrentMasterVersion())
	for _, p := range cluster.GetNodePools() {
		if n := number(p.GetVersion()); n > master || n < master-2 {
			t.Fatalf("pool %s is at %s under %s", p.GetName(), p.GetVersion(), cluster.GetCurrentMasterVersion())
		}
		if most := 3 * max(1, int(p.GetInitialNodeCount())); running == 0 && !p.GetAutoscaling().GetEnabled() && len(nodes[p.GetName()]) > most {
			t.Fatalf("pool %s has %d nodes", p.GetName(), len(nodes[p.GetName()]))
		}
		if running == 0 && cluster.GetStatus() != containerpb.Cluster_RUNNING {
			t.Fatalf("nothing runs, and the cluster is %s", cluster.GetStatus())
		}
	}
}
