package plan

import (
	"fmt"
	"slices"

	"berth.dev/engine/baseline"
	"berth.dev/engine/optimise/pack"
	"berth.dev/engine/place"
)

// baselines are the other ways to place the same services.
func (m *maker) baselines() {
	t := m.fleet.Today()
	if !slices.Contains(t.Unsaid, true) && !slices.Contains(t.Allowed, false) {
		m.beside("as it is today", t.Placement)
	}
	for _, s := range m.Workspace.Sites {
		m.beside("all on "+s.Name, baseline.Everything(m.p, s.Name).Placement)
	}
	if x, all := m.alone(); all {
		m.beside("each by its own score", x)
	}
	m.beside("greedy", baseline.Greedy(m.p).Placement)
}

func (m *maker) beside(name string, x place.Placement) {
	one := Baseline{Name: name, Cost: m.p.Cost(x), Fits: len(m.p.Broken(x)) == 0}
	for _, l := range x {
		one.Placement = append(one.Placement, int(l))
	}
	m.f.Baselines = append(m.f.Baselines, one)
}

// alone puts every group where its first member belongs when judged alone; it is
// false where one belongs nowhere.
func (m *maker) alone() (place.Placement, bool) {
	x := make(place.Placement, len(m.p.Services))
	for i, s := range m.fleet.Services {
		best := -1
		for l, o := range s.Options {
			if o.ID == m.Alone[s.Members[0]] && (best < 0 || m.p.Services[i].Options[l].Cost < m.p.Services[i].Options[best].Cost) {
				best = l
			}
		}
		if best < 0 {
			return nil, false
		}
		x[i] = uint8(best)
	}
	return x, true
}

// Lacks says in words what a baseline breaks first, "" for nothing. A baseline that
// fits in sum may have pods that find no node: that is said too.
func (v *View) Lacks(b Baseline) string {
	p, _, err := v.File.Place()
	if err != nil {
		return ""
	}
	x, err := placementOf(p, b.Placement)
	if err != nil {
		return "some services are where rules forbid it"
	}
	if b.Fits {
		return v.unpacked(p, x)
	}
	if lack := v.File.lack(p, p.Usage(x)); lack != "" {
		return lack
	}
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Forbidden(p, x[q.A], x[q.B]) {
			return fmt.Sprintf("a rule forbids %s on %s with %s on %s",
				p.Services[q.A].Name, p.Services[q.A].Options[x[q.A]].Name, p.Services[q.B].Name, p.Services[q.B].Options[x[q.B]].Name)
		}
	}
	return ""
}

// unpacked says where pods of a placement find no node.
func (v *View) unpacked(p *place.Problem, x place.Placement) string {
	packed := pack.Check(p, x)
	if packed.Packed() {
		return ""
	}
	lack := packed.Lacks[0]
	pods := "pods"
	if len(lack.Left) > 0 {
		pods = "pods of " + p.Services[lack.Left[0].Service].Name
	}
	words := "for " + pods + " no node with room was found"
	if lack.Proven {
		words = "no node has room for " + pods
	}
	return words + at(SlotName(slots(p), int(lack.Slot)))
}
