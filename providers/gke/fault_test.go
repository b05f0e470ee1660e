package gke_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc/codes"

	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/prepare"
	"berth.dev/providers/gke"
	"berth.dev/providers/providertest/gkefake"
)

// scenes are changes that use every method that writes.
var scenes = []struct {
	name string
	// from are orders that are there before, nil for no cluster.
	from, to func() *gke.Orders
	// once are operations of which there must be one, however often the run dies.
	once []containerpb.Operation_Type
}{
	{"make", nil, twoPools, []containerpb.Operation_Type{containerpb.Operation_CREATE_CLUSTER, containerpb.Operation_CREATE_NODE_POOL}},
	{"grow", orders, func() *gke.Orders { o := orders(); o.Pools[0].Nodes = count(6); return o }, []containerpb.Operation_Type{containerpb.Operation_SET_NODE_POOL_SIZE}},
	{"upgrade", func() *gke.Orders { o := orders(); o.Version = "1.34"; return o }, orders, []containerpb.Operation_Type{containerpb.Operation_UPGRADE_MASTER, containerpb.Operation_UPGRADE_NODES}},
	{"replace", orders, func() *gke.Orders { o := orders(); o.Pools[0].Spot = true; return o }, []containerpb.Operation_Type{containerpb.Operation_CREATE_NODE_POOL, containerpb.Operation_DELETE_NODE_POOL}},
	{"scale", orders, func() *gke.Orders {
		o := orders()
		o.Pools[0].Nodes, o.Pools[0].Scale = nil, &gke.Bounds{Min: 3, Max: 6}
		return o
	}, []containerpb.Operation_Type{containerpb.Operation_UPDATE_CLUSTER}},
}

func twoPools() *gke.Orders {
	o := orders()
	o.Pools = append(o.Pools, gke.Pool{Name: "batch", Machine: "e2-standard-8", Nodes: count(3)})
	return o
}

// staged is a world in which a scene's first orders are there, and the plan to the others.
func staged(t testing.TB, from, to func() *gke.Orders) (*world, ground.Site, []ground.Step) {
	t.Helper()
	w := newWorld(t)
	if from != nil {
		w.apply(from())
	}
	site, steps := w.plan(to())
	return w, site, steps
}

// begun counts the operations that berth began since a count.
func (w *world) begun(since map[containerpb.Operation_Type]int, of []containerpb.Operation_Type) map[string]int {
	out := map[string]int{}
	now := w.server.Begun()
	for _, kind := range of {
		out[kind.String()] = now[kind] - since[kind]
	}
	return out
}

// ones is what begun returns where each was begun once.
func ones(of []containerpb.Operation_Type) map[string]int {
	out := map[string]int{}
	for _, kind := range of {
		out[kind.String()] = 1
	}
	return out
}

// errKilled is what a run ends with that is killed.
var errKilled = errors.New("killed")

// doUntil does steps until the n-th point, where the run dies; it tells whether it died.
// What the step had as Since stays, as the journal keeps it.
func (w *world) doUntil(site ground.Site, steps []ground.Step, n int) (died bool) {
	w.t.Helper()
	defer func() {
		if r := recover(); r != nil && r != errKilled {
			panic(r)
		} else if r != nil {
			died = true
		}
		w.points = nil
	}()
	w.points = func(string) {
		if n--; n < 0 {
			panic(errKilled)
		}
	}
	if err := w.do(site, steps); err != nil {
		w.t.Fatal(err)
	}
	return false
}

func TestARunThatIsKilledAtAnyPointIsGoneOnWithAndNothingIsMadeTwice(t *testing.T) {
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			for n := 0; ; n++ {
				w, site, steps := staged(t, scene.from, scene.to)
				since := w.server.Begun()
				died := w.doUntil(site, steps, n)
				if err := w.do(site, steps); err != nil {
					t.Fatalf("killed at point %d: %v", n, err)
				}
				if diff := cmp.Diff(ones(scene.once), w.begun(since, scene.once)); diff != "" {
					t.Errorf("killed at point %d: %s", n, diff)
				}
				w.wantSettled(scene.to())
				if !died {
					return
				}
			}
		})
	}
}

