package score

import (
	"errors"

	"berth.dev/engine/price"
	"berth.dev/engine/profile"
	"berth.dev/policies"
)

// state is one option at one point: what rules see, and what a bill is made of.
type state struct {
	vars  policies.Vars
	place price.Place
	burst float64
	// unpriced says why there is no bill.
	unpriced error
}

// factors are the point's price factors.
func (x *subject) factors(p point) price.Factors {
	return price.Factors{Onprem: p[x.iOnprem], Cloud: p[x.iCloud]}
}

// place returns where an option runs at a point, with a hybrid's best base.
func (x *subject) place(o *option, l *price.Load, p point) (price.Place, error) {
	at := price.Place{Site: x.Tariff.Site(o.site.Name)}
	if o.burst == nil {
		return at, nil
	}
	at.Burst = x.Tariff.Site(o.burst.Name)
	base, err := x.Tariff.Base(l, at.Site, at.Burst, x.perShare(o, p), x.factors(p))
	at.Base = base
	return at, err
}

// perShare is the money a month of traffic for running the whole load in the
// cloud half rather than on-prem.
func (x *subject) perShare(o *option, p point) float64 {
	return x.cross(o, p, 1, false, false).money - x.cross(o, p, 0, false, false).money
}

// moment is what is the same for all options at a point.
type moment struct {
	point     point
	load      price.Load
	service   *policies.Service
	workspace *policies.Workspace
	// worst tells where neighbours are taken to be whose place is unsure.
	worst bool
}

// moment evaluates what options share. An error means that the reference site
// has no price.
func (x *subject) moment(p point, worst bool) (*moment, error) {
	m := &moment{point: p, load: x.load(p), worst: worst}
	reference, err := x.reference(m)
	if err != nil {
		return nil, &RuleError{Service: x.svc.Name, Option: x.common.ReferenceSite, Err: err}
	}
	m.service = x.service(&m.load, p, reference)
	w := x.common
	w.HourlyRate = p[x.iRate]
	m.workspace = &w
	return m, nil
}

// at evaluates an option at a moment.
func (x *subject) at(o *option, m *moment) state {
	place, err := x.place(o, &m.load, m.point)
	s := state{place: place, unpriced: err}
	burst := 1.0
	switch {
	case o.burst != nil:
		burst = m.load.BurstShare(place.Base)
	case o.kind == "onprem":
		burst = 0
	}
	c := x.cross(o, m.point, burst, m.worst, false)
	s.burst = burst
	s.vars = policies.Vars{
		Service: m.service, Workspace: m.workspace,
		Option: x.option(o, &m.load, m.point, place.Base, burst, &c),
	}
	if err == nil {
		s.vars.Option.Money, s.unpriced = x.Tariff.Cost(&m.load, place, x.factors(m.point))
		s.vars.Option.Money += c.money
	}
	if s.unpriced == nil {
		s.unpriced = c.unpriced
	}
	return s
}

// reference returns the money of the service wholly at the reference site.
func (x *subject) reference(m *moment) (float64, error) {
	site := x.Workspace.Site(x.common.ReferenceSite)
	if site == nil {
		return 0, errors.New("the workspace has no reference site")
	}
	o := &option{id: site.Name, kind: site.Kind.V, site: site}
	burst := 0.0
	if o.kind == "cloud" {
		burst = 1
	}
	c := x.cross(o, m.point, burst, m.worst, false)
	if c.unpriced != nil {
		return 0, c.unpriced
	}
	money, err := x.Tariff.Cost(&m.load, price.Place{Site: x.Tariff.Site(site.Name)}, x.factors(m.point))
	return money + c.money, err
}

