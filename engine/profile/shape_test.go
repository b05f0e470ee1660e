package profile_test

import (
	"testing"
	"time"

	"berth.dev/engine/profile"
)

// openAtNine is two weeks of hours in UTC, with 10 at nine by the clocks of a zone on
// weekdays, and 1 else.
func openAtNine(t *testing.T, zone *time.Location, from time.Time) profile.Series {
	t.Helper()
	values := each(14*24, func(i int) float64 {
		local := from.Add(time.Duration(i) * time.Hour).In(zone)
		if local.Hour() == 9 && local.Weekday() != time.Saturday && local.Weekday() != time.Sunday {
			return 10
		}
		return 1
	})
	s, _ := pointsFrom(t, profile.ReadOptions{Unit: "cores", Zone: zone}, from.Unix(), 3600, values...)
	return s
}

func TestDayAndWeekAreByTheClocksOfTheZone(t *testing.T) {
	for _, c := range []struct {
		zone string
		from time.Time
	}{
		{"UTC", time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		{"Asia/Tokyo", time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		{"America/New_York", time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)},
		{"Europe/Berlin", time.Date(2026, 3, 23, 0, 0, 0, 0, time.UTC)}, // summer time begins half way
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		h, ok := profile.HoursOf(openAtNine(t, zone, c.from))
		if !ok {
			t.Fatalf("%s: nothing was folded", c.zone)
		}
		// Ten of fourteen days: 100 + 4 over 14; the 95th percentile of 4 ones and 10 tens.
		wantFloat(t, c.zone+" nine", 104.0/14, h.Day[9].Mean)
		wantFloat(t, c.zone+" nine, p95", 10, h.Day[9].P95)
		wantFloat(t, c.zone+" ten", 1, h.Day[10].Mean)
		wantFloat(t, c.zone+" Monday nine", 10, h.Week[9].Mean)
		wantFloat(t, c.zone+" Friday nine", 10, h.Week[4*24+9].Mean)
		wantFloat(t, c.zone+" Saturday nine", 1, h.Week[5*24+9].Mean)
	}
}

func TestHoursThatNobodyMeasuredStandAtMeanAndPeakInADay(t *testing.T) {
	// Three hours from midnight: 1, 2, 3.
	h, ok := profile.HoursOf(points(t, "cores", 3600, 1, 2, 3))
	if !ok || h.Measured != 3 {
		t.Fatalf("%v, %d hours measured", ok, h.Measured)
	}
	wantFloat(t, "one", 2, h.Day[1].Mean)
	wantFloat(t, "twelve", 2, h.Day[12].Mean)
	wantFloat(t, "twelve, p95", 2.98, h.Day[12].P95) // 2 + 0.98 × 1
}

func TestASampleOfTwoHoursIsInBothHoursOfADay(t *testing.T) {
	h, _ := profile.HoursOf(points(t, "cores", 7200, 4, 8, 4, 8))
	for hour, want := range []float64{4, 4, 8, 8} {
		wantFloat(t, "hour", want, h.Day[hour].Mean)
	}
	if _, ok := profile.HoursOf(profile.Series{}); ok {
		t.Error("a series of nothing has hours")
	}
}
