package usage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/measure"
	"berth.dev/engine/snapshot"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// reading is what one series says of the month.
type reading struct {
	// sum is the value times the seconds that it held.
	sum float64
	// copies are those that the value needs by the spec, times seconds.
	copies float64
	// points are in the month.
	points int
}

// seen is what a snapshot has of a month.
type seen struct {
	// series are the rows by what they measure, in the order in which they are preferred.
	series   map[measure.Key][]snapshot.Series
	readings map[snapshot.Ref]*reading
	// awake are the minutes of the month in which a source had anything.
	awake map[string][]bool
	// asked are the days on which a query was asked, by source and query.
	asked map[[2]string]map[string]bool
	// begin is the month's first second.
	begin, end int64
}

// measures tells whether anything on a site was measured in the month.
func (s *seen) measures(w *spec.Workspace, site string) bool {
	for _, svc := range w.Services {
		if !slices.Contains(svc.RunsOn.V, site) {
			continue
		}
		for _, r := range s.series[measure.Key{Service: svc.Name, Kind: measure.CPU}] {
			if s.readings[r.Ref()] != nil {
				return true
			}
		}
	}
	return false
}

// measure reads what the snapshot has of the month.
func (m *maker) measure(ctx context.Context) error {
	s := &m.seen
	s.begin, s.end = m.Month.Begin(m.Zone).Unix(), m.Month.End(m.Zone).Unix()
	if m.Snapshot == nil {
		return nil
	}
	rows, err := m.Snapshot.All(ctx)
	if err != nil {
		return err
	}
	s.series, s.readings = map[measure.Key][]snapshot.Series{}, map[snapshot.Ref]*reading{}
	s.awake, s.asked = map[string][]bool{}, map[[2]string]map[string]bool{}
	steps, cadence := map[string]time.Duration{}, map[snapshot.Ref]int64{}
	for _, source := range m.Snapshot.Index().Sources {
		steps[source.Name] = source.Step
	}
	for _, r := range rows {
		if !m.speaks(r.Source) {
			continue
		}
		s.series[r.Key] = append(s.series[r.Key], r)
		// A series that is too short for a cadence of its own has its source's step.
		cadence[r.Ref()] = max(1, int64(cmp.Or(r.Cadence, steps[r.Source])/time.Second))
	}
	for _, d := range m.Snapshot.Index().Days {
		for _, p := range d.Parts {
			at := [2]string{p.Source, p.Query}
			if s.asked[at] == nil {
				s.asked[at] = map[string]bool{}
			}
			s.asked[at][d.Date] = true
		}
	}
	return m.Snapshot.Within(m.Month.Begin(m.Zone), m.Month.End(m.Zone)).Walk(ctx, func(r snapshot.Ref, times []int64, values []float64) error {
		if cadence[r] > 0 {
			m.take(r, cadence[r], times, values)
		}
		return nil
	})
}

// speaks tells whether the workspace still has a source.
func (m *maker) speaks(source string) bool {
	return slices.ContainsFunc(m.Workspace.Metrics, func(b *spec.Metrics) bool { return b.Name == source })
}

// take adds up a series. A value holds until the next one, and no longer than values of
// the series usually do: what is not there was not used, as jobs come and go.
func (m *maker) take(r snapshot.Ref, cadence int64, times []int64, values []float64) {
	s := &m.seen
	var got reading
	svc := m.Workspace.Service(r.Service)
	awake := s.awake[r.Source]
	if awake == nil {
		awake = make([]bool, (s.end-s.begin)/60+1)
		s.awake[r.Source] = awake
	}
	for i, t := range times {
		until := t + cadence
		if i+1 < len(times) {
			until = min(until, times[i+1])
		}
		from := max(t, s.begin)
		until = min(until, s.end)
		if from >= until {
			continue
		}
		held := float64(until - from)
		got.points++
		got.sum += values[i] * held
		got.copies += copiesFor(svc, r.Kind, values[i]) * held
		for minute := (from - s.begin) / 60; minute <= (until-1-s.begin)/60; minute++ {
			awake[minute] = true
		}
	}
	if got.points > 0 {
		s.readings[r] = &got
	}
}

