package reports

import (
	"math"
	"strconv"
	"strings"

	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// Score is a score from 0 to 1.
type Score float64

// MarshalJSON writes at most six digits after the point.
func (s Score) MarshalJSON() ([]byte, error) {
	return plainNumber(math.Round(float64(s)*1e6) / 1e6), nil
}

// String writes two digits after the point, for a person.
func (s Score) String() string { return strconv.FormatFloat(float64(s), 'f', 2, 64) }

// fine writes three digits, where scores are compared.
func (s Score) fine() string { return strconv.FormatFloat(float64(s), 'f', 3, 64) }

// Number is a measured or declared quantity.
type Number float64

// jsonDigits are the significant digits of a quantity in JSON: more than anybody
// measures, fewer than make rounding in the last bit show.
const jsonDigits = 12

// MarshalJSON writes twelve significant digits.
func (n Number) MarshalJSON() ([]byte, error) {
	return plainNumber(unit.Significant(float64(n), jsonDigits)), nil
}

// plainNumber writes a number without an exponent. The engine lets no NaN and no
// infinity through; null stands for one all the same, since they are no JSON.
func plainNumber(f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null")
	}
	if f == 0 {
		f = 0 // -0 is 0
	}
	return strconv.AppendFloat(nil, f, 'f', -1, 64)
}

// String writes three significant digits, for a person.
func (n Number) String() string { return unit.Number(float64(n)) }

// moneyDigits is how many digits after the point a person is shown: amounts of
// less than a hundred need more than a rounded total does.
func moneyDigits(a money.Amount) int {
	if f := math.Abs(a.Float()); f > 0 && f < 100 {
		return 2
	}
	return 0
}

// rounded writes an amount for a person, without its currency.
func rounded(a money.Amount) string {
	return strings.Replace(a.Rounded(moneyDigits(a)), "-", "−", 1)
}
