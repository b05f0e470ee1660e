package usage

import (
	"math"

	"github.com/robfig/cron/v3"

	"berth.dev/engine/measure"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// copiesFor is how many copies a load needs at a moment by the spec, 0 where the spec
// does not tell.
func copiesFor(s *spec.Service, k measure.Kind, load float64) float64 {
	one, ok := carries(s, k)
	if !ok {
		return 0
	}
	return between(s, math.Ceil(load/one))
}

// carries is how much load of a kind one copy carries.
func carries(s *spec.Service, k measure.Kind) (float64, bool) {
	if s == nil || s.Replica == nil {
		return 0, false
	}
	of := s.Replica.RequestsPerSecond
	switch k {
	case measure.Rate:
	case measure.CPU:
		of = s.Replica.CPU
	default:
		return 0, false
	}
	return of.Lo, of.Known() && of.Lo > 0
}

// between holds a number of copies to those that may run.
func between(s *spec.Service, copies float64) float64 {
	least, most := 1.0, math.Inf(1)
	if r := s.Replicas; r != nil {
		least = r.Min.Or(1)
		if r.Max.Set() {
			most = r.Max.V
		}
	}
	return min(max(copies, least), max(least, most))
}

// requested takes over what specs ask for: the CPU and memory of a copy, times the
// copies that ran.
func (m *maker) requested(s *spec.Site) {
	for _, svc := range m.Workspace.Services {
		part := m.on(svc, s.Name)
		if part == 0 {
			continue
		}
		if svc.Replica == nil || !svc.Replica.CPU.Known() {
			m.note("nobody says what a copy of %s asks for: it is charged nothing on "+s.Name+", and what it used counts as idle", svc.Name)
			continue
		}
		hours, ok := m.copyHours(svc)
		if !ok {
			m.note("nobody knows how long %s ran: it is charged nothing on "+s.Name, svc.Name)
			continue
		}
		memory := 0.0
		if svc.Replica.Memory.Known() {
			memory = svc.Replica.Memory.Lo / unit.GiB
		} else {
			m.note("nobody says how much memory a copy of %s asks for: it is charged by its cores alone on "+s.Name, svc.Name)
		}
		m.use(s, "", svc.Name, hours*part*svc.Replica.CPU.Lo, hours*part*memory)
	}
	m.out.How[s.Name] = "what specs ask for: CPU and memory of a copy × copies × hours"
}

// copyHours is how many hours copies ran in the month, all together: by the measured
// load, by the declared one, or at least the fewest.
func (m *maker) copyHours(s *spec.Service) (float64, bool) {
	if s.Job != nil {
		return m.jobHours(s.Job)
	}
	for _, kind := range []measure.Kind{measure.Rate, measure.CPU} {
		if _, ok := carries(s, kind); !ok {
			continue
		}
		if t, ok := m.best(measure.Key{Service: s.Name, Kind: kind}); ok {
			return t.copyHours, true
		}
	}
	hours := m.seconds / 3600
	if t := s.Traffic; t != nil && t.MeanRPS.Known() {
		if one, ok := carries(s, measure.Rate); ok {
			m.note("the load of %s was not measured: its copies are those of its declared mean", s.Name)
			return hours * between(s, math.Ceil(t.MeanRPS.Lo/one)), true
		}
	}
	m.note("the load of %s was not measured: the fewest of its copies are counted", s.Name)
	return hours * between(s, 0), true
}

// jobHours is how long copies of a job ran in the month.
func (m *maker) jobHours(j *spec.Job) (float64, bool) {
	copies := 1.0
	if j.Parallelism.Set() {
		copies = j.Parallelism.Lo
		if !j.Parallelism.Known() {
			return 0, false
		}
	}
	hours := m.seconds / 3600
	if j.BusyShare.Known() {
		return hours * j.BusyShare.Lo * copies, true
	}
	if !j.Schedule.Set() || !j.Duration.Known() {
		return 0, false
	}
	schedule, err := cron.ParseStandard(j.Schedule.V)
	if err != nil {
		return 0, false // the spec was checked; it names a schedule that others know
	}
	runs := 0
	end := m.Month.End(m.Zone)
	for at := schedule.Next(m.Month.Begin(m.Zone).Add(-1)); !at.IsZero() && at.Before(end); at = schedule.Next(at) {
		runs++
	}
	return min(hours, float64(runs)*j.Duration.Lo/3600) * copies, true
}
