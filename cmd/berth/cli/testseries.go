package cli

import (
	"io/fs"

	"berth.dev/engine/diag"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// testSeries reads the series of the worlds of tests, which have most of them in
// common, each once.
type testSeries struct {
	files fs.FS
	known map[seriesKey]*seriesTask
}

// measure returns what the series of a world say, by service.
func (t *testSeries) measure(w *spec.Workspace) (map[string]profile.Profile, diag.List) {
	var diags diag.List
	measured := map[string]profile.Profile{}
	for _, task := range seriesTasks(w, nil) {
		done := t.known[task.key]
		if done == nil {
			done = task
			done.read(t.files)
			t.known[task.key] = done
		}
		if done.err != nil {
			diags.Errorf(done.code, w.Range(done.at), "Series cannot be used", "%s.", sentence(done.err))
			continue
		}
		for _, s := range task.services {
			measured[s.Name] = done.profile
		}
	}
	return measured, diags
}
