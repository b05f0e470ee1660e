package profile_test

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
)

// monday is 2026-03-02 00:00:00 UTC.
const monday = int64(1772409600)

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// points makes a series of samples that follow each other from a Monday on.
// A negative value is a sample that is missing.
func points(t tester, unit string, step int64, values ...float64) profile.Series {
	t.Helper()
	s, _ := pointsFrom(t, profile.ReadOptions{Unit: unit}, monday, step, values...)
	return s
}

func pointsFrom(t tester, o profile.ReadOptions, start, step int64, values ...float64) (profile.Series, profile.Report) {
	t.Helper()
	var times []int64
	var kept []float64
	for i, v := range values {
		if v >= 0 {
			times, kept = append(times, start+int64(i)*step), append(kept, v)
		}
	}
	s, r, err := profile.NewSeries(times, kept, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, r
}

// each makes n values by a function of their place.
func each(n int, value func(i int) float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = value(i)
	}
	return values
}

// near compares floats to a relative billionth: sums in another order.
func near() cmp.Option {
	return cmp.Comparer(func(a, b float64) bool {
		return a == b || math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), 1e-6)
	})
}

// wantValue checks a known feature.
func wantValue(t tester, name string, want float64, got profile.Feature) {
	t.Helper()
	if !got.Known() {
		t.Errorf("%s is unknown (%s), want %g", name, got.Why, want)
		return
	}
	if d := cmp.Diff(want, got.Value, near()); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// wantUnknown checks that a feature is unknown for a reason.
func wantUnknown(t tester, name, why string, got profile.Feature) {
	t.Helper()
	if got.Known() || !strings.Contains(got.Why, why) || got.Value != 0 {
		t.Errorf("%s is %+v, want unknown because %q", name, got, why)
	}
}

// wantFinite fails if any number of a profile is NaN or infinite.
func wantFinite(t tester, p profile.Profile) {
	t.Helper()
	check := func(what string, v float64) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%s is %g", what, v)
		}
	}
	for _, f := range p.Features() {
		check(f.Name, f.Feature.Value)
		if !f.Feature.Known() && f.Feature.Why == "" {
			t.Fatalf("%s is unknown without a reason", f.Name)
		}
	}
	for i, v := range p.Curve {
		check(fmt.Sprintf("curve bin %d", i), v)
	}
	if p.Shaped() {
		for i := range p.Winter {
			check(fmt.Sprintf("slot %d", i), p.Winter[i].Mean+p.Winter[i].P95+p.Summer[i].Mean+p.Summer[i].P95)
		}
	}
}

// sharedFile opens a test file that is kept beside the project.
func sharedFile(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.Open("../../../shared/data/" + path)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the shared test data are needed: %v", err)
		}
		t.Skipf("the shared test data are not here: %v", err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func location(t tester, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}
