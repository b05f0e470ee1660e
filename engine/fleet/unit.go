package fleet

import (
	"fmt"
	"math"

	"berth.dev/engine/money"
)

// Unit is what costs of a problem count: 10^-Digits of a currency a month.
type Unit struct {
	Currency string
	Digits   int
}

// The finest and the coarsest unit. Finer than a billionth no price is; from a
// million up nothing would be left of most services.
const (
	finest   = 9
	coarsest = -6
	// roomBits is how large the costs of a problem may add up to when the unit is
	// chosen; what checks the problem allows a little more.
	roomBits = 58
)

// Amount returns so many units as money.
func (u Unit) Amount(n int64) money.Amount { return money.FromWhole(n, u.Digits, u.Currency) }

// String writes the unit, as in "10^-9 JPY/mo".
func (u Unit) String() string { return fmt.Sprintf("10^%d %s/mo", -u.Digits, u.Currency) }

// unitFor is the finest unit in which the sum has room.
func unitFor(sum float64, currency string) (Unit, bool) {
	for digits := finest; digits >= coarsest; digits-- {
		if sum*math.Pow10(digits) < 1<<roomBits {
			return Unit{currency, digits}, true
		}
	}
	return Unit{}, false
}
