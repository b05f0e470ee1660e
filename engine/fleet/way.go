package fleet

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/place"
	"berth.dev/engine/score"
)

// way is a group at a place: one option of the problem.
type way struct {
	Option
	at score.Site
	// variants are the members', in their order.
	variants []*variant
	// inside is what traffic between the members costs, in float and exact.
	inside float64
	parts  Parts
}

// findWays lists what a group may be: every shared option that nothing forbids, a
// hybrid once for each of its splits.
func (b *builder) findWays(g *group) {
	g.ways, g.excluded, g.held = nil, nil, ""
	for _, s := range b.shared(g) {
		b.findWay(g, s)
	}
	b.pin(g)
	b.hold(g)
	b.limit(g)
}

// limit drops the dearest splits of a group that has more options than one service
// of the problem may have.
func (b *builder) limit(g *group) {
	for len(g.ways) > place.MaxOptions {
		worst, most := -1, 0.0
		for l, w := range g.ways {
			if cost := w.float(b); w.Base != nil && (worst < 0 || cost > most) {
				worst, most = l, cost
			}
		}
		if worst < 0 {
			worst = len(g.ways) - 1
		}
		b.assume(g.name, "it has more options than can be placed; left out is "+g.ways[worst].Name)
		g.ways = slices.Delete(g.ways, worst, worst+1)
	}
}

// findWay adds the ways of one option, or says why there is none.
func (b *builder) findWay(g *group, s score.Site) {
	bases := [][]int{nil}
	if s.Burst != nil {
		bases = b.beginSplits(g, s)
	}
	var reasons []Reason
	for _, base := range bases {
		w := b.way(g, s, base)
		why := b.forbidden(g, w)
		if len(why) == 0 {
			g.ways = append(g.ways, w)
			continue
		}
		for _, r := range why {
			if !slices.Contains(reasons, r) {
				reasons = append(reasons, r)
			}
		}
	}
	if len(g.ways) == 0 || g.ways[len(g.ways)-1].ID != s.ID {
		g.excluded = append(g.excluded, Excluded{ID: s.ID, Kind: s.Kind, Sites: s.Sites(), Reasons: reasons})
	}
}

// way puts a group at a place; base is nil but for a hybrid.
func (b *builder) way(g *group, s score.Site, base []int) *way {
	w := &way{at: s, Option: Option{Name: s.ID, ID: s.ID, Kind: s.Kind, Sites: s.Sites(), Base: base}}
	for i, m := range g.members {
		kept := 0
		if base != nil {
			kept = base[i]
		}
		w.variants = append(w.variants, b.variant(m, m.option(s.ID), kept))
	}
	if base != nil {
		w.Name += "@" + strings.Trim(strings.ReplaceAll(fmt.Sprint(base), " ", ","), "[]")
	}
	return w
}

// forbidden lists what forbids a way whatever other groups do, and works out what
// the way costs where nothing does.
func (b *builder) forbidden(g *group, w *way) (out []Reason) {
	for _, v := range w.variants {
		if !v.judged {
			v.judged, v.against = true, b.against(v)
		}
		out = append(out, v.against...)
	}
	if len(out) > 0 || len(g.members) == 1 {
		return out
	}
	return b.inside(g, w)
}

// against lists what forbids a variant by itself, and prices it where nothing does.
func (b *builder) against(v *variant) (out []Reason) {
	name := v.m.svc.Name
	violations, err := v.setting.Violations()
	if err != nil {
		b.undecided(v.m.svc, err)
		return nil
	}
	for _, x := range violations {
		out = append(out, Reason{name, x.Constraint, x.Because})
	}
	for _, n := range v.places() {
		if n >= 0 && b.sites[n].owned && v.m.masks[n] == 0 && len(v.m.c.Eligible(b.sites[n].spec.Name)) > 0 {
			out = append(out, Reason{name, inService, "no node pool of " + b.sites[n].spec.Name + " that takes it is in service"})
		}
	}
	if len(out) > 0 {
		return out
	}
	if err := b.price(v); err != nil {
		out = append(out, Reason{name, score.UnpricedConstraint, err.Error()})
	}
	return out
}

// inside lists what members of a group forbid each other at one place, and adds up
// what their traffic costs.
func (b *builder) inside(g *group, w *way) (out []Reason) {
	w.inside = 0
	for i, v := range w.variants {
		for j, other := range w.variants {
			if i == j {
				continue
			}
			if slices.Contains(v.m.svc.DifferentSites.V, other.m.svc.Name) {
				out = append(out, Reason{v.m.svc.Name, "different_sites", "it must stand apart from " + other.m.svc.Name + ", which same_site keeps with it"})
			}
			meets := b.both(v, other)
			w.inside += b.meet(b.ties.calls(v.m, other.m), v, other).money
			out = append(out, b.reasonsWith(v, other, meets)...)
		}
	}
	return out
}

