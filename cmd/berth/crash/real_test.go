package crash

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"berth.dev/engine/object"
	"berth.dev/engine/record"
	"berth.dev/engine/target"
	"berth.dev/providers/providertest/audit"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/fake"
)

// TestARunKilledAnywhereOnRealServersIsFinishedByTheNext is the kill at every request
// on two real API servers, with the state folder and without it.
func TestARunKilledAnywhereOnRealServersIsFinishedByTheNext(t *testing.T) {
	clusters := shared.Get(t)
	t.Parallel() // its cases come one after another, and wait for leases most of the time
	figures := tally(t, "killed on real API servers")
	first := newReal(t, clusters)
	o := first.orders(t)
	o.Hurry = 1 // a busy machine would lose the lease on a faster clock
	whole := run(t, o)
	if whole.Code != exitDone {
		t.Fatalf("an undisturbed run ended with code %d: %s", whole.Code, whole.Error)
	}
	first.blameless(t)
	for n, name := range whole.Names {
		if !isRequest(name) {
			continue
		}
		for _, kept := range []bool{true, false} {
			t.Run(fmt.Sprintf("kept=%t/point=%d", kept, n+1), func(t *testing.T) {
				w := newReal(t, clusters)
				o := w.orders(t)
				o.Kill = n + 1
				run(t, o)
				if o.Kill = 0; !kept {
					o.State = t.TempDir()
				}
				o.Hurry = 40 // the dead one's lease must be seen to end
				again(t, o, level{})
				figures.add(w.blameless(t))
			})
		}
	}
}

// realWorld is a scenario on two real clusters.
type realWorld struct {
	fronts  map[string]*front
	config  string
	history *history
	initial map[string][]object.Object
	plan    audit.Plan
}

// newReal empties the clusters of what the case before has left, furnishes them and
// makes a plan. Without controllers a namespace does not end by itself.
func newReal(t *testing.T, clusters []*cluster.Cluster) *realWorld {
	t.Helper()
	w := &realWorld{fronts: map[string]*front{}, history: &history{}, initial: map[string][]object.Object{}}
	turn, urls := &sync.Mutex{}, map[string]*fake.Server{}
	for _, c := range clusters {
		if err := c.Define(t.Context(), cluster.HTTPRoutes); err != nil {
			t.Fatal(err)
		}
		f := newFront(t, c.Name, c, w.history, turn)
		w.fronts[c.Name], urls[c.Name] = f, &fake.Server{URL: f.server.URL}
		f.empty(t)
	}
	w.config = filepath.Join(t.TempDir(), "config")
	if err := fake.Kubeconfig(w.config, urls); err != nil {
		t.Fatal(err)
	}
	w.fronts["tokyo"].furnish(t)
	targets := map[string]target.Target{}
	for site, f := range w.fronts {
		targets[site] = f.direct
		w.initial[site] = f.objects(t)
	}
	w.plan = plan(t, targets, "", ordinary(t))
	return w
}

func (w *realWorld) orders(t *testing.T) orders {
	t.Helper()
	o := write(t, t.TempDir(), w.plan)
	o.Name, o.Config, o.State, o.Hurry = "first", w.config, t.TempDir(), 10
	return o
}

func (w *realWorld) blameless(t *testing.T) []audit.Violation {
	t.Helper()
	c := audit.Case{Plans: []audit.Plan{w.plan}, History: w.history.all(), Finished: w.plan.Digest}
	for _, site := range sites() {
		c.Clusters = append(c.Clusters, audit.Cluster{Site: site, Initial: w.initial[site], Final: w.fronts[site].objects(t)})
	}
	found := audit.Check(c)
	for _, v := range found {
		t.Error(v)
	}
	return found
}

// objects are those of a cluster that a plan may be about.
func (f *front) objects(t *testing.T) (all []object.Object) {
	t.Helper()
	for _, kind := range []string{"Namespace", "ConfigMap", "Service", "Deployment", "HTTPRoute"} {
		found, err := f.direct.List(t.Context(), target.Query{Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range found {
			if !strings.HasPrefix(o.Ref().Namespace, "kube-") {
				all = append(all, o)
			}
		}
	}
	return all
}

// empty removes everything that a case makes.
func (f *front) empty(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	for _, ref := range []object.Ref{
		{Kind: "Deployment", Namespace: shop}, {Kind: "Service", Namespace: shop}, {Kind: "ConfigMap", Namespace: shop},
		{Kind: "ConfigMap", Namespace: object.SystemNamespace}, {Kind: "Lease", Namespace: object.SystemNamespace}, {Kind: "HTTPRoute", Namespace: "default"},
		{Kind: "Namespace", Name: shop}, {Kind: "Namespace", Name: object.SystemNamespace},
	} {
		if _, err := f.cluster.Ask(ctx, http.MethodDelete, pathTo(ref), nil); err != nil && !strings.Contains(err.Error(), "404") {
			t.Fatal(err)
		}
		if ref.Kind != "Namespace" {
			continue
		}
		end := fmt.Appendf(nil, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%q},"spec":{"finalizers":[]}}`, ref.Name)
		if _, err := f.cluster.Ask(ctx, http.MethodPut, pathTo(ref)+"/finalize", end); err != nil && !strings.Contains(err.Error(), "404") {
			t.Fatal(err)
		}
	}
}

// furnish makes what runs on tokyo before a plan: what kubectl made, and what an
// earlier plan of berth's did.
func (f *front) furnish(t *testing.T) {
	t.Helper()
	for _, text := range []string{
		space(shop), deployment("front", 3, "shop/front:1"), service("front"), deployment("video", 2, "shop/video:1"), route, argos, config("strangers", "red"),
	} {
		o := parse(t, text)
		ref := o.Ref()
		ref.Name = ""
		if _, err := f.cluster.Ask(t.Context(), http.MethodPost, pathTo(ref)+"?fieldManager=kubectl-client-side-apply", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	set := &record.Set{Product: shop, Namespace: shop}
	for _, text := range []string{config("api-old", "grey"), deployment("api", 2, "shop/api:1")} {
		o := f.make(t, object.Own(parse(t, text), "api", set.ID()))
		set.Members = append(set.Members, record.Member{Ref: o.Ref(), UID: o.UID()})
	}
	f.make(t, systemSpace())
	f.make(t, made(t, set))
	f.make(t, made(t, &record.Cluster{Epoch: 4, Generation: 1, Last: digestOf([]byte("earlier"))}))
	for _, name := range []string{"front", "video", "api"} {
		f.ready(t.Context(), named("Deployment", name))
	}
}

// make creates an object as berth would.
func (f *front) make(t *testing.T, o object.Object) object.Object {
	t.Helper()
	left, err := f.direct.Create(t.Context(), o, target.Write{})
	if err != nil {
		t.Fatal(err)
	}
	return left
}
