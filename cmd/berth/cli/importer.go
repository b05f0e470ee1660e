package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/providers/manifest"
)

func newImport(a *app) *cobra.Command {
	return group("import", "Make specs of what you have",
		`Make specs of services out of what you have already.`,
		`  berth import kubernetes manifests`,
		newImportKubernetes(a, runImportKubernetes),
		newImportK0sctl(a, runImportK0sctl))
}

// importOptions are the flags of import kubernetes.
type importOptions struct {
	app      *app
	paths    []string
	manifest manifest.Options
	out      string
	writing
}

func newImportKubernetes(a *app, run func(*importOptions) error) *cobra.Command {
	o := &importOptions{app: a, manifest: manifest.DefaultOptions()}
	c := &cobra.Command{
		Use:   "kubernetes PATH...",
		Short: "Make specs of Kubernetes manifests",
		Long: `Make specs of services out of Kubernetes manifests: Deployments, StatefulSets,
CronJobs and Jobs, with what autoscalers, claims, services and config maps say of
them. PATH is a file, a folder, or "-" for stdin.

What manifests do not show becomes "unknown" with a comment, never nothing. What is
not imported is listed on stderr with the reason. With --out the specs are written
to DIR/services.hcl, and where DIR has no workspace yet, example sites and prices
beside it, so that it validates at once.`,
		Example: `  berth import kubernetes manifests
  berth import kubernetes manifests --runs-on gke --out imported
  kubectl get deploy,svc,hpa -o yaml | berth import kubernetes -`,
		Args: arguments(1, -1, `a file, a folder, or "-"`),
		RunE: func(_ *cobra.Command, args []string) error {
			o.paths = args
			return run(o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.manifest.RunsOn, "runs-on", nil, "the site where the services run today (repeatable for both of a hybrid)")
	f.StringVar(&o.manifest.Product, "product", "", "the product that the services belong to")
	f.StringVar(&o.out, "out", "", "folder to write (default stdout)")
	o.flag(c)
	return c
}

// readable refuses specs that berth itself would not read, as when a name given
// on the command line is none.
func readable(hcl []byte) error {
	l := spec.DefaultLimits()
	l.FileBytes = max(l.FileBytes, len(hcl)) // it is written in parts
	file := spec.Source{Name: "services.hcl", Bytes: hcl}
	_, diags := spec.Parse([]spec.Source{file}, spec.Options{Limits: l, Fragment: true})
	if diags.HasErrors() {
		return &diagError{list: diags[:1], sources: map[string][]byte{file.Name: hcl}}
	}
	return nil
}

func runImportKubernetes(o *importOptions) error {
	a := o.app
	sources, skipped, err := o.read()
	if err != nil {
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
	a.warn(diags, cited)
	if err := readable(result.HCL); err != nil {
		return err
	}
	if o.out == "" {
		if _, err := a.out.Write(result.HCL); err != nil {
			return err
		}
	} else if err := o.write(result); err != nil {
		return err
	}
	if err := a.out.Flush(); err != nil {
		return err
	}
	a.sayImported(result, append(skipped, result.Skipped...))
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
		info, err := os.Stat(o.app.path(p))
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

// write writes the specs into a folder, with a starter where it is no workspace.
// Nothing is written unless the whole validates.
func (o *importOptions) write(result *manifest.Result) error {
	a, dir := o.app, o.app.path(o.out)
	there, err := specsIn(dir)
	if err != nil {
		return err
	}
	var files []spec.Source
	add := func(name string, content []byte) {
		files = append(files, spec.Source{Name: name, Bytes: content})
	}
	for i, part := range result.Parts(spec.DefaultLimits().FileBytes) {
		add(partName(i), part)
	}
	isWorkspace := hasWorkspace(there)
	if !isWorkspace {
		add("workspace.hcl", o.starterWorkspace())
		add("prices.hcl", starter("prices.hcl"))
	}
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, f.Name)); err == nil && !o.force {
			return fmt.Errorf("%s is there already. Give --force to write over it; nothing was written", filepath.Join(o.out, f.Name))
		}
	}
	if err := checkTogether(there, files); err != nil {
		return err
	}
	for _, f := range files {
		if err := o.put(filepath.Join(dir, f.Name), f.Bytes); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "wrote %s\n", filepath.Join(o.out, f.Name))
	}
	if !isWorkspace {
		fmt.Fprintln(a.out, "Sites, link and prices are examples: put your own in their place.")
	}
	_, err = fmt.Fprintf(a.out, "Next: berth evaluate %s\n", o.out)
	return err
}

// partName names the files of an import: almost always there is one.
func partName(i int) string {
	if i == 0 {
		return "services.hcl"
	}
	return fmt.Sprintf("services-%d.hcl", i+1)
}

// starterWorkspace is the workspace that init writes, with the product that the
// services belong to.
func (o *importOptions) starterWorkspace() []byte {
	w := starter("workspace.hcl")
	if o.manifest.Product != "" {
		w = fmt.Appendf(w, "\nproduct %q {\n}\n", o.manifest.Product)
	}
	return w
}

// hasWorkspace tells whether some file has the workspace block.
func hasWorkspace(files []spec.Source) bool {
	w, _ := spec.Parse(files, spec.Options{Fragment: true})
	return w.Settings.Set()
}

// checkTogether validates a folder as it will be.
func checkTogether(there, files []spec.Source) error {
	after := append([]spec.Source(nil), files...)
	for _, old := range there {
		written := false
		for _, f := range files {
			written = written || f.Name == old.Name
		}
		if !written {
			after = append(after, old)
		}
	}
	w, diags := spec.Parse(after, spec.Options{})
	if !diags.HasErrors() {
		return nil
	}
	return &diagError{
		list: diags, sources: sourcesOf(w),
		then: "The folder would not validate with what was imported; nothing was written.",
	}
}

// sayImported tells on stderr what became of the manifests.
func (a *app) sayImported(r *manifest.Result, skipped []manifest.Skipped) {
	fmt.Fprintf(a.Stderr, "Imported %s and %s.\n", plural(len(r.Services), "service"), plural(len(r.Endpoints), "endpoint"))
	if len(skipped) == 0 {
		return
	}
	fmt.Fprintf(a.Stderr, "Not imported:\n")
	for _, s := range skipped {
		what := s.File
		if s.Kind != "" {
			what += ": " + s.Kind + " " + s.Name
		}
		fmt.Fprintf(a.Stderr, "  %s: %s\n", diag.Clean(what), diag.Clean(s.Reason))
	}
}
