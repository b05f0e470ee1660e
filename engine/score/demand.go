package score

import (
	"fmt"

	"berth.dev/engine/profile"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// layLoad lays out what the service uses: a job's runs, a profile, or its
// number of replicas.
func (x *subject) layLoad() {
	s := x.svc
	replica := s.Replica
	if replica == nil {
		replica = &spec.Replica{}
	}
	resources := "resources of " + s.Name
	p, measured := x.Profiles[s.Name]
	if measured && p.Unit == "cores" && !replica.CPU.Known() {
		// The series counts cores: a replica's share of them does not matter, and
		// memory is asked for by core.
		replica = &spec.Replica{CPU: spec.Measure{Lo: 1, Hi: 1, Origin: s.Origin}, Memory: replica.Memory}
	}
	x.iCPU = x.measure("replica.cpu", "cores", replica.CPU, 1, priors.CPU, resources)
	x.iMem = x.measure("replica.memory", "GiB", replica.Memory, 1./unit.GiB, priors.Memory, resources)
	switch {
	case s.Job != nil:
		x.layJob(s.Job)
	case measured && p.Mean.Known():
		x.layProfile(p, replica)
	case s.Traffic != nil && s.Traffic.MeanRPS.Set():
		x.layRange(s.Traffic, replica)
	default:
		x.layReplicas()
	}
	if x.iTrend < 0 {
		var declared spec.Measure
		if s.Traffic != nil {
			declared = s.Traffic.Trend
		}
		x.iTrend = x.measure("load.trend", "1/mo", declared, 1, priors.Trend, "traffic of "+s.Name)
	}
	x.list[x.iTrend].From, x.list[x.iTrend].To = 0, 1
}

// layJob lays out work that starts and ends.
func (x *subject) layJob(j *spec.Job) {
	name := "job runs of " + x.svc.Name
	parallel := j.Parallelism
	if !parallel.Set() {
		parallel = spec.Measure{Lo: 1, Hi: 1, Origin: j.Origin}
	}
	x.iLoad = x.measure("job.parallelism", "replicas", parallel, 1, priors.Parallelism, name)
	x.iPeak = x.measure("job.busy_share", "share of time", busyShare(j), 1, priors.BusyShare, name)
	x.list[x.iPeak].From, x.list[x.iPeak].To = 0.001, 1
}

// CheckUnit refuses the unit of a series that is no load: only what replicas
// handle one by one, and cores themselves, become cores.
func CheckUnit(u profile.Unit) error {
	if u.Name == "cores" || u.Requests() {
		return nil
	}
	return fmt.Errorf("a load is requests or cores; how many cores %s stands for is not known. Convert the series to cores", u.Name)
}

// layProfile lays out a load that was measured or declared.
func (x *subject) layProfile(p profile.Profile, replica *spec.Replica) {
	measurement := "traffic of " + x.svc.Name
	x.unit = inRequests
	if p.Unit == "cores" {
		x.unit = inCores
	} else {
		x.iRPS = x.measure("replica.requests_per_second", "requests/s", replica.RequestsPerSecond, 1, priors.RPSPerReplica, "resources of "+x.svc.Name)
	}
	x.iLoad = x.known("load.mean", p.Unit, p.Mean.Value, string(p.Mean.Origin), spec.Origin{})
	x.note(x.iLoad, p)
	if len(p.Curve) > 0 && p.Mean.Value > 0 {
		x.shape = p.Curve
		x.iPeak = x.known("load.p99_to_mean", "×", p.P99.Value/p.Mean.Value, string(p.P99.Origin), spec.Origin{})
		x.note(x.iPeak, p)
	} else {
		x.iPeak = x.measure("load.p99_to_mean", "×", spec.Measure{}, 1, priors.PeakToMean, measurement)
	}
	x.list[x.iPeak].From, x.list[x.iPeak].To = 1, 100
	declared := spec.Measure{}
	if x.svc.Traffic != nil {
		declared = x.svc.Traffic.Trend
	}
	if p.TrendPerMonth.Known() && !declared.Set() {
		x.iTrend = x.known("load.trend", "1/mo", p.TrendPerMonth.Value, string(p.TrendPerMonth.Origin), spec.Origin{})
		x.note(x.iTrend, p)
	}
}

// layRange lays out a load that a person gave as a range or as "unknown".
func (x *subject) layRange(t *spec.Traffic, replica *spec.Replica) {
	measurement := "traffic of " + x.svc.Name
	x.unit = inRequests
	x.iRPS = x.measure("replica.requests_per_second", "requests/s", replica.RequestsPerSecond, 1, priors.RPSPerReplica, "resources of "+x.svc.Name)
	x.iLoad = x.measure("load.mean", "requests/s", t.MeanRPS, 1, priors.Requests, measurement)
	x.iPeak = x.measure("load.p99_to_mean", "×", spec.Measure{}, 1, priors.PeakToMean, measurement)
}

// note says by whom and when a number of a load was measured.
func (x *subject) note(i int, p profile.Profile) {
	x.list[i].Note = window(p)
	if p.Source != "" {
		x.list[i].By = spec.Evidence{Source: p.Source, From: p.Start, To: p.End}
	}
}

func window(p profile.Profile) string {
	if p.Points == 0 {
		return ""
	}
	const day = "2006-01-02"
	words := fmt.Sprintf("%d points, %s to %s", p.Points, p.Start.Format(day), p.End.Format(day))
	if p.Source != "" {
		words = p.Source + ", " + words
	}
	return words
}

// layReplicas lays out a service whose load nobody has measured: a fixed number
// of replicas is its load; a range of replicas bounds it.
func (x *subject) layReplicas() {
	measurement := "traffic of " + x.svc.Name
	low, high, at := priors.Replicas.Low, priors.Replicas.High, spec.Origin{}
	typical, origin := priors.Replicas.Typical, "unknown"
	if r := x.svc.Replicas; r != nil {
		low, at = max(1, r.Min.Or(1)), r.Origin
		high, typical, origin = max(low, r.Max.Or(max(priors.Replicas.High, low))), low, "declared range"
		if r.Max.Set() || r.Min.Set() {
			typical = (low + high) / 2
		}
	}
	i := Input{ID: "load.replicas", Unit: "replicas", Low: low, Typical: typical, High: high, Origin: origin, At: at, From: low / 100, To: high * 100}
	peak := Input{ID: "load.p99_to_mean", Unit: "×", Low: 1, Typical: 1, High: 1, Origin: "derived", Note: "a fixed number of replicas", From: 1, To: 100}
	if low == high {
		i.Origin = "declared"
	} else {
		i.Measurement, peak.Measurement = measurement, measurement
		peak.High, peak.Origin, peak.Note = min(high/low, priors.PeakToMean.High), "unknown", ""
		peak.Typical = min(2, peak.High)
	}
	x.iLoad, x.iPeak = x.add(i), x.add(peak)
}

// layTraits adds what only a series can tell and some rule asks for.
func (x *subject) layTraits() {
	x.traits = traits{-1, -1, -1, -1, -1, -1}
	if x.svc.Job != nil {
		return
	}
	p := x.Profiles[x.svc.Name]
	for _, t := range []struct {
		name  string
		f     profile.Feature
		prior Prior
		into  *int
	}{
		{"surge_10m", p.Surge10m, priors.Surge, &x.traits.surge},
		{"cv", p.CV, priors.CV, &x.traits.cv},
		{"burstiness", p.Burstiness, priors.Burstiness, &x.traits.burstiness},
		{"daily_season", p.DailySeason, priors.Share, &x.traits.daily},
		{"weekly_season", p.WeeklySeason, priors.Share, &x.traits.weekly},
		{"idle_share", p.IdleShare, priors.Share, &x.traits.idle},
	} {
		if !x.reads["service."+t.name] {
			continue
		}
		if t.f.Known() {
			*t.into = x.known("load."+t.name, "", t.f.Value, string(t.f.Origin), spec.Origin{})
			x.note(*t.into, p)
			continue
		}
		*t.into = x.measure("load."+t.name, "", spec.Measure{}, 1, t.prior, "traffic of "+x.svc.Name)
	}
}