// service fills what is the same for all options.
func (x *subject) service(l *price.Load, p point, reference float64) *policies.Service {
	s := x.svc
	v := &policies.Service{
		Name: s.Name, Product: s.Product.V, Class: s.Class.V, Environment: x.Environment(s),
		RunsOn: s.RunsOn.V, Pin: s.Pin.V, Stateful: s.Stateful.V, Volumes: int64(len(s.Volumes)),
		Singleton: s.Concurrency.V == "one", Job: s.Job != nil,
		Interruptible: s.Job != nil && s.Job.Interruptible.V,
		Needs:         s.Needs.V, IndependentOf: s.IndependentOf.V,
		Security:       &policies.Security{Data: "internal", InternetTransit: true},
		MeanCores:      l.Demand(),
		P99Cores:       max(l.P99, l.Floor),
		TrendPerMonth:  p[x.iTrend],
		PeakToMean:     p[x.iPeak],
		ReferenceMoney: reference,
	}
	if product := x.Workspace.Product(s.Product.V); product != nil {
		v.Team = product.Team.V
	}
	if sec := s.Security; sec != nil {
		v.Security = &policies.Security{
			Data: sec.Data.Or("internal"), InternetTransit: sec.InternetTransit.Or(true), Residency: sec.Residency.V,
		}
	}
	v.MeanMemoryGiB, v.P99MemoryGiB = v.MeanCores*l.GiBPerCore, v.P99Cores*l.GiBPerCore
	if s.Job != nil {
		busy := p[x.iPeak]
		v.BusyShare, v.PeakToMean = &busy, 1
		if busy > 0 {
			v.PeakToMean = 1 / busy
		}
	}
	v.Surge10m, v.CV = x.trait(p, x.traits.surge), x.trait(p, x.traits.cv)
	v.Burstiness = x.trait(p, x.traits.burstiness)
	v.DailySeason, v.WeeklySeason = x.trait(p, x.traits.daily), x.trait(p, x.traits.weekly)
	v.IdleShare = x.trait(p, x.traits.idle)
	x.traffic(v, p)
	return v
}

func (x *subject) trait(p point, i int) *float64 {
	if i < 0 {
		return nil
	}
	v := p[i]
	return &v
}

// traffic adds the service's calls up by where their other ends stand.
func (x *subject) traffic(v *policies.Service, p point) {
	for i := range x.calls {
		x.count(v, &x.calls[i], p)
	}
}

// count adds one call to the sums of a service.
func (x *subject) count(v *policies.Service, c *call, p point) {
	both := p[c.out] + p[c.in]
	if c.visitors {
		v.VisitorsGiB += both
		return
	}
	v.CallsGiB += both
	if len(c.places) == 0 {
		return
	}
	if x.Workspace.Site(c.places[0]).Kind.V == "onprem" {
		v.OnpremCallsGiB += both
	} else {
		v.CloudCallsGiB += both
	}
}

// option fills what differs between options, but for the money.
func (x *subject) option(o *option, l *price.Load, p point, base, burst float64, c *crossing) *policies.Option {
	v := o.ofSites()
	v.BurstShare = burst
	v.NeededCores = profile.ByLeadTime(max(l.P99, l.Floor), p[x.iTrend], 0)
	v.Hours = x.hours(o, p)
	crossed(v, c)
	if site := o.onprem(); site != nil {
		v.BaseCores = max(l.P99, l.Floor)
		if o.burst != nil {
			v.BaseCores = max(base, l.Floor)
		}
		v.LeadTime = p[x.lead[site.Name]]
		v.HeadroomCores = p[x.free[site.Name]]
		for _, on := range x.svc.RunsOn.V {
			if on == site.Name {
				// What it uses itself is free for it.
				v.HeadroomCores += max(l.P99, l.Floor)
			}
		}
		v.NeededCores = profile.ByLeadTime(max(l.P99, l.Floor), p[x.iTrend], v.LeadTime)
	}
	return v
}

// crossed fills in what an option's traffic comes to.
func crossed(v *policies.Option, c *crossing) {
	v.CrossingGiB, v.OnpremCrossingGiB, v.CloudCrossingGiB, v.ComfortableGiB = c.gib, c.onprem, c.gib-c.onprem, c.comfortable
	v.InternetCalls, v.FixedInternet, v.Unreachable, v.SlowCalls = c.internet, c.fixed, c.unreachable, c.slow
}

// hours is the work a month; a hybrid is worked on twice and kept in step.
func (x *subject) hours(o *option, p point) float64 {
	h := p[x.effort[o.site.Name]]
	if o.burst != nil {
		h += p[x.effort[o.burst.Name]] + o.link.SplitEffort.V
	}
	return h
}

// both returns what is in both lists, in the order of the first.
func both(a, b []string) []string {
	var out []string
	for _, s := range a {
		for _, t := range b {
			if s == t {
				out = append(out, s)
			}
		}
	}
	return out
}

// bothOrAny is both, where an empty list means anything.
func bothOrAny(a, b []string) []string {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	if common := both(a, b); len(common) > 0 {
		return common
	}
	// Not empty, which would mean anything.
	return []string{"none in common"}
}
