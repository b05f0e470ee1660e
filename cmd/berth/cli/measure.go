package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/gather"
	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/reports"
)

// measureOptions are the flags of measure.
type measureOptions struct {
	app     *app
	cmd     *cobra.Command
	load    loadOptions
	sources []string
	// window and since are as they were written; "" means what the blocks say.
	window, since string
	again, show   bool
	format        string
	kubeconfig    string
}

func newMeasure(a *app, run func(*measureOptions) error) *cobra.Command {
	o := &measureOptions{app: a}
	c := &cobra.Command{
		Use:   "measure [DIR]",
		Short: "Read what services take from Prometheus, Datadog and clusters",
		Long: `Ask the metrics blocks of a workspace what its services take (requests, cores,
memory, calls among them) and keep it in DIR/` + snapshot.Folder + `. Every other command then
reads it there, without a network, where the specs say "unknown" or nothing.

Only what is missing is asked for, by day (UTC) and from the newest to the oldest.
What was read is kept when the command is interrupted, and the next run goes on. A
source that fails stops no other, and its reason is kept, too.

Secrets come from the environment: the variables that bearer_env, password_env and
headers_env name, and DD_API_KEY and DD_APP_KEY for Datadog (DD_SITE, DD_ENV).

A cluster's metrics API (kind "kubernetes") knows of now alone: each run adds one
point, so that a profile takes runs by a timer. Prometheus and Datadog keep history.

The exit code is 7 where some of the sources or queries failed, 1 where all did.`,
		Example: `  berth measure
  berth measure --show-queries
  berth measure --source prod --since 7d --again`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := cmp.Or(o.load.takeDir(c, args), oneOf(c, "format", o.format, textAndJSON()...)); err != nil {
				return err
			}
			return run(o)
		},
	}
	o.load.cmd = c
	f := c.Flags()
	f.StringVarP(&o.load.dir, "chdir", "C", ".", "folder of the workspace")
	_ = c.MarkFlagDirname("chdir") // fails for a flag that does not exist, and this one does
	f.StringArrayVar(&o.sources, "source", nil, "only this metrics block (repeatable)")
	f.StringVar(&o.window, "window", "", "how far back to read this once, as in 30d (default what the blocks say)")
	f.StringVar(&o.since, "since", "", "ask for no day before this one: 2026-10-01, or 7d for a week ago")
	f.BoolVar(&o.again, "again", false, "ask anew for days that were read before")
	f.BoolVar(&o.show, "show-queries", false, "print what would be asked, and ask nobody")
	f.StringVar(&o.kubeconfig, "kubeconfig", "", "the kubeconfig file (default: $KUBECONFIG, then ~/.kube/config)")
	formatFlag(c, &o.format, textAndJSON()...)
	a.completeSources(c, "source")
	return c
}

