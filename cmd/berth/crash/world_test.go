package crash

import (
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/object"
	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/fake"
	"berth.dev/providers/providertest/fault"
)

// sites are the clusters of every scenario.
func sites() []string { return []string{"gke", "tokyo"} }

// beginning is when scenarios begin.
var beginning = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// world is two fake clusters that outlive the runs on them, and what they saw.
type world struct {
	servers map[string]*fake.Server
	config  string
	history *history
	initial map[string][]object.Object

	mu sync.Mutex
	// faults are put between network and server while they are not nil.
	faults map[string]*fault.Plan
	// gatekeeper, where it is not nil, is asked before each request.
	gatekeeper func(site string, r *http.Request)
}

// history joins what all clusters see into one order.
type history struct {
	mu      sync.Mutex
	changes []audit.Change
}

func (h *history) add(c audit.Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changes = append(h.changes, c)
}

func (h *history) all() []audit.Change {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.changes)
}

// newWorld starts both clusters; the seed makes their UIDs.
func newWorld(t testing.TB, seed uint64) *world {
	t.Helper()
	w := &world{servers: map[string]*fake.Server{}, history: &history{}, initial: map[string][]object.Object{}, faults: map[string]*fault.Plan{}}
	for i, site := range sites() {
		server, err := fake.Start(fake.Options{
			Seed: seed*2 + uint64(i) + 1, Installed: []string{"HTTPRoute"}, ReadyAfter: 1,
			Now:     func() time.Time { return beginning },
			Wrap:    func(next http.Handler) http.Handler { return w.between(site, next) },
			OnWrite: func(v fake.World) { w.history.add(seen(site, v)) },
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(server.Close)
		w.servers[site] = server
	}
	// Clients outlive their worlds in the caches of their transports, and would keep
	// what thousands of worlds have seen.
	t.Cleanup(w.forget)
	w.config = filepath.Join(t.TempDir(), "config")
	if err := fake.Kubeconfig(w.config, w.servers); err != nil {
		t.Fatal(err)
	}
	return w
}

// forget lets go of what happened.
func (w *world) forget() {
	w.history.mu.Lock()
	defer w.history.mu.Unlock()
	w.history.changes, w.initial = nil, nil
	for _, server := range w.servers {
		server.Forget()
	}
}

// between lets the gatekeeper look and faults happen.
func (w *world) between(site string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		plan, keeper := w.faults[site], w.gatekeeper
		w.mu.Unlock()
		if keeper != nil {
			keeper(site, r)
		}
		if plan != nil {
			plan.Handler(next).ServeHTTP(out, r)
			return
		}
		next.ServeHTTP(out, r)
	})
}

// seen is a change as an auditor needs it.
func seen(site string, v fake.World) audit.Change {
	c := audit.Change{
		Site: site, Client: v.Request.Client, Verb: v.Request.Verb, Order: v.Request.Order, Ref: v.Request.Ref,
		Before: v.Before, After: v.Get(v.Request.Ref), Workloads: []object.Object{},
	}
	for _, kind := range []string{"Deployment", "StatefulSet"} {
		for _, ref := range v.References(kind) {
			if ref.Namespace == shop {
				c.Workloads = append(c.Workloads, v.Get(ref))
			}
		}
	}
	return c
}

// spoil lets a share of all requests fail from now on; none where percent is 0.
func (w *world) spoil(seed uint64, percent int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, site := range sites() {
		w.faults[site] = nil
		if percent > 0 {
			w.faults[site] = fault.Level(seed*2+uint64(i), percent)
		}
	}
}

// guard lets somebody look at every request from now on.
func (w *world) guard(keeper func(site string, r *http.Request)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gatekeeper = keeper
}

// settle remembers what is there as the beginning. It lets controllers bring what was
// put there up to date first, which they do when somebody reads.
func (w *world) settle(t testing.TB) {
	t.Helper()
	for _, site := range sites() {
		for range 2 {
			for _, kind := range []string{"deployments", "statefulsets"} {
				r, err := http.Get(w.servers[site].URL + "/apis/apps/v1/" + kind)
				if err != nil {
					t.Fatal(err)
				}
				_ = r.Body.Close()
			}
		}
		w.servers[site].Forget()
		w.initial[site] = w.servers[site].Objects()
	}
}

// put makes objects as somebody would.
func (w *world) put(t testing.TB, site, manager string, objects ...object.Object) {
	t.Helper()
	if err := w.servers[site].Put(manager, objects...); err != nil {
		t.Fatal(err)
	}
}

// judge is what an auditor says of all that happened.
func (w *world) judge(finished string, plans ...audit.Plan) []audit.Violation {
	c := audit.Case{Plans: plans, History: w.history.all(), Singles: []string{"db", "mail"}, Finished: finished}
	for _, site := range sites() {
		c.Clusters = append(c.Clusters, audit.Cluster{Site: site, Initial: w.initial[site], Final: w.servers[site].Objects()})
	}
	return audit.Check(c)
}
