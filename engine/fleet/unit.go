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

// Whole returns money in units. It is false where that has no room, which no amount of
// the fleet's own does.
func (u Unit) Whole(a money.Amount) (int64, bool) { return a.Whole(u.Digits) }

// whole is an amount of the fleet's own in units.
func (u Unit) whole(a money.Amount) int64 {
	n, ok := u.Whole(a)
	if !ok {
		panic("fleet: an amount has no room in the unit that was chosen for it")
	}
	return n
}

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

// apart is what is told beside the costs and must have room with them: what is paid
// whatever runs where, and the dearest move of every service.
func (b *builder) apart() (sum float64) {
	for _, line := range b.standing {
		sum += math.Abs(line.Amount.Float())
	}
	for _, g := range b.groups {
		most := 0.0
		for _, w := range g.ways {
			once := 0.0
			for _, v := range w.variants {
				once += math.Abs(v.once.Float())
			}
			most = max(most, once)
		}
		sum += most
	}
	return sum
}
