package capacity

import (
	"math"
	"time"

	"berth.dev/engine/profile"
	"berth.dev/engine/score"
	"berth.dev/engine/spec"
)

// Burst is what the missing nodes cost a month on the day when nodes ordered today
// would run.
type Burst struct {
	// Day is that day.
	Day time.Time
	// Cost is what the fleet costs more a month with today's nodes than with all that
	// there is room for, nil where that is not known; Unknown says why, a constant of
	// this package.
	Cost    *Interval
	Unknown string
}

// Why it is not known what waiting costs.
const (
	// NoRoom says that no pool of the site states a max_nodes above its nodes.
	NoRoom = "no pool of the site has a max_nodes above its nodes"
	// NotEnough says that by then today's nodes do not suffice for any placement.
	NotEnough = "by then nothing fits on today's nodes"
	// NeverEnough says that all the nodes there is room for do not suffice either.
	NeverEnough = "by then nothing fits, even with all the nodes there is room for"
)

// bursts works out what waiting costs, by site.
func (x *examiner) bursts() (map[string]Burst, error) {
	out := map[string]Burst{}
	for _, s := range x.in.Workspace.Sites {
		if s.Kind.V != "onprem" {
			continue
		}
		one, err := x.burst(s)
		if err != nil {
			return nil, err
		}
		out[s.Name] = one
	}
	return out, nil
}

func (x *examiner) burst(s *spec.Site) (Burst, error) {
	out := Burst{Day: x.in.Workspace.Settings.AsOf.V.Add(time.Duration(s.LeadTime.V * float64(time.Second)))}
	more := room(s)
	if len(more.Nodes) == 0 {
		out.Unknown = NoRoom
		return out, nil
	}
	months := s.LeadTime.V / month.Seconds()
	profiles := make(map[string]profile.Profile, len(x.in.Profiles))
	for name, p := range x.in.Profiles {
		monthly := p.TrendPerMonth.Value
		if p.TrendPerMonth.Origin == profile.OriginUnknown {
			monthly = score.AssumedTrend()
		}
		if monthly > 0 {
			p = p.Scale(math.Pow(1+monthly, months))
		}
		profiles[name] = p
	}
	now, err := x.vary(x.in.Workspace, profiles, nil)
	if err != nil {
		return out, err
	}
	full, err := x.vary(x.in.Workspace.Vary(more), profiles, nil)
	if err != nil {
		return out, err
	}
	x.done("what waiting costs on %s", s.Name)
	switch {
	case full.result == nil:
		out.Unknown = NeverEnough
	case now.result == nil:
		out.Unknown = NotEnough
	default:
		cost := between(now.fleet.Unit, now.result, full.fleet.Unit, full.result)
		out.Cost = &cost
	}
	return out, nil
}

// room is a site with all the nodes there is room for.
func room(s *spec.Site) spec.Variation {
	v := spec.Variation{Nodes: map[[2]string]int{}}
	for _, p := range s.Pools {
		if more := int(p.MaxNodes.V - p.Nodes.V); more > 0 {
			v.Nodes[[2]string{s.Name, p.Name}] = more
		}
	}
	return v
}
