package commit

import (
	"cmp"
	"slices"

	"berth.dev/engine/ledger"
	"berth.dev/engine/money"
	"berth.dev/engine/spec"
)

// coreHours is the unit of what a commitment covers.
const coreHours = "core-h"

// Commitment is what was bought for a term, in one month.
type Commitment struct {
	Name, Site string
	// Owner is whose it is: its use is covered first, and what nobody uses is its.
	Owner spec.Owner
	// Cost is the month's.
	Cost money.Amount
	// Covers is how many core-hours it covers in the month; 0 where nobody knows. Then
	// all of it is the owner's.
	Covers float64
}

// Use is how many core-hours of what a commitment may cover one owner used.
type Use struct {
	Owner  spec.Owner
	Amount float64
}

// Shared is a commitment with who pays for it.
type Shared struct {
	Commitment
	// Lines add up to the commitment's cost: [ledger.Committed] of those it covers, and
	// [ledger.Unused] of its owner. Their part is its name.
	Lines []ledger.Line
	// Told is the same for a report.
	Told ledger.Commitment
}

// Cover tells how much of each use a commitment covers, and how much of it is left.
func Cover(covers float64, owner spec.Owner, uses []Use) (covered []float64, unused float64) {
	covered = make([]float64, len(uses))
	left := max(covers, 0)
	for _, own := range []bool{true, false} {
		var sum float64
		for _, u := range uses {
			if owner.Covers(u.Owner) == own {
				sum += max(u.Amount, 0)
			}
		}
		if sum == 0 {
			continue
		}
		take := min(left, sum)
		for i, u := range uses {
			if owner.Covers(u.Owner) == own {
				// A share before a product: of what is covered whole, nothing is lost.
				covered[i] = max(u.Amount, 0) * (take / sum)
			}
		}
		left -= take
	}
	return covered, left
}

// Share covers the owner's use first and all others' in proportion to it.
func Share(c Commitment, uses []Use) Shared {
	s := Shared{Commitment: c}
	uses = slices.Clone(uses)
	slices.SortFunc(uses, func(a, b Use) int { return compare(a.Owner, b.Owner) })
	covered, unused := Cover(c.Covers, c.Owner, uses)
	parts := c.Cost.Split(append(slices.Clone(covered), unused))
	if parts == nil { // nobody knows what it covers
		s.add(ledger.Committed, c.Owner, 0, c.Cost)
	}
	for i, part := range parts {
		switch {
		case part.IsZero():
		case i < len(uses):
			s.add(ledger.Committed, uses[i].Owner, covered[i], part)
		default:
			s.add(ledger.Unused, c.Owner, unused, part)
		}
	}
	s.Told = Tell(c.Name, c.Site, c.Owner, s.Lines)
	return s
}

func (s *Shared) add(kind ledger.Kind, o spec.Owner, quantity float64, amount money.Amount) {
	l := ledger.Line{
		Kind: kind, Site: s.Site, Service: o.Service, Product: o.Product, Team: o.Team,
		Part: s.Name, Quantity: quantity, Amount: amount,
	}
	if quantity > 0 {
		l.Unit = coreHours
	}
	s.Lines = append(s.Lines, l)
}

// Tell adds up what a commitment's lines say of it: the owner first, then others by how
// much they pay.
func Tell(name, site string, owner spec.Owner, lines []ledger.Line) ledger.Commitment {
	told := ledger.Commitment{Name: name, Site: site, Owner: Name(owner)}
	type part struct {
		own bool
		ledger.Sum
	}
	var parts []part
	for _, l := range lines {
		told.Cost = told.Cost.Add(l.Amount)
		if l.Kind == ledger.Unused {
			told.Unused = told.Unused.Add(l.Amount)
			continue
		}
		told.Used = told.Used.Add(l.Amount)
		o := spec.Owner{Service: l.Service, Product: l.Product, Team: l.Team}
		i := slices.IndexFunc(parts, func(p part) bool { return p.Name == Name(o) })
		if i < 0 {
			i = len(parts)
			parts = append(parts, part{owner.Covers(o), ledger.Sum{Name: Name(o)}})
		}
		parts[i].Amount = parts[i].Amount.Add(l.Amount)
	}
	slices.SortFunc(parts, func(a, b part) int {
		if a.own != b.own {
			if a.own {
				return -1
			}
			return 1
		}
		return cmp.Or(b.Amount.Cmp(a.Amount), cmp.Compare(a.Name, b.Name))
	})
	for _, p := range parts {
		told.To = append(told.To, p.Sum)
	}
	if cost := told.Cost.Float(); cost != 0 {
		told.Share = told.Used.Float() / cost
	}
	return told
}

// Name is the narrowest name of an owner, "" for nobody.
func Name(o spec.Owner) string { return cmp.Or(o.Service, o.Product, o.Team) }

func compare(a, b spec.Owner) int {
	return cmp.Or(cmp.Compare(a.Team, b.Team), cmp.Compare(a.Product, b.Product), cmp.Compare(a.Service, b.Service))
}
