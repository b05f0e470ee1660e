package cli_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/unit"
	"berth.dev/reports"
)

// profile reads the profile of a service, which follows its schema.
func (m *measuring) profile(t *testing.T, args ...string) (p reports.Profile) {
	t.Helper()
	out, _ := m.must(t, 0, append([]string{"profile", "--format", "json"}, args...)...)
	follows(t, "profile", out)
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// feature is a number of a profile, to four digits.
func feature(t *testing.T, features []reports.Feature, name string) float64 {
	t.Helper()
	for _, f := range features {
		if f.Name == name && f.Value != nil {
			return unit.Significant(float64(*f.Value), 4)
		}
	}
	t.Fatalf("%s is not known", name)
	return 0
}

func TestAMeasuredServiceIsDrawnByWhatDecides(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	// What one copy of frontend takes is known, so that requests decide; nothing is
	// known of cart's copies, so cores do.
	for _, c := range []struct {
		args         []string
		kind, unit   string
		mean, rawMax float64
	}{
		{[]string{"frontend"}, "rate", "requests/s", 120, 180},
		{[]string{"cart"}, "cpu", "cores", 3, 4.5},
		{[]string{"frontend", "--series", "cpu"}, "cpu", "cores", 2, 3},
		{[]string{"frontend", "--series", "memory"}, "memory", "GiB", 8, 12},
	} {
		p := m.profile(t, c.args...)
		got := []any{p.Kind, p.Unit, feature(t, p.Features, "mean"), feature(t, p.Features, "raw_max"), p.Source, p.Origin, p.Cadence, p.Points}
		want := []any{c.kind, c.unit, c.mean, c.rawMax, "prod", "Measured by prod, 2026-10-22 to 2026-11-01", "5m", 2880}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", strings.Join(c.args, " "), d)
		}
		// It is highest at six in the morning: a sine over the day.
		if h := p.Peaks[0].At.Hour(); h != 5 && h != 6 {
			t.Errorf("%s: the peak is at %s", strings.Join(c.args, " "), p.Peaks[0].At)
		}
	}
}

func TestTheNumbersOfADrawingAreThoseOfTheDecision(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	drawn, decided := m.profile(t, "frontend"), m.explain(t, "frontend")
	for i, f := range drawn.Features {
		other := decided.Series.Features[i]
		if f.Name != other.Name || (f.Value == nil) != (other.Value == nil) || f.Value != nil && math.Abs(float64(*f.Value-*other.Value)) > 1e-9*math.Abs(float64(*f.Value)) {
			t.Errorf("%s is drawn as %v and decided by as %v", f.Name, f.Value, other.Value)
		}
	}
}

func TestTenMeasuredDaysHaveNoForecastAndSayWhy(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	out, _ := m.must(t, 0, "profile", "frontend")
	for _, want := range []string{"Forecast for 240 days, the lead time of tokyo", "There is none: the series is 10 days long, and 21 are needed"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said", want)
		}
	}
}

func TestASeriesThatWasNotMeasuredIsRefusedWithThoseThatWere(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	_, said := m.must(t, 1, "profile", "cart", "--series", "memory")
	if !strings.Contains(said, "cart: the snapshot has no such series of it. Give --series cpu") {
		t.Error(said)
	}
}

func TestASeriesThatIsTooOldIsDrawnAndSaysThatDecisionsDoNotCountWithIt(t *testing.T) {
	m := newMeasured(t, "2026-10-31")
	if p := m.profile(t, "frontend"); p.Unused != "" {
		t.Errorf("in time it is %q", p.Unused)
	}
	const why = "prod: measured until 2026-11-01, older than max_age 7d on 2026-11-20; run berth measure"
	if p := m.profile(t, "frontend", "--as-of", "2026-11-20"); p.Unused != why {
		t.Errorf("it is %q, want %q", p.Unused, why)
	}
	for _, format := range []string{"text", "markdown", "html", "svg"} {
		out, _ := m.must(t, 0, "profile", "frontend", "--as-of", "2026-11-20", "--format", format)
		words := "Decisions do not count with it. " + why + "."
		if format == "svg" {
			words = "not used by decisions" // a picture has one line of words
		}
		unescaped := strings.ReplaceAll(out, `\_`, "_") // as Markdown has it
		if !strings.Contains(strings.Join(strings.Fields(unescaped), " "), words) {
			t.Errorf("%s does not say %q", format, words)
		}
	}
}
