package fleet

import (
	"slices"
	"strings"

	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// facts are the rules that no word of a spec relaxes: what they exclude is not in a
// wide problem.
func facts() []string {
	return []string{score.UnpricedConstraint, inService, unreachable, "stateful-is-never-split", "split-needs-local-calls"}
}

// findWays lists the ways of a service, those too that rules exclude.
func (x *widening) findWays(g *group) {
	b := x.b
	for _, s := range b.shared(g) {
		bases := [][]int{nil}
		if s.Burst != nil {
			bases = b.beginSplits(g, s)
		}
		for _, base := range bases {
			x.findWay(g, b.way(g, s, base))
		}
	}
	b.limit(g)
	x.pinOfPlan(g)
}

// ban writes down which options the bounds exclude.
func (x *widening) ban() {
	for i, g := range x.b.groups {
		for l, w := range g.ways {
			for _, n := range x.by[w] {
				x.bounds[n].Bans = append(x.bounds[n].Bans, Ban{Service: int32(i), Option: uint8(l)})
			}
		}
	}
}

// findWay adds a way with the bounds that exclude it, or says what makes it
// impossible.
func (x *widening) findWay(g *group, w *way) {
	v := w.variants[0]
	reasons := x.b.against(v)
	var hard []Reason
	var rules []int
	for _, r := range reasons {
		if slices.Contains(facts(), r.Constraint) {
			hard = append(hard, r)
		} else {
			rules = append(rules, x.constraint(v, r.Constraint))
		}
	}
	// A way that rules exclude has not been priced yet.
	if len(hard) == 0 && len(rules) > 0 {
		if err := x.b.price(v); err != nil {
			hard = append(hard, Reason{v.m.svc.Name, score.UnpricedConstraint, err.Error()})
		}
	}
	if len(hard) == 0 {
		g.ways = append(g.ways, w)
		x.by[w], x.why[w] = rules, reasons
		return
	}
	if n := len(g.excluded); n == 0 || g.excluded[n-1].ID != w.ID {
		g.excluded = append(g.excluded, Excluded{ID: w.ID, Kind: w.Kind, Sites: w.Sites, Reasons: hard})
	}
}

// constraint is the bound of a constraint about a variant's service.
func (x *widening) constraint(v *variant, name string) int {
	svc := v.m.svc
	origin := x.origin(v, name)
	key := boundKey{sort: ByConstraint, constraint: name, a: svc.Name}
	if origin.Set() && origin.Level() != spec.InService {
		key.a, key.at = "", origin
	}
	n := x.bound(key, Bound{}, origin, x.written(name), svc.Origin)
	if b := &x.bounds[n]; !slices.Contains(b.Services, svc.Name) {
		b.Services = append(b.Services, svc.Name)
	}
	return n
}

// origin is where the words of a service stand that a standard constraint is about.
func (x *widening) origin(v *variant, constraint string) spec.Origin {
	s := v.m.svc
	switch constraint {
	case "pin":
		return s.Pin.Origin
	case "needs":
		return s.Needs.Origin
	case "independent-of":
		return s.IndependentOf.Origin
	case "residency", "no-internet-transit":
		if s.Security == nil {
			return spec.Origin{}
		} else if constraint == "residency" {
			return s.Security.Residency.Origin
		}
		return s.Security.InternetTransit.Origin
	case "max-latency":
		for _, c := range s.CallBlocks {
			if c.MaxLatency.Set() {
				return c.MaxLatency.Origin
			}
		}
	case "environment":
		return s.Environment.Origin
	}
	return spec.Origin{}
}

// written is where a constraint stands that is no standard one.
func (x *widening) written(constraint string) spec.Origin {
	for _, c := range x.b.w.Constraints {
		if c.Name == constraint {
			return c.Origin
		}
	}
	return spec.Origin{}
}

// pinOfPlan excludes what is not where the plan's options pin the service.
func (x *widening) pinOfPlan(g *group) {
	name := g.members[0].svc.Name
	to, pinned := x.b.o.Pins[name]
	if !pinned {
		return
	}
	n := x.bound(boundKey{sort: PinOfPlan, a: name}, Bound{Services: []string{name}, Site: to})
	for _, w := range g.ways {
		if !sameSites(w.Sites, strings.Split(to, "+")) {
			x.by[w] = append(x.by[w], n)
		}
	}
}
