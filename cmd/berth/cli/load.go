package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// workspace is a folder of specs, read and compiled, with the load of its
// services.
type workspace struct {
	*spec.Workspace
	// dir is as the user wrote it, for messages.
	dir   string
	suite *policies.Suite
	// series are those of services that have a file of them, measured what a snapshot
	// says of the others.
	series   seriesSet
	measured measuredSet
	profiles map[string]profile.Profile
	// diags are everything found; with errors nothing may be decided.
	diags diag.List
}

// loadOptions say how a workspace is read.
type loadOptions struct {
	dir string
	// from are the folder's files where they do not lie on the disk, as those of a
	// commit; nil for dir itself.
	from fs.FS
	// beside are the files of the folder that is compared with this one, whose snapshot
	// stands in where this one has none; nil where nothing does.
	beside fs.FS
	// asOf overrides the workspace's day; "" means that it stands.
	asOf string
	// cmd is the command that asked, for messages on its flags.
	cmd *cobra.Command
	// only are services whose series, and those of services they are like, are
	// enough; none means all.
	only []string
	// undecided says that nothing is decided: of a snapshot only its rows are read, which
	// finds a broken one, and not the profiles.
	undecided bool
}

// errNoSpecs means that a folder is no workspace.
var errNoSpecs = errors.New("no spec files")

// open reads a workspace and fails when it has errors. Warnings go to stderr.
func (a *app) open(ctx context.Context, o loadOptions) (*workspace, error) {
	w, err := a.read(ctx, o)
	if err != nil {
		return nil, err
	}
	if w.diags.HasErrors() {
		return nil, &diagError{list: w.diags, sources: w.sources()}
	}
	a.warn(w.diags, w.sources())
	return w, nil
}

// read reads a workspace with all its mistakes. An error means that there is no
// such folder or that it could not be read.
func (a *app) read(ctx context.Context, o loadOptions) (*workspace, error) {
	if o.from != nil {
		return a.readFiles(ctx, o.from, o)
	}
	root, err := a.openFolder(o.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return a.readFiles(ctx, root.FS(), o)
}

// readFiles reads a workspace from files, wherever they lie.
func (a *app) readFiles(ctx context.Context, files fs.FS, o loadOptions) (*workspace, error) {
	p := a.progress()
	defer p.stop()
	w, err := a.parse(files, o, p)
	if err != nil {
		return nil, err
	}
	var diags diag.List
	w.suite, diags = policies.Compile(w.Workspace)
	w.diags = append(w.diags, diags...)
	w.series, diags, err = readSeries(ctx, files, w.Workspace, o.only, p)
	if err != nil {
		return nil, err
	}
	w.diags = append(w.diags, diags...)
	if diags, err = w.fillMeasured(ctx, files, o, p); err != nil {
		return nil, err
	}
	w.diags = append(w.diags, diags...)
	if !w.diags.HasErrors() {
		basis := w.Settings.CostBasis.Or(price.FullyLoaded)
		w.diags = append(w.diags, price.Check(w.Workspace, price.NewTariff(w.Workspace, basis))...)
	}
	w.profiles, diags = score.Profiles(w.Workspace, w.loads())
	w.diags = append(w.diags, diags...)
	w.diags.Sort()
	return w, nil
}

// parse reads the spec files alone.
func (a *app) parse(folder fs.FS, o loadOptions, p *progress) (*workspace, error) {
	asOf, err := o.day()
	if err != nil {
		return nil, err
	}
	files, err := spec.ReadFolder(folder, spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.dir, err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf(`%s: %w (*.hcl or *.hcl.json) there. "berth init %s" writes a workspace to begin with`, o.dir, errNoSpecs, o.dir)
	}
	p.show("read %s", plural(len(files), "spec file"))
	w := &workspace{dir: o.dir}
	w.Workspace, w.diags = spec.Parse(files, spec.Options{AsOf: asOf})
	return w, nil
}

// fleet prepares the decisions.
func (w *workspace) fleet() *score.Fleet { return score.New(w.Workspace, w.suite, w.profiles) }

// sources are the files by name, to cite from. They are only put together where
// there is something to cite.
func (w *workspace) sources() map[string][]byte { return w.citing(w.diags) }

// citing are the files by name, where there are diagnostics to cite them for.
func (w *workspace) citing(list diag.List) map[string][]byte {
	if len(list) == 0 {
		return nil
	}
	out := sourcesOf(w.Workspace)
	for _, f := range policies.StandardSources() {
		out[f.Name] = f.Bytes
	}
	return out
}

func sourcesOf(w *spec.Workspace) map[string][]byte {
	out := make(map[string][]byte, len(w.Files))
	for _, f := range w.Files {
		out[f.Name] = f.Bytes
	}
	return out
}

// openFolder opens a folder so that no path in a spec can leave it.
func (a *app) openFolder(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(a.path(dir))
	var bad *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf(`%s: no such folder. "berth init %s" makes one`, dir, dir)
	case errors.Is(err, syscall.ENOTDIR):
		return nil, fmt.Errorf("%s is a file; a workspace is a folder: give the folder it stands in", dir)
	case errors.As(err, &bad):
		return nil, fmt.Errorf("%s: %w", dir, bad.Err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return root, nil
}

// day reads the --as-of flag.
func (o loadOptions) day() (time.Time, error) {
	if o.asOf == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, o.asOf)
	if err != nil {
		return t, misused(o.cmd.CommandPath(), "--as-of %q is not a day. Write it as in 2026-10-31.", o.asOf)
	}
	return t, nil
}

// service finds a service by name, with a suggestion where there is none.
func (w *workspace) service(name string) (*spec.Service, error) {
	if s := w.Service(name); s != nil {
		return s, nil
	}
	names := make([]string, len(w.Services))
	for i, s := range w.Services {
		names[i] = s.Name
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("the workspace %s has no service", w.dir)
	}
	return nil, fmt.Errorf("the workspace has no service %q. %s", name, diag.Meant(name, names))
}

// openService reads a workspace for one service.
func (a *app) openService(o loadOptions, name string) (*workspace, *spec.Service, error) {
	o.only = []string{name}
	w, err := a.open(a.Context, o)
	if err != nil {
		return nil, nil, err
	}
	s, err := w.service(name)
	return w, s, err
}

// ruleError turns a rule's failure on a service into a diagnostic at its place.
func (w *workspace) ruleError(s *spec.Service, err error) error {
	w.diags = diag.List{failure(decided{service: s, err: err})}
	return &diagError{list: w.diags, sources: w.sources()}
}
