package chart

import (
	"math"
	"strconv"
)

// Hours is the number of hours of a week.
const Hours = 168

// niceTop returns the smallest of 1, 2, 2.5, 5 times a power of ten that is not
// below v: an axis that ends there has a half that is short to write.
func niceTop(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range [...]float64{1, 2, 2.5, 5} {
		if v <= m*power {
			return m * power
		}
	}
	return 10 * power
}

// Top returns where the axis of a tall drawing ends: the smallest of ten round numbers
// times a power of ten that is not below v. Its half is short to write, and v is above
// three quarters of it, or nearly so.
func Top(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range [...]float64{1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8} {
		if v <= m*power {
			return m * power
		}
	}
	return 10 * power
}

// short writes an axis label: three digits and a letter for thousands.
func short(v float64) string {
	// Rounded first: 999.9 is 1k, not 1e+03.
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'e', 2, 64), 64)
	for _, u := range [...]struct {
		size float64
		name string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(v) >= u.size {
			return strconv.FormatFloat(v/u.size, 'g', 3, 64) + u.name
		}
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// finite takes what is no number, or below zero, as zero.
func finite(v float64) float64 {
	if !(v > 0) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// hour names an hour of the week; 0 is Monday 00:00.
func hour(slot int) string {
	h := strconv.Itoa(slot % 24)
	if len(h) < 2 {
		h = "0" + h
	}
	return days()[slot/24%7] + " " + h + ":00"
}

func days() [7]string { return [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} }

// highest returns the slot of the largest value, the first of equals.
func highest(values []float64) int {
	at := 0
	for i, v := range values {
		if v > values[at] {
			at = i
		}
	}
	return at
}

// cut shortens a name to n characters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
