package verify

import "strings"

// most10 is the largest power of ten that a unit may be.
const most10 = 40

// money writes an amount of the plan's unit in its currency, to the last digit.
func (s *subject) money(a wide) string {
	unit := s.f.Unit
	if unit.Exponent < -most10 || unit.Exponent > most10 {
		return a.String() // a check of its own refuses such a unit
	}
	sign, digits := "", strings.ReplaceAll(a.String(), ",", "")
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	fraction := ""
	if places := -unit.Exponent; places > 0 {
		digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
		digits, fraction = digits[:len(digits)-places], strings.TrimRight(digits[len(digits)-places:], "0")
	} else {
		digits += strings.Repeat("0", -places)
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + commas(digits) + fraction + " " + unit.Currency
}
