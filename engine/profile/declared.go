package profile

import (
	"fmt"
	"math"
)

// peakTime is the share of the time that a declared service is at its peak.
const peakTime = 0.05

// DeclaredInput is what a person knows of a service without a series. A nil
// field is unknown. Levels are in Unit, zero or more.
type DeclaredInput struct {
	Unit          string   // of the levels, such as "requests/s"
	Mean          *float64 // demand over all the time
	P99           *float64 // 99th percentile of the demand
	Peak          *float64 // 99th percentile of the 5-minute means; one of the two stands for both
	TrendPerMonth *float64 // growth in 730 hours: 0.12 is 12 % more; above -1
}

// Declared makes a profile of declared numbers. What only a series can tell is
// unknown. With mean and peak it has shapes: every hour of the week at the
// mean for money and at the peak for capacity, and a curve of two levels, the
// peak for 5 % of the time and so much for the rest that the mean is kept.
// Where the mean is too small for that, the peak takes as much of the time as
// the mean allows, and the rest has no demand.
//
// Numbers that contradict each other are an error: a peak below the mean, or a
// mean below a hundredth of the peak, because demand that is at its 99th
// percentile for one hundredth of the time has no smaller mean.
func Declared(in DeclaredInput) (Profile, error) {
	if err := in.check(); err != nil {
		return Profile{}, err
	}
	p := Profile{Unit: in.Unit}
	for _, row := range p.features() {
		*row.feature = unknown("only a series can tell, and there are declared numbers only")
	}
	p.Mean = in.level(in.Mean, "the mean is not declared")
	p.P99 = in.level(in.P99, "no p99 is declared")
	p.Peak = in.level(in.Peak, "no peak is declared")
	switch {
	case !p.Peak.Known() && p.P99.Known():
		p.Peak = known(OriginDerived, p.P99.Value, in.Unit).but("the declared p99")
	case !p.P99.Known() && p.Peak.Known():
		p.P99 = known(OriginDerived, p.Peak.Value, in.Unit).but("the declared peak")
	}
	p.PeakToMean = ratio(OriginDerived, p.Peak, p.Mean, "there is no demand at all")
	p.TrendPerMonth = unknown("the trend is not declared")
	if in.TrendPerMonth != nil {
		p.TrendPerMonth = known(OriginDeclared, *in.TrendPerMonth, "")
	}
	if p.Mean.Known() && p.Peak.Known() {
		p.Winter = flatWeek(p.Mean.Value, p.Peak.Value)
		p.Summer = p.Winter
		p.Curve = twoLevels(p.Mean.Value, p.P99.Value)
	}
	return p, nil
}

func (in DeclaredInput) level(v *float64, why string) Feature {
	if v == nil {
		return unknown(why)
	}
	return known(OriginDeclared, *v, in.Unit)
}

// check refuses numbers that are no demand, or not of one service.
func (in DeclaredInput) check() error {
	for _, l := range [...]struct {
		name  string
		value *float64
	}{{"mean", in.Mean}, {"p99", in.P99}, {"peak", in.Peak}} {
		if l.value == nil {
			continue
		}
		switch v := *l.value; {
		case math.IsNaN(v) || v < 0 || v > maxValue:
			return fmt.Errorf("the %s of %g is no demand: it is a number from 0 to 1e18", l.name, v)
		case in.Mean == nil || v == *in.Mean:
		case v < *in.Mean:
			return fmt.Errorf("the %s of %g is below the mean of %g: which of the two is wrong?", l.name, v, *in.Mean)
		case *in.Mean < v/100:
			return fmt.Errorf("the mean of %g is below a hundredth of the %s of %g: demand that is there for a hundredth of the time has a larger mean", *in.Mean, l.name, v)
		}
	}
	if g := in.TrendPerMonth; g != nil && !(*g > -1 && *g <= 1000) {
		return fmt.Errorf("the trend of %g a month cannot be: it is growth above -1 and at most 1000, 0.12 for 12 %%", *g)
	}
	return nil
}

// twoLevels is the curve of a declared service.
func twoLevels(mean, peak float64) Curve {
	share := peakTime
	rest := (mean - peak*share) / (1 - share)
	if rest < 0 {
		share, rest = mean/peak, 0
	}
	c := make(Curve, curveBins)
	// Rounding must not lift a bin above the peak or the bin before.
	limit := peak
	for i := range c {
		// The part of this bin that is at the peak, 0 to 1.
		part := min(1, max(0, share*curveBins-float64(i)))
		limit = min(limit, peak*part+rest*(1-part))
		c[i] = limit
	}
	return c
}