// covered is the share of the month in which a query was asked and its source had an
// answer.
func (s *seen) covered(source, query string) float64 {
	days, minutes := s.asked[[2]string{source, query}], 0
	awake := s.awake[source]
	for i, is := range awake {
		// A whole day of minutes asks once.
		if is && days[time.Unix(s.begin+int64(i)*60, 0).UTC().Format(time.DateOnly)] {
			minutes++
		}
	}
	return min(1, float64(minutes)*60/float64(s.end-s.begin))
}

// total is a key's value times the hours of the month.
type total struct {
	hours, copyHours float64
	source           string
	// covered is the share of the month that was measured.
	covered float64
}

// best is what the preferred series of a key says of the month: the first that covers
// half of it, or the one that covers most.
func (m *maker) best(k measure.Key) (out total, ok bool) {
	s := &m.seen
	for _, r := range m.candidates(k) {
		got := s.readings[r.Ref()]
		if got == nil {
			continue
		}
		share := s.covered(r.Source, r.QueryID)
		if share == 0 || ok && share <= out.covered {
			continue
		}
		out = total{got.sum / share / 3600, got.copies / share / 3600, r.Source, share}
		ok = true
		if share >= 0.5 {
			break
		}
	}
	return out, ok
}

// candidates are the series of a key: of a service that names its source, those alone.
func (m *maker) candidates(k measure.Key) []snapshot.Series {
	all := m.seen.series[k]
	svc := m.Workspace.Service(k.Service)
	if svc == nil || svc.Traffic == nil || svc.Traffic.Source.V == "" {
		return all
	}
	own := slices.DeleteFunc(slices.Clone(all), func(r snapshot.Series) bool { return r.Source != svc.Traffic.Source.V })
	if len(own) == 0 {
		return all
	}
	return own
}

// count takes over what services answered in the month, and who called whom.
func (m *maker) count() {
	for k := range m.seen.series {
		if k.Kind != measure.Rate && k.Kind != measure.CallRate {
			continue
		}
		t, ok := m.best(k)
		if !ok {
			continue
		}
		// A rate is in requests a second.
		requests := math.Round(t.hours * 3600)
		if k.Kind == measure.Rate {
			m.out.Requests[k.Service] = requests
		} else {
			m.out.Calls[[2]string{k.Peer, k.Service}] = requests
		}
	}
}

// measured takes over what was measured of the services on a site.
func (m *maker) measured(s *spec.Site) {
	var sources []string
	least := 1.0
	for _, svc := range m.Workspace.Services {
		part := m.on(svc, s.Name)
		if part == 0 {
			continue
		}
		cpu, ok := m.best(measure.Key{Service: svc.Name, Kind: measure.CPU})
		if !ok {
			if s.Kind.V != "cloud" {
				m.note("nobody measured the cores of %s on "+s.Name+" in "+m.Month.String()+": they are charged nothing there, and what they used counts as idle", svc.Name)
			}
			continue
		}
		memory, known := m.best(measure.Key{Service: svc.Name, Kind: measure.Memory})
		if !known && s.Kind.V != "cloud" {
			m.note("nobody measured the memory of %s on "+s.Name+": they are charged by their cores alone", svc.Name)
		}
		m.use(s, "", svc.Name, cpu.hours*part, memory.hours*part/unit.GiB)
		sources, least = append(sources, cpu.source), min(least, cpu.covered)
	}
	if len(sources) == 0 {
		m.out.How[s.Name] = "nothing was measured in " + m.Month.String()
		return
	}
	slices.Sort(sources)
	first, last := m.Month.Begin(m.Zone), m.Month.End(m.Zone).AddDate(0, 0, -1)
	how := fmt.Sprintf("measured by %s, %s to %s", strings.Join(slices.Compact(sources), ", "), first.Format(time.DateOnly), last.Format(time.DateOnly))
	if days := m.seconds / 86400; least < 0.995 {
		how += fmt.Sprintf(" (%.1f of %.0f days are there; the others are taken to be like them)", least*days, days)
	}
	m.out.How[s.Name] = how
}