func TestAFaultOfTheAPIIsRepeatedOrReadBackAndNothingIsMadeTwice(t *testing.T) {
	methods := []string{"GetCluster", "ListOperations", "GetOperation", "CreateCluster", "UpdateCluster", "CreateNodePool", "UpdateNodePool", "SetNodePoolSize", "SetNodePoolAutoscaling", "DeleteNodePool"}
	faults := map[string]func(string) gkefake.Fault{"quota of the API": gkefake.APIQuota, "unavailable": gkefake.Unavailable, "lost answer": gkefake.LostAnswer}
	for name, fault := range faults {
		for _, method := range methods {
			for _, scene := range scenes {
				t.Run(name+"/"+method+"/"+scene.name, func(t *testing.T) {
					w, site, steps := staged(t, scene.from, scene.to)
					since := w.server.Begun()
					w.server.Plant(fault(method))
					if err := w.do(site, steps); err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(ones(scene.once), w.begun(since, scene.once)); diff != "" {
						t.Error(diff)
					}
					w.wantSettled(scene.to())
				})
			}
		}
	}
}

func TestAnOperationThatGoogleForgetsIsFoundByWhatItLeft(t *testing.T) {
	for _, scene := range scenes {
		w, site, steps := staged(t, scene.from, scene.to)
		since := w.server.Begun()
		for _, kind := range scene.once {
			w.server.Destine(gkefake.Fate{Type: kind, Forgotten: true})
		}
		if err := w.do(site, steps); err != nil {
			t.Fatalf("%s: %v", scene.name, err)
		}
		if diff := cmp.Diff(ones(scene.once), w.begun(since, scene.once)); diff != "" {
			t.Errorf("%s: %s", scene.name, diff)
		}
		w.wantSettled(scene.to())
	}
}

func TestWhatCannotBeHadEndsTheStepAndIsNamed(t *testing.T) {
	const zone = "asia-northeast1-b"
	for _, c := range []struct {
		name  string
		plant func(*gkefake.Server)
		words string
	}{
		{"stock", func(s *gkefake.Server) { s.Destine(ofPool(gkefake.StockOut(zone))) }, "ZONE_RESOURCE_POOL_EXHAUSTED: the zone has no machines of this type left; take another machine type or zone, or try later"},
		{"quota of machines", func(s *gkefake.Server) { s.Destine(ofPool(gkefake.MachineQuota())) }, "GCE_QUOTA_EXCEEDED: the project's quota of machines is used up"},
		{"quota told at once", func(s *gkefake.Server) { s.Plant(gkefake.RegionQuota("CreateNodePool")) }, "Insufficient regional quota: the project's quota of machines is used up"},
		{"two quotas told at once", func(s *gkefake.Server) {
			s.Plant(gkefake.Fault{Method: "CreateNodePool", Code: codes.PermissionDenied, Says: `
	(1) insufficient regional quota to satisfy request: resource "CPUS": request requires '72.0' and is short '48.0'.
	(2) insufficient regional quota to satisfy request: resource "IN_USE_ADDRESSES": request requires '9.0' and is short '1.0'.`})
		}, "Insufficient regional quota: the project's quota of machines is used up"},
		{"broken", func(s *gkefake.Server) { s.Destine(ofPool(gkefake.Broken())) }, "(CREATE_NODE_POOL) has failed: Google says: Internal error."},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, site, steps := staged(t, orders, twoPools)
			c.plant(w.server)
			err := w.do(site, steps)
			var refused *prepare.Refused
			if !errors.As(err, &refused) {
				t.Errorf("want a step that is refused, got %v", err)
			}
			wantError(t, err, c.words)
			if got := len(strings.Split(err.Error(), "\n")); got != 1 {
				t.Errorf("the error has %d lines", got)
			}
			// The next run has what it needs: what the first one left is no hindrance.
			if err := w.do(site, steps); err != nil {
				t.Fatal(err)
			}
			w.wantSettled(twoPools())
		})
	}
}

