package score

import (
	"fmt"
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
)

// crossing is what an option's traffic comes to.
type crossing struct {
	gib         float64 // over links between sites, both ways
	onprem      float64 // the part whose other end stands on-prem
	comfortable float64 // least K of the links crossed
	// money is what the traffic costs; unpriced why that is not known.
	money    float64
	unpriced error
	// keep asks for the flows, for a bill.
	keep  bool
	flows []price.Flow

	internet    []string
	fixed       []string
	unreachable []string
	slow        []string
}

// half is one side of an option and its share of the load.
type half struct {
	site  *spec.Site
	share float64
}

func halves(o *option, burst float64) []half {
	if o.burst == nil {
		return []half{{o.site, 1}}
	}
	return []half{{o.site, 1 - burst}, {o.burst, burst}}
}

// cross follows every call of the subject from an option at a point; keep asks
// for the flows as well. Where the place of a neighbour is unsure, worst tells
// which to assume.
func (x *subject) cross(o *option, p point, burst float64, worst, keep bool) crossing {
	c := crossing{comfortable: comfortable, keep: keep}
	first := true
	for i := range x.calls {
		call := &x.calls[i]
		if p[call.out]+p[call.in] == 0 && (call.unseen || x.list[call.out].Origin == "unknown") {
			continue // nothing unseen was there after all
		}
		for _, h := range halves(o, x.entering(call, o, burst)) {
			if h.share == 0 && call.visitors {
				continue
			}
			x.follow(&c, call, h, p, worst, &first)
		}
	}
	if first {
		c.comfortable = x.nearestK(o, p)
	}
	return c
}

// entering returns the share of a call that a hybrid's cloud half carries.
func (x *subject) entering(c *call, o *option, burst float64) float64 {
	if o.burst == nil || !c.visitors {
		return burst
	}
	switch x.svc.VisitorsEnter.V {
	case "onprem":
		return 0
	case "cloud":
		return 1
	}
	return burst
}

// follow adds one call of one half.
func (x *subject) follow(c *crossing, k *call, h half, p point, worst bool, first *bool) {
	out, in := p[k.out]*h.share, p[k.in]*h.share
	site := x.Tariff.Site(h.site.Name)
	if k.visitors || k.external {
		x.pay(c, price.Flow{What: k.to, Site: site, GiB: out, ToVisitors: true})
		if k.external {
			c.internet = addOnce(c.internet, k.name)
		}
		return
	}
	link, other, local := x.route(h.site.Name, k, worst)
	switch {
	case local:
		return
	case link == nil:
		c.unreachable = addOnce(c.unreachable, k.name)
		return
	}
	c.gib += out + in
	if x.Workspace.Site(other).Kind.V == "onprem" {
		c.onprem += out + in
	}
	if kk := p[x.k[link.A+" "+link.B]]; *first || kk < c.comfortable {
		c.comfortable, *first = kk, false
	}
	x.pay(c, x.leaving(link, site, k.to, out))
	x.pay(c, x.leaving(link, x.Tariff.Site(other), k.from, in))
	if link.Path.V == "internet" {
		c.internet = addOnce(c.internet, k.name)
		if k.fixed {
			c.fixed = addOnce(c.fixed, k.name)
		}
	}
	if k.maxLatency > 0 && link.Latency.V > k.maxLatency {
		c.slow = addOnce(c.slow, k.name)
	}
}

// pay adds what a flow costs.
func (x *subject) pay(c *crossing, f price.Flow) {
	m, err := x.Tariff.Traffic(&f)
	c.money += m
	if err != nil && c.unpriced == nil {
		c.unpriced = err
	}
	if c.keep {
		c.flows = append(c.flows, f)
	}
}

// leaving is traffic that leaves a site over a link. An own site may leave its
// price out, since its line is paid already; a cloud never gives traffic away.
func (x *subject) leaving(l *spec.Link, site *price.Site, what string, gib float64) price.Flow {
	f := price.Flow{What: what, Site: site, GiB: gib}
	if f.Price = x.Tariff.Leaving(l, site.Name); f.Price == nil && site.Cloud {
		f.Unpriced = fmt.Sprintf("link %s to %s does not say what a GiB leaving %s costs; set egress = { %s = … }", l.A, l.B, site.Name, site.Name)
	}
	return f
}

// route finds the way from a site to a call's other end: local where the other
// end stands on the site, else over the first link by name.
func (x *subject) route(from string, k *call, worst bool) (l *spec.Link, other string, local bool) {
	if slices.Contains(k.places, from) && !(k.unsure && worst) && !(k.apart && len(k.places) > 1) {
		return nil, "", true
	}
	for _, place := range k.places {
		if place == from {
			continue
		}
		if l := x.Workspace.Link(from, place); l != nil {
			return l, place, false
		}
	}
	return nil, "", false
}

// nearestK is K for an option that crosses nothing: its own link's, or the
// least of the links at its site. Then the score does not depend on it.
func (x *subject) nearestK(o *option, p point) float64 {
	if o.link != nil {
		return p[x.k[o.link.A+" "+o.link.B]]
	}
	return comfortable
}

func addOnce(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}
