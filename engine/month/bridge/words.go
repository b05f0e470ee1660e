package bridge

import (
	"fmt"
	"math"
	"math/big"
	"strings"

	"berth.dev/engine/money"
)

// Words are what the two sides are called, as in "planned" and "in fact": each stands
// behind a number.
type Words [2]string

// both writes something of both sides.
func (w Words) both(before, after string) string {
	return before + " " + w[0] + ", " + after + " " + w[1]
}

// oneSide says that one of the ledgers has nothing of it.
func (c *cell) oneSide() string {
	if c.there[1] {
		return fmt.Sprintf("%s: nothing %s", c.kind, c.words[0])
	}
	return fmt.Sprintf("%s: nothing %s", c.kind, c.words[1])
}

// priceOnly says that nothing is counted.
func (c *cell) priceOnly() reason {
	before, after := Say(c.total[0]), Say(c.total[1])
	words := fmt.Sprintf("%s: %s", c.kind, c.words.both(before, after))
	if c.countable() {
		words += "; nobody counted what was used, so this may be volume, too"
	}
	return reason{words, before == after}
}

// reason says why an amount changed. It is alike where both sides read the same: then it
// explains less than one that does not.
type reason struct {
	words string
	alike bool
}

// and adds another reason; what is alike is left out beside what is not.
func (r reason) and(o reason) reason {
	switch {
	case r.words == "" || r.alike && !o.alike:
		return o
	case o.words == "" || o.alike && !r.alike:
		return r
	}
	return reason{r.words + "; " + o.words, r.alike}
}

// priceWords say what a unit costs on the sites that both sides use.
func (c *cell) priceWords() (out reason) {
	for _, name := range c.names() {
		s := c.sites[name]
		if s.quantity[0].Sign() == 0 || s.quantity[1].Sign() == 0 {
			continue
		}
		was, is := ratio(s.amount[0], s.quantity[0]), ratio(s.amount[1], s.quantity[1])
		if was.Cmp(is) != 0 {
			before, after := c.unitPrice(was), c.unitPrice(is)
			out = out.and(reason{fmt.Sprintf("%s on %s: %s", c.one(), site(name), c.words.both(before, after)), before == after})
		}
	}
	return out
}

func (c *cell) one() string {
	if c.unit == "GiB" || c.unit == "GiB-mo" {
		return "a " + c.unit + " of " + string(c.kind)
	}
	return "a " + c.unit
}

// unitPrice is a price with four digits that say something.
func (c *cell) unitPrice(r *big.Rat) string {
	f, _ := r.Float64()
	digits := 2
	if size := math.Abs(f); size > 0 && size < 1 {
		digits = min(9, 3-int(math.Floor(math.Log10(size))))
	}
	return minus(rounded(r, c.currency).Rounded(digits)) + " " + c.currency
}

// volumeWords say how much was used.
func (c *cell) volumeWords(q [2]*big.Rat) reason {
	before, after := amount(q[0])+" "+c.unit, amount(q[1])+" "+c.unit
	out := c.words.both(before, after)
	if q[0].Sign() > 0 {
		out += change(q)
	}
	return reason{out, before == after}
}

// change is by how many per cent something grew, "" where that says nothing.
func change(q [2]*big.Rat) string {
	share, _ := quotient(new(big.Rat).Sub(q[1], q[0]), q[0]).Float64()
	if math.Abs(share) > 10 {
		return ""
	}
	return " (" + Percent(share) + ")"
}

// Percent is by which share something is more or less, for people: "+4.2 %".
func Percent(share float64) string { return minus(fmt.Sprintf("%+.1f %%", 100*share)) }

// placementWords say which share of it ran where.
func (c *cell) placementWords(q [2]*big.Rat) (out reason) {
	for _, name := range c.names() {
		s := c.sites[name]
		was, is := quotient(s.quantity[0], q[0]), quotient(s.quantity[1], q[1])
		if was.Cmp(is) == 0 {
			continue
		}
		planned, _ := was.Float64()
		fact, _ := is.Float64()
		before, after := fmt.Sprintf("%.1f %%", 100*planned), fmt.Sprintf("%.1f %%", 100*fact)
		out = out.and(reason{fmt.Sprintf("%s on %s: %s", c.kind, site(name), c.words.both(before, after)), before == after})
	}
	return out
}

func site(name string) string {
	if name == "" {
		return "no site"
	}
	return name
}

// amount is a quantity for people.
func amount(r *big.Rat) string {
	f, _ := r.Float64()
	return Quantity(f)
}

// Quantity is a quantity for people: whole units where it is a thousand or more.
func Quantity(f float64) string {
	digits := 1
	if math.Abs(f) >= 1000 {
		digits = 0
	}
	return money.FromFloat(f, "").Rounded(digits)
}

// Say is an amount for people: whole units where it is a thousand or more.
func Say(a money.Amount) string {
	digits := 2
	if math.Abs(a.Float()) >= 1000 || a.Currency() == "JPY" {
		digits = 0
	}
	return minus(a.Rounded(digits)) + " " + a.Currency()
}

// minus writes the sign that stands as wide as a plus.
func minus(number string) string { return strings.Replace(number, "-", "−", 1) }
