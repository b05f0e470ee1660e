package plan_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/enginetest/small"
	"berth.dev/engine/fleet"
	"berth.dev/engine/optimise"
	"berth.dev/engine/plan"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/engine/verify"
)

// request is how a test asks for a plan.
type request struct {
	ctx    context.Context
	build  fleet.Options
	search optimise.Options
	alone  map[string]string
}

// asked is the usual request, edited; it searches to the end.
func asked(edit func(*request)) request {
	r := request{ctx: context.Background(), build: fleet.DefaultOptions(), search: optimise.DefaultOptions()}
	r.search.Gap = 0
	if edit != nil {
		edit(&r)
	}
	return r
}

// planned plans a workspace and checks the plan.
func planned(t testing.TB, w *small.World, edit func(*request)) *plan.File {
	t.Helper()
	f := made(t, w, edit)
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(raw, verify.DefaultOptions()); err != nil {
		t.Errorf("the checker refuses the plan: %v", err)
	}
	read, err := plan.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// made plans a workspace.
func made(t testing.TB, w *small.World, edit func(*request)) *plan.File {
	t.Helper()
	r := asked(edit)
	solved, err := plan.Solve(r.ctx, w.Build(t, r.build), r.search)
	if err != nil {
		t.Fatal(err)
	}
	f, err := plan.Make(plan.Order{Workspace: w.Workspace, Solved: solved, Alone: r.alone, Berth: "test", Seed: r.search.Seed, Effort: r.search.Effort})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// of plans the small workspace with services.
func of(t testing.TB, services ...string) *plan.File {
	t.Helper()
	return planned(t, small.Load(t, append([]string{small.Sites}, services...)...), nil)
}

// view is the file worked up.
func view(t testing.TB, f *plan.File) *plan.View {
	t.Helper()
	v, err := plan.NewView(f)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// jpy is an amount of a plan's unit as text, to the hundredth.
func jpy(f *plan.File, units int64) string {
	return strings.ReplaceAll(strings.TrimSuffix(f.Unit.Amount(units).Rounded(2), ".00"), ",", "")
}

const pixiv = "../../testdata/pixiv"

// loadPixiv reads the workspace of the talk, with its series.
func loadPixiv(t testing.TB, edit func([]spec.Source) []spec.Source) *small.World {
	t.Helper()
	sources, err := spec.ReadFolder(os.DirFS(pixiv), spec.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		sources = edit(sources)
	}
	w, _ := spec.Parse(sources, spec.Options{})
	measured := map[string]profile.Profile{}
	for _, s := range w.Services {
		if s.Traffic != nil && s.Traffic.Series.Set() {
			measured[s.Name] = readSeries(t, s.Traffic.Series.V, s.Traffic.Unit.V)
		}
	}
	return small.Files(t, measured, sources...)
}

func readSeries(t testing.TB, name, unit string) profile.Profile {
	t.Helper()
	f, err := os.Open(pixiv + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	o := profile.DefaultReadOptions(unit)
	o.Zone = time.FixedZone("JST", 9*3600)
	series, _, err := profile.ReadCSV(f, o)
	if err != nil {
		t.Fatal(err)
	}
	return profile.Measure(series)
}