func ofPool(f gkefake.Fate) gkefake.Fate {
	f.Type = containerpb.Operation_CREATE_NODE_POOL
	return f
}

func TestAPoolThatCouldNotBeMadeIsMadeByTheNextPlan(t *testing.T) {
	w, site, steps := staged(t, orders, twoPools)
	w.server.Destine(ofPool(gkefake.StockOut("asia-northeast1-b")))
	if err := w.do(site, steps); err == nil {
		t.Fatal("there was no stock, and the pool was made")
	}
	w.apply(twoPools())
	w.wantSettled(twoPools())
}

func TestAClusterThatCouldNotBeMadeIsSaidToBeThere(t *testing.T) {
	w, site, steps := staged(t, nil, orders)
	w.server.Destine(gkefake.Fate{Type: containerpb.Operation_CREATE_CLUSTER, Code: gkefake.MachineQuota().Code, Says: gkefake.MachineQuota().Says, Condition: gkefake.MachineQuota().Condition})
	wantError(t, w.do(site, steps), "GCE_QUOTA_EXCEEDED")
	wantError(t, w.do(site, steps), "could not be made: GCE_QUOTA_EXCEEDED: the project's quota of machines is used up; ask Google for more, or free some. Remove what is left of it with `berth destroy --cluster gke`")
	seen := w.observe()
	_, err := gke.Steps(orders(), seen)
	wantError(t, err, "the cluster is in the state ERROR")
	step, err := gke.Destroy(orders(), seen)
	if err != nil {
		t.Fatal(err)
	}
	site, err = orders().Ground(seen)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.do(site, []ground.Step{*step}); err != nil {
		t.Fatal(err)
	}
	w.apply(orders())
	w.wantSettled(orders())
}

func TestAForeignOperationIsWaitedForByName(t *testing.T) {
	for _, kind := range []containerpb.Operation_Type{containerpb.Operation_UPGRADE_NODES, containerpb.Operation_REPAIR_CLUSTER, containerpb.Operation_AUTO_REPAIR_NODES} {
		w, site, steps := staged(t, orders, twoPools)
		f := gkefake.Foreign{Type: kind, Version: "1.35.8-gke.1400000"}
		if kind != containerpb.Operation_REPAIR_CLUSTER {
			f.Pool = "main"
		}
		op, err := w.server.Begin(web, f)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.do(site, steps); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if said := strings.Join(w.said, "\n"); kind != containerpb.Operation_AUTO_REPAIR_NODES && !strings.Contains(said, op) {
			t.Errorf("%s: nobody was told of %s:\n%s", kind, op, said)
		}
		w.wantSettled(twoPools())
	}
}

func TestAnOperationThatDoesNotEndEndsTheStepAtItsTimeAndIsNamed(t *testing.T) {
	w, site, steps := staged(t, orders, twoPools)
	op, err := w.server.Begin(web, gkefake.Foreign{Type: containerpb.Operation_UPGRADE_NODES, Pool: "main", Version: "1.35.8-gke.1400000", Hold: true})
	if err != nil {
		t.Fatal(err)
	}
	began := w.clock.Now()
	wantError(t, w.do(site, steps), op+" (UPGRADE_NODES of pool main, not berth's")
	if took := w.clock.Now().Sub(began); took < 45*time.Minute || took > 46*time.Minute {
		t.Errorf("the step took %s, and may take 45 minutes", took)
	}
	if n := w.server.Begun()[containerpb.Operation_CREATE_NODE_POOL]; n != 0 {
		t.Errorf("%d pools were asked for meanwhile", n)
	}
	w.server.Release()
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
}

