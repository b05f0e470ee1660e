package impasse

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"berth.dev/engine/conflict"
	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
	"berth.dev/engine/unit"
)

// change is a rule, or two, to be relaxed.
type change struct {
	relaxed []conflict.Relaxed
	// x is a placement that the change allows, in options of the wide problem.
	x place.Placement
}

// changes are those of ways out.
func (e *explainer) changes(ways []conflict.Way) (out []change) {
	for _, w := range ways {
		out = append(out, change{[]conflict.Relaxed{w.Relaxed}, w.Placement})
	}
	return out
}

// way writes a change as edits, and returns the options of a plan with it. Apt is
// false where no edit stands for it; its words then say what to do.
func (e *explainer) way(c change) (w Way, build fleet.Options, apt bool) {
	build, apt = e.q.Build, true
	for _, r := range c.relaxed {
		b := &e.wide.Bounds[r.Rule]
		switch b.Sort {
		case fleet.PinOfPlan:
			build.Pins = maps.Clone(build.Pins)
			delete(build.Pins, b.Services[0])
			w.Edits = append(w.Edits, Edit{Words: "leave out --pin " + b.Services[0] + "=" + b.Site})
			continue
		case fleet.HeldHere:
			build.Unknown = &score.Assumed{High: true}
			w.Edits = append(w.Edits, Edit{At: point(b), Words: fmt.Sprintf("service %q: measure its calls and write them down", b.Services[0])})
			w.Note = "until then: berth plan --assume unknown=high, with which this is the price"
			continue
		}
		edits := e.edits(b, r.Units, c.x)
		if edits == nil {
			apt = false
			edits = []Edit{e.advice(b)}
		}
		w.Edits = append(w.Edits, edits...)
		if b.Sort == fleet.NodePool && apt {
			w.Note = e.buying(b, r.Units)
		}
	}
	return w, build, apt
}

// edits say what to write where, nil where no edit of a line does it.
func (e *explainer) edits(b *fleet.Bound, units int64, x place.Placement) []Edit {
	switch b.Sort {
	case fleet.NodePool:
		return e.moreNodes(b, units)
	case fleet.StoragePool:
		for _, p := range e.q.Workspace.Site(b.Site).StoragePools {
			if p.Name == b.Pool {
				gib := math.Ceil(p.Size.V/unit.GiB-1e-9) + float64(units)
				return []Edit{e.replace(subject(b), p.Size.Origin, strconv.Quote(fmt.Sprintf("%gGi", gib)))}
			}
		}
	case fleet.LatencyBudget:
		mean := e.service(b).LatencyBudget.Mean
		ms := math.Ceil(mean.V*1000-1e-9) + float64(units)
		return []Edit{e.replace(subject(b), mean.Origin, strconv.Quote(fmt.Sprintf("%gms", ms)))}
	case fleet.SameSite, fleet.DifferentSites:
		return e.untie(b)
	case fleet.ByConstraint:
		return e.loosen(b, x)
	}
	return nil
}

func (e *explainer) service(b *fleet.Bound) *spec.Service {
	return e.q.Workspace.Service(b.Services[0])
}

// moreNodes raises the nodes of a pool.
func (e *explainer) moreNodes(b *fleet.Bound, units int64) []Edit {
	p := e.q.Workspace.Site(b.Site).Pool(b.Pool)
	if p == nil || !p.Nodes.Set() {
		return nil
	}
	return []Edit{e.replace(subject(b), p.Nodes.Origin, fmt.Sprintf("%g", p.Nodes.V+float64(units)))}
}

