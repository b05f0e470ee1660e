package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/providers/manifest"
	"berth.dev/providers/score"
)

// importScoreOptions are the flags of import score.
type importScoreOptions struct {
	importMerge
	files []string
	score score.Options
}

func newImportScore(a *app, run func(*importScoreOptions) error) *cobra.Command {
	o := &importScoreOptions{importMerge: importMerge{app: a}, score: score.DefaultOptions()}
	c := &cobra.Command{
		Use:   "score FILE...",
		Short: "Make specs of workloads of Score",
		Long: `Make specs of services out of workloads of the Score specification
(score.dev/v1b1). FILE is a Score file, or "-" for stdin; workloads that call each
other belong into one import.

A resource that is no volume, route or other workload stands somewhere, as a
database does, and Score does not say where: it is a comment in the service, or
with --resources-at an endpoint at that site.

What Score does not say becomes "unknown" or a comment, never nothing.

` + importWords,
		Example: `  berth import score score.yaml
  berth import score score.yaml api.yaml --runs-on gke --resources-at tokyo --out shop`,
		Args: arguments(1, -1, `a Score file, or "-"`),
		RunE: func(_ *cobra.Command, args []string) error {
			o.files = args
			return run(o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.score.RunsOn, "runs-on", nil, "the site where the services run today (repeatable for both of a hybrid)")
	f.StringVar(&o.score.Product, "product", "", "the product that the services belong to")
	f.StringVar(&o.score.ResourcesAt, "resources-at", "", "the site where databases and the like stand")
	o.importMerge.flags(c)
	return c
}

func runImportScore(o *importScoreOptions) error {
	var sources []manifest.Source
	cited := map[string][]byte{}
	for _, name := range o.files {
		s, err := o.app.source(name, o.score.Limits)
		if err != nil {
			return err
		}
		sources = append(sources, s)
		cited[s.Name] = s.Bytes
	}
	from := "score/" + strings.Join(o.files, ",")
	if err := o.recall(from); err != nil {
		return err
	}
	result, diags := score.Import(sources, o.score)
	if diags.HasErrors() {
		return &diagError{list: diags, sources: cited}
	}
	return o.writeServices(from, result, o.score.Product)
}

// recall takes what flags do not say from the last import of the files.
func (o *importScoreOptions) recall(from string) error {
	last, err := o.lastTime(from)
	if err != nil {
		return err
	}
	for _, e := range last.Endpoints {
		o.score.ResourcesAt = cmp.Or(o.score.ResourcesAt, e.Site.V)
	}
	return o.remember(from, &o.score.RunsOn, &o.score.Product)
}
