package bridge

import (
	"cmp"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
)

// Name is the name of an effect.
type Name = string

// The effects, in the order of a bridge.
const (
	Price       Name = "price"
	Volume      Name = "volume"
	Placement   Name = "placement"
	Commitment  Name = "commitment"
	Idle        Name = "idle"
	Unallocated Name = "unallocated"
	Late        Name = "late"
	Rounding    Name = "rounding"
)

// Names are all effects in order.
func Names() []Name {
	return []Name{Price, Volume, Placement, Commitment, Idle, Unallocated, Late, Rounding}
}

// Effect is one step from one ledger to the other.
type Effect struct {
	Name   Name
	Amount money.Amount
	// Before and After are what the lines of a kind that has its own effect were and
	// are; nothing for price, volume, placement and rounding.
	Before, After money.Amount
}

// Cause is what one service adds to one effect.
type Cause struct {
	Effect Name
	// Service is whose it is; where it is nobody's, Product and Team may still be set.
	Service, Product, Team string
	Amount                 money.Amount
	// Why says in words how it came.
	Why string
}

// Bridge leads from one ledger to another.
type Bridge struct {
	// Effects are all effects in order; they add up to the difference of the totals.
	Effects []Effect
	// Causes are all there are that are not nothing, the largest first.
	Causes []Cause
	// Uncounted are services of which something changed and nobody counted what they
	// used, so that price and volume cannot be told apart, by name.
	Uncounted []string
	// Terms is how many amounts were rounded: the rounding effect is at most half a unit
	// of the sixth digit for each.
	Terms int
}

// Make explains how one ledger becomes another, in words that call the two sides by
// their names. Both are in one currency.
func Make(before, after *ledger.Ledger, words Words) *Bridge {
	m := &maker{words: words, currency: after.Currency, cells: map[owner]*account{}}
	m.take(before, 0)
	m.take(after, 1)
	m.explain()
	return m.bridge(after.Total().Sub(before.Total()))
}

// own is the effect of a kind of line that has one for itself, "" for the others.
func own(k ledger.Kind) Name {
	switch k {
	case ledger.Committed, ledger.Unused:
		return Commitment
	case ledger.Idle, ledger.Spare:
		return Idle
	case ledger.Unallocated:
		return Unallocated
	case ledger.Late:
		return Late
	}
	return ""
}

// owner is whose lines are compared with each other. A service is one and the same
// though its team changed; what no service owns is told apart by product and team.
type owner struct{ service, product, team string }

func ownerOf(l *ledger.Line) owner {
	if l.Service != "" {
		return owner{service: l.Service}
	}
	return owner{product: l.Product, team: l.Team}
}

func (o owner) compare(p owner) int {
	return cmp.Or(cmp.Compare(o.service, p.service), cmp.Compare(o.product, p.product), cmp.Compare(o.team, p.team))
}

// account is everything of one owner.
type account struct {
	product, team string
	// kinds are the cells of lines that are told apart by price and volume.
	kinds map[ledger.Kind]*cell
	// own are by effect what lines with an effect of their own were and are.
	own map[Name]*[2]money.Amount
}

type maker struct {
	words    Words
	currency string
	cells    map[owner]*account
	// sums are by effect, whole by effect what its lines were and are.
	sums  map[Name]money.Amount
	whole map[Name]*[2]money.Amount
	out   Bridge
	// why are the reasons of the causes of out, one each, until those are put in order.
	why []reason
}

// take adds one ledger, the side before (0) or after (1).
func (m *maker) take(l *ledger.Ledger, side int) {
	for i := range l.Lines {
		line := &l.Lines[i]
		a := m.cells[ownerOf(line)]
		if a == nil {
			a = &account{kinds: map[ledger.Kind]*cell{}, own: map[Name]*[2]money.Amount{}}
			m.cells[ownerOf(line)] = a
		}
		a.product, a.team = line.Product, line.Team
		if name := own(line.Kind); name != "" {
			if a.own[name] == nil {
				a.own[name] = &[2]money.Amount{money.Zero(m.currency), money.Zero(m.currency)}
			}
			a.own[name][side] = a.own[name][side].Add(line.Amount)
			continue
		}
		c := a.kinds[line.Kind]
		if c == nil {
			c = newCell(line.Kind, m.currency, m.words)
			a.kinds[line.Kind] = c
		}
		c.add(line, side)
	}
}

