package bridge

import (
	"fmt"
	"math/big"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// cell is what one owner pays of one kind of line.
type cell struct {
	kind     ledger.Kind
	currency string
	words    Words
	// total is what both sides cost, there whether a side has any line.
	total [2]money.Amount
	there [2]bool
	sites map[string]*spot
	// unit is the one quantities are in; mixed says that there are several.
	unit  string
	mixed bool
}

// spot is a cell on one site: amount and quantity, before and after.
type spot struct {
	amount   [2]money.Amount
	quantity [2]*big.Rat
}

func newCell(kind ledger.Kind, currency string, words Words) *cell {
	zero := money.Zero(currency)
	return &cell{kind: kind, currency: currency, words: words, total: [2]money.Amount{zero, zero}, sites: map[string]*spot{}}
}

func (c *cell) add(l *ledger.Line, side int) {
	s := c.sites[l.Site]
	if s == nil {
		zero := money.Zero(c.currency)
		s = &spot{amount: [2]money.Amount{zero, zero}, quantity: [2]*big.Rat{new(big.Rat), new(big.Rat)}}
		c.sites[l.Site] = s
	}
	c.there[side] = c.there[side] || !l.Amount.IsZero() || l.Quantity != 0
	c.total[side] = c.total[side].Add(l.Amount)
	s.amount[side] = s.amount[side].Add(l.Amount)
	if l.Unit == "" || l.Quantity == 0 {
		return
	}
	c.mixed = c.mixed || c.unit != "" && c.unit != l.Unit
	c.unit = l.Unit
	s.quantity[side].Add(s.quantity[side], fraction(l.Quantity))
}

// effects are what a cell adds to price, volume and placement.
type effects struct {
	amounts [3]money.Amount
	why     [3]reason
	// terms is how many of the amounts were rounded.
	terms     int
	uncounted bool
}

// counted says whether price and volume can be told apart: all that costs something
// has a quantity, in one unit.
func (c *cell) counted() bool {
	if c.mixed || c.unit == "" {
		return false
	}
	for _, s := range c.sites {
		for side := range s.amount {
			if s.quantity[side].Sign() < 0 || s.quantity[side].Sign() == 0 && !s.amount[side].IsZero() {
				return false
			}
		}
	}
	return true
}

// effects splits the difference of a cell.
func (c *cell) effects() effects {
	zero, delta := money.Zero(c.currency), c.total[1].Sub(c.total[0])
	out := effects{amounts: [3]money.Amount{zero, zero, zero}}
	switch {
	case !c.there[0] || !c.there[1]:
		out.amounts[1], out.why[1] = delta, reason{words: c.oneSide()}
	case !c.counted():
		out.amounts[0], out.why[0] = delta, c.priceOnly()
		out.uncounted = c.countable() && !delta.IsZero()
	default:
		c.split(&out)
	}
	return out
}

// countable says whether lines of this kind have a quantity where somebody counts it.
func (c *cell) countable() bool {
	return c.kind == ledger.Compute || c.unit != ""
}

// split works out the three effects of a cell that is counted on both sides.
func (c *cell) split(out *effects) {
	var q [2]*big.Rat
	for side := range q {
		q[side] = new(big.Rat)
		for _, s := range c.sites {
			q[side].Add(q[side], s.quantity[side])
		}
	}
	price, volume, placement := new(big.Rat), new(big.Rat), new(big.Rat)
	grown := new(big.Rat).Sub(q[1], q[0])
	for _, name := range c.names() {
		s := c.sites[name]
		p0, p1 := ratio(s.amount[0], s.quantity[0]), ratio(s.amount[1], s.quantity[1])
		if s.quantity[1].Sign() == 0 {
			p1 = p0
		}
		s1 := quotient(s.quantity[1], q[1])
		s0 := quotient(s.quantity[0], q[0])
		if q[0].Sign() == 0 {
			s0 = s1
		}
		if s.quantity[0].Sign() > 0 {
			price.Add(price, product(s.quantity[0], new(big.Rat).Sub(p1, p0)))
		}
		volume.Add(volume, product(product(grown, s0), p1))
		placement.Add(placement, product(product(q[1], new(big.Rat).Sub(s1, s0)), p1))
	}
	for i, r := range [...]*big.Rat{price, volume, placement} {
		out.amounts[i] = rounded(r, c.currency)
	}
	out.terms = len(out.amounts)
	out.why = [3]reason{c.priceWords(), c.volumeWords(q), c.placementWords(q)}
}

// names are the sites in order.
func (c *cell) names() []string {
	names := make([]string, 0, len(c.sites))
	for name := range c.sites {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// fraction is a quantity by its shortest decimal, so that a reader redoes the same.
func fraction(q float64) *big.Rat {
	r, _ := new(big.Rat).SetString(money.FromFloat(q, "").Decimal())
	return r
}

// fractionOf is an amount as a fraction.
func fractionOf(a money.Amount) *big.Rat {
	r, _ := new(big.Rat).SetString(a.Decimal())
	return r
}

// ratio is an amount over a quantity, nothing where that is nothing.
func ratio(a money.Amount, q *big.Rat) *big.Rat { return quotient(fractionOf(a), q) }

func quotient(a, b *big.Rat) *big.Rat {
	if b.Sign() == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(a, b)
}

func product(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }

// rounded is a fraction as an amount with as many digits as shares of money keep.
func rounded(r *big.Rat, currency string) money.Amount {
	var a money.Amount
	if err := a.UnmarshalText([]byte(r.FloatString(money.SplitDigits) + " " + currency)); err != nil {
		// More than four hundred digits: no sum of money of this world.
		panic(fmt.Errorf("bridge: %w", err))
	}
	return a
}