// reasonsWith lists what forbids a variant with a neighbour at another one.
func (b *builder) reasonsWith(v, other *variant, meets meeting) (out []Reason) {
	if !b.ties.talk(v.m, other.m) {
		return nil
	}
	if meets.stranded {
		out = append(out, Reason{v.m.svc.Name, unreachable, strandedText(other)})
	}
	violations, err := v.setting.Violations(score.Neighbour{Name: other.m.svc.Name, Sites: other.at.Sites(), Apart: meets.crosses})
	if err != nil {
		b.undecided(v.m.svc, err)
	}
	for _, x := range violations {
		out = append(out, Reason{v.m.svc.Name, x.Constraint, x.Because})
	}
	return out
}

// unreachable is the rule that what is stranded counts for; inService the one of
// places whose machines do not run yet.
const (
	unreachable = "unreachable"
	inService   = "in-service"
)

// strandedText says that a part of the traffic with a neighbour has no way.
func strandedText(other *variant) string {
	return "no link leads from there to a copy of " + other.m.svc.Name + " for all of its traffic"
}

// pin keeps a group where the options pin it.
func (b *builder) pin(g *group) {
	for _, m := range g.members {
		to, pinned := b.o.Pins[m.svc.Name]
		if !pinned {
			continue
		}
		sites := strings.Split(to, "+")
		b.keep(g, func(w *way) bool { return sameSites(w.Sites, sites) }, Reason{m.svc.Name, "pin", "it is pinned to " + strings.Join(sites, " and ") + " for this plan"})
	}
}

// keep removes the ways that are not wanted, for a reason.
func (b *builder) keep(g *group, wanted func(*way) bool, why Reason) {
	left := slices.DeleteFunc(slices.Clone(g.ways), func(w *way) bool { return !wanted(w) })
	told := make(map[string]bool)
	for _, w := range left {
		told[w.ID] = true
	}
	for _, w := range g.ways {
		if !told[w.ID] {
			told[w.ID] = true
			g.excluded = append(g.excluded, Excluded{ID: w.ID, Kind: w.Kind, Sites: w.Sites, Reasons: []Reason{why}})
		}
	}
	g.ways = left
	slices.SortStableFunc(g.excluded, func(x, y Excluded) int { return b.bySite(b.siteOf(x), b.siteOf(y)) })
}

func (b *builder) siteOf(x Excluded) score.Site {
	s := score.Site{ID: x.ID, Kind: x.Kind, Base: b.w.Site(x.Sites[0])}
	if len(x.Sites) > 1 {
		s.Burst = b.w.Site(x.Sites[1])
	}
	return s
}

// hold keeps a group where it runs if traffic of a member is unknown. A pin goes
// before; where its place is not allowed any more, it may move after all.
func (b *builder) hold(g *group) {
	for _, m := range g.members {
		if m.bound == "" {
			continue
		}
		if _, pinned := b.o.Pins[m.svc.Name]; pinned {
			b.assume(m.svc.Name, "traffic nobody has measured is taken as typical, since it is pinned: "+m.bound)
			continue
		}
		stays := func(w *way) bool { return sameSites(w.Sites, m.svc.RunsOn.V) }
		i := slices.IndexFunc(g.ways, stays)
		if i < 0 {
			b.assume(m.svc.Name, "it cannot stay where it runs, and traffic nobody has measured is taken as typical: "+m.bound)
			continue
		}
		kept := g.ways[i]
		if n := b.nearToday(g); n >= 0 {
			kept = g.ways[n]
		}
		g.held = m.bound
		b.keep(g, func(w *way) bool { return w == kept }, Reason{m.svc.Name, "unknown-traffic", m.bound + ", so it stays where it runs"})
	}
}

// total is the way's exact cost, part by part, for a unit.
func (w *way) total(b *builder) (parts [4]money.Amount) {
	for i := range parts {
		parts[i] = b.tariff.Zero()
	}
	for _, v := range w.variants {
		parts[0], parts[1] = parts[0].Add(v.money), parts[1].Add(v.hours)
		parts[2], parts[3] = parts[2].Add(v.score), parts[3].Add(v.moving)
	}
	parts[0] = parts[0].Add(money.FromFloat(w.inside, b.tariff.Currency).Line())
	for i := range parts {
		if i == 2 && !b.o.Objective.score() || i != 2 && !b.o.Objective.money() {
			parts[i] = b.tariff.Zero()
		}
	}
	return parts
}
