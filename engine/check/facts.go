package check

import (
	"slices"
	"time"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/policies"
)

// facts is what checks may read, laid out once for all of them.
type facts struct {
	setting  policies.Setting
	services []policies.ServiceFacts
	products []policies.ProductFacts
	teams    []policies.TeamFacts
	sites    []policies.SiteFacts
	fleet    policies.FleetFacts
}

// facts lays out the workspace with what was seen of its services.
func (r *run) facts() *facts {
	s := r.w.Settings
	f := &facts{setting: policies.Setting{
		Currency: s.Currency.V, ReferenceSite: s.ReferenceSite.V, CostBasis: r.Fleet.Basis(), AsOf: s.AsOf.V.Format(time.DateOnly),
	}}
	f.services = make([]policies.ServiceFacts, len(r.w.Services))
	for i, s := range r.w.Services {
		f.services[i] = r.serviceFacts(s, &r.looks[i])
	}
	r.productFacts(f)
	r.teamFacts(f)
	r.siteFacts(f)
	r.fleetFacts(f)
	return f
}

// serviceFacts is what checks may read of one service.
func (r *run) serviceFacts(s *spec.Service, l *look) policies.ServiceFacts {
	f := policies.ServiceFacts{
		Name: s.Name, Product: s.Product.V, Class: s.Class.V, Environment: r.Fleet.Environment(s),
		Data: "internal", Transit: true,
		Manifests: len(s.Manifests.V) > 0, Probed: len(s.Manifests.V) > 0, ReplicasMin: 1,
		Stateful: s.Stateful.V, Singleton: s.Concurrency.V == "one", Job: s.Job != nil,
		Volumes: int64(len(s.Volumes)), Backed: true,
		Calls: calls(s), UnknownCalls: score.Unmeasured(s), CallsComplete: score.CallsComplete(s), LoadKnown: r.Fleet.LoadKnown(s),
		RunsOn: s.RunsOn.V, CountriesToday: r.countries(s.RunsOn.V), MoneyToday: l.today.money,
		GoesTo: l.then.sites, Countries: r.countries(l.then.sites), Money: l.then.money,
		Moves: len(s.RunsOn.V) > 0 && len(l.then.sites) > 0 && !sameSites(s.RunsOn.V, l.then.sites),
		Firm:  l.firm, Missing: l.missing,
		CrossingToday: l.today.crossing, ComfortToday: l.today.comfortable, Crossing: l.then.crossing, Comfort: l.then.comfortable,
	}
	if p := r.w.Product(s.Product.V); p != nil {
		f.Team, f.Owner = p.Team.V, r.owner(p.Team.V)
	}
	if k := s.Security; k != nil {
		f.Data, f.Residency, f.Transit = k.Data.Or("internal"), k.Residency.V, k.InternetTransit.Or(true)
	}
	if k := s.Container; k != nil {
		f.Images = []string{k.Image.V}
		f.Probed = f.Probed || k.Probe.Set()
	}
	f.CPU, f.Memory = r.asked(s)
	if k := s.Replicas; k != nil {
		f.ReplicasMin = int64(k.Min.Or(1))
		if k.Max.Set() {
			n := int64(k.Max.V)
			f.ReplicasMax = &n
		}
	}
	for _, v := range s.Volumes {
		f.Backed = f.Backed && v.MoveBy.Set()
	}
	return f
}

// asked is what a person says that one copy takes: what is rendered asks a cluster for
// that alone, and what was measured does not stand there.
func (r *run) asked(s *spec.Service) (cpu, memory *float64) {
	if by := r.w.Written().Service(s.Name); by != nil && by.Replica != nil {
		return most(by.Replica.CPU, 1), most(by.Replica.Memory, 1./gibibyte)
	}
	return nil, nil
}

// gibibyte is what one GiB is in the language's unit of memory.
const gibibyte = 1 << 30

// most is what must be counted with of a quantity; nil where nobody said.
func most(m spec.Measure, scale float64) *float64 {
	if !m.Set() || m.Unknown {
		return nil
	}
	v := m.Upper() * scale
	return &v
}

// calls are whom a service calls, by name.
func calls(s *spec.Service) (names []string) {
	for _, c := range s.CallBlocks {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	return names
}

// countries are those of sites, each once, in the order of the sites.
func (r *run) countries(sites []string) (out []string) {
	for _, name := range sites {
		if s := r.w.Site(name); s != nil && !slices.Contains(out, s.Country.V) {
			out = append(out, s.Country.V)
		}
	}
	return out
}

// owner is who owns a team, "" where nobody is named.
func (r *run) owner(team string) string {
	if t := r.w.Team(team); t != nil {
		return t.Owner.V
	}
	return ""
}

// sameSites tells whether two places are the same, whatever their order.
func sameSites(a, b []string) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}
