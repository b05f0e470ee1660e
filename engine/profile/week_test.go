package profile_test

import (
	"testing"
	"time"

	"berth.dev/engine/profile"
	"github.com/google/go-cmp/cmp"
)

func TestASlotHasTheMeanAndP95OfItsHour(t *testing.T) {
	// Three weeks of half hours; in hour 5 of the weeks stand 1 2, 3 4, 5 6.
	values := each(3*336, func(i int) float64 {
		if i%336/2 == 5 {
			return float64(1 + 2*(i/336) + i%2)
		}
		return 0
	})
	p := profile.Measure(points(t, "cores", 1800, values...))
	// Mean 21/6 = 3.5; p95 at place 4.75 = 5.75.
	want := new(profile.Week)
	want[5] = profile.Slot{Mean: 3.5, P95: 5.75}
	if d := cmp.Diff(want, p.Winter, near()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if p.MeasuredSlots != 168 || p.Summer != p.Winter {
		t.Errorf("%d slots measured, and summer is its own set: %t", p.MeasuredSlots, p.Summer != p.Winter)
	}
}

func TestHoursThatNobodyMeasuredStandAtMeanAndPeak(t *testing.T) {
	// Three days of hours from Monday: 2 by night, 10 from noon.
	p := profile.Measure(points(t, "cores", 3600, each(72, func(i int) float64 {
		if i%24 < 12 {
			return 2
		}
		return 10
	})...))
	if p.MeasuredSlots != 72 {
		t.Errorf("%d slots measured, want 72", p.MeasuredSlots)
	}
	got := []profile.Slot{p.Winter[0], p.Winter[71], p.Winter[72], p.Winter[167]}
	want := []profile.Slot{{Mean: 2, P95: 2}, {Mean: 10, P95: 10}, {Mean: 6, P95: 10}, {Mean: 6, P95: 10}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestASampleOfManyHoursFillsThemAll(t *testing.T) {
	// A value a day for two weeks: each hour of a day has the day's.
	p := profile.Measure(points(t, "cores", 86400, each(14, func(d int) float64 { return float64(d%7) + 1 })...))
	for slot, got := range p.Winter {
		want := profile.Slot{Mean: float64(slot/24) + 1, P95: float64(slot/24) + 1}
		if got != want {
			t.Fatalf("slot %d is %v, want %v", slot, got, want)
		}
	}
	// Samples of 90 minutes: hour 1 is half of the first, half of the second.
	p = profile.Measure(points(t, "cores", 5400, 2, 4, 6, 8))
	wantSlots := []profile.Slot{{Mean: 2, P95: 2}, {Mean: 3, P95: 3.9}, {Mean: 4, P95: 4}, {Mean: 6, P95: 6}}
	if d := cmp.Diff(wantSlots, p.Winter[:4], near()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// busyAtNine is demand of 10 from 9 to 10 by local stamps, 1 otherwise.
func busyAtNine(zone *time.Location, days int) []byte {
	var b []byte
	start := time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC) // a Monday
	for h := range days * 24 {
		at := start.Add(time.Duration(h) * time.Hour).In(zone)
		value := ",1\n"
		if at.Hour() == 9 {
			value = ",10\n"
		}
		b = append(append(b, at.Format(time.RFC3339)...), value...)
	}
	return b
}

func busySlots(w *profile.Week) (slots []int) {
	for i, s := range w {
		if s.Mean > 5 {
			slots = append(slots, i)
		}
	}
	return slots
}

func TestNineInTokyoIsMidnightInUTC(t *testing.T) {
	tokyo := location(t, "Asia/Tokyo")
	s, _ := read(t, busyAtNine(tokyo, 28), profile.ReadOptions{Unit: "cores", Zone: tokyo})
	p := profile.Measure(s)
	if d := cmp.Diff([]int{0, 24, 48, 72, 96, 120, 144}, busySlots(p.Winter)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if p.Summer != p.Winter || p.Zone != "Asia/Tokyo" {
		t.Errorf("zone %q has two sets: %t; Tokyo has no daylight saving", p.Zone, p.Summer != p.Winter)
	}
}

func TestStampsWithoutOffsetAreReadInTheZone(t *testing.T) {
	tokyo := location(t, "Asia/Tokyo")
	s, _ := read(t, []byte("t,v\n2026-03-02 09:00:00,1\n2026-03-02 10:00:00,2\n"), profile.ReadOptions{Unit: "cores", Zone: tokyo})
	if got, _ := s.At(0); got != monday {
		t.Errorf("nine in Tokyo is read as %d, want %d", got, monday)
	}
}

func TestBerlinHasTwoSetsAnHourApart(t *testing.T) {
	berlin := location(t, "Europe/Berlin")
	// In a window of winter only, and in one that has the change in it.
	for _, days := range []int{28, 84} {
		s, _ := read(t, busyAtNine(berlin, days), profile.ReadOptions{Unit: "cores", Zone: berlin})
		p := profile.Measure(s)
		// Nine is 8 UTC in winter and 7 UTC in summer.
		if d := cmp.Diff([]int{8, 32, 56, 80, 104, 128, 152}, busySlots(p.Winter)); d != "" {
			t.Errorf("%d days, winter (-want +got):\n%s", days, d)
		}
		if d := cmp.Diff([]int{7, 31, 55, 79, 103, 127, 151}, busySlots(p.Summer)); d != "" {
			t.Errorf("%d days, summer (-want +got):\n%s", days, d)
		}
	}
}

func TestHalfHoursAndSouthernSummersAreKept(t *testing.T) {
	// Adelaide is 9:30 ahead in winter, which is July, and 10:30 in summer:
	// nine o'clock begins at 23:30 of the day before, or at 22:30.
	adelaide := location(t, "Australia/Adelaide")
	var b []byte
	start := time.Date(2026, 7, 6, 0, 0, 0, 0, adelaide)
	for i := range 14 * 48 {
		at := start.Add(time.Duration(i) * 30 * time.Minute)
		b = append(append(b, at.Format(time.RFC3339)...), []byte{',', '0' + byte(b2i(at.Hour() == 9)), '\n'}...)
	}
	s, _ := read(t, b, profile.ReadOptions{Unit: "cores", Zone: adelaide})
	p := profile.Measure(s)
	half := profile.Slot{Mean: 0.5, P95: 1}
	got := []profile.Slot{p.Winter[23], p.Winter[24], p.Summer[22], p.Summer[23]}
	if d := cmp.Diff([]profile.Slot{half, half, half, half}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLocalTimesAtTheChangeOfTheClocksFollowTheRule(t *testing.T) {
	berlin := location(t, "Europe/Berlin")
	o := profile.ReadOptions{Unit: "cores", Zone: berlin, MaxBad: 0.5}

	// In spring 02:30 does not exist; 01:30 and 03:30 are an hour apart.
	spring := "t,v\n2026-03-29 00:30,1\n2026-03-29 01:30,1\n2026-03-29 02:30,9\n2026-03-29 03:30,1\n2026-03-29 04:30,1\n"
	s, r := read(t, []byte(spring), o)
	if r.Skipped != 1 || r.Bad != 1 || r.Gaps != 0 || s.Len() != 4 {
		t.Errorf("spring: %d skipped, %d bad, %d gaps, %d points; want 1, 1, 0, 4", r.Skipped, r.Bad, r.Gaps, s.Len())
	}

	// In autumn 02:30 stands twice: both are read as the first, at 00:30 UTC,
	// and the second hour is missing. That is no mistake of the file.
	o.MaxBad = -1
	autumn := "t,v\n2026-10-25 01:30,1\n2026-10-25 02:30,2\n2026-10-25 02:30,4\n2026-10-25 03:30,1\n2026-10-25 04:30,1\n"
	s, r = read(t, []byte(autumn), o)
	if r.Twice != 2 || r.Conflicts != 1 || r.Missing != 1 {
		t.Errorf("autumn: %d twice, %d conflicts, %d missing; want 2, 1, 1", r.Twice, r.Conflicts, r.Missing)
	}
	sec, value := s.At(1)
	if want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).Unix(); sec != want || value != 3 {
		t.Errorf("02:30 is %d with %g, want %d with the mean 3", sec, value, want)
	}
}

func TestLocalTimesAreReadAsTheZoneItselfDoes(t *testing.T) {
	// Every half hour of two years, in zones with all kinds of changes: the
	// local stamp has to lead back to a second that shows it.
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo", "Pacific/Apia"} {
		zone := location(t, name)
		var b []byte
		var want []int64
		start := time.Date(2025, 1, 1, 0, 0, 0, 0, zone)
		for i := range 2 * 365 * 48 {
			at := start.Add(time.Duration(i) * 30 * time.Minute)
			b = append(append(b, at.Format("2006-01-02 15:04:05")...), ",1\n"...)
			// Of two seconds with one stamp the first counts.
			for _, back := range []time.Duration{30 * time.Minute, time.Hour} {
				if at.Add(-back).Format("2006-01-02 15:04") == at.Format("2006-01-02 15:04") {
					at = at.Add(-back)
					break
				}
			}
			if n := len(want); n == 0 || want[n-1] < at.Unix() {
				want = append(want, at.Unix())
			}
		}
		s, _ := read(t, b, profile.ReadOptions{Unit: "cores", Zone: zone})
		got, _ := at(s)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
