package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// points of a series.
type points struct {
	Times  []int64
	Values []float64
}

func walk(t tester, s *snapshot.Snapshot) (order []snapshot.Ref, all map[snapshot.Ref]points) {
	t.Helper()
	all = map[snapshot.Ref]points{}
	err := s.Walk(context.Background(), func(r snapshot.Ref, times []int64, values []float64) error {
		order = append(order, r)
		all[r] = points{slices.Clone(times), slices.Clone(values)}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return order, all
}

// keep writes a day into files in memory, and its record into the index.
func keep(t tester, files fstest.MapFS, index *snapshot.Index, b *snapshot.DayBuilder) snapshot.Day {
	t.Helper()
	data, day := write(t, b)
	files[day.File()] = &fstest.MapFile{Data: data}
	index.Days = append(index.Days, day)
	return day
}

func TestWalkHandsOutWhatWasAddedOverAllDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, index := fstest.MapFS{}, snapshot.Index{}
		want := map[snapshot.Ref]points{}
		for day := range rapid.IntRange(0, 4).Draw(t, "days") {
			b, err := snapshot.NewDay(firstDay.AddDate(0, 0, day).Format("2006-01-02"))
			if err != nil {
				t.Fatal(err)
			}
			for series := range rapid.IntRange(0, 6).Draw(t, "series") {
				r := snapshot.Ref{
					Key:    measure.Key{Service: fmt.Sprint("s", series/2), Kind: measure.Kinds()[series%3]},
					Source: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "source"), Query: "q",
				}
				p := want[r]
				var batch measure.Batch
				for range rapid.IntRange(0, 5).Draw(t, "points") {
					at := start + int64(day)*86400 + int64(len(batch.Times))*300
					batch.Times = append(batch.Times, at)
					batch.Values = append(batch.Values, float64(rapid.IntRange(0, 9999).Draw(t, "value")))
				}
				batch.Key = r.Key
				if err := b.Add(r.Source, r.Query, batch); err != nil {
					t.Fatal(err)
				}
				if len(batch.Times) > 0 {
					want[r] = points{append(p.Times, batch.Times...), append(p.Values, batch.Values...)}
				}
			}
			keep(t, files, &index, b)
		}
		order, got := walk(t, snapshot.With(files, index))
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-want +got):\n%s", d)
		}
		if !slices.IsSortedFunc(order, snapshot.Ref.Compare) || len(order) != len(want) {
			t.Fatalf("the series come as %v", order)
		}
	})
}

// A fleet of that size needs three groups of rows a day, and series lie across their
// borders.
var several = fleet{services: 90, days: 3, seed: 7}

func TestASeriesAcrossTheBordersOfGroupsIsOne(t *testing.T) {
	f := several.write(t)
	_, got := walk(t, snapshot.With(os.DirFS(f.path), f.index))
	if len(got) != 3*several.services {
		t.Fatalf("%d series, want %d", len(got), 3*several.services)
	}
	for r, p := range got {
		if len(p.Times) != 3*288 || p.Times[0] != start || p.Times[863] != start+863*300 {
			t.Errorf("%v has %d points", r, len(p.Times))
		}
	}
}

// plainFS is a file system whose files can only be read from their beginning to their
// end, as those of a commit.
type plainFS struct{ fs.FS }

type plainFile struct{ fs.File }

func (f plainFS) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil {
		return nil, err
	}
	return plainFile{file}, nil
}

func TestPointsAreThoseOfTheWalkInWhateverFileSystem(t *testing.T) {
	f := several.write(t)
	f.finish(parallel())
	_, want := walk(t, f.open())
	for name, fsys := range map[string]fs.FS{"a folder": os.DirFS(f.path), "a commit": plainFS{os.DirFS(f.path)}} {
		s, err := snapshot.Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.All(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(all); i += 17 {
			r := all[i].Ref()
			times, values, err := s.Points(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want[r], points{times, values}); d != "" {
				t.Errorf("%s: %v (-want +got):\n%s", name, r, d)
			}
		}
	}
}

func TestPointsOfASeriesThatIsNotThereAreNone(t *testing.T) {
	f := fleet{services: 2, days: 1}.write(t)
	for _, s := range []*snapshot.Snapshot{f.open(), f.finish(parallel())} {
		times, values, err := s.Points(t.Context(), snapshot.Ref{Key: webRate, Source: sourceName, Query: queryID})
		if err != nil || len(times)+len(values) > 0 {
			t.Errorf("%d points: %v", len(times), err)
		}
	}
}

func TestAWalkEndsWithItsContextOrWhoeverItHandsTo(t *testing.T) {
	f := fleet{services: 3, days: 1}.write(t)
	s := f.open()
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	err := s.Walk(ctx, func(snapshot.Ref, []int64, []float64) error {
		seen++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || seen != 1 {
		t.Errorf("%d series, and %v", seen, err)
	}
	full := errors.New("full")
	err = s.Walk(t.Context(), func(snapshot.Ref, []int64, []float64) error { return full })
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

func TestAnOldDayIsKeptUpToATime(t *testing.T) {
	files, index := fstest.MapFS{}, snapshot.Index{}
	old := newDay(t)
	add(t, old, webRate, 0, 1, 2, 3, 4)
	add(t, old, webCPU, 0, 5, 6)
	add(t, old, measure.Key{Service: "api", Kind: measure.Rate}, 0, 7)
	keep(t, files, &index, old)

	b := newDay(t)
	add(t, b, webRate, 2, 30, 40, 50)
	add(t, b, webCPU, 0, 55)
	file, err := snapshot.With(files, index).Day("2026-09-01")
	if err != nil {
		t.Fatal(err)
	}
	err = b.Keep(file, func(r snapshot.Ref) int64 {
		switch r.Key {
		case webRate:
			return start + 180 // the fourth point is read anew
		case webCPU:
			return start + 86400
		}
		return 0
	})
	if err == nil {
		err = file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]float32{}
	for _, r := range rows(t, b) {
		got[r.Service+" "+r.Kind] = append(got[r.Service+" "+r.Kind], r.Value)
	}
	want := map[string][]float32{"web rate": {1, 2, 30, 40, 50}, "web cpu": {55, 6}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestADayThatTheIndexDoesNotHaveCannotBeKept(t *testing.T) {
	if _, err := snapshot.With(fstest.MapFS{}, snapshot.Index{}).Day("2026-09-01"); err == nil {
		t.Error("there was no error")
	}
}

func TestSeveralMayWriteAndReadAtOnce(t *testing.T) {
	f := newFolder(t)
	b := newDay(t)
	var writers sync.WaitGroup
	for i := range 8 {
		writers.Go(func() { add(t, b, measure.Key{Service: fmt.Sprint("s", i), Kind: measure.CPU}, 0, 1, 2, 3) })
	}
	writers.Wait()
	f.day(b)
	s := f.finish(parallel())
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			rows, err := s.Profiles(t.Context(), nil, parallel())
			if err != nil || len(rows) != 8 {
				t.Errorf("%d rows: %v", len(rows), err)
			}
		})
	}
	readers.Wait()
}
