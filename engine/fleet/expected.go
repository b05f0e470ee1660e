package fleet

import (
	"berth.dev/engine/money"
	"berth.dev/engine/place"
)

// Use is what one service is planned to use of one site.
type Use struct {
	Service, Site string
	// Cores and GiB are means over the month.
	Cores, GiB float64
}

// Uses lists what services use of sites under a placement, by service, the base of a
// hybrid first.
func (f *Fleet) Uses(x place.Placement) (out []Use) {
	for _, m := range f.b.members {
		v := f.b.placed(x, m)
		first, second := m.load.MeanAt(v.setting.Place())
		for k, cores := range [...]float64{first, second} {
			if site := v.places()[k]; site >= 0 {
				out = append(out, Use{Service: m.svc.Name, Site: f.b.sites[site].spec.Name, Cores: cores, GiB: cores * m.load.GiBPerCore})
			}
		}
	}
	return out
}

// UsesToday lists the same for where services run today, as far as that is known: how much
// a service that is split keeps on its own machines is what an evaluation would keep.
func (f *Fleet) UsesToday() (out []Use) {
	for _, m := range f.b.members {
		o := m.today()
		if o < 0 {
			continue
		}
		cores, _ := m.keptToday()
		first, second := m.load.MeanAt(m.c.At(o, cores).Place())
		means := [...]float64{first, second}
		for k, site := range m.c.Options[o].Sites() {
			out = append(out, Use{Service: m.svc.Name, Site: site, Cores: means[k], GiB: means[k] * m.load.GiBPerCore})
		}
	}
	return out
}

// Requests is how many requests a second a service answers in the mean, 0 where its
// load is not known in requests.
func (f *Fleet) Requests(service string) float64 {
	if j, known := f.b.memberAt[service]; known {
		return f.b.members[j].c.Requests()
	}
	return 0
}

// Leaving is traffic between two services that leaves a site under a placement.
type Leaving struct {
	// Service sends it from Site to another service, To.
	Service, Site, To string
	// GiB is a month's, Money what it costs.
	GiB   float64
	Money money.Amount
}

// Leaving lists what services send each other from site to site under a placement, by
// call: first what the caller sends, then what it receives. Other than [Fleet.Traffic]
// it holds what services of one group send each other, and says who sends.
func (f *Fleet) Leaving(x place.Placement) (out []Leaving) {
	b := f.b
	for _, m := range b.members {
		for _, k := range m.c.Traffic {
			j, known := b.memberAt[k.Name]
			if !known || !k.Neighbour || k.Inbound {
				continue
			}
			for _, t := range b.ties.between[[2]int{m.index, j}] {
				out = append(out, b.leaving(t, b.placed(x, m), b.placed(x, b.members[j]))...)
			}
		}
	}
	return out
}

// leaving is what one call sends from site to site.
func (b *builder) leaving(t *tie, from, to *variant) (out []Leaving) {
	c := b.cross(t, from, to)
	sites, others := from.places(), to.places()
	say := func(service, other *member, site, at int, gib float64) {
		if gib > noise {
			amount := money.FromFloat(gib*b.egress[site][at], b.tariff.Currency).Line()
			out = append(out, Leaving{Service: service.svc.Name, Site: b.sites[site].spec.Name, To: other.svc.Name, GiB: gib, Money: amount})
		}
	}
	for i := range c {
		for j := range c[i] {
			if x, y := sites[i], others[j]; c[i][j] > noise && x != y {
				say(t.from, t.to, x, y, c[i][j]*t.sent)
				say(t.to, t.from, y, x, c[i][j]*t.received)
			}
		}
	}
	return out
}
