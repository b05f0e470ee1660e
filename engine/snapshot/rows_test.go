package snapshot_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"berth.dev/engine/snapshot"
	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// month is long enough for a trend and a weekly season.
var month = fleet{services: 3, days: 30, seed: 3}

func berlin(t tester) snapshot.Options {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return snapshot.Options{Zone: func(string) *time.Location { return zone }}
}

// expected are the rows as package profile makes them of the points of a walk.
func expected(t tester, s *snapshot.Snapshot, o snapshot.Options) map[snapshot.Ref]profile.Profile {
	t.Helper()
	_, all := walk(t, s)
	want := map[snapshot.Ref]profile.Profile{}
	for r, p := range all {
		read := profile.ReadOptions{Unit: r.Kind.Unit()}
		if o.Zone != nil {
			read.Zone = o.Zone(r.Service)
		}
		series, _, err := profile.NewSeries(p.Times, p.Values, read)
		if err != nil {
			t.Fatal(err)
		}
		want[r] = profile.Measure(series)
	}
	return want
}

func profilesOf(t *testing.T, s *snapshot.Snapshot, o snapshot.Options) map[snapshot.Ref]profile.Profile {
	t.Helper()
	rows, err := s.Profiles(t.Context(), nil, o)
	if err != nil {
		t.Fatal(err)
	}
	got := map[snapshot.Ref]profile.Profile{}
	for _, r := range rows {
		got[r.Ref()] = r.Profile
	}
	return got
}

