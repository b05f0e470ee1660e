package cli

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/engine/spec"
	"berth.dev/providers/kube"
	"berth.dev/providers/kube/survey"
	"berth.dev/providers/manifest"
)

// liveOptions are the flags of import kubernetes that are about a live cluster.
type liveOptions struct {
	context    string
	cluster    clusterOptions
	namespaces []string
	site       survey.Site
	// role prints the role that reading needs.
	role bool
}

func (o *liveOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.context, "context", "", "read the live cluster of this kubeconfig context")
	f.StringVar(&o.cluster.kubeconfig, "kubeconfig", "", "the kubeconfig file (default: $KUBECONFIG, then ~/.kube/config)")
	f.StringArrayVar(&o.namespaces, "namespace", nil, "read this namespace only (repeatable)")
	f.StringVar(&o.site.Name, "site", "", "name of the cluster's site (default: the context's)")
	f.StringVar(&o.site.Kind, "kind", "", "onprem or cloud (default: what the nodes show)")
	f.StringVar(&o.site.Country, "country", "", "where the cluster stands, as in JP")
	f.StringVar(&o.site.LeadTime, "lead-time", "", "how long buying a node takes, on premises, as in 240d")
	f.StringVar(&o.site.Prices, "prices", "", "price book of a cloud site")
	f.BoolVar(&o.site.Example, "example-prices", false, "write example prices of nodes, to be replaced, rather than comments")
	f.BoolVar(&o.role, "print-role", false, "print the role that reading a cluster needs, and read nothing")
}

// check refuses values that are none before the cluster is asked.
func (o *liveOptions) check(c *cobra.Command) error {
	if o.site.Kind != "" {
		return oneOf(c, "kind", o.site.Kind, "onprem", "cloud")
	}
	return nil
}

// unused refuses flags of a live cluster where manifests are read.
func (o *liveOptions) unused(c *cobra.Command) error {
	for _, name := range []string{"kubeconfig", "namespace", "site", "kind", "country", "lead-time", "prices", "example-prices"} {
		if c.Flags().Changed(name) {
			return misused(c.CommandPath(), "--%s is about a live cluster: give --context, too.", name)
		}
	}
	return nil
}

