package k0s

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestOnlyAWholeVersionIsOne(t *testing.T) {
	v, err := ParseVersion("v1.36.3+k0s.12")
	if want := (Version{1, 36, 3, 12}); err != nil || v != want || v.String() != "v1.36.3+k0s.12" || v.Kubernetes() != "v1.36.3" {
		t.Errorf("%+v, %v", v, err)
	}
	for _, s := range []string{"", "1.36", "v1.36", "1.36.3", "v1.36.3", "1.36.3+k0s.1", "v1.36.3+k0s", "v1.36.3-rc.1+k0s.0", "v1.036.3+k0s.1", "v1.36.3+k0s.1 ", "v1.36.3+k3s.1", "v1.36.3333+k0s.1", strings.Repeat("v", 500)} {
		if v, err := ParseVersion(s); err == nil || len(err.Error()) > 200 {
			t.Errorf("%q is read as %s, %v", s, v, err)
		}
	}
}

func TestVersionsAreOrderedByTheirNumbers(t *testing.T) {
	want := []string{"v1.9.0+k0s.0", "v1.10.0+k0s.0", "v1.10.0+k0s.1", "v1.10.2+k0s.0", "v1.10.10+k0s.0", "v2.0.0+k0s.0"}
	var got []string
	var versions []Version
	for _, s := range want {
		v, err := ParseVersion(s)
		if err != nil {
			t.Fatal(err)
		}
		versions = append([]Version{v}, versions...)
	}
	slices.SortFunc(versions, Version.Compare)
	for _, v := range versions {
		got = append(got, v.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAWayHasEachMinorOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) Version {
			return Version{1, rapid.IntRange(20, 30).Draw(t, name+" minor"), rapid.IntRange(0, 3).Draw(t, name+" patch"), 0}
		}
		from, to := draw("from"), draw("to")
		path := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Version { return Version{1, rapid.IntRange(20, 30).Draw(t, "minor"), 1, 0} }), 0, 12).Draw(t, "path")
		ways, err := way(from, to, path)
		if to.Compare(from) < 0 != (err != nil && strings.Contains(err.Error(), "no way back")) {
			t.Fatalf("%s to %s: %v", from, to, err)
		}
		if err != nil {
			return
		}
		at := from
		for _, v := range ways {
			if v.Compare(at) <= 0 || v.Minor-at.Minor > 1 {
				t.Fatalf("%s to %s by %v", from, to, ways)
			}
			at = v
		}
		if at != to {
			t.Fatalf("%s to %s ends at %s", from, to, at)
		}
	})
}
