package ground_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests, on machines that have none

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"berth.dev/engine/ground"
)

func mustParse(t testing.TB, text string) *ground.Window {
	t.Helper()
	w, err := ground.ParseWindow(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAWindowOpensAtItsHoursInItsZone(t *testing.T) {
	for _, c := range []struct{ window, at, next string }{
		{"Sat 02:00-06:00 Asia/Tokyo", "2026-03-06T16:59:59Z", "2026-03-06T17:00:00Z"},
		{"Sat 02:00-06:00 Asia/Tokyo", "2026-03-06T17:00:00Z", "2026-03-06T17:00:00Z"},
		{"Sat 02:00-06:00 Asia/Tokyo", "2026-03-06T20:59:59Z", "2026-03-06T20:59:59Z"},
		{"Sat 02:00-06:00 Asia/Tokyo", "2026-03-06T21:00:00Z", "2026-03-13T17:00:00Z"},
		{"Mon-Fri 22:00-04:00 UTC", "2026-03-07T03:59:00Z", "2026-03-07T03:59:00Z"}, // Friday's, on Saturday
		{"Mon-Fri 22:00-04:00 UTC", "2026-03-07T04:00:00Z", "2026-03-09T22:00:00Z"},
		{"Mon-Fri 22:00-04:00 UTC", "2026-03-09T03:00:00Z", "2026-03-09T22:00:00Z"}, // none on Sunday
		{"Sat-Mon,Wed 10:00-24:00 UTC", "2026-03-10T00:00:00Z", "2026-03-11T10:00:00Z"},
		{"Sat-Mon,Wed 10:00-24:00 UTC", "2026-03-09T23:59:59Z", "2026-03-09T23:59:59Z"},
		{"Sun 00:00-24:00 UTC", "2026-03-08T12:00:00Z", "2026-03-08T12:00:00Z"},
		{"Sun 23:00-00:30 UTC", "2026-02-28T23:30:00Z", "2026-03-01T23:00:00Z"},              // over the end of a month
		{"Sun 02:30-04:00 America/New_York", "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z"}, // from 03:00 on
		{"Sun 01:10-01:20 America/New_York", "2026-11-01T05:00:00Z", "2026-11-01T05:10:00Z"},
		{"Sun 01:10-01:20 America/New_York", "2026-11-01T05:20:00Z", "2026-11-01T06:10:00Z"}, // shown twice
		{"Sun 01:00-04:00 America/New_York", "2026-03-08T07:59:00Z", "2026-03-08T07:59:00Z"}, // 03:59, two hours long
		{"Sun 01:00-04:00 America/New_York", "2026-03-08T08:00:00Z", "2026-03-15T05:00:00Z"},
		{"Sun 02:30-03:00 America/New_York", "2026-03-08T05:00:00Z", "2026-03-15T06:30:00Z"}, // skipped
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		w := mustParse(t, c.window)
		next := w.Next(at)
		if diff := cmp.Diff(c.next, next.UTC().Format(time.RFC3339)); diff != "" {
			t.Errorf("%s at %s: %s", w, c.at, diff)
		}
		if w.Open(at) != next.Equal(at) {
			t.Errorf("%s at %s: open is %t and it opens at %s", w, c.at, w.Open(at), next)
		}
	}
}

func TestAWindowThatIsNotPlainIsRefused(t *testing.T) {
	for text, says := range map[string]string{
		"":                                "days, hours and a time zone",
		"Sat 02:00-06:00":                 "days, hours and a time zone",
		"Sat  02:00-06:00 Asia/Tokyo":     "days, hours and a time zone",
		"sat 02:00-06:00 Asia/Tokyo":      `"sat" is no day`,
		"Sat, 02:00-06:00 Asia/Tokyo":     `"" is no day`,
		"Mon-Fri-Sun 02:00-06:00 UTC":     "is no day or range",
		"Sat 2:00-06:00 Asia/Tokyo":       "are no hours",
		"Sat 02:00 Asia/Tokyo":            "are no hours",
		"Sat 02:00-25:00 Asia/Tokyo":      "are no hours",
		"Sat 24:00-02:00 Asia/Tokyo":      "are no hours",
		"Sat 02:00-02:00 Asia/Tokyo":      "are no hours",
		"Sat 02:00-06:00-07:00 UTC":       "are no hours",
		"Sat 02:00-06:00 Asia/Edo":        `no time zone "Asia/Edo"`,
		"Sat 02:00-06:00 Local":           `no time zone "Local"`,
		"Sat 02:00-06:00 ":                `no time zone ""`,
		"Sat 02:00-06:00 ../../etc/hosts": "no time zone",
	} {
		_, err := ground.ParseWindow(text)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "write it as in") {
			t.Errorf("%q: wanted %q, got %v", text, says, err)
		}
	}
}

// TestBetweenNowAndTheNextOpeningAWindowIsShut is the law of Open and Next, at times of
// twenty years in zones whose clocks change.
func TestBetweenNowAndTheNextOpeningAWindowIsShut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SampledFrom([]string{"Sat", "Mon-Fri", "Sun,Wed", "Fri-Mon", "Mon-Sun"}).Draw(t, "days")
		hours := rapid.SampledFrom([]string{"02:00-06:00", "22:00-04:00", "00:00-24:00", "02:15-02:45", "23:59-00:01"}).Draw(t, "hours")
		zone := rapid.SampledFrom([]string{"UTC", "Asia/Tokyo", "America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia"}).Draw(t, "zone")
		w, err := ground.ParseWindow(days + " " + hours + " " + zone)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(rapid.Int64Range(1_600_000_000, 2_200_000_000).Draw(t, "at"), 0)
		next := w.Next(at)
		if next.Before(at) || !w.Open(next) || next.Sub(at) > 15*24*time.Hour {
			t.Fatalf("%s at %s: it opens at %s, open: %t", w, at.UTC(), next.UTC(), w.Open(next))
		}
		between := at.Add(time.Duration(rapid.Float64Range(0, 1).Draw(t, "between") * float64(next.Sub(at))))
		if between.Before(next) && w.Open(between) {
			t.Fatalf("%s: open at %s, before it opens at %s", w, between.UTC(), next.UTC())
		}
	})
}

func TestASiteWithoutAWindowIsAlwaysOpen(t *testing.T) {
	at := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
	for window, want := range map[string]time.Time{"": at, "Tue 12:00-13:00 UTC": at, "Wed 12:00-13:00 UTC": at.AddDate(0, 0, 1)} {
		s := ground.Site{Name: "tokyo", Window: window}
		got, err := s.Opens(at)
		if err != nil || !got.Equal(want) {
			t.Errorf("%q opens at %s, %v", window, got, err)
		}
	}
	s := ground.Site{Name: "tokyo", Window: "sometimes"}
	if _, err := s.Opens(at); err == nil || !strings.HasPrefix(err.Error(), "site tokyo: window ") {
		t.Errorf("got %v", err)
	}
}

// FuzzWindow feeds texts that no window is: what is read must open within two weeks.
func FuzzWindow(f *testing.F) {
	f.Add("Sat,Sun 02:00-06:00 Asia/Tokyo")
	f.Add("Mon-Fri 22:00-04:00 UTC")
	f.Add("Fri-Mon 00:00-24:00 Pacific/Apia")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ground.ParseWindow(text)
		if err != nil {
			return
		}
		at := time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)
		if next := w.Next(at); !w.Open(next) || next.Before(at) {
			t.Errorf("%q opens at %s", text, next)
		}
	})
}
