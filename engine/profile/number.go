package profile

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// maxValue is the largest value a row may hold. No demand comes near it, and
// with it no sum or square of a series can overflow.
const maxValue = 1e18

// flaw says in which way a row is not a point of the series.
type flaw int

const (
	sound       flaw = iota
	noValue          // blank, or a word for "nothing was measured"
	badTime          // the time cannot be read
	skippedTime      // a local time that the zone's clocks skip
	badNumber        // the value cannot be read
	notFinite        // NaN or an infinity
	negative         // below zero, which demand is never
	badShape         // too few or too many columns, a quote left open
	flaws            // how many there are
)

// parseValue reads a value: a plain or scientific decimal, zero or more. A
// blank is no mistake, only a missing sample; all else has a problem.
func parseValue(b []byte) (float64, flaw, string) {
	if len(b) == 0 {
		return 0, noValue, ""
	}
	if v, ok := shortDecimal(b); ok {
		return v, sound, ""
	}
	if !isDecimal(b) {
		return classify(b)
	}
	v, err := strconv.ParseFloat(string(b), 64)
	switch {
	case err != nil && !math.IsInf(v, 0):
		return 0, badNumber, fmt.Sprintf("the value %s is not a number", quote(b))
	case v < 0:
		return 0, negative, fmt.Sprintf("the value %s is negative: demand is zero or more", quote(b))
	case v > maxValue:
		return 0, badNumber, fmt.Sprintf("the value %s is larger than any demand (1e18)", quote(b))
	}
	// Adding zero turns -0 into 0; everything after orders values by their bits.
	return v + 0, sound, ""
}

// shortDecimal reads what nearly all values are: up to 15 digits with at most
// one point. Both the digits as a whole number and the power of ten are exact
// in floating point then, so their quotient is the correctly rounded value
// (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990), at half
// the cost of the general parser.
func shortDecimal(b []byte) (float64, bool) {
	if len(b) > 16 || !isDigit(b[0]) || !isDigit(b[len(b)-1]) {
		return 0, false
	}
	digits, scale, point := int64(0), 1.0, false
	for _, c := range b {
		switch {
		case isDigit(c):
			digits = digits*10 + int64(c-'0')
			if point {
				scale *= 10
			}
		case c == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	if digits >= 1e15 {
		return 0, false
	}
	return float64(digits) / scale, true
}

// isDecimal keeps the forms that only Go reads (0x1p-2, 1_000, infinity) away
// from the number parser.
func isDecimal(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E' {
			return false
		}
	}
	return true
}

func classify(b []byte) (float64, flaw, string) {
	word := bytes.ToLower(bytes.TrimLeft(b[:min(len(b), 16)], "+-"))
	switch string(word) {
	case "null", "none", "nil", "na", "n/a":
		return 0, noValue, ""
	case "nan", "inf", "infinity":
		return 0, notFinite, fmt.Sprintf("the value %s is no finite number", quote(b))
	}
	if bytes.IndexByte(b, ',') >= 0 {
		return 0, badNumber, fmt.Sprintf("the value %s has a comma: write decimals with a point and no thousands separator", quote(b))
	}
	return 0, badNumber, fmt.Sprintf("the value %s is not a number", quote(b))
}
