package cli

import (
	"context"
	"strings"

	"k8s.io/client-go/rest"

	"berth.dev/engine/spec"
	"berth.dev/providers/gke"
)

// googles begins the context of a cluster that is reached as Google's API says and not
// by a kubeconfig: "gke:dns:projects/P/locations/L/clusters/C". Contexts that gcloud
// writes have underscores.
const googles = "gke:"

// contextOf is how a site's cluster is reached: by the kubeconfig context that the specs
// name, or, where they have words of GKE and no context, as Google's API says; "" where
// nobody says.
func contextOf(s *spec.Site) string {
	managed := s.GKE != nil || s.Manage.V == "cluster"
	if s.Context.V != "" || s.Provider.V != "gke" || !managed || s.Project.V == "" || s.Location.V == "" || s.Cluster.V == "" {
		return s.Context.V
	}
	endpoint := "dns"
	if s.GKE != nil {
		endpoint = s.GKE.Endpoint.Or(endpoint)
	}
	return googles + endpoint + ":" + gke.Name{Project: s.Project.V, Location: s.Location.V, Cluster: s.Cluster.V}.String()
}

// client is the client of Google's API; nothing is sent before it is used.
func (a *app) client(ctx context.Context) (*gke.Client, error) {
	if a.google != nil {
		return a.google, nil
	}
	c, err := gke.Open(ctx, a.GKE)
	if err != nil {
		return nil, err
	}
	a.google = c
	return c, nil
}

func (a *app) leaveGoogle() {
	if a.google != nil {
		_ = a.google.Close() // nothing is under way
	}
}

// connection is how the cluster of a context of Google's is reached.
func (a *app) connection(ctx context.Context, name string) (*rest.Config, error) {
	endpoint, full, _ := strings.Cut(strings.TrimPrefix(name, googles), ":")
	n, err := gke.ParseName(full)
	if err != nil {
		return nil, err
	}
	c, err := a.client(ctx)
	if err != nil {
		return nil, err
	}
	return c.RESTConfig(ctx, n, endpoint)
}