// explain works out every owner's part, in order.
func (m *maker) explain() {
	m.sums, m.whole = map[Name]money.Amount{}, map[Name]*[2]money.Amount{}
	for _, n := range Names() {
		m.sums[n], m.whole[n] = money.Zero(m.currency), &[2]money.Amount{money.Zero(m.currency), money.Zero(m.currency)}
	}
	owners := make([]owner, 0, len(m.cells))
	for o := range m.cells {
		owners = append(owners, o)
	}
	slices.SortFunc(owners, owner.compare)
	for _, o := range owners {
		a := m.cells[o]
		for _, k := range ledger.Kinds() {
			if c := a.kinds[k]; c != nil {
				m.explainCell(o, a, c)
			}
		}
		for _, n := range Names() {
			if sides := a.own[n]; sides != nil {
				m.whole[n][0], m.whole[n][1] = m.whole[n][0].Add(sides[0]), m.whole[n][1].Add(sides[1])
				m.cause(o, a, n, sides[1].Sub(sides[0]), reason{words: m.words.both(Say(sides[0]), Say(sides[1]))})
			}
		}
	}
}

// explainCell adds the effects of one owner and kind.
func (m *maker) explainCell(o owner, a *account, c *cell) {
	e := c.effects()
	m.out.Terms += e.terms
	if e.uncounted && o.service != "" && !slices.Contains(m.out.Uncounted, o.service) {
		m.out.Uncounted = append(m.out.Uncounted, o.service)
	}
	for i, n := range [...]Name{Price, Volume, Placement} {
		m.cause(o, a, n, e.amounts[i], e.why[i])
	}
}

// cause adds to an effect, and notes who did.
func (m *maker) cause(o owner, a *account, n Name, amount money.Amount, why reason) {
	m.sums[n] = m.sums[n].Add(amount)
	if amount.IsZero() {
		return
	}
	// Two kinds of one service are one cause, told by the larger: a reader asks who.
	for i := len(m.out.Causes) - 1; i >= 0; i-- {
		k := &m.out.Causes[i]
		if k.Service != o.service || k.Product != a.product || k.Team != a.team {
			break
		}
		if k.Effect == n {
			m.why[i] = m.why[i].and(why)
			k.Amount, k.Why = k.Amount.Add(amount), m.why[i].words
			return
		}
	}
	m.out.Causes = append(m.out.Causes, Cause{Effect: n, Service: o.service, Product: a.product, Team: a.team, Amount: amount, Why: why.words})
	m.why = append(m.why, why)
}

// bridge puts the effects together; what is left of the delta is rounding.
func (m *maker) bridge(delta money.Amount) *Bridge {
	left := delta
	for _, n := range Names() {
		e := Effect{Name: n, Amount: m.sums[n], Before: m.whole[n][0], After: m.whole[n][1]}
		if n == Rounding {
			e.Amount = left
		}
		left = left.Sub(e.Amount)
		m.out.Effects = append(m.out.Effects, e)
	}
	m.out.Causes = slices.DeleteFunc(m.out.Causes, func(c Cause) bool { return c.Amount.IsZero() })
	order := Names()
	slices.SortStableFunc(m.out.Causes, func(a, b Cause) int {
		return cmp.Or(absolute(b.Amount).Cmp(absolute(a.Amount)), cmp.Compare(slices.Index(order, a.Effect), slices.Index(order, b.Effect)))
	})
	return &m.out
}

func absolute(a money.Amount) money.Amount {
	if a.Sign() < 0 {
		return money.Zero(a.Currency()).Sub(a)
	}
	return a
}