func TestAChangeByHandBetweenLookingAndAskingIsSeen(t *testing.T) {
	w, site, steps := staged(t, func() *gke.Orders { o := orders(); o.Version = "1.34"; return o }, orders)
	hand := 0
	w.points = func(name string) {
		if name != "before UpdateCluster" || hand > 0 {
			return
		}
		hand++
		if err := w.server.Change(web, func(c *containerpb.Cluster) { c.Description = "changed by hand" }); err != nil {
			t.Error(err)
		}
	}
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, c := range w.server.Calls() {
		if c.Method == "UpdateCluster" {
			asked++
		}
	}
	if asked != 2 {
		t.Errorf("the control plane's upgrade was asked for %d times; the first time its etag was stale", asked)
	}
}

func TestAStepWhosePremiseIsGoneIsStale(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*world)
		words  string
	}{
		{"another cluster", func(w *world) {
			if err := w.server.Vanish(web); err != nil {
				w.t.Fatal(err)
			}
			w.foreign()
		}, "is another one than the plan was made for. Plan again"},
		{"no cluster", func(w *world) {
			if err := w.server.Vanish(web); err != nil {
				w.t.Fatal(err)
			}
		}, "there is no cluster"},
		{"another size", func(w *world) {
			if err := w.server.Autoscale(context.Background(), web+"/nodePools/main", 3); err != nil {
				w.t.Fatal(err)
			}
		}, "pool main has 9 nodes, where the plan found 3 and wants 6"},
	} {
		w, site, steps := staged(t, orders, scenes[1].to)
		c.change(w)
		before := len(w.server.Operations())
		err := w.do(site, steps)
		var stale *prepare.Stale
		if !errors.As(err, &stale) {
			t.Errorf("%s: want a stale step, got %v", c.name, err)
		}
		wantError(t, err, c.words)
		if after := len(w.server.Operations()); after != before {
			t.Errorf("%s: %d operations were begun", c.name, after-before)
		}
	}
}

func TestAClusterThatSomebodyElseMakesMeanwhileIsNotTaken(t *testing.T) {
	w, site, steps := staged(t, nil, orders)
	w.points = func(name string) {
		if name == "before CreateCluster" {
			w.foreign()
		}
	}
	err := w.do(site, steps)
	wantError(t, err, "there is a cluster projects/demo/locations/asia-northeast1/clusters/web already, which this plan did not make")
}

func TestAnIdentityWithoutTheRightIsToldWhichRoleItNeeds(t *testing.T) {
	w, site, steps := staged(t, orders, twoPools)
	w.server.Plant(gkefake.Fault{Method: "CreateNodePool", Code: codes.PermissionDenied, Says: `Required "container.clusters.update" permission(s)`})
	err := w.do(site, steps)
	wantError(t, err, "Give it roles/container.admin in the project")
	w.server.Withdraw(w.server.Reach().Token)
	_, err = w.client.Observe(t.Context(), w.name, "gke")
	wantError(t, err, "invalid authentication credentials")
	if strings.Contains(err.Error(), w.server.Reach().Token) {
		t.Error("the error has the token")
	}
}

func TestAnOperationOfARunThatDiedIsKnownAsTheStepsOwn(t *testing.T) {
	w, site, steps := staged(t, orders, twoPools)
	w.server.Destine(ofPool(gkefake.StockOut("asia-northeast1-b")))
	d, h := w.driver(site), w.hand()
	func() {
		defer func() { _ = recover() }()
		h.Point = func(name string) {
			if name == "after CreateNodePool" {
				panic(errKilled)
			}
		}
		_ = d.Do(t.Context(), &steps[0], h)
	}()
	w.clock.now = w.clock.now.Add(10 * time.Second)
	h.Point, h.Again = nil, true
	err := w.driver(site).Do(t.Context(), &steps[0], h)
	var refused *prepare.Refused
	if !errors.As(err, &refused) {
		t.Errorf("want a step that is refused, got %v", err)
	}
	wantError(t, err, "ZONE_RESOURCE_POOL_EXHAUSTED")
	if said := strings.Join(w.said, "\n"); strings.Contains(said, "not berth's") {
		t.Errorf("the operation was taken for a foreign one:\n%s", said)
	}
}

