package month

import (
	"fmt"
	"strings"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/month/bridge"
)

// mostCauses is how many causes a report lists; further ones are small.
const mostCauses = 40

// compare holds the actual ledger against the planned one.
func (m *maker) compare() {
	planned := m.planned
	if planned == nil {
		planned = ledger.New(m.actual.Currency, nil)
	}
	m.r.Axes, m.r.Cells = axes(planned, m.actual), cells(planned, m.actual)
	if m.planned == nil {
		return
	}
	m.bridge = bridge.Make(m.planned, m.actual, bridge.Words{"planned", "in fact"})
	m.r.Bridge, m.r.Causes = effects(m.bridge), causes(m.bridge)
	m.r.Unknown = append(m.r.Unknown, uncounted(m.bridge)...)
}

// effects writes a bridge down, each effect with a sentence.
func effects(b *bridge.Bridge) (out []Effect) {
	for _, e := range b.Effects {
		out = append(out, Effect{Name: e.Name, Amount: e.Amount, Why: whyEffect(b, &e)})
	}
	return out
}

// says are what effects mean, for those that are told by services.
func says(name string) string {
	switch name {
	case bridge.Price:
		return "the same use costs more or less a unit"
	case bridge.Volume:
		return "more or less is used"
	case bridge.Placement:
		return "it runs elsewhere"
	}
	return ""
}

// whyEffect is a sentence about one effect.
func whyEffect(b *bridge.Bridge, e *bridge.Effect) string {
	switch e.Name {
	case bridge.Commitment:
		return sides("what was bought for a term", e)
	case bridge.Idle:
		return sides("own machines that nobody used, or that are kept free", e)
	case bridge.Unallocated:
		return sides("what no rule gives to anybody", e)
	case bridge.Late:
		return sides("charges of earlier months on this month's invoice", e)
	case bridge.Rounding:
		return fmt.Sprintf("what %d effects of services lose by rounding to %d digits", b.Terms, money.SplitDigits)
	}
	return says(e.Name) + most(b, e.Name)
}

func sides(what string, e *bridge.Effect) string {
	return fmt.Sprintf("%s: %s instead of %s", what, bridge.Say(e.After), bridge.Say(e.Before))
}

// most names the services that add most to an effect.
func most(b *bridge.Bridge, effect string) string {
	const named = 3
	var parts []string
	more := 0
	for i := range b.Causes {
		c := &b.Causes[i]
		if c.Effect != effect {
			continue
		}
		if len(parts) == named {
			more++
			continue
		}
		parts = append(parts, fmt.Sprintf("%s %s", whose(c), signed(c.Amount)))
	}
	if len(parts) == 0 {
		return ": nothing"
	}
	out := ": " + strings.Join(parts, ", ")
	if more > 0 {
		out += fmt.Sprintf(" and %d more", more)
	}
	return out
}

// whose names who a cause belongs to.
func whose(c *bridge.Cause) string {
	switch {
	case c.Service != "":
		return c.Service
	case c.Product != "":
		return "product " + c.Product
	case c.Team != "":
		return "team " + c.Team
	}
	return "no service"
}

// amountText is an amount for people.
func amountText(a money.Amount) string { return bridge.Say(a) }

// signed is an amount for people that shows which way it goes.
func signed(a money.Amount) string {
	if a.Sign() > 0 {
		return "+" + bridge.Say(a)
	}
	return bridge.Say(a)
}

// causes writes the largest causes down that belong to somebody.
func causes(b *bridge.Bridge) []Cause {
	var out []Cause
	for i := range b.Causes {
		c := &b.Causes[i]
		if c.Team == "" && c.Product == "" && c.Service == "" || len(out) == mostCauses {
			continue
		}
		out = append(out, Cause{Effect: c.Effect, Service: c.Service, Product: c.Product, Team: c.Team, Amount: c.Amount, Why: c.Why})
	}
	return out
}

// uncounted says of which services price and volume are not told apart.
func uncounted(b *bridge.Bridge) []string {
	if len(b.Uncounted) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("price and volume of %s: nobody counted what they used, so all of the difference stands under price; measure them, or give core_hours in a usage file", list(b.Uncounted))}
}
