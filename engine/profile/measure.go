package profile

import "time"

// Measure computes the profile of a series. It depends on nothing but the
// series: the same series gives the same profile to the last bit. The zero
// Series gives a profile in which all is unknown.
func Measure(s Series) Profile {
	var p Profile
	if s.Len() == 0 {
		for _, row := range p.features() {
			*row.feature = unknown("the series has no points")
		}
		return p
	}
	m := newSample(s)
	last := s.times[len(s.times)-1]
	p.Unit, p.Zone, p.Points, p.Cadence = s.unit, s.zone.String(), s.Len(), s.Cadence()
	p.Start, p.End = time.Unix(s.times[0], 0).UTC(), time.Unix(last+s.cadence, 0).UTC()
	m.levels(&p)
	m.spikiness(&p)
	saved := savingOf(s.zone, last)
	wall := wallTimes(s.times, s.zone, saved)
	p.DailySeason, p.WeeklySeason = m.seasons(wall)
	p.TrendPerMonth = m.trend()
	p.CoveredShare = known(OriginMeasured, float64(m.covered)/float64(last+s.cadence-s.times[0]), "")
	if !p.Mean.Known() || !p.Peak.Known() {
		return p
	}
	p.Winter, p.MeasuredSlots = m.weekOf(wall, 0, p.Peak.Value)
	if p.Summer = p.Winter; saved.exists() {
		p.Summer, _ = m.weekOf(wall, saved.summer-saved.winter, p.Peak.Value)
	}
	p.Curve = m.curveOf()
	return p
}

// levels fills in the features that are in the unit of the series.
func (m *sample) levels(p *Profile) {
	p.Mean = known(OriginMeasured, m.mean, m.unit)
	p.P50 = known(OriginMeasured, m.quantile(0.50), m.unit)
	p.P95 = known(OriginMeasured, m.quantile(0.95), m.unit)
	p.P99 = known(OriginMeasured, m.quantile(0.99), m.unit)
	p.RawMax = known(OriginMeasured, m.values[m.order[len(m.order)-1]], m.unit)
}

// spikiness fills in the peak and what says how unevenly demand comes.
func (m *sample) spikiness(p *Profile) {
	const none = "there is no demand at all"
	five := m.fiveMinutes()
	p.Peak = five.peak(m.unit)
	p.PeakToMean = ratio(OriginMeasured, p.Peak, p.Mean, none)
	p.Surge10m = five.surge(m.mean)
	p.CV = ratio(OriginMeasured, known(OriginMeasured, m.deviation(), m.unit), p.Mean, none)
	p.Burstiness = m.burstiness()
	switch {
	case !p.Peak.Known():
		p.IdleShare = unknown(p.Peak.Why)
	case p.Peak.Value == 0:
		// Nothing is under a tenth of zero, and yet a service without demand
		// is idle all the time.
		p.IdleShare = known(OriginMeasured, 1, "")
	default:
		p.IdleShare = known(OriginMeasured, m.idleShare(p.Peak.Value/10), "")
	}
}
