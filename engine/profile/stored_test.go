package profile_test

import (
	"errors"
	"fmt"
	"hash/fnv"
	"testing"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAStoredProfileLoadsToTheLastBit(t *testing.T) {
	zones := []string{"UTC", "Asia/Tokyo", "Europe/Berlin"}
	rapid.Check(t, func(t *rapid.T) {
		o := profile.ReadOptions{
			Name: "web rate",
			Unit: rapid.SampledFrom([]string{"requests/s", "cores", "bytes"}).Draw(t, "unit"),
			Zone: location(t, rapid.SampledFrom(zones).Draw(t, "zone")),
		}
		n := rapid.IntRange(2, 400).Draw(t, "points")
		step := rapid.SampledFrom([]int64{60, 300, 3600, 6 * 3600}).Draw(t, "step")
		values := rapid.SliceOfN(rapid.Float64Range(-1, 1e6), n, n).Draw(t, "values") // below 0 is a gap
		values[0], values[n-1] = 1, 2
		s, r := pointsFrom(t, o, monday, step, values...)
		p := profile.Measure(s)
		gotProfile, gotReport, err := profile.Load(profile.Store(p, r))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(p, gotProfile); d != "" {
			t.Errorf("the profile (-want +got):\n%s", d)
		}
		if d := cmp.Diff(r, gotReport); d != "" {
			t.Errorf("the report (-want +got):\n%s", d)
		}
		if (p.Winter == p.Summer) != (gotProfile.Winter == gotProfile.Summer) {
			t.Error("weeks that are one are two, or two are one")
		}
	})
}

func TestADeclaredOrUnknownProfileIsStored(t *testing.T) {
	mean, peak := 10.0, 40.0
	declared, err := profile.Declared(profile.DeclaredInput{Unit: "requests/s", Mean: &mean, Peak: &peak})
	if err != nil {
		t.Fatal(err)
	}
	report := profile.Report{Rows: 3, Bad: 1, Problems: []profile.Problem{{Line: 2, Column: 7, Message: "the value is negative"}}}
	for name, p := range map[string]profile.Profile{"declared": declared, "nothing": {}, "no points": profile.Measure(profile.Series{})} {
		got, gotReport, err := profile.Load(profile.Store(p, report))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d := cmp.Diff(p, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if d := cmp.Diff(report, gotReport); d != "" {
			t.Errorf("%s: the report (-want +got):\n%s", name, d)
		}
	}
}

func TestAProfileOfOtherDefinitionsIsRefused(t *testing.T) {
	b := profile.Store(profile.Profile{}, profile.Report{})
	b[0] += 2 // the next number
	if _, _, err := profile.Load(b); !errors.Is(err, profile.ErrDefinition) {
		t.Errorf("got %v, want that the definitions are others", err)
	}
}

func TestBytesThatEndTooEarlyOrTooLateAreNoProfile(t *testing.T) {
	b := profile.Store(profile.Measure(points(t, "cores", 3600, each(500, func(i int) float64 { return float64(i % 24) })...)), profile.Report{})
	for n := 1; n < len(b); n += 7 {
		if _, _, err := profile.Load(b[:n]); !errors.Is(err, profile.ErrStored) {
			t.Fatalf("%d of %d bytes: got %v", n, len(b), err)
		}
	}
	if _, _, err := profile.Load(append(b, 0)); !errors.Is(err, profile.ErrStored) {
		t.Errorf("a byte more: got %v", err)
	}
}

// Profiles are kept on disk by the number of their definitions, so a formula must not
// change without it: whoever sees this test fail for a good reason raises Definition
// and writes down the new digest.
func TestDefinitionsChangeWithTheirNumber(t *testing.T) {
	s := points(t, "requests/s", 300, each(35*288, func(i int) float64 {
		return float64((i%288)*(i%288-288)*-1+(i/288%7)*900+(i*7919)%1301) / 16
	})...)
	p := profile.Measure(s)
	sum := fnv.New64a()
	for _, f := range p.Features() {
		// Nine digits: processors that add and multiply in one step round otherwise.
		fmt.Fprintf(sum, "%s %.9g %s %s %s\n", f.Name, f.Feature.Value, f.Feature.Unit, f.Feature.Origin, f.Feature.Why)
	}
	for _, slot := range p.Winter {
		fmt.Fprintf(sum, "%.9g %.9g\n", slot.Mean, slot.P95)
	}
	for _, v := range p.Curve {
		fmt.Fprintf(sum, "%.9g\n", v)
	}
	want := map[int]string{1: "c04dce4ad542c378"}[profile.Definition]
	if got := fmt.Sprintf("%016x", sum.Sum64()); got != want {
		t.Errorf("definitions %d give %s, want %s", profile.Definition, got, want)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(profile.Store(profile.Profile{}, profile.Report{}))
	f.Add(profile.Store(profile.Measure(points(f, "cores", 3600, each(200, func(i int) float64 { return float64(i % 24) })...)), profile.Report{}))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, r, err := profile.Load(b)
		if err != nil {
			return
		}
		again, report, err := profile.Load(profile.Store(p, r))
		if err != nil {
			t.Fatalf("what was loaded and stored cannot be loaded: %v", err)
		}
		if d := cmp.Diff(p, again) + cmp.Diff(r, report); d != "" {
			t.Errorf("what was loaded, stored and loaded differs:\n%s", d)
		}
	})
}
