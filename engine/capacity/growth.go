package capacity

import (
	"math"
	"slices"
	"strings"
	"time"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
)

// Growth is when a pool runs out.
type Growth struct {
	// Never says that nothing runs out within the horizon.
	Never bool
	// Out is the first day, Order the last one on which to order for it; Late says that
	// this day has passed. Resource and Slot are what runs out first.
	Out, Order time.Time
	Late       bool
	Resource   string
	Slot       int
	// Unknown are services on the pool whose trend nobody knows: they count as level.
	Unknown []string
	// Burst is what waiting costs.
	Burst Burst
}

// Burst is what the missing nodes cost a month on the day when nodes ordered today
// would run.
type Burst struct {
	// Known is false where the site has no lead time, or nothing fits by then.
	Known bool
	Day   time.Time
	// Cost is what the fleet costs more a month with today's nodes than with all that
	// there is room for.
	Cost Interval
}

// horizon is how many months growth is followed.
const horizon = 120

func isCapital(what string) bool { return strings.HasSuffix(what, ": capital") }

// growth follows the demand of a pool.
func (x *examiner) growth(pool int) Growth {
	f := x.in.Fleet
	meta := f.Pools[pool]
	today := x.in.Workspace.Settings.AsOf.V
	lead := time.Duration(x.in.Workspace.Site(meta.Site).LeadTime.V * float64(time.Second))
	rates := x.rates()
	out := Growth{Never: true}
	for i, s := range f.Services {
		for _, name := range s.Members {
			if rates[i].unknown && onPool(f, i, x.in.Result.Placement[i], pool) {
				out.Unknown = append(out.Unknown, name)
			}
		}
	}
	usage := make([]place.Usage, 0, horizon)
	for m := range horizon + 1 {
		usage = append(usage, x.grown(rates, float64(m)))
	}
	for b, says := range f.Blocks {
		if says.Kind != fleet.Capacity || says.Site != meta.Site || !slices.Contains(says.Pools, meta.Name) {
			continue
		}
		for m := range usage {
			slot := 0
			for t, used := range usage[m][b] {
				if used-f.Problem.Blocks[b].Cap[t] > usage[m][b][slot]-f.Problem.Blocks[b].Cap[slot] {
					slot = t
				}
			}
			if usage[m][b][slot] <= f.Problem.Blocks[b].Cap[slot] {
				continue
			}
			if day := today.Add(time.Duration(m) * month); out.Never || day.Before(out.Out) {
				out.Never, out.Out, out.Resource, out.Slot = false, day, says.Resource, slot
			}
			break
		}
	}
	if !out.Never {
		out.Order = out.Out.Add(-lead)
		out.Late = out.Order.Before(today)
	}
	return out
}

// rate is a group's growth a month.
type rate struct {
	monthly float64
	unknown bool
}

// rates are the trends of the groups: of several members the largest.
func (x *examiner) rates() []rate {
	out := make([]rate, len(x.in.Fleet.Services))
	for i, s := range x.in.Fleet.Services {
		for _, name := range s.Members {
			p, known := x.in.Profiles[name]
			if !known || p.TrendPerMonth.Origin == profile.OriginUnknown {
				out[i].unknown = true
				continue
			}
			out[i].monthly = max(out[i].monthly, p.TrendPerMonth.Value)
		}
	}
	return out
}

// grown is what the plan uses after some months.
func (x *examiner) grown(rates []rate, months float64) place.Usage {
	f := x.in.Fleet
	u := f.Problem.Usage(make(place.Placement, len(f.Services)))
	for b := range u {
		clear(u[b])
	}
	for i := range f.Services {
		l := x.in.Result.Placement[i]
		factor := 1.0
		if len(f.Services[i].Options[l].Sites) == 1 {
			factor = math.Pow(1+rates[i].monthly, months)
		}
		for _, use := range f.Problem.Services[i].Options[l].Use {
			for t, v := range use.Amount {
				u[use.Block][t] += int64(math.Ceil(float64(v) * factor))
			}
		}
	}
	return u
}

// onPool tells whether an option of a group puts pods on a pool.
func onPool(f *fleet.Fleet, i int, l uint8, pool int) bool {
	return slices.ContainsFunc(f.Problem.Services[i].Options[l].Pods, func(p place.Pods) bool { return slices.Contains(p.Pools, int32(pool)) })
}

// bursts works out what waiting costs, by site.
func (x *examiner) bursts() (map[string]Burst, error) {
	out := map[string]Burst{}
	for _, s := range x.in.Workspace.Sites {
		if s.Kind.V != "onprem" || !s.LeadTime.Set() {
			continue
		}
		months := s.LeadTime.V / month.Seconds()
		profiles := make(map[string]profile.Profile, len(x.in.Profiles))
		for name, p := range x.in.Profiles {
			if g := p.TrendPerMonth; g.Origin != profile.OriginUnknown && g.Value > 0 {
				p = p.Scale(math.Pow(1+g.Value, months))
			}
			profiles[name] = p
		}
		f, now, err := x.rebuild(x.in.Workspace, profiles)
		if err != nil {
			return nil, err
		}
		g, full, err := x.rebuild(x.in.Workspace.Vary(room(s)), profiles)
		if err != nil {
			return nil, err
		}
		x.done("what waiting costs on %s", s.Name)
		if now == nil || full == nil {
			continue
		}
		out[s.Name] = Burst{
			Known: true, Day: x.in.Workspace.Settings.AsOf.V.Add(time.Duration(s.LeadTime.V * float64(time.Second))),
			Cost: between(f.Unit, now, g.Unit, full),
		}
	}
	return out, nil
}
