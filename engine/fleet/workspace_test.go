package fleet_test

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"berth.dev/engine/diag"
	"berth.dev/engine/fleet"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

const pixiv = "../../testdata/pixiv"

// world is a workspace that a problem can be built of again and again.
type world struct {
	w        *spec.Workspace
	suite    *policies.Suite
	profiles map[string]profile.Profile
}

// readSeries caches the profiles of testdata/pixiv: they do not change.
var readSeries = sync.OnceValue(func() map[string]profile.Profile {
	out := map[string]profile.Profile{}
	entries, err := os.ReadDir(pixiv + "/traffic")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		for _, unit := range []string{"requests/10m", "cores"} {
			f, err := os.Open(pixiv + "/traffic/" + e.Name())
			if err != nil {
				panic(err)
			}
			o := profile.DefaultReadOptions(unit)
			o.Zone = time.FixedZone("JST", 9*3600)
			series, _, err := profile.ReadCSV(f, o)
			f.Close()
			if err != nil {
				panic(err)
			}
			out["traffic/"+e.Name()+" "+unit] = profile.Measure(series)
		}
	}
	return out
})

// text checks that there is no error and prints what there is.
func text(t testing.TB, diags diag.List) string {
	t.Helper()
	var b strings.Builder
	if err := diag.WriteText(&b, diags, diag.TextOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// load reads sources; any error ends the test.
func load(t testing.TB, sources []spec.Source, measured map[string]profile.Profile) *world {
	t.Helper()
	w, diags := spec.Parse(sources, spec.Options{})
	suite, more := policies.Compile(w)
	diags = append(diags, more...)
	all := map[string]profile.Profile{}
	for _, s := range w.Services {
		if s.Traffic != nil && s.Traffic.Series.Set() {
			p, ok := readSeries()[s.Traffic.Series.V+" "+s.Traffic.Unit.V]
			if !ok {
				t.Fatalf("no series %s", s.Traffic.Series.V)
			}
			all[s.Name] = p
		}
	}
	for name, p := range measured {
		all[name] = p
	}
	profiles, more := score.Profiles(w, all)
	diags = append(diags, more...)
	if diags.HasErrors() {
		t.Fatal(text(t, diags))
	}
	return &world{w, suite, profiles}
}

// loadPixiv reads testdata/pixiv.
func loadPixiv(t testing.TB) *world {
	t.Helper()
	sources, err := spec.ReadFolder(os.DirFS(pixiv), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return load(t, sources, nil)
}

// build makes a fleet with a problem; anything else ends the test.
func (w *world) build(t testing.TB, edit func(*fleet.Options)) *fleet.Fleet {
	t.Helper()
	f, diags := w.try(edit)
	if diags.HasErrors() || f.Problem == nil {
		t.Fatal(text(t, diags))
	}
	return f
}

// try builds a fleet, whatever comes of it.
func (w *world) try(edit func(*fleet.Options)) (*fleet.Fleet, diag.List) {
	o := fleet.DefaultOptions()
	if edit != nil {
		edit(&o)
	}
	return fleet.Build(w.w, w.profiles, w.suite, o)
}
