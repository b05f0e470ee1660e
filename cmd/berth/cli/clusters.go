package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/kube"
)

// clusterOptions say how the clusters of sites are reached.
type clusterOptions struct {
	// kubeconfig is a file, "" for those that kubectl would read.
	kubeconfig string
	// contexts are SITE=CONTEXT; they go before what specs and plans say.
	contexts []string
	// of are the contexts by site, once checked.
	of map[string]string
}

func (o *clusterOptions) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.kubeconfig, "kubeconfig", "", "the kubeconfig file (default: $KUBECONFIG, then ~/.kube/config)")
	c.Flags().StringArrayVar(&o.contexts, "context", nil, "the kubeconfig context of a site, as in tokyo=admin@tokyo (repeatable; default: what the site says)")
}

// check refuses flags that say nothing.
func (o *clusterOptions) check(c *cobra.Command) error {
	o.of = map[string]string{}
	for _, one := range o.contexts {
		site, name, ok := strings.Cut(one, "=")
		if !ok || site == "" || name == "" {
			return misused(c.CommandPath(), "--context %q is not SITE=CONTEXT, as in tokyo=admin@tokyo.", one)
		}
		if other, twice := o.of[site]; twice && other != name {
			return misused(c.CommandPath(), "--context names %s twice, as %s and as %s.", site, other, name)
		}
		o.of[site] = name
	}
	return nil
}

// context is the kubeconfig context of a site, "" where nobody says; said is what
// the specs or the plan say.
func (o *clusterOptions) context(site, said string) string {
	if name, ok := o.of[site]; ok {
		return name
	}
	return said
}

// known refuses contexts for sites that are none.
func (o *clusterOptions) known(c *cobra.Command, w *spec.Workspace) error {
	names := make([]string, len(w.Sites))
	for k, s := range w.Sites {
		names[k] = s.Name
	}
	return o.among(c, names)
}

// among refuses contexts for sites other than these.
func (o *clusterOptions) among(c *cobra.Command, sites []string) error {
	sites = slices.Sorted(slices.Values(sites))
	for _, site := range slices.Sorted(maps.Keys(o.of)) {
		if !slices.Contains(sites, site) {
			return misused(c.CommandPath(), "--context %s=%s: there is no site %q; there are: %s.", site, o.of[site], site, strings.Join(sites, ", "))
		}
	}
	return nil
}

// permit allows a write, or says why not.
type permit func(context.Context) (context.Context, context.CancelFunc, error)

// cluster opens the cluster of a site; nothing is sent to it yet. may is asked before
// each write.
func (o *clusterOptions) cluster(a *app, site, name string, may permit) (*kube.Cluster, error) {
	opened := kube.Options{Context: name, Agent: "berth/" + thisBuild().Version, Permit: may, Warn: func(text string) {
		a.say("note", site+": the API server warns: "+text)
	}}
	c, err := o.open(a, name, opened)
	if err != nil {
		return nil, fmt.Errorf("site %s: %w", site, err)
	}
	return c, nil
}

// open opens a cluster by the kubeconfig, or as Google's API says.
func (o *clusterOptions) open(a *app, name string, opened kube.Options) (*kube.Cluster, error) {
	if strings.HasPrefix(name, googles) {
		config, err := a.connection(a.Context, name)
		if err != nil {
			return nil, err
		}
		return kube.OpenConfig(config, opened)
	}
	opened.Files = kube.Files(a.Getenv)
	if o.kubeconfig != "" {
		opened.Files = []string{a.path(o.kubeconfig)}
	}
	return kube.Open(opened)
}
