package snapshot_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"github.com/google/go-cmp/cmp"
)

func TestAnotherZoneIsMeasuredAnew(t *testing.T) {
	f := month.write(t)
	s := f.finish(snapshot.Options{}) // UTC
	o := berlin(t)
	got := profilesOf(t, s, o)
	if d := cmp.Diff(expected(t, s, o), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for r, p := range got {
		if p.Zone != "Europe/Berlin" {
			t.Errorf("%v is in %s", r, p.Zone)
		}
	}
}

func TestProfilesOfOtherDefinitionsAreMeasuredAnew(t *testing.T) {
	f := month.write(t)
	f.finish(snapshot.Options{})
	f.otherDefinitions(t)
	s := f.open()
	if d := cmp.Diff(expected(t, s, snapshot.Options{}), profilesOf(t, s, snapshot.Options{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestRowsOfAnotherZoneOrOtherDefinitionsAreStale(t *testing.T) {
	f := month.write(t)
	s := f.finish(snapshot.Options{})
	isCPU := func(s snapshot.Series) bool { return s.Kind == measure.CPU }
	mixed := berlin(t)
	everywhere := mixed.Zone
	mixed.Zone = func(service string) *time.Location {
		if service == "service-00001" {
			return everywhere(service)
		}
		return nil
	}
	f.otherDefinitions(t)
	other := f.open()
	for name, c := range map[string]struct {
		of   *snapshot.Snapshot
		o    snapshot.Options
		want []string
	}{
		"as it was written":   {s, snapshot.Options{}, nil},
		"all in another zone": {s, berlin(t), []string{"service-00000", "service-00001", "service-00002"}},
		"one in another zone": {s, mixed, []string{"service-00001"}},
		"other definitions":   {other, snapshot.Options{}, []string{"service-00000", "service-00001", "service-00002"}},
	} {
		rows, err := c.of.Stale(t.Context(), isCPU, c.o)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rows {
			got = append(got, r.Service)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// otherDefinitions makes the file of the rows say that its profiles are by others.
func (f *folder) otherDefinitions(t *testing.T) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(f.path, f.index.SeriesFile()))
	if err != nil {
		t.Fatal(err)
	}
	// The number is a text with its length.
	other := bytes.Replace(data, []byte("berth.definition\x18\x011"), []byte("berth.definition\x18\x010"), 1)
	if bytes.Equal(data, other) {
		t.Fatal("the number of the definitions was not found")
	}
	f.replaceRows(t, other)
}

// replaceRows puts other bytes in place of the file of the rows, as if they were right.
func (f *folder) replaceRows(t *testing.T, data []byte) {
	t.Helper()
	sum := sha256.Sum256(data)
	f.index.SeriesDigest = "sha256:" + hex.EncodeToString(sum[:])
	if err := os.WriteFile(filepath.Join(f.path, f.index.SeriesFile()), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWhyThereIsNoProfileIsFoundAnewByOtherDefinitions(t *testing.T) {
	f := newFolder(t)
	b := newDay(t)
	add(t, b, webCPU, 10, 0.5)
	f.day(b)
	f.finish(snapshot.Options{})
	f.otherDefinitions(t)
	rows, err := f.open().Profiles(t.Context(), nil, snapshot.Options{})
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0].Unknown, "one row only") {
		t.Errorf("got %+v and %v", rows, err)
	}
}

func TestPointsOfASeriesThatWereChangedAreFound(t *testing.T) {
	files, index := whole(t)
	// Another day, sound in itself, and its digest in the index: the rows know better.
	b, err := snapshot.NewDay("2026-09-02")
	if err != nil {
		t.Fatal(err)
	}
	add(t, b, webRate, 1440, 1, 2, 3)
	data, _ := write(t, b)
	replaceDay(files, &index, 1, data)
	s := snapshot.With(files, index)
	_, _, err = s.Points(t.Context(), snapshot.Ref{Key: webRate, Source: sourceName, Query: queryID})
	if err == nil || !strings.Contains(err.Error(), "not those that were measured") {
		t.Errorf("points: got %v", err)
	}
	_, err = s.Profiles(t.Context(), nil, berlin(t))
	if err == nil || !strings.Contains(err.Error(), "not those that were measured") {
		t.Errorf("profiles: got %v", err)
	}
}
