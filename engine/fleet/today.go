package fleet

import (
	"math"

	"berth.dev/engine/place"
)

// Today is where everything runs now, as far as the problem knows it.
type Today struct {
	// Placement is the option each service runs on; of a service that Allowed does
	// not mark it is the first one, which means nothing.
	Placement place.Placement
	// Allowed marks the services whose place of today is an option.
	Allowed []bool
	// Unsaid marks those of which nobody says where they run.
	Unsaid []bool
}

// Today returns where everything runs now. How many replicas a service that is split
// today keeps nobody says: it is the split that is nearest to an evaluation's.
func (f *Fleet) Today() Today {
	n := len(f.b.groups)
	t := Today{make(place.Placement, n), make([]bool, n), make([]bool, n)}
	for i, g := range f.b.groups {
		t.Unsaid[i] = f.Services[i].Today == nil
		if l := f.b.nearToday(g); l >= 0 {
			t.Placement[i], t.Allowed[i] = uint8(l), true
		}
	}
	return t
}

// nearToday is the way a group runs on today, or -1. All of its members must run
// there.
func (b *builder) nearToday(g *group) int {
	best, distance := -1, math.Inf(1)
	for l, w := range g.ways {
		off := 0.0
		for _, v := range w.variants {
			if !sameSites(w.Sites, v.m.svc.RunsOn.V) {
				off = math.Inf(1)
				break
			}
			if cores, split := v.m.keptToday(); split {
				off += math.Abs(cores - float64(v.base)*v.m.step)
			}
		}
		if off < distance {
			best, distance = l, off
		}
	}
	return best
}

// Find returns the option of a service that has a name, or -1.
func (f *Fleet) Find(service int, option string) int {
	for l, o := range f.Services[service].Options {
		if o.Name == option {
			return l
		}
	}
	return -1
}

// Carry brings a placement of another build of the same services over: each service
// keeps its option by name. It is false for services that have no such option here,
// which get their first.
func (f *Fleet) Carry(from *Fleet, x place.Placement) (out place.Placement, kept bool) {
	out, kept = make(place.Placement, len(f.Services)), true
	at := make(map[string]int, len(from.Services))
	for i := range from.Services {
		at[from.Services[i].Name] = i
	}
	for i := range f.Services {
		l := -1
		if j, there := at[f.Services[i].Name]; there {
			l = f.Find(i, from.Services[j].Options[x[j]].Name)
		}
		if l < 0 {
			kept, l = false, 0
		}
		out[i] = uint8(l)
	}
	return out, kept
}