func TestProfilesAreThoseOfThePoints(t *testing.T) {
	f := month.write(t)
	for name, o := range map[string]snapshot.Options{"one by one": {}, "several at once": parallel(), "in a zone with summer time": berlin(t)} {
		s := f.finish(o)
		if d := cmp.Diff(expected(t, s, o), profilesOf(t, s, o)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestHowManyAreMeasuredAtOnceLeavesNoTrace(t *testing.T) {
	f := month.write(t)
	f.finish(snapshot.Options{})
	one := f.index.SeriesDigest
	f.finish(snapshot.Options{Parallel: 5})
	if f.index.SeriesDigest != one {
		t.Errorf("the digests are %s and %s", one, f.index.SeriesDigest)
	}
}

func TestOnlyWhatIsWantedIsHandedOut(t *testing.T) {
	s := month.write(t).finish(snapshot.Options{})
	rows, err := s.Profiles(t.Context(), func(s snapshot.Series) bool { return s.Kind == measure.CPU }, snapshot.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, r.Key.String()+" in "+r.Profile.Unit)
	}
	want := []string{"service-00000 cpu in cores", "service-00001 cpu in cores", "service-00002 cpu in cores"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestARowHasWindowCadenceAndQuery(t *testing.T) {
	f := fleet{services: 1, days: 2}.write(t)
	all, err := f.finish(snapshot.Options{}).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := all[1]
	got.Digest = ""
	want := snapshot.Series{
		Key: measure.Key{Service: "service-00000", Kind: measure.CPU}, Source: sourceName, QueryID: queryID, Query: "sum by (service) (cpu)",
		From: firstDay, To: firstDay.AddDate(0, 0, 2), Cadence: 5 * time.Minute, Points: 576,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// oneDay is a folder with one day of series, and the queries that they are of.
func oneDay(t *testing.T, sources []snapshot.Source, fill func(*snapshot.DayBuilder)) *snapshot.Snapshot {
	t.Helper()
	f := newFolder(t)
	f.index.Sources = sources
	b := newDay(t)
	fill(b)
	f.day(b)
	return f.finish(snapshot.Options{})
}

func TestRowsStandInTheOrderOfPreference(t *testing.T) {
	sources := []snapshot.Source{
		{Name: "prod", Queries: []snapshot.Query{
			{ID: "third", Kind: measure.Rate}, {ID: "first", Kind: measure.Rate}, {ID: "own", Kind: measure.Rate, Only: "web"},
		}},
		{Name: "a-datadog", Queries: []snapshot.Query{{ID: "x", Kind: measure.Rate}, {ID: "x", Kind: measure.CPU, Only: "api"}}},
	}
	s := oneDay(t, sources, func(b *snapshot.DayBuilder) {
		for _, from := range [][2]string{{"prod", "first"}, {"prod", "third"}, {"prod", "own"}, {"prod", "gone"}, {"a-datadog", "x"}, {"gone", "x"}} {
			for _, k := range []measure.Key{webRate, webCPU} {
				if err := b.Add(from[0], from[1], measure.Batch{Key: k, Times: []int64{start, start + 60}, Values: []float64{1, 2}}); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
	all, err := s.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range all {
		got = append(got, r.Key.String()+" "+r.Source+" "+r.QueryID)
	}
	// Queries that the index does not have, of that kind and for that service, have no rows.
	want := []string{"web rate a-datadog x", "web rate prod own", "web rate prod third", "web rate prod first"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatHasNoProfileSaysWhy(t *testing.T) {
	s := oneDay(t, newFolder(t).index.Sources, func(b *snapshot.DayBuilder) { add(t, b, webCPU, 10, 0.5) })
	rows, err := s.Profiles(t.Context(), nil, snapshot.Options{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if r := rows[0]; !strings.Contains(r.Unknown, "one row only") || r.Points != 1 || r.Profile.Mean.Known() {
		t.Errorf("got %+v", r)
	}
}

func TestGapsAndAStuckExporterComeAlong(t *testing.T) {
	s := oneDay(t, newFolder(t).index.Sources, func(b *snapshot.DayBuilder) {
		add(t, b, webRate, 0, slices.Repeat([]float64{5}, 60)...)
		add(t, b, webRate, 90, slices.Repeat([]float64{6}, 60)...)
	})
	rows, err := s.Profiles(t.Context(), nil, snapshot.Options{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	want := profile.Report{
		Name: "web rate", Rows: 120, Points: 120, Cadence: time.Minute, Regular: 118.0 / 119,
		Gaps: 1, Missing: 30, GapTime: 30 * time.Minute, Flat: 59 * time.Minute, Overlap: 1,
	}
	if d := cmp.Diff(want, rows[0].Report); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestACallHasFeaturesAndNoWeek(t *testing.T) {
	s := oneDay(t, newFolder(t).index.Sources, func(b *snapshot.DayBuilder) {
		add(t, b, measure.Key{Service: "web", Kind: measure.CallSent, Peer: "cart"}, 0, 10, 20, 30)
	})
	rows, err := s.Profiles(t.Context(), nil, snapshot.Options{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if p := rows[0].Profile; p.Mean.Value != 20 || p.Mean.Unit != "bytes/s" || p.Shaped() || len(p.Curve) > 0 {
		t.Errorf("got %+v", p)
	}
}

// tableOf reads a file as any tool does: rows of values by the names of their columns.
func tableOf(t *testing.T, data []byte) (table []map[string]parquet.Value) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	names := file.Schema().Columns()
	for _, group := range file.RowGroups() {
		rows := make([]parquet.Row, group.NumRows())
		if _, err := group.Rows().ReadRows(rows); err != nil && err != io.EOF {
			t.Fatal(err)
		}
		for _, r := range rows {
			columns := map[string]parquet.Value{}
			for _, v := range r {
				columns[names[v.Column()][0]] = v.Clone()
			}
			table = append(table, columns)
		}
	}
	return table
}

func TestOtherToolsSeeTheFeaturesByTheirNames(t *testing.T) {
	f := month.write(t)
	s := f.finish(snapshot.Options{})
	data, err := os.ReadFile(filepath.Join(f.path, f.index.SeriesFile()))
	if err != nil {
		t.Fatal(err)
	}
	table := tableOf(t, data)
	profiles := expected(t, s, snapshot.Options{})
	for _, columns := range table {
		r := snapshot.Ref{Key: measure.Key{Service: columns["service"].String(), Kind: measure.Kind(columns["kind"].String())}, Source: sourceName, Query: queryID}
		for _, f := range profiles[r].Features() {
			got, ok := columns[f.Name]
			if !ok || got.IsNull() == f.Feature.Known() || !got.IsNull() && got.Double() != f.Feature.Value {
				t.Errorf("%v %s is %v, want %v", r, f.Name, got, f.Feature)
			}
		}
	}
	if len(table) != len(profiles) {
		t.Errorf("%d rows, want %d", len(table), len(profiles))
	}
}

func TestASnapshotWithoutRowsHasNone(t *testing.T) {
	s := fleet{services: 1, days: 1}.write(t).open()
	all, err := s.All(t.Context())
	if err != nil || len(all) > 0 {
		t.Errorf("%d rows: %v", len(all), err)
	}
}
