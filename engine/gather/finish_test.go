package gather_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/snapshot"
)

func TestNothingIsSummarisedAnewWhereNothingChanged(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	first := collect(t, options(m, prod(source)))
	m.committed = nil
	o := options(m, prod(source))
	o.Now = now.Add(time.Minute)
	second := collect(t, o)
	if diff := cmp.Diff([]string{"measured/" + snapshot.IndexFile}, m.committed); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	if first.Index.SeriesDigest != second.Index.SeriesDigest || second.Sources[0].Queries[0].Points != 58 {
		t.Errorf("%+v", second)
	}
}

func TestAServiceInAnotherZoneIsSummarisedAnewFromThePointsThatAreThere(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart", "frontend"}}
	first := collect(t, options(m, prod(source)))
	source.requests()
	o := options(m, prod(source))
	tokyo := time.FixedZone("Asia/Tokyo", 9*3600)
	o.Profiles.Zone = func(service string) *time.Location {
		if service == "cart" {
			return tokyo
		}
		return nil
	}
	got := collect(t, o)
	if asked := source.requests(); len(asked) > 0 {
		t.Errorf("asked again: %q", asked)
	}
	if got.Index.SeriesDigest == first.Index.SeriesDigest {
		t.Error("the rows are those of before")
	}
	s := snapshot.With(m.FS(), got.Index)
	if stale, err := s.Stale(t.Context(), nil, o.Profiles); err != nil || len(stale) > 0 {
		t.Errorf("still stale: %v, %v", stale, err)
	}
	m.committed = nil
	collect(t, o)
	if diff := cmp.Diff([]string{"measured/" + snapshot.IndexFile}, m.committed); diff != "" {
		t.Errorf("written once more (-want +got):\n%s", diff)
	}
}

func TestRowsOfOtherDefinitionsAreWrittenAnew(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	first := collect(t, options(m, prod(source))).Index
	want := m.files[first.SeriesFile()]
	// The number of the definitions is a text with its length.
	other := bytes.Replace(want, []byte("berth.definition\x18\x011"), []byte("berth.definition\x18\x010"), 1)
	if bytes.Equal(want, other) {
		t.Fatal("the number of the definitions was not found")
	}
	old := first
	old.SeriesDigest = fmt.Sprintf("sha256:%x", sha256.Sum256(other))
	m.files[old.SeriesFile()] = other
	index := "measured/" + snapshot.IndexFile
	m.files[index] = bytes.Replace(m.files[index], []byte(first.SeriesDigest), []byte(old.SeriesDigest), 1)
	delete(m.files, first.SeriesFile())
	got := collect(t, options(m, prod(source))).Index
	if got.SeriesDigest != first.SeriesDigest || !bytes.Equal(want, m.files[got.SeriesFile()]) {
		t.Errorf("the rows are %s, want %s", got.SeriesDigest, first.SeriesDigest)
	}
}

func TestRowsThatCannotBeReadAreWrittenAnewFromTheDays(t *testing.T) {
	m, source := newMemory(), &double{names: []string{"cart"}}
	first := collect(t, options(m, prod(source)))
	name := first.Index.SeriesFile()
	want := m.files[name]
	m.files[name] = want[:len(want)/2]
	collect(t, options(m, prod(source)))
	if diff := cmp.Diff(want, m.files[name]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
