package score

import (
	"slices"

	"berth.dev/engine/price"
	"berth.dev/policies"
)

// Setting is a case at one of its options, with a base of one's own choice.
type Setting struct {
	c     *Case
	o     *option
	place price.Place
	burst float64
	// alone is the crossing of everything but neighbours, vars what rules see then.
	alone crossing
	vars  policies.Vars
	// money is what it costs besides traffic; unpriced says why that is not known.
	money    float64
	unpriced error
}

// Neighbour is a service that the case talks to, at a place.
type Neighbour struct {
	Name string
	// Sites are where it stands, the base first.
	Sites []string
	// Apart means that its split and that of the case do not match, so that a part
	// of the traffic crosses even between halves that stand together.
	Apart bool
}

// At puts the case at an option. base is in cores and counts for hybrids alone.
func (c *Case) At(option int, base float64) *Setting {
	x, o := c.x, &c.x.options[option]
	s := &Setting{c: c, o: o, place: price.Place{Site: x.Tariff.Site(o.site.Name)}}
	switch {
	case o.burst != nil:
		s.place.Burst, s.place.Base = x.Tariff.Site(o.burst.Name), base
		s.burst = c.Load.BurstShare(base)
	case o.kind == "cloud":
		s.burst = 1
	}
	s.alone = crossing{comfortable: comfortable}
	first := true
	for i := range x.calls {
		if k := &x.calls[i]; !k.neighbour {
			c.follow(s, &s.alone, k, &first)
		}
	}
	if first {
		s.alone.comfortable = x.nearestK(o, c.m.point)
	}
	s.money, s.unpriced = x.Tariff.Cost(&c.Load, s.place, price.Factors{})
	if s.unpriced == nil {
		s.unpriced = s.alone.unpriced
	}
	s.vars = policies.Vars{Service: c.base, Workspace: c.m.workspace, Option: x.option(o, &c.Load, c.m.point, base, s.burst, &s.alone)}
	s.vars.Option.Money = s.money + s.alone.money
	return s
}

// follow adds one call of all halves of a setting. Unlike a decision, it takes a
// call whose volume is assumed to be nothing as a call: it is there.
func (c *Case) follow(s *Setting, into *crossing, k *call, first *bool) {
	p := c.m.point
	if k.unseen && p[k.out]+p[k.in] == 0 {
		return
	}
	for _, h := range halves(s.o, c.x.entering(k, s.o, s.burst)) {
		if h.share == 0 && k.visitors {
			continue
		}
		c.x.follow(into, k, h, p, false, first)
	}
}

// among returns the crossing of a setting with neighbours where they are said to
// stand; those left out do not count. Their calls are added to the service's sums
// where there is one.
func (s *Setting) among(neighbours []Neighbour, service *policies.Service) crossing {
	x, p, c := s.c.x, s.c.m.point, s.alone
	c.internet, c.unreachable, c.slow = slices.Clip(c.internet), slices.Clip(c.unreachable), slices.Clip(c.slow)
	first := c.gib == 0
	for i := range x.calls {
		if !x.calls[i].neighbour {
			continue
		}
		for n := range neighbours {
			if neighbours[n].Name != x.calls[i].name {
				continue
			}
			k := x.calls[i]
			k.places, k.unsure, k.apart = neighbours[n].Sites, false, neighbours[n].Apart
			s.c.follow(s, &c, &k, &first)
			if service != nil {
				x.count(service, &k, p)
			}
		}
	}
	return c
}

// with returns what rules see once neighbours stand where they are said to, and why
// their traffic has no price.
func (s *Setting) with(neighbours []Neighbour) (policies.Vars, error) {
	service, o := *s.c.base, *s.vars.Option
	c := s.among(neighbours, &service)
	crossed(&o, &c)
	o.Money = s.money + c.money
	return policies.Vars{Service: &service, Workspace: s.vars.Workspace, Option: &o}, c.unpriced
}

// named are the values that name the calls with a fault; a neighbour that adds none
// leaves them as they are.
func named() []string {
	return []string{"option.internet_calls", "option.fixed_internet_calls", "option.unreachable_calls", "option.slow_calls"}
}

// summed are the values that grow with every neighbour.
func summed() []string {
	return []string{
		"option.crossing_gib", "option.onprem_crossing_gib", "option.cloud_crossing_gib", "option.comfortable_gib", "option.money",
		"service.calls_gib", "service.onprem_calls_gib", "service.cloud_calls_gib",
	}
}

