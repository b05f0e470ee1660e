package gke_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
	"berth.dev/engine/target"
	"berth.dev/providers/gke"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/admit"
	"berth.dev/providers/providertest/cluster"
	"berth.dev/providers/providertest/gkefake"
)

// planes are real control planes for the double's clusters.
var planes = gkefake.NewPlanes(1)

// hurried is the machine's clock, some times faster: what is waited for takes its real
// time, and nobody waits long before looking again.
type hurried struct{ from time.Time }

const haste = 20

func (h hurried) Now() time.Time { return h.from.Add(haste * time.Since(h.from)) }

func (h hurried) Sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d / haste):
		return nil
	}
}

// deep is a world whose clusters have real control planes, reached through the endpoints
// that the API names.
type deep struct {
	*world
	plane *cluster.Cluster
}

const zonal = "projects/demo/locations/asia-northeast1-a/clusters/web"

func newDeep(t *testing.T) *deep {
	t.Helper()
	h := hurried{time.Now()}
	w := &world{t: t, clock: newClock(), server: gkefake.Start(t, gkefake.Options{Planes: planes, Now: h.Now})}
	reach := w.server.Reach()
	client, err := gke.Open(t.Context(), gke.Options{
		ClientOptions: reach.ClientOptions(), Clock: h, Roots: reach.Authority,
		Token: func(context.Context) (string, error) { return reach.Token, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	w.client = client
	w.name, err = gke.ParseName(zonal)
	if err != nil {
		t.Fatal(err)
	}
	return &deep{world: w}
}

// run plans from what is there and does it, through the real way to the cluster.
func (d *deep) run(o *gke.Orders) ([]ground.Step, error) {
	d.t.Helper()
	ctx := context.Background()
	seen, err := d.client.Observe(ctx, d.name, o.Site)
	if err != nil {
		d.t.Fatal(err)
	}
	if seen.Exists {
		config, err := d.client.RESTConfig(ctx, d.name, o.Endpoint)
		if err != nil {
			d.t.Fatal(err)
		}
		c, err := kube.OpenConfig(config, kube.Options{})
		if err != nil {
			d.t.Fatal(err)
		}
		list, err := c.List(ctx, target.Query{Kind: "Node"})
		if err != nil {
			d.t.Fatal(err)
		}
		seen.Count(list)
	}
	work, err := gke.Steps(o, seen)
	if err != nil {
		d.t.Fatal(err)
	}
	site, err := o.Ground(seen)
	if err != nil {
		d.t.Fatal(err)
	}
	driver, err := gke.NewDriver(site, gke.Tools{
		Client: d.client, Admitted: admit.Admitted, Admit: admit.Admit,
		Reach: func(c *rest.Config, permit gke.Permit) (drain.Cluster, error) {
			return kube.OpenConfig(c, kube.Options{Permit: permit})
		},
	})
	if err != nil {
		d.t.Fatal(err)
	}
	steps := slices.Concat(work.Before, work.After)
	for i := range steps {
		steps[i].ID = fmt.Sprintf("g%d", i+1)
		if err := driver.Do(ctx, &steps[i], d.hand()); err != nil {
			return steps, err
		}
		if standing, err := driver.Judge(ctx, &steps[i]); err != nil || standing != prepare.Done && steps[i].Kind != ground.DrainPool {
			d.t.Fatalf("%s is done, and %s: %v", lines(steps[i:i+1]), standing, err)
		}
	}
	return steps, nil
}

func (d *deep) kubectl(stdin string, args ...string) string {
	d.t.Helper()
	out, err := d.plane.Kubectl(context.Background(), "", stdin, args...)
	if err != nil {
		d.t.Fatal(err)
	}
	return out
}

// pools are the pools on which the Deployment's pods stand, and how many are ready.
func (d *deep) pools() (on []string, ready string) {
	for _, node := range strings.Fields(d.kubectl("", "get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].spec.nodeName}")) {
		on = append(on, d.kubectl("", "get", "node", node, "-o", `jsonpath={.metadata.labels.cloud\.google\.com/gke-nodepool}`))
	}
	slices.Sort(on)
	return slices.Compact(on), d.kubectl("", "get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")
}

func TestARealClustersPodsMoveToTheNewPoolBeforeTheOldOneGoes(t *testing.T) {
	d := newDeep(t)
	o := orders()
	o.Cluster, o.Groups = zonal, []string{"sre@example.com"}
	o.Pools[0].Nodes = count(2)
	if _, err := d.run(o); err != nil {
		t.Fatal(err)
	}
	plane, err := d.server.Ground(zonal)
	if err != nil {
		t.Fatal(err)
	}
	d.plane = plane
	if got := d.kubectl("", "auth", "can-i", "create", "deployments", "--as=a", "--as-group=sre@example.com"); strings.TrimSpace(got) != "yes" {
		t.Errorf("those whom the specs admit may not make Deployments: %s", got)
	}
	d.kubectl(`{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":4,"selector":{"matchLabels":{"app":"web"}},
"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"shop/web:1"}]}}}}`, "create", "-f", "-")
	d.kubectl(`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"web"},"spec":{"selector":{"matchLabels":{"app":"web"}},"minAvailable":4}}`, "create", "-f", "-")
	d.kubectl("", "rollout", "status", "deployment/web", "--timeout=60s")
	d.kubectl("", "wait", "pdb/web", "--for=jsonpath={.status.currentHealthy}=4", "--timeout=60s")

	// The budget allows no eviction: the step ends, and the old pool is as it was.
	o.Pools[0].Machine = "e2-standard-8"
	_, err = d.run(o)
	var refused *prepare.Refused
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "pool main: node ") {
		t.Fatalf("the budget allows no eviction, and the drain says %v", err)
	}
	if got := d.kubectl("", "get", "nodes", "-o", "jsonpath={.items[*].spec.unschedulable}"); got != "" {
		t.Errorf("nodes stay closed: %s", got)
	}
	if len(d.server.Nodes(zonal)["main"]) != 2 {
		t.Errorf("the old pool was touched: %v", d.server.Nodes(zonal))
	}

	// With a budget that can be kept the next plan goes on where the first one ended.
	d.kubectl("", "patch", "pdb", "web", "--type=merge", "-p", `{"spec":{"minAvailable":3}}`)
	steps, err := d.run(o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"drain pool main: 2 nodes ->  [moves pods]", "remove pool main: 2 nodes ->  [cannot be undone]"}, lines(steps)); diff != "" {
		t.Error(diff)
	}
	d.kubectl("", "rollout", "status", "deployment/web", "--timeout=60s")
	on, ready := d.pools()
	if len(on) != 1 || on[0] == "main" || ready != "4" {
		t.Errorf("%s pods are ready, on the pools %v", ready, on)
	}
	if lost := d.server.Lost(); len(lost) > 0 {
		t.Errorf("Google ended pods that berth should have moved: %v", lost)
	}
	for _, r := range d.server.Requests() {
		if r.Way != gkefake.DNS {
			t.Fatalf("a request came by %s, and the specs say dns: %s %s", r.Way, r.Method, r.Path)
		}
	}
}
