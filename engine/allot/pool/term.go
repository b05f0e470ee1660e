package pool

import (
	"math"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// term is how much of a month a pool runs, and how much of it is in its life.
type term struct {
	// days has the month, served those from in_service on, alive those of them in the
	// life of the machines.
	days, served, alive int
	// hours are the real ones of the days served.
	hours float64
	// begins says that the machines come into service in this month.
	begins bool
}

// termOf works out a pool's month. Days are those of the calendar, so that a change of
// clocks moves hours alone. A pool that does not say since when runs all month, and has
// no life left: nobody knows its beginning.
func termOf(p *spec.NodePool, m bill.Month, zone *time.Location) term {
	first, next := day(m.Begin(time.UTC)), day(m.End(time.UTC))
	t := term{days: next - first}
	from := first
	if p.InService.Set() {
		began := day(p.InService.V)
		from = max(first, began)
		t.begins = first <= began && began < next
		t.alive = max(0, min(next, day(EndOfLife(p)))-from)
	}
	t.served = max(0, next-from)
	if t.served > 0 {
		opens := m.Begin(zone).AddDate(0, 0, from-first)
		t.hours = m.End(zone).Sub(opens).Hours()
	}
	return t
}

// day counts the days of the calendar.
func day(t time.Time) int { return int(t.Unix() / (24 * 3600)) }

// EndOfLife is the first day on which a pool's machines cost no capital any more: whole
// months by the calendar after in_service, what is left of the last one in days. It means
// nothing for a pool that does not say since when it is in service.
func EndOfLife(p *spec.NodePool) time.Time {
	months := p.Life.V / unit.SecondsPerMonth
	whole := math.Floor(months)
	end := p.InService.V.AddDate(0, int(whole), 0)
	if end.Day() != p.InService.V.Day() {
		// There is no 31st in that month: its last day is meant, not one of the next.
		end = end.AddDate(0, 0, -end.Day())
	}
	return end.AddDate(0, 0, int(math.Round((months-whole)*unit.HoursPerMonth/24)))
}
