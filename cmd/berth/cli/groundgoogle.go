package cli

import (
	"context"
	"fmt"

	"berth.dev/engine/ground"
	"berth.dev/engine/intent"
	"berth.dev/engine/object"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
	"berth.dev/engine/target"
	"berth.dev/providers/gke"
	"berth.dev/providers/kube/admit"
)

// googleCluster is what was found of a cluster at Google.
type googleCluster struct {
	w    *spec.Workspace
	site *spec.Site
	seen *gke.Seen
}

// lookAtGoogle asks Google for a site's cluster, and the cluster for its nodes.
func (s *stepper) lookAtGoogle(ctx context.Context, site *spec.Site) (standing, error) {
	orders, err := gke.Order(site, nil)
	if err != nil {
		return nil, err
	}
	name, err := orders.Name()
	if err != nil {
		return nil, err
	}
	client, err := s.app.client(ctx)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", site.Name, err)
	}
	seen, err := client.Observe(ctx, name, site.Name)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", site.Name, gke.Advised(err))
	}
	if seen.Exists && seen.Status != "PROVISIONING" { // before it has an address nobody can ask it
		if err := s.app.count(ctx, orders, name, seen); err != nil {
			return nil, err
		}
	}
	return &googleCluster{w: s.w.Workspace, site: site, seen: seen}, nil
}

// count counts a cluster's nodes, and asks whether those whom the specs name are
// admitted.
func (a *app) count(ctx context.Context, orders *gke.Orders, name gke.Name, seen *gke.Seen) error {
	config, err := a.google.RESTConfig(ctx, name, orders.Endpoint)
	if err != nil {
		return fmt.Errorf("site %s: %w", orders.Site, err)
	}
	c, err := a.direct(config, neverWrites)
	if err != nil {
		return err
	}
	nodes, err := c.List(ctx, target.Query{Kind: "Node"})
	if err != nil {
		return (&reached{site: orders.Site, context: googles + orders.Endpoint + ":" + name.String(), cluster: c}).unreachable(ctx, err)
	}
	seen.Count(nodes)
	if len(orders.Groups)+len(orders.Users) == 0 {
		return nil
	}
	admitted, err := admit.Admitted(ctx, config, orders.Groups, orders.Users)
	if err != nil {
		return err
	}
	seen.Admits = "no"
	if admitted {
		seen.Admits = "yes"
	}
	return nil
}

func (g *googleCluster) removal() (*change, error) {
	orders, err := gke.Order(g.site, nil)
	if err != nil {
		return nil, err
	}
	site, err := orders.Ground(g.seen)
	if err != nil || !g.seen.Exists {
		return &change{site: site}, err
	}
	last, err := gke.Destroy(orders, g.seen)
	if err != nil {
		return nil, err
	}
	return &change{site: site, before: []ground.Step{*last}}, nil
}

// unfit says why Autopilot would refuse an object on a site that has it.
func (s *stepper) unfit(site string, o object.Object) []string {
	if found := s.w.Site(site); found == nil || found.Provider.V != "gke" || found.Mode.V != "autopilot" {
		return nil
	}
	return gke.Unfit(o)
}

func (g *googleCluster) exists() bool { return g.seen.Exists }

func (g *googleCluster) toward(courses []plan.Course) (*change, error) {
	orders, err := gke.Order(g.site, intent.Nodes(g.w, g.site, courses))
	if err != nil {
		return nil, err
	}
	work, err := gke.Steps(orders, g.seen)
	if err != nil {
		return nil, err
	}
	site, err := orders.Ground(g.seen)
	if err != nil {
		return nil, err
	}
	return &change{site: site, before: work.Before, after: work.After, notes: work.Notes}, nil
}
