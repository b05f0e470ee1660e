package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/engine/target"
	"berth.dev/providers/gke"
	survey "berth.dev/providers/gke/survey"
)

// importGKEOptions are the flags of import gke.
type importGKEOptions struct {
	importMerge
	name gke.Name
	site survey.Options
}

func newImportGKE(a *app, run func(*importGKEOptions) error) *cobra.Command {
	o := &importGKEOptions{importMerge: importMerge{app: a}}
	c := &cobra.Command{
		Use:   "gke",
		Short: "Make a site of a GKE cluster and its node pools",
		Long: `Make a site of a cluster of Google Kubernetes Engine: where it is, its mode, its
release channel, its networks, and its node pools with machines, bounds, disks,
taints and labels. Google's API is asked with the credentials that gcloud's own
libraries find; nothing is ever changed.

Nodes are counted on the cluster itself where it lets us, else they are as many as
the pools were made with, and the site says so. Its services are imported by
"berth import kubernetes --context".

` + importWords,
		Example: `  berth import gke --project example-prod --location asia-northeast1 \
    --cluster services --prices gcp-asia-northeast1 --out shop`,
		Args: arguments(0, 0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.name.Project, "project", "", "the project's ID")
	f.StringVar(&o.name.Location, "location", "", "region or zone, as in asia-northeast1")
	f.StringVar(&o.name.Cluster, "cluster", "", "the cluster's name")
	f.StringVar(&o.site.Name, "site", "", "name of the site (default: the cluster's)")
	f.StringVar(&o.site.Prices, "prices", "", `price book of the site; "berth prices import" writes one`)
	f.StringVar(&o.site.Country, "country", "", "where it stands, as in JP (default: where the region is)")
	o.importMerge.flags(c)
	return c
}

// check refuses what Google could not be asked for.
func (o *importGKEOptions) check(c *cobra.Command) error {
	if o.name.Project == "" || o.name.Location == "" || o.name.Cluster == "" {
		return misused(c.CommandPath(), "%s needs --project, --location and --cluster.", c.CommandPath())
	}
	if _, err := gke.ParseName(o.name.String()); err != nil {
		return misused(c.CommandPath(), "%s", err)
	}
	o.site.Country = cmp.Or(o.site.Country, survey.Country(o.name.Location))
	if o.site.Country == "" {
		return misused(c.CommandPath(), "berth does not know where %s is: give --country.", o.name.Location)
	}
	return nil
}

func runImportGKE(o *importGKEOptions) error {
	if err := o.known(); err != nil {
		return err
	}
	seen, err := o.look(o.app.Context)
	if err != nil {
		return err
	}
	o.site.Endpoint = survey.Endpoint(seen)
	files := []spec.Source{{Name: "site-" + o.site.Name + ".hcl", Bytes: survey.Site(seen, o.site)}}
	if err := readable(files[0].Bytes); err != nil {
		return err
	}
	today, err := o.app.made()
	if err != nil {
		return err
	}
	beside := beside{site: o.site.Name, kind: "cloud", today: today}
	return o.importMerge.write(imported{from: "gke/" + o.name.String(), files: files, starter: beside.files()})
}

// known takes from the folder what it says of the site already.
func (o *importGKEOptions) known() error {
	w := &spec.Workspace{}
	if o.out != "" {
		files, err := specsIn(o.app.path(o.out))
		if err != nil {
			return err
		}
		w, _ = spec.Parse(files, spec.Options{Fragment: true})
	}
	for _, s := range w.Sites {
		same := s.Project.V == o.name.Project && s.Location.V == o.name.Location && s.Cluster.V == o.name.Cluster
		if s.Name == o.site.Name || o.site.Name == "" && same {
			o.site.Name, o.site.Prices = s.Name, cmp.Or(o.site.Prices, s.Prices.V)
		}
	}
	o.site.Name = cmp.Or(o.site.Name, o.name.Cluster)
	if o.site.Prices == "" {
		return misused(o.cmd.CommandPath(), `What the machines cost is not known to the cluster: give --prices, the name of a price book. "berth prices import" writes one.`)
	}
	return nil
}

// look asks Google for the cluster, and the cluster for its nodes.
func (o *importGKEOptions) look(ctx context.Context) (*gke.Seen, error) {
	client, err := o.app.client(ctx)
	if err != nil {
		return nil, err
	}
	seen, err := client.Observe(ctx, o.name, o.site.Name)
	switch {
	case err != nil:
		return nil, gke.Advised(err)
	case !seen.Exists:
		return nil, fmt.Errorf("%s: there is no such cluster, or it is not shown to this identity. Correct --project, --location and --cluster", o.name)
	case seen.Autopilot:
		return seen, nil
	}
	if err := o.count(ctx, client, seen); err != nil {
		o.app.say("note", fmt.Sprintf("nodes could not be counted, so they are as many as the pools were made with: %v", err))
	}
	return seen, nil
}

// count counts the nodes of the pools on the cluster itself.
func (o *importGKEOptions) count(ctx context.Context, client *gke.Client, seen *gke.Seen) error {
	config, err := client.RESTConfig(ctx, o.name, survey.Endpoint(seen))
	if err != nil {
		return err
	}
	c, err := o.app.direct(config, neverWrites)
	if err != nil {
		return err
	}
	nodes, err := c.List(ctx, target.Query{Kind: "Node"})
	if err != nil {
		return err
	}
	seen.Count(nodes)
	return nil
}
