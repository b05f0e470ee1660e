package cli

import (
	"context"
	"fmt"

	"k8s.io/client-go/rest"

	"berth.dev/engine/drain"
	"berth.dev/engine/ground"
	"berth.dev/engine/prepare"
	"berth.dev/providers/gke"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/admit"
)

// direct opens a cluster by a connection's settings, which no kubeconfig has.
func (a *app) direct(config *rest.Config, may permit) (*kube.Cluster, error) {
	return kube.OpenConfig(config, kube.Options{Agent: "berth/" + thisBuild().Version, Permit: may})
}

// driver makes the driver of a site's cluster from what the plan's file has of it.
func (e *execution) driver(ctx context.Context, site ground.Site) (prepare.Driver, error) {
	switch site.Provider {
	case "gke":
		client, err := e.app.client(ctx)
		if err != nil {
			return nil, err
		}
		return gke.NewDriver(site, gke.Tools{
			Client: client, Admitted: admit.Admitted, Admit: admit.Admit,
			Reach: func(c *rest.Config, may gke.Permit) (drain.Cluster, error) { return e.app.direct(c, may) },
		})
	case "k0s":
		return e.machineDriver(ctx, site)
	}
	return nil, fmt.Errorf("site %s: the plan is of a berth that drives %q, and this one does not", site.Name, site.Provider)
}
