package score

import (
	"time"

	"github.com/robfig/cron/v3"

	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// busyShare is the share of the month in which a job runs: as declared, or the
// runs of its schedule times the duration of one.
func busyShare(j *spec.Job) spec.Measure {
	if j.BusyShare.Set() || !j.Schedule.Set() || !j.Duration.Set() || j.Duration.Unknown {
		return j.BusyShare
	}
	runs, ok := runsPerMonth(j.Schedule.V)
	if !ok {
		return j.BusyShare
	}
	share := func(seconds float64) float64 { return min(1, runs*seconds/unit.SecondsPerMonth) }
	return spec.Measure{Lo: share(j.Duration.Lo), Hi: share(j.Duration.Hi), Origin: j.Duration.Origin}
}

// runsPerMonth counts the starts of a schedule in a year, for a month of 730
// hours. The parser is the one Kubernetes reads CronJobs with.
func runsPerMonth(schedule string) (float64, bool) {
	s, err := cron.ParseStandard(schedule)
	if err != nil {
		return 0, false
	}
	// A year that is no leap year and begins on a Friday: any will do.
	from := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	until := from.AddDate(1, 0, 0)
	// By the hour of the year at most 8,760 × 60 starts; a sample of four weeks
	// stands for schedules that start more often than daily.
	if n := count(s, from, from.AddDate(0, 0, 28)); n > 28 {
		return float64(n) / (28 * 24) * unit.HoursPerMonth, true
	}
	return float64(count(s, from, until)) / 12, true
}

func count(s cron.Schedule, from, until time.Time) (n int) {
	for at := s.Next(from.Add(-time.Second)); !at.IsZero() && at.Before(until); at = s.Next(at) {
		n++
	}
	return n
}