// completeSources offers the workspace's metrics blocks for a flag.
func (a *app) completeSources(c *cobra.Command, flag string) {
	// It fails only for a flag that the command does not have.
	_ = c.RegisterFlagCompletionFunc(flag, func(c *cobra.Command, args []string, _ string) (names []string, _ cobra.ShellCompDirective) {
		dir := c.Flag("chdir").Value.String()
		if len(args) > 0 {
			dir = args[0]
		}
		for _, m := range a.peek(dir).Metrics {
			names = append(names, m.Name)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	})
}

// runMeasure asks, writes the snapshot, and reports.
func runMeasure(o *measureOptions) error {
	w, err := o.workspace()
	if err != nil {
		return err
	}
	blocks, err := o.blocks(w)
	if err != nil {
		return err
	}
	if o.show {
		return reports.WriteQuestions(o.app.out, o.app.style(o.format), questions(blocks, o.sources))
	}
	since, err := o.from()
	if err != nil {
		return err
	}
	got, err := o.gather(w, blocks, since)
	if err != nil {
		return err
	}
	if err := reports.WriteMeasurement(o.app.out, o.app.style(o.format), o.measurement(w, blocks, got)); err != nil {
		return err
	}
	return verdict(got)
}

// workspace reads the specs, and refuses those that have nobody to ask. They are checked
// as a part: measuring takes no prices, no sites and no day.
func (o *measureOptions) workspace() (*spec.Workspace, error) {
	a := o.app
	root, err := a.openFolder(o.load.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	files, err := spec.ReadFolder(root.FS(), spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.load.dir, err)
	}
	w, diags := spec.Parse(files, spec.Options{Fragment: true})
	if diags.HasErrors() {
		return nil, &diagError{list: diags, sources: sourcesOf(w)}
	}
	a.warn(diags, sourcesOf(w))
	if len(w.Metrics) == 0 {
		return nil, fmt.Errorf(`%s has no metrics block, which says whom to ask. Write one, as in:

  metrics "prod" {
    kind = "prometheus"
    url  = "https://prometheus.example"
  }`, o.load.dir)
	}
	var names []string
	for _, m := range w.Metrics {
		names = append(names, m.Name)
	}
	for _, name := range o.sources {
		if !slices.Contains(names, name) {
			return nil, misused(o.cmd.CommandPath(), "The workspace has no metrics block %q. %s", name, diag.Meant(name, names))
		}
	}
	return w, nil
}

// from reads --since.
func (o *measureOptions) from() (time.Time, error) {
	if o.since == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, o.since); err == nil {
		return day, nil
	}
	ago, err := spanOf(o.since)
	if err != nil {
		return time.Time{}, misused(o.cmd.CommandPath(), "--since %q is neither a day nor a length of time. Write it as in 2026-10-01 or 7d.", o.since)
	}
	return o.app.Clock.Now().UTC().Add(-ago).Truncate(24 * time.Hour), nil
}

// gather runs the measurement over the folder, alone.
func (o *measureOptions) gather(w *spec.Workspace, blocks []sourceBlock, since time.Time) (gather.Result, error) {
	a := o.app
	folder, err := a.openMeasured(o.load.dir)
	if err != nil {
		return gather.Result{}, err
	}
	defer folder.close()
	p := a.progress()
	defer p.stop()
	options := gather.Options{
		Only: o.sources, Now: a.Clock.Now().UTC(), Since: since, Again: o.again, Store: folder,
		Profiles: profiling(w),
		Progress: func(g gather.Progress) { p.show("%s", measureLine(g)) },
	}
	for _, s := range w.Services {
		options.Services = append(options.Services, s.Name)
	}
	for _, b := range blocks {
		options.Blocks = append(options.Blocks, b.Block)
	}
	got, err := gather.Gather(a.Context, options)
	if errors.Is(err, context.Canceled) {
		p.stop()
		a.say("note", "what was read of whole days is kept: run it again to go on")
	}
	return got, err
}

// measureLine is how far a measurement is, for people.
func measureLine(g gather.Progress) string {
	if g.Source == "" {
		return "make profiles of the series"
	}
	return fmt.Sprintf("read %s, day %d of %d: %s of %s", g.Day, g.Done+1, g.Days, g.Query, g.Source)
}

// measureError is that some or all of a measurement failed. The reasons were printed.
type measureError struct {
	failed, asked int
	all           bool
}

// Error counts what failed.
func (e *measureError) Error() string {
	words := fmt.Sprintf("%d of %s failed", e.failed, plural(e.asked, "query"))
	return strings.Replace(words, "querys", "queries", 1)
}

// Unwrap makes it partly done, unless nothing is.
func (e *measureError) Unwrap() error {
	if e.all {
		return nil
	}
	return errPartly
}

// verdict is the error of a measurement of which something failed. A query without any
// series is none, for ready-made sets ask for more than there is, unless a source has
// nothing at all.
func verdict(got gather.Result) error {
	var e measureError
	for _, s := range got.Sources {
		if !s.Asked {
			continue
		}
		empty := 0
		for _, q := range s.Queries {
			switch {
			case q.Failure == nil:
			case q.Failure.Cause == measure.Empty:
				empty++
			default:
				e.failed++
			}
		}
		e.asked += len(s.Queries)
		if empty == len(s.Queries) {
			e.failed += empty
		}
	}
	if e.failed == 0 {
		return nil
	}
	e.all = e.failed == e.asked
	return &e
}
