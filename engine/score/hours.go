package score

import (
	"time"

	"github.com/robfig/cron/v3"

	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
)

// HoursPerWeek is the number of slots of a week. Slot 0 is Monday from 00:00 to
// 01:00 UTC, as in a profile.
const HoursPerWeek = 168

// Hour is the demand of a service in one hour of the week, in cores, before the
// least number of replicas.
type Hour struct {
	// Mean is for money, Peak for capacity: the 95th percentile of the hour, or of a
	// service whose hours nobody measured the 99th of all its load.
	Mean, Peak float64
}

// Hours returns the demand by hour of the week on winter and on summer time; the
// two are one and the same slice where they do not differ. It is false where the
// hours are all alike because nobody measured them: then both hold one hour.
func (c *Case) Hours() (winter, summer []Hour, measured bool) {
	x, l := c.x, &c.Load
	flat := []Hour{{Mean: l.Demand(), Peak: max(l.P99, l.Demand())}}
	if j := x.svc.Job; j != nil {
		if starts := jobStarts(j); starts != nil {
			hours := jobHours(starts, durationOf(j), l)
			return hours, hours, true
		}
		return flat, flat, false
	}
	p, ok := x.Profiles[x.svc.Name]
	if !ok || !p.Shaped() || p.MeasuredSlots == 0 || p.Mean.Value <= 0 {
		return flat, flat, false
	}
	scale := l.Demand() / p.Mean.Value
	winter = hoursOf(p.Winter, scale)
	if summer = winter; p.Summer != p.Winter {
		summer = hoursOf(p.Summer, scale)
	}
	return winter, summer, true
}

func hoursOf(w *profile.Week, scale float64) []Hour {
	out := make([]Hour, len(w))
	for t, s := range w {
		out[t] = Hour{Mean: s.Mean * scale, Peak: max(s.P95, s.Mean) * scale}
	}
	return out
}

// durationOf is how long one run takes, in seconds; the longest of a range.
func durationOf(j *spec.Job) float64 { return j.Duration.Hi }

// jobStarts returns the minutes of the week at which runs of a job begin, or nil
// where its schedule does not say or it runs at any time. A run on some days of the
// month may fall on any day of the week.
func jobStarts(j *spec.Job) []int {
	if !j.Schedule.Set() || !j.Duration.Set() || j.Duration.Unknown {
		return nil
	}
	parsed, err := cron.ParseStandard(j.Schedule.V)
	if err != nil {
		return nil
	}
	s, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil
	}
	var out []int
	for day := range 7 {
		if !runsOn(s, time.Weekday((day+1)%7)) {
			continue
		}
		for minute := range 24 * 60 {
			if s.Hour>>uint(minute/60)&1 == 1 && s.Minute>>uint(minute%60)&1 == 1 {
				out = append(out, day*24*60+minute)
			}
		}
	}
	return out
}

// runsOn tells whether a schedule may run on a day of the week.
func runsOn(s *cron.SpecSchedule, day time.Weekday) bool {
	dow := s.Dow>>uint(day)&1 == 1
	if s.Dow&star == 0 && s.Dom&star == 0 {
		return true // as in cron, either of the two suffices
	}
	return dow
}

// jobHours spreads the runs of a job over the hours they touch: its full width as
// the peak, its mean use as the mean.
func jobHours(starts []int, seconds float64, l *price.Load) []Hour {
	const week = HoursPerWeek * 3600
	busy := make([]float64, HoursPerWeek)
	for _, minute := range starts {
		from := float64(minute * 60)
		for left := min(seconds, week); left > 0; {
			slot := int(from/3600) % HoursPerWeek
			part := min(left, 3600-(from-3600*float64(int(from/3600))))
			busy[slot] = min(3600, busy[slot]+part)
			from, left = from+part, left-part
		}
	}
	all := 0.0
	for _, b := range busy {
		all += b
	}
	out := make([]Hour, HoursPerWeek)
	for t, b := range busy {
		if b > 0 {
			out[t] = Hour{Mean: l.Demand() * HoursPerWeek * b / all, Peak: l.P99}
		}
	}
	return out
}