// reading are the constraints that read one of some fields.
func reading(suite *policies.Suite, fields []string) (out []*policies.Constraint) {
	for _, k := range suite.Constraints {
		if slices.ContainsFunc(k.Reads(), func(f policies.Field) bool { return slices.Contains(fields, f.Name) }) {
			out = append(out, k)
		}
	}
	return out
}

// Adding returns the constraints that read what every neighbour adds to: asked about
// one neighbour at a time they may allow what they forbid of all together.
func (f *Fleet) Adding() []*policies.Constraint { return reading(f.Suite, summed()) }

// Forbids tells whether a neighbour's place forbids the setting. Only constraints
// that read something which the neighbour changes are asked: what forbids the
// setting by itself is in [Setting.Violations].
func (s *Setting) Forbids(n Neighbour) (bool, error) {
	if !s.c.x.adds {
		c := s.among([]Neighbour{n}, nil)
		if c.unpriced == nil && len(c.internet) == len(s.alone.internet) && len(c.unreachable) == len(s.alone.unreachable) && len(c.slow) == len(s.alone.slow) {
			return false, nil // it names no further call, and nothing else is read
		}
	}
	v, unpriced := s.with([]Neighbour{n})
	if unpriced != nil && s.unpriced == nil {
		return true, nil
	}
	for _, k := range s.c.x.relational {
		if !differs(k.Reads(), &s.vars, &v) {
			continue
		}
		if forbids, err := k.Forbids(&v); err != nil || forbids {
			return forbids, s.fault(err)
		}
	}
	return false, nil
}

func differs(reads []policies.Field, a, b *policies.Vars) bool {
	return slices.ContainsFunc(reads, func(f policies.Field) bool { return !f.Equal(a, b) })
}

func (s *Setting) fault(err error) error {
	if err == nil {
		return nil
	}
	return s.c.x.fault(s.o, err)
}

// Violations returns everything that forbids the setting with neighbours where they
// are said to stand; those left out do not count.
func (s *Setting) Violations(neighbours ...Neighbour) (out []Violation, err error) {
	v, unpriced := s.with(neighbours)
	if s.unpriced != nil {
		unpriced = s.unpriced
	}
	if unpriced != nil {
		out = append(out, Violation{UnpricedConstraint, unpriced.Error()})
	}
	for _, k := range s.c.x.Suite.Constraints {
		forbids, err := k.Forbids(&v)
		if err != nil {
			return nil, s.fault(err)
		}
		if !forbids {
			continue
		}
		because, err := k.Because(&v)
		if err != nil {
			return nil, s.fault(err)
		}
		out = append(out, Violation{k.Name(), because})
	}
	return out, nil
}

// Score returns the weighted mean over the criteria that are not priced, with
// neighbours where they run today. It is false where none of them has anything to
// say.
func (s *Setting) Score() (score float64, speaks bool, err error) {
	x := s.c.x
	c := x.cross(s.o, s.c.m.point, s.burst, false, false)
	v := policies.Vars{Service: s.c.m.service, Workspace: s.vars.Workspace, Option: x.option(s.o, &s.c.Load, s.c.m.point, s.place.Base, s.burst, &c)}
	v.Option.Money = s.money + c.money
	var m mean
	for _, a := range x.axes {
		weight := x.weights[a.Name]
		if a.Priced || weight == 0 {
			continue
		}
		var k combined
		for _, p := range x.Suite.Policies[a.from:a.to] {
			applies, value, err := speak(p, &v)
			if err != nil {
				return 0, false, s.fault(err)
			}
			if applies {
				k.add(value)
			}
		}
		if k.applies {
			m.add(k.value(a.Combine), weight)
		}
	}
	score, silent := m.value()
	return score, !silent, nil
}

// Hours is the work a month.
func (s *Setting) Hours() float64 { return s.c.x.hours(s.o, s.c.m.point) }

// Place is where the setting runs, for its bill.
func (s *Setting) Place() price.Place { return s.place }

// Flows are the setting's traffic with everything that cannot move.
func (s *Setting) Flows() []price.Flow {
	c := crossing{comfortable: comfortable, keep: true}
	first := true
	for i := range s.c.x.calls {
		if k := &s.c.x.calls[i]; !k.neighbour {
			s.c.follow(s, &c, k, &first)
		}
	}
	return c.flows
}
