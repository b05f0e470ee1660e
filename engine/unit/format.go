package unit

import (
	"math"
	"strconv"
)

// Significant returns f rounded to n significant digits.
func Significant(f float64, n int) float64 {
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return f
	}
	// Through text, so that the result is the nearest float64 to the decimal.
	v, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', n-1, 64), 64)
	if err != nil {
		return f
	}
	return v
}

// Number writes f for a person: three significant digits, or all digits of the
// whole part when there are more, and no exponent.
func Number(f float64) string {
	if math.Abs(f) >= 100 {
		return grouped(math.Round(f))
	}
	// Adding 0 makes 0 of -0.
	return strconv.FormatFloat(Significant(f, 3)+0, 'f', -1, 64)
}

// grouped writes a whole number with thousands separated by commas.
func grouped(f float64) string {
	s := strconv.FormatFloat(math.Abs(f), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if f < 0 {
		s = "-" + s
	}
	return s
}

// FormatBytes writes an amount of bytes for a person, in binary units.
func FormatBytes(b float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"Pi", 1 << 50}, {"Ti", 1 << 40}, {"Gi", 1 << 30}, {"Mi", 1 << 20}, {"Ki", 1 << 10}} {
		if math.Abs(b) >= u.size {
			return Number(b/u.size) + u.name
		}
	}
	return Number(b) + "B"
}
