package cli

import (
	"fmt"
	"io/fs"
	"regexp"

	"github.com/spf13/cobra"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/engine/trial"
	"berth.dev/policies"
)

// testOptions are the flags of test.
type testOptions struct {
	app  *app
	cmd  *cobra.Command
	load loadOptions
	// run is what the names of tests must match, "" for all.
	run     string
	verbose bool
	// standard runs the tests of the standard suite.
	standard bool
}

func newTest(a *app, run func(*testOptions) error) *cobra.Command {
	o := &testOptions{app: a}
	c := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run the tests of policies, constraints and checks",
		Long:  `Run the tests.`,
		Example: `  berth test
  berth test --run residency -v`,
		Args: arguments(0, 1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			o.cmd = c
			if err := o.load.takeDir(c, args); err != nil {
				return err
			}
			return run(o)
		},
	}
	c.Flags().StringVarP(&o.load.dir, "chdir", "C", ".", "folder of the tests")
	_ = c.MarkFlagDirname("chdir") // fails for a flag that does not exist, and this one does
	f := c.Flags()
	f.StringVar(&o.run, "run", "", "only tests whose names match this regular expression; after a slash that of a case")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "name the tests that passed too")
	f.BoolVar(&o.standard, "standard", false, "run the tests of the standard rules")
	return c
}

// testRun is a folder's tests, ready to run.
type testRun struct {
	*workspace
	bench *trial.Bench
}

func runTest(o *testOptions) error {
	a := o.app
	t, err := o.read()
	if err != nil {
		return err
	}
	if o.run != "" {
		match, err := regexp.Compile(o.run)
		if err != nil {
			return misused(o.cmd.CommandPath(), "--run %q is no regular expression: %s.", o.run, err)
		}
		if t.bench = t.bench.Only(match.MatchString); t.bench.Len() == 0 {
			return fmt.Errorf("no test has a name that matches --run %q, so nothing was tested", o.run)
		}
	}
	r, err := t.bench.Run(a.Context, t.suite)
	if err != nil {
		return err
	}
	return o.write(r)
}

// write prints a result.
func (o *testOptions) write(r *trial.Result) error {
	out := o.app.out
	for _, t := range r.Tests {
		for _, c := range t.Cases {
			name := t.Name
			if c.Name != "" {
				name += " / " + c.Name
			}
			switch {
			case !c.Passed():
				fmt.Fprintf(out, "FAIL  %s\n", diag.Clean(name))
				for _, f := range c.Failures {
					fmt.Fprintf(out, "      %s: %s\n        want %s\n        got  %s\n", f.At, f.Word, diag.Clean(f.Want), diag.Clean(f.Got))
				}
			case o.verbose:
				fmt.Fprintf(out, "ok    %s\n", diag.Clean(name))
			}
		}
	}
	cases, failed := r.Count()
	fmt.Fprintf(out, "%s, %s, %d failed\n", plural(len(r.Tests), "test"), plural(cases, "case"), failed)
	if failed > 0 {
		return errSaid
	}
	return nil
}

// read reads the tests with the rules and the workspace that they are about.
func (o *testOptions) read() (*testRun, error) {
	if o.standard {
		return o.prepare(nil, policies.StandardTests(), nothing{})
	}
	root, err := o.app.openFolder(o.load.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return o.readFrom(root.FS())
}

func (o *testOptions) readFrom(files fs.FS) (*testRun, error) {
	specs, err := spec.ReadFolder(files, spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.load.dir, err)
	}
	tests, err := spec.ReadTests(files, spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.load.dir, err)
	}
	if len(tests) == 0 {
		return nil, fmt.Errorf("%s: no test files (*_test.hcl or *_test.hcl.json) there, so nothing was tested", o.load.dir)
	}
	return o.prepare(specs, tests, files)
}

// nothing is a folder without files: that of the standard suite, whose worlds have no
// series.
type nothing struct{}

// Open finds nothing.
func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// prepare compiles the rules and prepares the tests; files is where series lie.
func (o *testOptions) prepare(specs, tested []spec.Source, files fs.FS) (*testRun, error) {
	w := &workspace{dir: o.load.dir}
	var tests *spec.Tests
	w.Workspace, tests, w.diags = spec.ParseTests(specs, tested, spec.Options{})
	var diags diag.List
	w.suite, diags = policies.Compile(w.Workspace)
	w.diags = append(w.diags, diags...)
	if !w.diags.HasErrors() {
		series := testSeries{files: files, known: map[seriesKey]*seriesTask{}}
		bench, diags := trial.Load(w.Workspace, tests, w.suite, series.measure)
		w.diags = append(w.diags, diags...)
		if !w.diags.HasErrors() {
			if len(tests.Tests) == 0 {
				return nil, fmt.Errorf("%s: no test block in the test files there, so nothing was tested", w.dir)
			}
			o.app.warn(w.diags, w.sources())
			return &testRun{w, bench}, nil
		}
	}
	w.diags.Sort()
	return nil, &diagError{list: w.diags, sources: w.sources()}
}