// buying says what nodes cost once and how long they take, as far as it is written.
func (e *explainer) buying(b *fleet.Bound, units int64) string {
	site := e.q.Workspace.Site(b.Site)
	var out []string
	if p := site.Pool(b.Pool); p.Purchase.Set() && !p.Purchase.V.IsZero() {
		out = append(out, fmt.Sprintf("to buy for %s %s", p.Purchase.V.Times(float64(units)).Rounded(0), p.Purchase.V.Currency()))
	}
	if days := site.LeadTime.V / day; days > 0 {
		out = append(out, fmt.Sprintf("running %s after the order", count(int(math.Ceil(days)), "day")))
	}
	if len(out) == 0 {
		return ""
	}
	return count(int(units), "node") + " " + strings.Join(out, ", ")
}

// day is a day in seconds.
const day = 24 * 60 * 60

// untie takes two services out of each other's lists.
func (e *explainer) untie(b *fleet.Bound) (out []Edit) {
	seen := map[spec.Origin]bool{}
	for k, name := range b.Services {
		s, other := e.q.Workspace.Service(name), b.Services[1-k]
		v := s.SameSite
		if b.Sort == fleet.DifferentSites {
			v = s.DifferentSites
		}
		if slices.Contains(v.V, other) && !seen[v.Origin] {
			seen[v.Origin] = true
			out = append(out, e.lessOf(fmt.Sprintf("service %q", name), v, func(n string) bool { return n == other }))
		}
	}
	return out
}

// loosen writes the words of services that a constraint is about so that it allows the
// places of x.
func (e *explainer) loosen(b *fleet.Bound, x place.Placement) []Edit {
	s, before := e.service(b), subject(b)
	sites := e.sites(b, x)
	switch b.Constraint {
	case "pin":
		return []Edit{e.remove(before, s.Pin.Origin)}
	case "no-internet-transit":
		return []Edit{e.replace(before, s.Security.InternetTransit.Origin, "true")}
	case "residency":
		countries := slices.Clone(s.Security.Residency.V)
		for _, site := range sites {
			if c := e.q.Workspace.Site(site).Country.V; !slices.Contains(countries, c) {
				countries = append(countries, c)
			}
		}
		return []Edit{e.replace(before, s.Security.Residency.Origin, quoted(countries))}
	case "needs":
		return []Edit{e.lessOf(before, s.Needs, func(need string) bool {
			return slices.ContainsFunc(sites, func(site string) bool {
				return !slices.Contains(e.q.Workspace.Site(site).Capabilities.V, need)
			})
		})}
	case "independent-of":
		return []Edit{e.lessOf(before, s.IndependentOf, func(name string) bool { return slices.Contains(sites, name) })}
	case "max-latency":
		return e.slower(b)
	case "environment":
		return e.admit(s, sites)
	}
	return nil
}

// sites are where x puts the services of a bound.
func (e *explainer) sites(b *fleet.Bound, x place.Placement) (out []string) {
	for i := range e.wide.Services {
		if !slices.Contains(b.Services, e.wide.Services[i].Name) {
			continue
		}
		for _, site := range e.wide.Services[i].Options[x[i]].Sites {
			if !slices.Contains(out, site) {
				out = append(out, site)
			}
		}
	}
	return out
}

// slower takes the limits of calls away.
func (e *explainer) slower(b *fleet.Bound) (out []Edit) {
	seen := map[spec.Origin]bool{}
	for _, name := range b.Services {
		for _, c := range e.q.Workspace.Service(name).CallBlocks {
			if o := c.MaxLatency.Origin; o.Set() && !seen[o] {
				seen[o] = true
				out = append(out, e.remove(fmt.Sprintf("service %q, call %q", name, c.Name), o))
			}
		}
	}
	return out
}

// admit lets sites take the environment of a service.
func (e *explainer) admit(s *spec.Service, sites []string) (out []Edit) {
	for _, name := range sites {
		site := e.q.Workspace.Site(name)
		if len(site.Environments.V) > 0 && !slices.Contains(site.Environments.V, s.Environment.V) && s.Environment.V != "" {
			out = append(out, e.replace(fmt.Sprintf("site %q", name), site.Environments.Origin, quoted(append(slices.Clone(site.Environments.V), s.Environment.V))))
		}
	}
	return out
}
