package query

import (
	"fmt"
	"strings"
	"time"

	"berth.dev/engine/bill"
)

// microsecondsOfDay is the length of a day by UTC.
const microsecondsOfDay = 24 * 3600 * 1_000_000

// yearsBack is how far before the asked months charges get the zone's shift of their own
// time; older ones get that of the oldest.
const yearsBack = 10

// day is SQL for the number of the day, from 1970, in which a moment lies by the ask's
// zone.
func day(d Dialect, ask bill.Ask, moment string) string {
	shifts := shifts(ask)
	if len(shifts) == 1 {
		return d.Whole(fmt.Sprintf("%s + %d", moment, shifts[0].by), microsecondsOfDay)
	}
	var b strings.Builder
	b.WriteString("CASE")
	for i := len(shifts) - 1; i > 0; i-- {
		fmt.Fprintf(&b, " WHEN %s >= %d THEN %d", moment, shifts[i].from, shifts[i].by)
	}
	fmt.Fprintf(&b, " ELSE %d END", shifts[0].by)
	return d.Whole(moment+" + "+b.String(), microsecondsOfDay)
}

// shift is what is added to UTC from a moment on, in microseconds.
type shift struct{ from, by int64 }

func shifts(ask bill.Ask) (out []shift) {
	zone := zone(ask)
	at := ask.From.Plus(-12 * yearsBack).Begin(zone)
	last := ask.To.Plus(2).Begin(zone)
	for {
		_, offset := at.Zone()
		s := shift{at.UnixMicro(), int64(offset) * 1_000_000}
		if n := len(out); n == 0 || out[n-1].by != s.by {
			out = append(out, s)
		}
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(last) {
			return out
		}
		at = end
	}
}

// alwaysUTC tells whether the ask's zone has the days of UTC.
func alwaysUTC(ask bill.Ask) bool {
	shifts := shifts(ask)
	return len(shifts) == 1 && shifts[0].by == 0
}

// dayOf is the day of a number that [day] made.
func dayOf(n int64) time.Time { return time.Unix(n*24*3600, 0).UTC() }

// zone is the ask's, UTC where it names none.
func zone(ask bill.Ask) *time.Location {
	if ask.Zone == nil {
		return time.UTC
	}
	return ask.Zone
}
