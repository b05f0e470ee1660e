package gke_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/container/apiv1/containerpb"
	"github.com/google/go-cmp/cmp"
	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/object"
	"berth.dev/engine/prepare"
	"berth.dev/engine/target"
	"berth.dev/providers/gke"
	"berth.dev/providers/providertest/gkefake"
)

const (
	place = "projects/demo/locations/asia-northeast1"
	web   = place + "/clusters/web"
)

// clock is Google's and the machine's: it moves when somebody waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return ctx.Err()
}

// world is the double and a client of it.
type world struct {
	t      testing.TB
	server *gkefake.Server
	clock  *clock
	client *gke.Client
	name   gke.Name
	// said is what drivers told whoever listened.
	said []string
	// points is called at each point that a crash may fall between.
	points func(string)
	// pods are those that the cluster has.
	pods []object.Object
	// patched are nodes as they are after a patch.
	patched map[string]object.Object
}

// newWorld has operations that take a minute.
func newWorld(t testing.TB) *world {
	t.Helper()
	c := newClock()
	w := &world{t: t, clock: c, patched: map[string]object.Object{}, server: gkefake.Start(t, gkefake.Options{Now: c.Now, Pending: time.Second, Running: time.Minute})}
	w.client = w.open()
	w.name, _ = gke.ParseName(web)
	return w
}

func (w *world) open() *gke.Client {
	w.t.Helper()
	reach := w.server.Reach()
	client, err := gke.Open(context.Background(), gke.Options{
		ClientOptions: reach.ClientOptions(), Clock: w.clock, Chance: func() float64 { return 0.5 }, Roots: reach.Authority,
		Token: func(context.Context) (string, error) { return reach.Token, nil },
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = client.Close() })
	return client
}

// orders are those of a regional cluster with one pool of three nodes.
func orders() *gke.Orders {
	return &gke.Orders{
		Site: "gke", Cluster: web, Channel: "regular", Version: "1.35", Endpoint: "dns",
		Pools: []gke.Pool{{Name: "main", Nodes: count(3), Machine: "e2-standard-4", DiskGiB: 100, DiskType: "pd-balanced"}},
	}
}

func count(n int) *int { return &n }

// foreign makes a cluster that somebody else made, with one pool.
func (w *world) foreign() {
	w.t.Helper()
	if _, err := w.server.Add(place, &containerpb.Cluster{
		Name: "web", InitialClusterVersion: "1.35", ReleaseChannel: &containerpb.ReleaseChannel{Channel: containerpb.ReleaseChannel_REGULAR},
		NodePools: []*containerpb.NodePool{{Name: "main", InitialNodeCount: 1, Config: &containerpb.NodeConfig{MachineType: "e2-standard-4", DiskSizeGb: 100, DiskType: "pd-balanced"}}},
	}); err != nil {
		w.t.Fatal(err)
	}
}

// observe reads the cluster, its nodes counted.
func (w *world) observe() *gke.Seen {
	w.t.Helper()
	seen, err := w.client.Observe(context.Background(), w.name, "gke")
	if err != nil {
		w.t.Fatal(err)
	}
	if seen.Exists {
		seen.Count(w.nodes())
	}
	return seen
}

// plan makes the steps from what is there, with IDs.
func (w *world) plan(o *gke.Orders) (ground.Site, []ground.Step) {
	w.t.Helper()
	seen := w.observe()
	work, err := gke.Steps(o, seen)
	if err != nil {
		w.t.Fatal(err)
	}
	site, err := o.Ground(seen)
	if err != nil {
		w.t.Fatal(err)
	}
	all := slices.Concat(work.Before, work.After)
	for i := range all {
		all[i].ID = fmt.Sprintf("g%d", i+1)
	}
	return site, all
}

