package score

import (
	"slices"

	"berth.dev/engine/spec"
)

// call is traffic between the subject and something else, seen from the
// subject.
type call struct {
	name string
	// to and from are how a bill names its traffic.
	to, from string
	// out and in are inputs: GiB a month leaving and reaching the subject.
	out, in int
	// places are the sites where the other end may stand: all of them for a
	// hybrid that is known, any one of them when unsure.
	places []string
	unsure bool
	// fixed is an endpoint, external one outside all sites, visitors the people.
	fixed, external, visitors bool
	// unseen stands for calls nobody has seen.
	unseen bool
	// neighbour is a service, inbound one that calls the subject; apart means that
	// its halves and the subject's do not match, so that a part crosses even where
	// both stand.
	neighbour, inbound, apart bool
	rps                       spec.Measure
	maxLatency                float64
}

// layCalls lists the subject's own calls, those of others to it, and those
// nobody may have seen.
func (x *subject) layCalls() {
	s := x.svc
	for _, c := range s.CallBlocks {
		x.calls = append(x.calls, x.layCall(c))
	}
	for _, in := range x.callers[s.Name] {
		id := "caller." + in.from.Name
		measurement := "calls of " + in.from.Name
		places, unsure := x.placeOf(in.from)
		x.calls = append(x.calls, call{
			name:   in.from.Name,
			out:    x.measure(id+".received", "GiB/mo", in.call.Received, gib(1), priors.Call, measurement),
			in:     x.measure(id+".sent", "GiB/mo", in.call.Sent, gib(1), priors.Call, measurement),
			places: places, unsure: unsure, maxLatency: in.call.MaxLatency.V,
			neighbour: true, inbound: true, rps: in.call.RequestsPerSecond,
		})
	}
	if partial(s) {
		x.layUnseen()
	}
	for i := range x.calls {
		c := &x.calls[i]
		c.to, c.from = "traffic to "+c.name, "traffic from "+c.name
	}
	x.layLinks()
}

// partial tells whether there may be calls nobody has seen.
func partial(s *spec.Service) bool {
	if s.Calls.Set() {
		return s.Calls.V == "partial"
	}
	// A call that was measured shows that there are calls, and never that there are no
	// others.
	return !slices.ContainsFunc(s.CallBlocks, func(c *spec.Call) bool { return c.Set() })
}

func (x *subject) layCall(c *spec.Call) call {
	prior := priors.Call
	if c.Name == spec.InternetCall {
		prior = priors.Visitors
	}
	measurement, id := "calls of "+x.svc.Name, "call."+c.Name
	out := call{
		name:       c.Name,
		out:        x.measure(id+".sent", "GiB/mo", c.Sent, gib(1), prior, measurement),
		in:         x.measure(id+".received", "GiB/mo", c.Received, gib(1), prior, measurement),
		maxLatency: c.MaxLatency.V, rps: c.RequestsPerSecond,
	}
	if c.Name == spec.InternetCall {
		out.visitors = true
		return out
	}
	if e := x.Workspace.Endpoint(c.Name); e != nil {
		out.fixed, out.external = true, e.External.V
		if !out.external {
			out.places = []string{e.Site.V}
		}
		return out
	}
	if other := x.Workspace.Service(c.Name); other != nil {
		out.places, out.unsure = x.placeOf(other)
		out.neighbour = true
	}
	return out
}

// placeOf returns where a neighbour runs: where it is put by [Fleet.Placing], else where
// it says that it runs today, else any site that is an option for the subject.
func (x *subject) placeOf(other *spec.Service) (places []string, unsure bool) {
	if put := x.placed[other.Name]; len(put) > 0 {
		return put, false
	}
	if len(other.RunsOn.V) > 0 {
		return other.RunsOn.V, false
	}
	for _, s := range x.Workspace.Sites {
		if s.Name == x.common.ReferenceSite || x.Workspace.Link(s.Name, x.common.ReferenceSite) != nil {
			places = append(places, s.Name)
		}
	}
	return places, len(places) > 1
}

// layUnseen adds the calls that may exist though nobody has seen them.
func (x *subject) layUnseen() {
	reference := x.common.ReferenceSite
	sites := append(slices.Clone(x.svc.RunsOn.V), reference)
	for _, s := range x.Workspace.Sites {
		if s.Kind.V == "onprem" && x.Workspace.Link(s.Name, reference) != nil {
			sites = append(sites, s.Name)
		}
	}
	slices.Sort(sites)
	for _, site := range slices.Compact(sites) {
		id := "unseen." + site
		measurement := "calls of " + x.svc.Name
		x.calls = append(x.calls, call{
			name:   "unseen calls to " + site,
			out:    x.measure(id+".sent", "GiB/mo", spec.Measure{}, 1, priors.Unseen, measurement),
			in:     x.measure(id+".received", "GiB/mo", spec.Measure{}, 1, priors.Unseen, measurement),
			places: []string{site}, unseen: true,
		})
	}
}

// layLinks adds K of every link that some call of the subject may cross.
func (x *subject) layLinks() {
	for _, c := range x.calls {
		for _, place := range c.places {
			for i := range x.options {
				for _, site := range x.options[i].sites() {
					x.layLink(x.Workspace.Link(site, place))
				}
			}
		}
	}
	for i := range x.options {
		x.layLink(x.options[i].link)
	}
}

func (x *subject) layLink(l *spec.Link) {
	if l == nil {
		return
	}
	id := "comfortable." + l.A + "." + l.B
	k, origin := float64(comfortable), "default"
	if l.Comfortable.Set() {
		k, origin = gib(l.Comfortable.V), "declared"
	}
	x.k[l.A+" "+l.B] = x.known(id, "GiB/mo", k, origin, l.Comfortable.Origin)
}
