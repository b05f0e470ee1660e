package reports

import (
	"strings"
	"time"

	"berth.dev/engine/capacity"
	"berth.dev/engine/plan"
)

// NewCapacity turns an examination into the model. Slots is how many the hours of the
// week have in it, 168 or 336.
func NewCapacity(asOf time.Time, currency string, r *capacity.Report, slots int) Capacity {
	out := Capacity{Schema: "berth.capacity/1", AsOf: asOf.Format(time.DateOnly), Currency: currency, Pools: []PoolCapacity{}}
	for _, p := range r.Pools {
		one := PoolCapacity{
			Site: p.Site, Pool: p.Name, Nodes: p.Nodes,
			MoreCore: maybeBetween(p.Core.More), LessCore: maybeBetween(p.Core.Less), NoLessCore: p.Core.NoLess,
			MoreGiB: maybeBetween(p.GiB.More), LessGiB: maybeBetween(p.GiB.Less), NoLessGiB: p.GiB.NoLess,
			LessNode: maybeBetween(p.Node.Less), NoLessNode: p.Node.NoLess,
			Running: Cost{Amount: p.Node.Running}, Lead: Number(p.Node.Lead), RackFull: !p.Node.Room,
			Life: Number(p.Node.Life), AssumedTrend: Number(p.Growth.Assumed), Trendless: append([]string{}, p.Growth.Unknown...), TooLate: p.Growth.Late,
			Burst: maybeBetween(p.Burst.Cost), BurstUnknown: p.Burst.Unknown, BurstDay: p.Burst.Day.Format(time.DateOnly),
			Services: p.Shared.Services, Alone: p.Shared.Alone, Together: p.Shared.Together,
		}
		if p.Node.Known {
			one.MoreNode = maybeBetween(&p.Node.Saves)
		}
		if p.Node.Priced {
			one.Price = &Cost{Amount: p.Node.Price}
			one.PaybackBest, one.PaybackWorst = months(p.Node.Months[0]), months(p.Node.Months[1])
		}
		if !p.Growth.Never {
			one.RunsOut, one.OrderBy = p.Growth.Out.Format(time.DateOnly), p.Growth.Order.Format(time.DateOnly)
			one.RunsInto = strings.TrimSpace(p.Growth.Resource + " " + plan.SlotName(slots, p.Growth.Slot))
		}
		out.Pools = append(out.Pools, one)
	}
	return out
}

func newBetween(i capacity.Interval) Between {
	return Between{Cost{Amount: i.Least}, Cost{Amount: i.Most}}
}

// maybeBetween is an amount that may not be known.
func maybeBetween(i *capacity.Interval) *Between {
	if i == nil {
		return nil
	}
	b := newBetween(*i)
	return &b
}

// months is nil for never.
func months(m float64) *Number {
	if m < 0 {
		return nil
	}
	n := Number(m)
	return &n
}
