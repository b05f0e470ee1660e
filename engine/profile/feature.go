package profile

import "math"

// Origin says where a number comes from.
type Origin string

const (
	// OriginUnknown is the origin of no number: nobody has said or measured it.
	OriginUnknown Origin = ""
	// OriginMeasured is the origin of what comes from the points of a series.
	OriginMeasured Origin = "measured"
	// OriginDeclared is the origin of what a person wrote down.
	OriginDeclared Origin = "declared"
	// OriginDerived is the origin of what is computed from other numbers of
	// the profile, or from the profile of another service.
	OriginDerived Origin = "derived"
	// OriginExtrapolated is the origin of what lies beyond the window.
	OriginExtrapolated Origin = "extrapolated"
)

// Feature is one number of a profile, or the reason why there is none. The
// zero Feature is unknown without a reason.
type Feature struct {
	// Value is finite always, and 0 where the feature is unknown: ask Known
	// before it is used.
	Value float64
	// Unit is the unit of Value: the profile's own, or "" for a plain ratio.
	Unit string
	// Origin says where Value comes from; OriginUnknown says that there is none.
	Origin Origin
	// Why is the reason of an unknown, and the reservation with which a known
	// value is to be read; "" where there is none.
	Why string
}

// Known says whether there is a value.
func (f Feature) Known() bool { return f.Origin != OriginUnknown }

// known makes a feature of a value. A value that floating point could not
// hold becomes unknown here, so that no NaN or infinity can leave the package.
func known(origin Origin, value float64, unit string) Feature {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return unknown("the numbers are too large or too small to compute it")
	}
	return Feature{Value: value, Unit: unit, Origin: origin}
}

func unknown(why string) Feature { return Feature{Why: why} }

// but adds a reservation to a known feature.
func (f Feature) but(why string) Feature {
	if f.Known() {
		f.Why = why
	}
	return f
}

// ratio divides two features; it is unknown where one of them is, or the
// divisor is zero.
func ratio(origin Origin, a, b Feature, zero string) Feature {
	switch {
	case !a.Known():
		return unknown(a.Why)
	case !b.Known():
		return unknown(b.Why)
	case b.Value == 0:
		return unknown(zero)
	}
	return known(origin, a.Value/b.Value, "")
}
