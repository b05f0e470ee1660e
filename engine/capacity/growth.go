package capacity

import (
	"math"
	"slices"
	"sort"
	"time"

	"berth.dev/engine/fleet"
	"berth.dev/engine/place"
	"berth.dev/engine/profile"
	"berth.dev/engine/score"
)

// Growth is when a pool runs out.
type Growth struct {
	// Never says that nothing runs out within ten years.
	Never bool
	// Out is the first day on which something lacks, Order the last one on which to
	// order for it; Late says that this day has passed. Resource and Slot are what runs
	// out first and when in the week.
	Out, Order time.Time
	Late       bool
	Resource   string
	Slot       int
	// Unknown are services on the pool whose trend nobody knows, by name: they grow by
	// Assumed, a share a month, which plans and evaluations take as well.
	Unknown []string
	Assumed float64
}

const (
	day = 24 * time.Hour
	// horizon is for how many days growth is followed: ten years of 12 months.
	horizon = int(120 * month / day)
)

// growth follows the demand of a pool.
func (x *examiner) growth(pool int) Growth {
	f := x.in.Fleet
	meta := f.Pools[pool]
	today := x.in.Workspace.Settings.AsOf.V
	lead := time.Duration(x.in.Workspace.Site(meta.Site).LeadTime.V * float64(time.Second))
	out := Growth{Never: true, Assumed: score.AssumedTrend()}
	rates := make([]float64, len(f.Services))
	for i, s := range f.Services {
		monthly, unknown := x.trend(s.Members)
		if rates[i] = monthly; onPool(f, i, x.in.Result.Placement[i], pool) {
			out.Unknown = append(out.Unknown, unknown...)
		}
	}
	slices.Sort(out.Unknown)
	first := horizon + 1
	for b, says := range f.Blocks {
		if says.Kind != fleet.Capacity || says.Site != meta.Site || !slices.Contains(says.Pools, meta.Name) {
			continue
		}
		// No trend falls below level, so what lacks once lacks ever after.
		days := sort.Search(first, func(d int) bool { _, lacks := x.lacks(b, rates, d); return lacks })
		if days < first {
			first = days
			slot, _ := x.lacks(b, rates, days)
			out.Never, out.Resource, out.Slot = false, says.Resource, slot
		}
	}
	if !out.Never {
		out.Out = today.Add(time.Duration(first) * day)
		out.Order = out.Out.Add(-lead)
		out.Late = out.Order.Before(today)
	}
	return out
}

// trend is the growth a month of services that move as one: the largest of theirs, and
// never below level. It names those whose trend nobody knows: the one that is assumed
// for them everywhere counts.
func (x *examiner) trend(members []string) (monthly float64, unknown []string) {
	for _, name := range members {
		p, known := x.in.Profiles[name]
		if !known || p.TrendPerMonth.Origin == profile.OriginUnknown {
			unknown = append(unknown, name)
			monthly = max(monthly, score.AssumedTrend())
			continue
		}
		monthly = max(monthly, p.TrendPerMonth.Value)
	}
	return monthly, unknown
}

// lacks says whether a block is too small after some days, and in which slot most.
func (x *examiner) lacks(block int, rates []float64, days int) (slot int, lacks bool) {
	f := x.in.Fleet
	free := slices.Clone(f.Problem.Blocks[block].Cap)
	months := float64(days) * float64(day) / float64(month)
	for i := range f.Services {
		l := x.in.Result.Placement[i]
		use := f.Problem.Services[i].Options[l].Use
		k := slices.IndexFunc(use, func(u place.Use) bool { return int(u.Block) == block })
		if k < 0 {
			continue
		}
		factor := 1.0
		if len(f.Services[i].Options[l].Sites) == 1 {
			factor = math.Pow(1+rates[i], months)
		}
		for t, v := range use[k].Amount {
			// A capacity is below 2^60; more than that is too much whatever it is.
			free[t] -= int64(min(math.Ceil(float64(v)*factor), 1<<60/float64(len(f.Services))))
		}
	}
	least := slices.Min(free)
	return slices.Index(free, least), least < 0
}

// onPool tells whether an option of a group puts pods on a pool.
func onPool(f *fleet.Fleet, i int, l uint8, pool int) bool {
	return slices.ContainsFunc(f.Problem.Services[i].Options[l].Pods, func(p place.Pods) bool { return slices.Contains(p.Pools, int32(pool)) })
}