// runLive imports a live cluster.
func (o *importOptions) runLive() error {
	a := o.app
	if o.live.role {
		_, err := fmt.Fprint(a.out, survey.Role())
		return err
	}
	cluster, err := o.live.cluster.open(a, o.live.context, kube.Options{Context: o.live.context, Agent: "berth/" + thisBuild().Version})
	if err != nil {
		return err
	}
	there, err := o.known()
	if err != nil {
		return err
	}
	seen, err := o.survey(cluster)
	if err != nil {
		return err
	}
	if o.prune && len(seen.Missing) > 0 {
		a.sayMissing(seen)
		return fmt.Errorf("context %s: not all could be listed, so that what seems gone may be there. Import without --prune, or with the role of --print-role", o.live.context)
	}
	// An import of some namespaces must not take what is in others for gone.
	from := strings.Join(append([]string{"kubernetes/" + o.live.context}, slices.Sorted(slices.Values(o.live.namespaces))...), ",")
	if err := o.recall(from); err != nil {
		return err
	}
	files, result, err := o.specs(seen, there)
	if err != nil {
		return err
	}
	beside, err := o.besides(seen)
	if err != nil {
		return err
	}
	if err := o.importMerge.write(imported{from: from, files: files, starter: beside, next: o.next(there)}); err != nil {
		return err
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	a.sayImported(result, together(result.Skipped))
	a.sayMissing(seen)
	a.sayMoment(cluster, o.live.namespaces, result)
	return nil
}

// next is what to do after an import: to measure, once somebody has said who does.
func (o *importOptions) next(w *spec.Workspace) string {
	measure := "berth measure " + o.out
	if len(w.Metrics) == 0 {
		return fmt.Sprintf("say in %s who measures, then %s", filepath.Join(o.out, metricsFile), measure)
	}
	return measure
}

// known takes from the folder what it says of the site already, and asks for what
// nobody has said.
func (o *importOptions) known() (*spec.Workspace, error) {
	w := &spec.Workspace{}
	if o.out != "" {
		files, err := specsIn(o.app.path(o.out))
		if err != nil {
			return nil, err
		}
		w, _ = spec.Parse(files, spec.Options{Fragment: true})
	}
	s := &o.live.site
	s.Context = o.live.context
	for _, old := range w.Sites {
		if old.Name == s.Name || s.Name == "" && old.Context.V == o.live.context {
			s.Name = old.Name
			s.Kind, s.Country = cmp.Or(s.Kind, old.Kind.V), cmp.Or(s.Country, old.Country.V)
			s.Prices = cmp.Or(s.Prices, old.Prices.V)
			if s.LeadTime == "" && old.LeadTime.Set() {
				s.LeadTime = fmt.Sprintf("%gd", old.LeadTime.V/secondsOfDay)
			}
		}
	}
	if s.Name == "" {
		s.Name = siteName(o.live.context)
	}
	return w, o.country()
}

// country asks where the cluster stands, and with it for the lead time that a cluster of
// own machines will be asked for.
func (o *importOptions) country() error {
	s := &o.live.site
	besides := ""
	if s.LeadTime == "" && s.Kind != "cloud" {
		besides = " If the machines are your own, give --lead-time as well, as in --lead-time 240d."
	}
	switch {
	case s.Country == "":
		return misused(o.cmd.CommandPath(), "Where the cluster %s stands is not known to it: give --country, as in --country JP.%s", o.live.context, besides)
	case len(s.Country) != 2 || strings.Trim(s.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return misused(o.cmd.CommandPath(), "--country %q is no country: write two capital letters (ISO 3166), as in --country JP.", s.Country)
	}
	return nil
}

// recall takes what flags do not say from the last import of the cluster.
func (o *importOptions) recall(from string) error {
	last, err := o.lastTime(from)
	if err != nil {
		return err
	}
	for _, s := range last.Sites {
		for _, p := range s.Pools {
			o.live.site.Example = o.live.site.Example || p.Upkeep.Set()
		}
	}
	return o.remember(from, &o.manifest.RunsOn, &o.manifest.Product)
}

const secondsOfDay = 24 * 60 * 60

// siteName makes a site's name of a context's: of those that gcloud, kubeadm and the AWS
// tools write the cluster's own name.
func siteName(context string) string {
	if parts := strings.Split(context, "_"); len(parts) == 4 && parts[0] == "gke" {
		context = parts[3]
	} else if i := strings.LastIndexAny(context, "/@"); i >= 0 {
		context = context[i+1:]
	}
	return survey.Name(context)
}

// survey reads the cluster.
func (o *importOptions) survey(c *kube.Cluster) (*survey.Seen, error) {
	a, l := o.app, &o.live
	p := a.progress()
	defer p.stop()
	seen, err := survey.Read(a.Context, c, survey.Options{Namespaces: l.namespaces, Progress: func(kind string) {
		p.show("read %s: %ss", l.context, kind)
	}})
	if err != nil {
		return nil, fmt.Errorf("context %s: %w", l.context, err)
	}
	return seen, nil
}

// specs are the files of what was read.
func (o *importOptions) specs(seen *survey.Seen, w *spec.Workspace) ([]spec.Source, *manifest.Result, error) {
	site := &o.live.site
	site.Kind = cmp.Or(site.Kind, seen.Kind())
	if pools, _ := seen.Pools(); len(pools) > 0 {
		if err := o.complete(site, w); err != nil {
			return nil, nil, err
		}
		if len(o.manifest.RunsOn) == 0 {
			o.manifest.RunsOn = []string{site.Name}
		}
	}
	o.manifest.Origin = "the cluster " + o.live.context
	result, diags := seen.Services(o.manifest, o.live.namespaces)
	if len(result.Services) == 0 && len(o.live.namespaces) > 0 {
		return nil, nil, fmt.Errorf("context %s: namespace %s has no Deployment, StatefulSet, CronJob or Job that berth can place, or there is no such namespace: see --namespace",
			o.live.context, strings.Join(o.live.namespaces, ", "))
	}
	if diags.HasErrors() {
		return nil, nil, &diagError{list: diags}
	}
	o.app.warn(diags, nil)
	files := specsOf(result)
	if block := seen.Site(*site); block != nil {
		files = append(files, spec.Source{Name: "site-" + site.Name + ".hcl", Bytes: block})
	}
	for _, f := range files {
		if err := readable(f.Bytes); err != nil {
			return nil, nil, err
		}
	}
	if o.out != "" {
		files = append(files, spec.Source{Name: metricsFile, Bytes: metricsExample(site.Name, o.live.context, o.live.namespaces)})
	}
	return files, result, nil
}

// complete asks for what a site of its kind must say and no cluster knows.
func (o *importOptions) complete(site *survey.Site, w *spec.Workspace) error {
	switch {
	case site.Kind == "onprem" && site.LeadTime == "":
		return misused(o.cmd.CommandPath(), "The cluster %s looks like one on premises. How long buying a node takes is not known to it: give --lead-time, as in --lead-time 240d, or --kind cloud.", o.live.context)
	case site.Kind == "cloud" && site.Prices == "" && (o.out == "" || !w.Settings.Set()):
		site.Prices = site.Name // a book to fill in comes with it
	case site.Kind == "cloud" && site.Prices == "":
		return misused(o.cmd.CommandPath(), `The cluster %s is in a cloud. Give its price book with --prices; "berth prices import" writes one.`, o.live.context)
	}
	return nil
}

// metricsFile is where an import of a live cluster writes its example of metrics blocks.
const metricsFile = "metrics.hcl"

// metricsExample is a metrics block to be filled in. Of one namespace it reads the series
// of that one alone: in others services may have the same names.
func metricsExample(site, context string, namespaces []string) []byte {
	match := ""
	if len(namespaces) == 1 {
		match = fmt.Sprintf("#   match  = { namespace = %q }\n", namespaces[0])
	}
	return fmt.Appendf(nil, `# Where loads are measured. Put in where your server is and take the signs away; then
# "berth measure" reads it, and what services leave unknown is filled. Of a mesh it learns
# the calls, too: name "istio", "linkerd" or "hubble" among the sets.
#
# metrics %[1]q {
#   kind   = "prometheus" # Thanos, Mimir and VictoriaMetrics, too
#   url    = "https://prometheus.example"
#   sets   = ["kubernetes", "http"] # "berth measure --show-queries" tells of all
%[3]s#   window = "30d"
# }
#
# What pods use right now the cluster tells itself; it keeps no history.
#
# metrics "%[1]s-now" {
#   kind    = "kubernetes"
#   context = %[2]q
# }
`, site, context, match)
}