// driver is that of a site as a plan's file has it.
func (w *world) driver(site ground.Site) prepare.Driver {
	w.t.Helper()
	var again ground.Site
	data, err := json.Marshal(site)
	if err == nil {
		err = json.Unmarshal(data, &again)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	d, err := gke.NewDriver(again, gke.Tools{Client: w.client, Reach: func(*rest.Config, gke.Permit) (drain.Cluster, error) { return inside{w}, nil }})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// hand is that of a step which begins now.
func (w *world) hand() prepare.Hand {
	return prepare.Hand{
		Since: w.clock.Now(),
		Say:   func(s string) { w.said = append(w.said, s) },
		Point: func(name string) {
			if w.points != nil {
				w.points(name)
			}
		},
		Permit: func(ctx context.Context) (context.Context, context.CancelFunc, error) {
			inner, cancel := context.WithCancel(ctx)
			return inner, cancel, nil
		},
	}
}

// do judges steps and does those that are due, as a run does.
func (w *world) do(site ground.Site, steps []ground.Step) error {
	d := w.driver(site)
	for i := range steps {
		standing, err := d.Judge(context.Background(), &steps[i])
		if err != nil {
			return err
		}
		if standing == prepare.Done {
			continue
		}
		if err := d.Do(context.Background(), &steps[i], w.hand()); err != nil {
			return err
		}
	}
	return nil
}

// apply plans and does it all.
func (w *world) apply(o *gke.Orders) {
	w.t.Helper()
	site, steps := w.plan(o)
	if err := w.do(site, steps); err != nil {
		w.t.Fatal(err)
	}
}

// nodes are the Node objects that the double's pools have.
func (w *world) nodes() (out []object.Object) {
	for pool, names := range w.server.Nodes(web) {
		for _, n := range names {
			if o := w.patched[n]; o != nil {
				out = append(out, o)
				continue
			}
			out = append(out, object.Object{
				"kind": "Node", "metadata": map[string]any{"name": n, "uid": n, "resourceVersion": "1", "labels": map[string]any{gke.PoolLabel: pool}},
				"spec":   map[string]any{},
				"status": map[string]any{"conditions": []any{map[string]any{"type": "Ready", "status": "True"}}},
			})
		}
	}
	slices.SortFunc(out, func(a, b object.Object) int { return a.Ref().Compare(b.Ref()) })
	return out
}

// inside is the cluster's own API with its nodes and no pods.
type inside struct{ w *world }

func (i inside) Get(_ context.Context, ref object.Ref) (object.Object, error) {
	for _, n := range i.w.nodes() {
		if n.Ref() == ref {
			return n, nil
		}
	}
	return nil, nil
}

func (i inside) List(_ context.Context, q target.Query) ([]object.Object, error) {
	if q.Kind == "Pod" {
		return slices.Clone(i.w.pods), nil
	}
	if q.Kind != "Node" {
		return nil, nil
	}
	return slices.DeleteFunc(i.w.nodes(), func(n object.Object) bool {
		return q.Selector != "" && q.Selector != gke.PoolLabel+"="+n.Label(gke.PoolLabel)
	}), nil
}

func (i inside) Patch(ctx context.Context, ref object.Ref, ops []target.Op, _ target.Write) (object.Object, error) {
	o, err := i.Get(ctx, ref)
	if err != nil || o == nil {
		return nil, &target.Fault{Class: target.Absent, What: "patch " + ref.String()}
	}
	text, _ := json.Marshal(o)
	list, _ := json.Marshal(ops)
	patch, err := jsonpatch.DecodePatch(list)
	if err != nil {
		return nil, err
	}
	if text, err = patch.Apply(text); err != nil {
		return nil, &target.Fault{Class: target.Conflict, What: "patch " + ref.String(), Says: err.Error()}
	}
	var after object.Object
	err = json.Unmarshal(text, &after)
	i.w.patched[ref.Name] = after
	return after, err
}

func (i inside) Evict(context.Context, object.Ref, string, time.Duration) error { return nil }

// lines are steps in short.
func lines(steps []ground.Step) (out []string) {
	for _, s := range steps {
		line := string(s.Kind)
		if s.Part != "" {
			line += " " + s.Part
		}
		if s.From != "" || s.To != "" {
			line += ": " + s.From + " -> " + s.To
		}
		for _, e := range s.Effects {
			line += " [" + string(e) + "]"
		}
		out = append(out, line)
	}
	return out
}

// wantSettled checks that nothing is left to do.
func (w *world) wantSettled(o *gke.Orders) {
	w.t.Helper()
	_, left := w.plan(o)
	if diff := cmp.Diff([]string(nil), lines(left)); diff != "" {
		w.t.Errorf("there is still something to do: %s", diff)
	}
}

// wantError checks what an error says.
func wantError(t *testing.T, err error, words string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("want an error that says %q, got %v", words, err)
	}
}
