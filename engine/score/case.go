package score

import (
	"slices"

	"berth.dev/engine/price"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// Case is one service at one point of what is unknown of it, for whoever places
// many services together: what it uses, whom it talks to, and what rules say of it
// at a place of its own choice with neighbours at places of theirs. [Fleet.Evaluate]
// takes neighbours where they run today instead.
//
// A Case is not changed after it was made and may be read by many goroutines.
type Case struct {
	// Load is what the service uses at the point.
	Load price.Load
	// Traffic is everybody it talks to: its own calls first, then those of others
	// to it.
	Traffic []Traffic
	// Options are the places it may have, in the order of the matrix.
	Options []Site
	// Open are the inputs whose values were assumed, traffic left aside: a range or
	// a prior stands where nobody measured.
	Open []Input

	x *subject
	m *moment
	// base is the service as rules see it without any neighbour.
	base *policies.Service
}

// Site is an option's place: one site, or an on-prem base with a cloud that bursts.
type Site struct {
	// ID joins the sites by "+"; Kind is "onprem", "cloud" or "hybrid".
	ID, Kind string
	// Base is the only site or the base of a hybrid, Burst its cloud, Link what
	// joins them; nil where it is none.
	Base, Burst *spec.Site
	Link        *spec.Link
}

// Sites returns the names of the option's sites, the base first.
func (s *Site) Sites() []string {
	if s.Burst == nil {
		return []string{s.Base.Name}
	}
	return []string{s.Base.Name, s.Burst.Name}
}

// Traffic is what the service exchanges with one other end by one call.
type Traffic struct {
	// Name is the other end: a service, an endpoint, "internet".
	Name string
	// Sent and Received are GiB a month, seen from this service.
	Sent, Received float64
	// Requests a second, unset where nobody said.
	Requests spec.Measure
	// Neighbour is true where the other end is a service, Inbound where it is the
	// one that calls.
	Neighbour, Inbound bool
	// UnknownSent and UnknownReceived are true where nobody has measured the volume;
	// Unseen where there may be calls that nobody has seen at all.
	UnknownSent, UnknownReceived, Unseen bool
	// Visitors is true where the other end is outside all sites: only what is sent has
	// a price there.
	Visitors bool
}

// Assumed says what stands for traffic nobody has measured. The zero value takes
// what a decision shows as typical.
type Assumed struct {
	// Low and High take the ends of the ranges; GiB, where it is set, is a volume a
	// month each way. Calls that nobody has seen are none but under High, where they
	// lead to where the service runs today.
	Low, High bool
	GiB       *float64
}

// Case lays out a service. An error means that the reference site has no price for
// it, as with [Fleet.Evaluate].
func (f *Fleet) Case(s *spec.Service, assumed Assumed) (*Case, error) {
	x := f.subject(s)
	for _, l := range f.Workspace.Links {
		x.layLink(l) // a neighbour may come to stand at the end of any of them
	}
	for i := len(x.typical); i < len(x.list); i++ {
		x.typical = append(x.typical, x.list[i].Typical)
	}
	c := &Case{x: x}
	for i := range x.calls {
		c.Traffic = append(c.Traffic, x.assume(&x.calls[i], assumed))
	}
	m, err := x.moment(x.typical, false)
	if err != nil {
		return nil, err
	}
	c.m, c.Load = m, m.load
	for i := range x.options {
		o := &x.options[i]
		c.Options = append(c.Options, Site{ID: o.id, Kind: o.kind, Base: o.site, Burst: o.burst, Link: o.link})
	}
	c.Open = x.openInputs()
	base := *m.service
	base.CallsGiB, base.OnpremCallsGiB, base.CloudCallsGiB, base.VisitorsGiB = 0, 0, 0, 0
	c.base = &base
	for i := range x.calls {
		if k := &x.calls[i]; !k.neighbour {
			x.count(c.base, k, m.point)
		}
	}
	return c, nil
}

// assume sets what stands for a call's unknown volume and describes the call.
func (x *subject) assume(k *call, a Assumed) Traffic {
	for _, i := range [...]int{k.out, k.in} {
		in := &x.list[i]
		switch {
		case in.Known():
		case k.unseen && !(a.High && slices.Contains(x.svc.RunsOn.V, k.places[0])):
			x.typical[i] = 0
		case a.Low:
			x.typical[i] = in.Low
		case a.High:
			x.typical[i] = in.High
		case a.GiB != nil && in.Origin == "unknown":
			x.typical[i] = *a.GiB
		}
	}
	return Traffic{
		Name: k.name, Sent: x.typical[k.out], Received: x.typical[k.in], Requests: k.rps,
		Neighbour: k.neighbour, Inbound: k.inbound, Unseen: k.unseen, Visitors: k.visitors || k.external,
		UnknownSent: x.list[k.out].Origin == "unknown", UnknownReceived: x.list[k.in].Origin == "unknown",
	}
}

// openInputs are the inputs that are no call's and whose value is not known.
func (x *subject) openInputs() (out []Input) {
	calls := make(map[int]bool, 2*len(x.calls))
	for i := range x.calls {
		calls[x.calls[i].out], calls[x.calls[i].in] = true, true
	}
	for i := range x.list {
		if !calls[i] && !x.list[i].Known() {
			out = append(out, x.list[i])
		}
	}
	return out
}

// Base returns the cheapest base of a hybrid in cores, as [Option.Base], with owned
// machines so many times as dear.
func (c *Case) Base(option int, times float64) (float64, error) {
	o := &c.x.options[option]
	return c.x.Tariff.Base(&c.Load, c.x.Tariff.Site(o.site.Name), c.x.Tariff.Site(o.burst.Name),
		c.x.perShare(o, c.m.point), price.Factors{Onprem: times})
}

// Eligible returns the names of the pools of a site that may take the service.
func (c *Case) Eligible(site string) (names []string) {
	for _, p := range c.x.Tariff.Site(site).Eligible(&c.Load) {
		names = append(names, p.Name)
	}
	return names
}

// Requests is the mean of the service's load in requests a second, 0 where its
// load is not known in requests.
func (c *Case) Requests() float64 {
	if c.x.unit != inRequests || c.x.svc.Job != nil {
		return 0
	}
	return c.m.point[c.x.iLoad]
}
