package month

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/bill"
	"berth.dev/engine/ledger"
	"berth.dev/engine/plan"
	"berth.dev/engine/spec"
	"berth.dev/engine/usage"
)

// state says how final the report is.
func (m *maker) state() {
	s := &m.r.State
	s.AsOf = m.AsOf.Format(time.DateOnly)
	var waits []string
	for _, b := range m.Workspace.Bills {
		a := m.Answers[b.Name]
		if a == nil {
			continue
		}
		s.Rows, s.Bad, s.Duplicates = s.Rows+a.Count, s.Bad+a.Bad, s.Duplicates+a.Duplicates
		for _, f := range a.Faults {
			if len(s.Faults) < bill.MostFaults {
				s.Faults = append(s.Faults, b.Name+": "+f.String())
			}
		}
		for _, n := range a.Notes {
			s.Notes = append(s.Notes, b.Name+": "+n)
		}
		s.Last = max(s.Last, m.lastDay(a))
		if !m.has(a) {
			waits = append(waits, fmt.Sprintf("bill %s has no row of %s", b.Name, m.Month))
		} else if !m.covers(a) {
			waits = append(waits, fmt.Sprintf("bill %s ends %s, before the month does", b.Name, m.ends(a)))
		}
	}
	waits = append(append(waits, m.unbilled()...), m.unused()...)
	if m.Usage != nil {
		s.Notes = append(s.Notes, m.Usage.Notes...)
	}
	s.Notes = sortedOnce(s.Notes)
	if s.Bad > 0 {
		waits = append(waits, fmt.Sprintf("%d of %d rows are bad and were left out", s.Bad, s.Rows))
	}
	if closes := m.closes(); m.AsOf.Before(closes) {
		words := "this is the state of " + s.AsOf
		if s.Last > s.AsOf {
			words = fmt.Sprintf("as_of says %s, though bills cover the days up to %s: write today there, or give --as-of", s.AsOf, s.Last)
		}
		waits = append(waits, fmt.Sprintf("until %s a bill may still grow, and %s", closes.Format(time.DateOnly), words))
	}
	s.Reconciled = len(waits) == 0
	s.Why = strings.Join(waits, "; ")
	if s.Reconciled {
		s.Why = "every bill covers the month, no row is bad, and the time in which bills may still grow is over"
	}
}

// closes is the day from which on nothing more is expected.
func (m *maker) closes() time.Time {
	wait := float64(spec.DefaultClose)
	if r := m.Workspace.Settings.Report; r != nil {
		wait = r.Close.Or(wait)
	}
	end := m.Month.End(m.Zone)
	// As_of is a day without a zone: it is compared with days.
	day := time.Date(end.Year(), end.Month(), end.Day(), 0, 0, 0, 0, time.UTC)
	return day.Add(time.Duration(wait) * time.Second)
}

// covers tells whether a bill reaches the month's end: by the report's zone, or by UTC,
// in which most clouds write their invoices.
func (m *maker) covers(a *bill.Answer) bool {
	return !a.Last.Before(m.Month.End(m.Zone)) || !a.Last.Before(m.Month.End(time.UTC))
}

// has tells whether a bill has a row of the month. Without one nobody knows whether the
// month cost nothing or its files were not brought.
func (m *maker) has(a *bill.Answer) bool {
	return slices.ContainsFunc(a.Rows, func(r bill.Row) bool { return r.Month == m.Month })
}

// unbilled are rented sites that services run on and that no bill tells of.
func (m *maker) unbilled() (waits []string) {
	told := map[string]bool{}
	for _, b := range m.Workspace.Bills {
		told[b.Site.V] = true
		for _, a := range b.Assigns {
			told[a.Site.V] = true
		}
	}
	for _, s := range m.Workspace.Sites {
		if s.Kind.V == "cloud" && !told[s.Name] && m.serves(s.Name) {
			waits = append(waits, fmt.Sprintf("services run on site %s, and no bill block tells what it charges", s.Name))
		}
	}
	return waits
}

// serves tells whether services run on a site, by their specs or by the plan in force.
func (m *maker) serves(site string) bool {
	runs := func(x *spec.Service) bool { return slices.Contains(x.RunsOn.V, site) }
	if slices.ContainsFunc(m.Workspace.Services, runs) {
		return true
	}
	if m.Plan == nil || m.Plan.Expected == nil {
		return false
	}
	shall := func(l plan.ExpectedLine) bool { return l.Site == site && l.Service != "" }
	return slices.ContainsFunc(m.Plan.Expected.Lines, shall)
}

// unused are owned sites of which a usage block says nothing this month: all of their
// machines would be idle.
func (m *maker) unused() (waits []string) {
	if m.Usage == nil {
		return nil
	}
	for _, u := range m.Workspace.Usages {
		of := func(x usage.Use) bool { return x.Site == u.Name }
		owned := func(p ledger.Pool) bool { return p.Site == u.Name }
		if slices.ContainsFunc(m.r.Pools, owned) && !slices.ContainsFunc(m.Usage.Uses, of) {
			waits = append(waits, fmt.Sprintf("usage %s has nothing of %s, so that all of its machines are idle", u.Name, m.Month))
		}
	}
	return waits
}

// ends is when a bill ends, for people.
func (m *maker) ends(a *bill.Answer) string {
	if a.Last.IsZero() {
		return "without a row"
	}
	return a.Last.In(m.Zone).Format("2006-01-02 15:04")
}

// lastDay is the last day of the month that a bill covers: that on which the last charge
// ends, which may have begun weeks before. A bill whose charges all end before the month
// covers as much of it as it has rows of.
func (m *maker) lastDay(a *bill.Answer) string {
	begun := m.lastBegun(a)
	if begun == "" || !a.Last.After(m.Month.Begin(m.Zone)) {
		return begun
	}
	last := a.Last
	if end := m.Month.End(m.Zone); m.covers(a) || last.After(end) {
		last = end
	}
	// The moment in which a charge ends is no longer part of it.
	return last.Add(-1).In(m.Zone).Format(time.DateOnly)
}

// lastBegun is the last day of the month on which a charge begins.
func (m *maker) lastBegun(a *bill.Answer) string {
	last := ""
	for i := range a.Rows {
		if r := &a.Rows[i]; r.Month == m.Month {
			last = max(last, r.Day)
		}
	}
	return last
}

// past lists the months before and this one.
func (m *maker) past() {
	at := map[bill.Month]*Report{}
	for _, b := range m.Before {
		if b.Month.Compare(m.Month) >= 0 {
			continue
		}
		if b.Currency != m.r.Currency || b.View != m.r.View {
			m.r.Unknown = append(m.r.Unknown, fmt.Sprintf("%s beside this month: its report is in %s and %s", b.Month, b.Currency, b.View))
			continue
		}
		at[b.Month] = b
	}
	m.r.Months = make([]Past, 0, len(at)+1)
	for _, b := range at {
		m.r.Months = append(m.r.Months, pastOf(b))
	}
	m.r.Months = append(m.r.Months, pastOf(m.r))
	slices.SortFunc(m.r.Months, func(x, y Past) int { return x.Month.Compare(y.Month) })
	m.days()
}

func pastOf(r *Report) Past {
	return Past{Month: r.Month, Planned: r.Planned, Actual: r.Actual, Sites: r.Axes["site"]}
}
