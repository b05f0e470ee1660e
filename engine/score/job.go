package score

import (
	"math/bits"
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
	parsed, err := cron.ParseStandard(schedule)
	if err != nil {
		return 0, false
	}
	switch s := parsed.(type) {
	case cron.ConstantDelaySchedule:
		return unit.SecondsPerMonth / s.Delay.Seconds(), true
	case *cron.SpecSchedule:
		perDay := bits.OnesCount64(s.Minute&^star) * bits.OnesCount64(s.Hour&^star)
		return float64(perDay*daysPerYear(s)) / 12, true
	}
	return 0, false
}

// star is the bit by which the parser marks a field written as "*".
const star = 1 << 63

// daysPerYear counts the days of a year on which a schedule runs. As in cron,
// where both the day of the month and of the week are given, either suffices.
func daysPerYear(s *cron.SpecSchedule) (n int) {
	// A year that is no leap year and begins on a Friday: any will do.
	day := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 365 {
		month := s.Month>>uint(day.Month())&1 == 1
		dom, dow := s.Dom>>uint(day.Day())&1 == 1, s.Dow>>uint(day.Weekday())&1 == 1
		runs := dom && dow
		if s.Dom&star == 0 && s.Dow&star == 0 {
			runs = dom || dow
		}
		if month && runs {
			n++
		}
		day = day.AddDate(0, 0, 1)
	}
	return n
}
