package fleet

import (
	"math"
	"slices"

	"berth.dev/engine/place"
)

// Share is what one member adds to an option of a service.
type Share struct {
	Service string
	// Parts are a month's, in units. The first member has what traffic between the
	// members costs and what rounding leaves, so that the shares add up to the option.
	Parts Parts
	// Once is what it costs to bring the member there, once, in units.
	Once int64
}

// Shares splits an option's cost between the members.
func (f *Fleet) Shares(service int, option uint8) []Share {
	w := f.b.groups[service].ways[option]
	out := make([]Share, len(w.variants))
	rest := w.parts
	for i, v := range w.variants {
		s := &out[i]
		s.Service = v.m.svc.Name
		s.Once = f.Unit.whole(v.once)
		if i == 0 {
			continue
		}
		if f.Objective.money() {
			s.Parts.Money = f.Unit.whole(v.money)
			s.Parts.Hours = f.Unit.whole(v.hours)
			s.Parts.Moving = f.Unit.whole(v.moving)
		}
		if f.Objective.score() {
			s.Parts.Score = f.Unit.whole(v.score)
		}
		rest = Parts{rest.Money - s.Parts.Money, rest.Hours - s.Parts.Hours, rest.Score - s.Parts.Score, rest.Moving - s.Parts.Moving}
	}
	out[0].Parts = rest
	return out
}

// Demand is the mean demand of a service of the workspace by hour of the week, in
// thousandths of a core; one number where its hours are all alike.
func (f *Fleet) Demand(name string) []int64 {
	j, known := f.b.memberAt[name]
	if !known {
		return nil
	}
	m := f.b.members[j]
	out := make([]int64, len(m.mean))
	for t, cores := range m.mean {
		out[t] = int64(math.Round(cores * 1000))
	}
	return out
}

// Volume is what the two ends of a pair of the problem say to each other, both ways,
// in MiB a month.
func (f *Fleet) Volume(pair int) int64 {
	q := &f.Problem.Pairs[pair]
	sum := 0.0
	for _, m := range f.b.groups[q.A].members {
		for _, o := range f.b.groups[q.B].members {
			for _, way := range [][2]int{{m.index, o.index}, {o.index, m.index}} {
				for _, t := range f.b.ties.between[way] {
					sum += t.sent + t.received
				}
			}
		}
	}
	return int64(math.Round(sum * 1024))
}

// Crossing is how much of a pair's volume goes from one site to another under a
// placement, in MiB a month.
func (f *Fleet) Crossing(pair int, x place.Placement) int64 {
	q := &f.Problem.Pairs[pair]
	sum := 0.0
	for _, m := range f.b.groups[q.A].members {
		for _, o := range f.b.groups[q.B].members {
			for _, way := range [][2]*member{{m, o}, {o, m}} {
				for _, t := range f.b.ties.calls(way[0], way[1]) {
					for _, c := range f.b.crossings(t, f.b.placed(x, way[0]), f.b.placed(x, way[1])) {
						sum += c.Sent + c.Received
					}
				}
			}
		}
	}
	return min(int64(math.Round(sum*1024)), f.Volume(pair))
}

// Was is where a service runs today, with what that uses, also where it is no option
// any more; nil where nobody says. Its members may run in different places.
func (f *Fleet) Was(service int) *place.Option {
	a := &assembly{b: f.b, f: f}
	out := &place.Option{}
	for _, m := range f.b.groups[service].members {
		o := m.today()
		if o < 0 {
			return nil
		}
		base := 0
		if cores, split := m.keptToday(); split {
			base = max(1, int(math.Round(cores/m.step)))
		}
		v := f.b.trial(m, o, base)
		use, pods := a.variantUse(v)
		out.Use, out.Pods = join(out.Use, use), append(out.Pods, pods...)
		if out.Name == "" {
			out.Name = v.at.ID
		}
	}
	return out
}

// Single tells whether some member of a service may never run twice at once: its move
// stops it first.
func (f *Fleet) Single(service int) bool {
	return slices.ContainsFunc(f.b.groups[service].members, func(m *member) bool {
		return m.svc.Concurrency.V == "one" || m.svc.Job != nil
	})
}