func TestNothingIsAskedForWithoutTheRightToWrite(t *testing.T) {
	errLost := errors.New("the lease is gone")
	for _, scene := range scenes {
		w, site, steps := staged(t, scene.from, scene.to)
		before := len(w.server.Operations())
		h := w.hand()
		h.Permit = func(context.Context) (context.Context, context.CancelFunc, error) { return nil, nil, errLost }
		if err := w.driver(site).Do(t.Context(), &steps[0], h); !errors.Is(err, errLost) {
			t.Errorf("%s: got %v", scene.name, err)
		}
		if after := len(w.server.Operations()); after != before {
			t.Errorf("%s: %d operations were begun", scene.name, after-before)
		}
	}
}

func TestAQuotaOfCallsThatIsUsedUpForAMinuteIsOutlasted(t *testing.T) {
	for _, method := range []string{"CreateNodePool", "GetCluster"} {
		w, site, steps := staged(t, orders, twoPools)
		f := gkefake.APIQuota(method)
		f.Times = 4
		w.server.Plant(f)
		began := w.clock.Now()
		if err := w.do(site, steps); err != nil {
			t.Fatal(err)
		}
		if took := w.clock.Now().Sub(began); took < time.Minute {
			t.Errorf("%s: the tries took %s together, and quotas are counted by the minute", method, took)
		}
		w.wantSettled(twoPools())
	}
}

func TestAQuotaOfCallsThatStaysUsedUpEndsTheStep(t *testing.T) {
	w, site, steps := staged(t, orders, twoPools)
	f := gkefake.APIQuota("CreateNodePool")
	f.Times = -1
	w.server.Plant(f)
	wantError(t, w.do(site, steps), "make pool batch: Quota exceeded for quota metric 'Write requests'")
	if n := w.server.Begun()[containerpb.Operation_CREATE_NODE_POOL]; n != 0 {
		t.Errorf("%d pools were begun", n)
	}
}

func TestAPoolWithPodsThatNothingWouldMakeAnewDoesNotShrink(t *testing.T) {
	w, site, steps := staged(t, func() *gke.Orders { o := orders(); o.Pools[0].Nodes = count(6); return o }, orders)
	pod := func(name, node, phase string, owners ...any) object.Object {
		return object.Object{
			"kind": "Pod", "metadata": map[string]any{"name": name, "namespace": "ads", "ownerReferences": owners},
			"spec": map[string]any{"nodeName": node}, "status": map[string]any{"phase": phase},
		}
	}
	node := w.server.Nodes(web)["main"][0]
	w.pods = []object.Object{pod("elsewhere", "n", "Running"), pod("over", node, "Succeeded"), pod("owned", node, "Running", map[string]any{"kind": "ReplicaSet"}), pod("debug", node, "Running")}
	err := w.do(site, steps)
	var refused *prepare.Refused
	if !errors.As(err, &refused) {
		t.Errorf("want a step that is refused, got %v", err)
	}
	wantError(t, err, "pool main cannot shrink: nothing would make Pod ads/debug anew")
	if got := len(w.server.Nodes(web)["main"]); got != 6 {
		t.Errorf("the pool has %d nodes", got)
	}
	w.pods = w.pods[:3]
	if err := w.do(site, steps); err != nil {
		t.Fatal(err)
	}
	w.wantSettled(orders())
}

func TestAListOfOperationsThatIsNotWholeIsNoList(t *testing.T) {
	w := newWorld(t)
	w.apply(orders())
	w.server.Miss("asia-northeast1-b")
	_, err := w.client.Observe(t.Context(), w.name, "gke")
	wantError(t, err, "Google could not ask asia-northeast1-b")
}
