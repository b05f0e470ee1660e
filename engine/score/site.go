package score

import (
	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// laySites adds what the service's sites and links have to do with it.
func (x *subject) laySites() {
	for i := range x.options {
		o := &x.options[i]
		for _, name := range o.sites() {
			x.laySite(x.Workspace.Site(name))
		}
	}
}

func (x *subject) laySite(s *spec.Site) {
	if _, done := x.effort[s.Name]; done {
		return
	}
	x.effort[s.Name] = x.layEffort(s)
	if s.Kind.V != "onprem" {
		return
	}
	x.lead[s.Name] = x.known("lead_time."+s.Name, "mo", s.LeadTime.V/unit.SecondsPerMonth, "declared", s.LeadTime.Origin)
	capacity, used, known := 0.0, 0.0, true
	for _, p := range x.eligible(s) {
		capacity += p.CapacityCPU
		used += p.InUseCPU
		known = known && p.InUseKnown
	}
	id := "free_cores." + s.Name
	if known {
		x.free[s.Name] = x.known(id, "cores", max(0, capacity-used), "declared", s.Origin)
	} else {
		x.free[s.Name] = x.add(Input{
			ID: id, Unit: "cores", Low: 0, Typical: capacity / 2, High: capacity, Origin: "unknown",
			Measurement: "free capacity of " + s.Name, To: capacity * 100,
		})
	}
}

// eligible returns the pools of a site that may take the service.
func (x *subject) eligible(s *spec.Site) []*price.Pool {
	load := x.placement()
	return x.Tariff.Site(s.Name).Eligible(&load)
}

// layEffort adds the hours of work a month on a site.
func (x *subject) layEffort(site *spec.Site) int {
	id := "effort." + site.Name
	if h, ok := x.svc.Effort.V[site.Name]; ok {
		return x.known(id, "h/mo", h, "declared", x.svc.Effort.Origin)
	}
	if e := site.Effort; e != nil {
		v := e.PerService
		if x.svc.Stateful.V && e.PerStateful.Set() {
			v = e.PerStateful
		}
		if v.Set() {
			return x.known(id, "h/mo", v.V, "declared", v.Origin)
		}
	}
	return x.measure(id, "h/mo", spec.Measure{}, 1, priors.Hours, "effort on "+site.Name)
}
