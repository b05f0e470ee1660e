package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"berth.dev/providers/manifest"
)

// importOptions are the flags of import kubernetes.
type importOptions struct {
	importMerge
	paths    []string
	manifest manifest.Options
	live     liveOptions
}

func newImportKubernetes(a *app, run func(*importOptions) error) *cobra.Command {
	o := &importOptions{importMerge: importMerge{app: a}, manifest: manifest.DefaultOptions()}
	c := &cobra.Command{
		Use:   "kubernetes [PATH...]",
		Short: "Make specs of Kubernetes manifests, or of a live cluster",
		Long: `Make specs of services out of Kubernetes manifests: Deployments, StatefulSets,
CronJobs and Jobs, with what autoscalers, claims, services and config maps say of
them. PATH is a file, a folder, or "-" for stdin.

With --context a live cluster is read instead, its nodes as a site besides. Nothing
is ever written to it; --print-role prints the role that reading needs. Kinds that
the identity may not list are left out and named. Namespaces of the cluster's own
machinery are left out unless --namespace names them.

What is not shown becomes "unknown" with a comment, never nothing. What is not
imported is listed on stderr with the reason. With --out the specs are written to
DIR/services.hcl, and where DIR has no workspace yet, example sites and prices
beside them, so that it validates at once.

` + importWords,
		Example: `  berth import kubernetes manifests
  berth import kubernetes manifests --runs-on gke --out imported
  kubectl get deploy,svc,hpa -o yaml | berth import kubernetes -
  berth import kubernetes --context admin@tokyo --country JP --lead-time 240d --out shop
  berth import kubernetes --print-role`,
		RunE: func(c *cobra.Command, args []string) error {
			o.paths = args
			if err := o.check(c); err != nil {
				return err
			}
			return run(o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.manifest.RunsOn, "runs-on", nil, "the site where the services run today (repeatable for both of a hybrid)")
	f.StringVar(&o.manifest.Product, "product", "", "the product that the services belong to")
	o.live.flags(c)
	o.importMerge.flags(c)
	return c
}

// check refuses flags that do not go together.
func (o *importOptions) check(c *cobra.Command) error {
	switch {
	case o.live.role && len(o.paths) > 0, o.live.context != "" && len(o.paths) > 0:
		return misused(c.CommandPath(), "%s takes PATH or --context, not both.", c.CommandPath())
	case o.live.role || o.live.context != "":
		return o.live.check(c)
	case len(o.paths) == 0:
		return misused(c.CommandPath(), `%s needs a file, a folder, or "-"; or --context for a live cluster.`, c.CommandPath())
	}
	return o.live.unused(c)
}

func runImportKubernetes(o *importOptions) error {
	if o.live.role || o.live.context != "" {
		return o.runLive()
	}
	sources, skipped, err := o.read()
	if err != nil {
		return err
	}
	from := "manifests/" + strings.Join(o.paths, ",")
	if err := o.remember(from, &o.manifest.RunsOn, &o.manifest.Product); err != nil {
		return err
	}
	result, diags := manifest.Import(sources, o.manifest)
	cited := map[string][]byte{}
	for _, s := range sources {
		cited[s.Name] = s.Bytes
	}
	if diags.HasErrors() {
		return &diagError{list: diags, sources: cited}
	}
	o.app.warn(diags, cited)
	if err := readable(result.HCL); err != nil {
		return err
	}
	what := imported{from: from, files: specsOf(result), starter: starters(o.manifest.Product)}
	if err := o.importMerge.write(what); err != nil {
		return err
	}
	if err := o.app.out.Flush(); err != nil {
		return err
	}
	o.app.sayImported(result, append(skipped, result.Skipped...))
	return nil
}

// read reads all paths. Names are as the user wrote the paths.
func (o *importOptions) read() (sources []manifest.Source, skipped []manifest.Skipped, err error) {
	for _, p := range o.paths {
		if p == "-" {
			s, err := manifest.ReadSource(o.app.Stdin, "stdin", o.manifest.Limits)
			if err != nil {
				return nil, nil, err
			}
			sources = append(sources, s)
			continue
		}
		info, err := o.app.statNamed(p)
		if err != nil {
			return nil, nil, err
		}
		dir, root := p, "."
		if !info.IsDir() {
			dir, root = filepath.Dir(p), filepath.Base(p)
		}
		more, left, err := manifest.Folder(os.DirFS(o.app.path(dir)), root, o.manifest.Limits)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", p, err)
		}
		for _, s := range more {
			s.Name = path.Join(filepath.ToSlash(dir), s.Name)
			sources = append(sources, s)
		}
		for _, s := range left {
			s.File = path.Join(filepath.ToSlash(dir), s.File)
			skipped = append(skipped, s)
		}
	}
	return sources, skipped, nil
}
