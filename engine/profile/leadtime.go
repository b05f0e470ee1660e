package profile

import (
	"fmt"
	"math"
)

// ByLeadTime returns what p99 will have become in so many months of 730 hours:
// p99 × (1 + trendPerMonth)^months. A trend at or below -1 leaves nothing. The
// result is finite for finite arguments: growth beyond floating point stops at
// its end.
func ByLeadTime(p99, trendPerMonth, months float64) float64 {
	if p99 == 0 || months == 0 {
		return p99
	}
	return min(p99*math.Pow(max(0, 1+trendPerMonth), months), math.MaxFloat64)
}

// ByLeadTime returns the p99 in so many months, unknown where the p99 or its
// trend is.
func (p Profile) ByLeadTime(months float64) Feature {
	switch {
	case !p.P99.Known():
		return unknown("p99: " + p.P99.Why)
	case !p.TrendPerMonth.Known():
		return unknown("trend: " + p.TrendPerMonth.Why)
	}
	value := ByLeadTime(p.P99.Value, p.TrendPerMonth.Value, months)
	return known(OriginExtrapolated, value, p.Unit).but(fmt.Sprintf("%g %+.3g %% a month for %g months", p.P99.Value, 100*p.TrendPerMonth.Value, months))
}
