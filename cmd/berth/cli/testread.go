package cli

import (
	"embed"
	"fmt"
	"io/fs"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
	"berth.dev/engine/trial"
	"berth.dev/policies"
)

// testRun is a folder's tests, ready to run.
type testRun struct {
	*workspace
	bench *trial.Bench
}

// read reads the tests with the rules and the workspace that they are about.
func (o *testOptions) read() (*testRun, error) {
	if o.standard {
		var none embed.FS // the worlds of the standard tests have no series
		return o.prepare(nil, policies.StandardTests(), none)
	}
	root, err := o.app.openFolder(o.load.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	specs, err := spec.ReadFolder(root.FS(), spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.load.dir, err)
	}
	tests, err := spec.ReadTests(root.FS(), spec.DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.load.dir, err)
	}
	if len(tests) == 0 {
		return nil, fmt.Errorf("%s: no test files (*_test.hcl or *_test.hcl.json) there, so nothing was tested", o.load.dir)
	}
	return o.prepare(specs, tests, root.FS())
}

// prepare compiles the rules and prepares the tests; files is where series lie.
func (o *testOptions) prepare(specs, tested []spec.Source, files fs.FS) (*testRun, error) {
	w := &workspace{dir: o.load.dir}
	var tests *spec.Tests
	w.Workspace, tests, w.diags = spec.ParseTests(specs, tested, spec.Options{})
	var diags diag.List
	w.suite, diags = policies.Compile(w.Workspace)
	w.diags = append(w.diags, diags...)
	var bench *trial.Bench
	if !w.diags.HasErrors() {
		series := testSeries{files: files, known: map[seriesKey]*seriesTask{}}
		bench, diags = trial.Load(w.Workspace, tests, w.suite, series.measure)
		w.diags = append(w.diags, diags...)
	}
	w.diags.Sort()
	switch {
	case w.diags.HasErrors():
		return nil, &diagError{list: w.diags, sources: w.sources()}
	case bench.Len() == 0:
		return nil, fmt.Errorf("%s: no test block in the test files there, so nothing was tested", w.dir)
	}
	o.app.warn(w.diags, w.sources())
	return &testRun{w, bench}, nil
}
