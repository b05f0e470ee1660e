package policies

import (
	"fmt"
	"math"

	"cel.dev/cel-go/common/operators"
)

// bounds are what a number is never below or above; whole is true of whole numbers.
type bounds struct {
	least, most float64
	whole       bool
}

func unbounded() bounds { return bounds{least: math.Inf(-1), most: math.Inf(1)} }

// boundsOf returns what the tags of a variable say.
func boundsOf(v *variable) bounds {
	b := unbounded()
	if v.least != nil {
		b.least = *v.least
	}
	if v.most != nil {
		b.most = *v.most
	}
	return b
}

// where says for which numbers within the bounds a comparison with n is true. Two
// comparisons that are true for the same numbers have the same words.
func (b bounds) where(name string, n float64) string {
	switch name {
	case operators.Less:
		return b.interval(b.least, n, false, true)
	case operators.LessEquals:
		return b.interval(b.least, n, false, false)
	case operators.Greater:
		return b.interval(n, b.most, true, false)
	case operators.GreaterEquals:
		return b.interval(n, b.most, false, false)
	case operators.Equals:
		return b.interval(n, n, false, false)
	}
	switch { // !=
	case b.interval(n, n, false, false) == "never":
		return "always"
	case n == b.least:
		return b.interval(n, b.most, true, false)
	case n == b.most:
		return b.interval(b.least, n, false, true)
	}
	return fmt.Sprintf("all but %v", n)
}

// interval writes the numbers from lo to hi that are within the bounds; an end that is
// open is not among them.
func (b bounds) interval(lo, hi float64, openLo, openHi bool) string {
	if b.whole {
		// The nearest whole numbers, which are among them.
		if openLo {
			lo, openLo = math.Floor(lo)+1, false
		}
		if openHi {
			hi, openHi = math.Ceil(hi)-1, false
		}
		lo, hi = math.Ceil(lo), math.Floor(hi)
	}
	if lo < b.least {
		lo, openLo = b.least, false
	}
	if hi > b.most {
		hi, openHi = b.most, false
	}
	switch {
	case lo > hi, lo == hi && (openLo || openHi):
		return "never"
	case lo == b.least && hi == b.most && !openLo && !openHi:
		return "always"
	}
	return fmt.Sprintf("%v %t to %v %t", lo, openLo, hi, openHi)
}
