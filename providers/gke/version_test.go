package gke

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var offered = []string{
	"1.36.3-gke.1200000", "1.36.4-gke.1310000", "1.35.8-gke.1400000", "1.35.10-gke.1", "1.34.11-gke.1500000", "1.33.14-gke.1200000",
}

func TestAControlPlaneGoesOneMinorAtATime(t *testing.T) {
	for _, c := range []struct {
		have, word string
		want       []string
		err        string
	}{
		{"1.34.11-gke.1500000", "1.36", []string{"1.35.10-gke.1", "1.36.4-gke.1310000"}, ""},
		{"1.34.11-gke.1500000", "1.36.3", []string{"1.35.10-gke.1", "1.36.3-gke.1200000"}, ""},
		{"1.35.8-gke.1400000", "1.36.3-gke.1200000", []string{"1.36.3-gke.1200000"}, ""},
		{"1.36.1-gke.1", "1.36", nil, ""},
		{"1.36.4-gke.1310000", "1.36.3", nil, ""},
		{"1.36.3-gke.1200000", "1.36.4", []string{"1.36.4-gke.1310000"}, ""},
		{"1.36.4-gke.1310000", "1.34", nil, ""},
		{"1.36.4-gke.1310000", "1.37", nil, "version 1.37 cannot be had now; offered are 1.36, 1.35, 1.34, 1.33"},
		{"1.31.1-gke.1", "1.33", nil, "version 1.32 cannot be had now"},
		{"1.36.3-gke.1200000", "1.36.9", nil, "version 1.36.9 cannot be had now; offered are 1.36.3-gke.1200000"},
		{"1.36.3-gke.1200000", "latest", nil, `version "latest" is none of GKE`},
		{"?", "1.36", nil, `runs "?", which is no version of GKE`},
	} {
		got, err := route(c.have, c.word, offered)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s to %s: %s", c.have, c.word, diff)
		}
		if fmt.Sprint(err) == "<nil>" != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s to %s: want %q, got %v", c.have, c.word, c.err, err)
		}
	}
}

func TestARouteClimbsByOneMinorAndNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		version := rapid.Custom(func(t *rapid.T) string {
			return fmt.Sprintf("1.%d.%d-gke.%d", rapid.IntRange(30, 36).Draw(t, "minor"), rapid.IntRange(0, 12).Draw(t, "patch"), rapid.IntRange(1, 3).Draw(t, "build"))
		})
		have, list := version.Draw(t, "have"), rapid.SliceOf(version).Draw(t, "offered")
		path, err := route(have, fmt.Sprintf("1.%d", rapid.IntRange(29, 37).Draw(t, "wanted")), list)
		if err != nil {
			return
		}
		at, _ := parseVersion(have)
		for _, s := range path {
			next, _ := parseVersion(s)
			if !slices.Contains(list, s) || next.behind(at) != -1 {
				t.Fatalf("%s comes after %s", s, at)
			}
			at = next
		}
	})
}

func FuzzParseVersion(f *testing.F) {
	for _, s := range append(slices.Clone(offered), "", "1", "1.36", "v1.36", "1.36.1-gke.", "1.-2", "1.+2", "9999999999999999999.1") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, parts := parseVersion(s)
		if parts == 0 && v != (number{}) || parts > 4 || slices.Min(v[:]) < 0 {
			t.Errorf("%q is read as %v with %d numbers", s, v, parts)
		}
	})
}
