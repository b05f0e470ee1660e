package profile

import (
	"fmt"
	"math"
	"time"
)

// Profile is the demand of a service: numbers, each known or unknown with its
// reason, and where they are known together the shapes that capacity and money
// are computed from. Levels are in Unit. It is a value that nothing changes;
// the shapes may be shared between profiles and must not be written to.
type Profile struct {
	Unit    string        // of all levels, such as "requests/s"
	Zone    string        // the name of the zone whose clocks the demand follows; "" if declared
	Start   time.Time     // of the window, in UTC; zero if declared
	End     time.Time     // of the window: when the last sample ends
	Points  int           // of the series; 0 if declared
	Source  string        // the metrics block that measured it; "" for files and declared numbers
	Cadence time.Duration // between points; 0 if declared

	Mean   Feature // over the time that is covered
	P50    Feature // of the samples
	P95    Feature // of the samples
	P99    Feature // of the samples
	Peak   Feature // 99th percentile of the 5-minute means
	RawMax Feature // shown, never scored

	PeakToMean    Feature // Peak ÷ Mean
	Surge10m      Feature // largest rise within 10 minutes ÷ Mean
	CV            Feature // standard deviation ÷ mean
	Burstiness    Feature // -1 regular, 0 random, towards 1 in bursts
	DailySeason   Feature // strength, 0 to 1
	WeeklySeason  Feature // strength, 0 to 1, beyond the daily season
	TrendPerMonth Feature // growth in 730 hours: 0.12 is 12 % more
	IdleShare     Feature // share of the time under 10 % of Peak, 0 to 1
	CoveredShare  Feature // share of the window that samples cover, 0 to 1

	// Winter and Summer are the hours of the week in UTC while the clocks of
	// Zone are on winter or summer time. They are one and the same where the
	// zone has no daylight saving, and nil where mean or peak is unknown.
	Winter, Summer *Week
	// MeasuredSlots is how many of the 168 hours were measured; the others
	// stand at the mean for money and at the peak for capacity.
	MeasuredSlots int
	// Curve is the load-duration curve; empty where mean or peak is unknown.
	Curve Curve
}

// Named is a feature with its name, as Features lists them.
type Named struct {
	Name    string // in snake case, as policies and reports write it
	Feature Feature
}

// Features lists all features in the order in which they are shown.
func (p Profile) Features() []Named {
	all := p.features()
	list := make([]Named, len(all))
	for i, f := range all {
		list[i] = Named{Name: f.name, Feature: *f.feature}
	}
	return list
}

// tableRow is a feature of a profile. A level is in the unit of the profile
// and grows with it; the others are ratios and stay.
type tableRow struct {
	name    string
	feature *Feature
	level   bool
}

// features is the one list of all features; what goes over them goes over it.
func (p *Profile) features() []tableRow {
	return []tableRow{
		{"mean", &p.Mean, true},
		{"p50", &p.P50, true},
		{"p95", &p.P95, true},
		{"p99", &p.P99, true},
		{"peak", &p.Peak, true},
		{"raw_max", &p.RawMax, true},
		{"peak_to_mean", &p.PeakToMean, false},
		{"surge_10m", &p.Surge10m, false},
		{"cv", &p.CV, false},
		{"burstiness", &p.Burstiness, false},
		{"daily_season", &p.DailySeason, false},
		{"weekly_season", &p.WeeklySeason, false},
		{"trend_per_month", &p.TrendPerMonth, false},
		{"idle_share", &p.IdleShare, false},
		{"covered_share", &p.CoveredShare, false},
	}
}

// Shaped says whether Winter, Summer and Curve are there.
func (p Profile) Shaped() bool { return p.Winter != nil }

// OverflowMean returns the mean demand above a base level: what of it a site
// that takes up to base leaves to another. It is Curve.OverflowMean, and 0 for
// a profile that is not Shaped: ask that first.
func (p Profile) OverflowMean(base float64) float64 { return p.Curve.OverflowMean(base) }

// Scale returns the profile of f times the demand: levels and shapes are
// multiplied and count as derived, ratios stay. A factor that is not above
// zero and finite makes every level unknown.
func (p Profile) Scale(f float64) Profile { return p.Convert(f, p.Unit) }

// Convert is Scale into another unit: requests/s into cores by the cores that
// one request a second takes.
func (p Profile) Convert(f float64, unit string) Profile {
	p.Unit = unit
	// No level and no shape is above these three.
	top := f * max(p.RawMax.Value, p.Peak.Value, p.Mean.Value)
	if !(f > 0) || math.IsInf(f, 0) || math.IsInf(top, 0) {
		return p.withoutLevels("the factor of the demand is not a number above zero, or too large")
	}
	for _, row := range p.features() {
		if row.level && row.feature.Known() {
			why := row.feature.Why
			*row.feature = known(OriginDerived, row.feature.Value*f, unit).but(why)
		}
	}
	if p.Shaped() {
		winter, summer := p.Winter, p.Summer
		p.Winter, p.Curve = winter.scale(f), p.Curve.scale(f)
		if p.Summer = p.Winter; summer != winter {
			p.Summer = summer.scale(f)
		}
	}
	return p
}

func (p Profile) withoutLevels(why string) Profile {
	for _, row := range p.features() {
		if row.level {
			*row.feature = unknown(why)
		}
	}
	p.Winter, p.Summer, p.Curve = nil, nil, nil
	return p
}

// Like returns the profile of a service that has no series of its own and
// whose demand is ratio times that of another service. Every number becomes
// derived, and names the other service.
func (p Profile) Like(service string, ratio float64) Profile {
	p = p.Scale(ratio)
	for _, row := range p.features() {
		if !row.feature.Known() {
			continue
		}
		why := fmt.Sprintf("like %s × %g", service, ratio)
		if row.feature.Why != "" {
			why += "; " + row.feature.Why
		}
		row.feature.Origin, row.feature.Why = OriginDerived, why
	}
	return p
}
