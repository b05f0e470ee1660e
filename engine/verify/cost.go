package verify

import (
	"cmp"
	"fmt"
	"slices"
)

// traffic is what the pairs of a placement cost; a pair with an end at no option has
// no cost in the file.
func (s *subject) traffic(x []int) wide {
	sum := wide{}
	for k := range s.f.Problem.Pairs {
		if q := &s.f.Problem.Pairs[k]; len(q.Cost) > 0 && x[q.A] >= 0 && x[q.B] >= 0 {
			sum = sum.plus(widen(q.Cost[s.cell(q, x[q.A], x[q.B])]))
		}
	}
	return sum
}

// alone is what the options of a placement cost.
func (s *subject) alone(x []int) wide {
	sum := wide{}
	for g := range s.f.Problem.Groups {
		if o := s.f.Problem.Groups[g].at(x[g]); o != nil {
			sum = sum.plus(widen(o.Cost))
		}
	}
	return sum
}

// bought is what the cheapest purchases for a usage cost.
func (s *subject) bought(used [][]int64) wide {
	sum := wide{}
	for b := range used {
		sum = sum.plus(s.buy(b, used[b]))
	}
	return sum
}

// buy is the cost of the cheapest purchase for block b. With z firm units it is
//
//	z·firm + Σ over·(lack − z)   over the slots whose lack is above z
//
// which is a chain of straight lines in z that bends only at lacks. So its least
// value between 0 and FirmMax is at one end or at a lack, and all are tried. Without
// a price for single slots, the fewest firm units that suffice are bought, or all.
func (s *subject) buy(b int, used []int64) wide {
	type lack struct{ units, over int64 }
	one, over := &s.f.Problem.Blocks[b], s.over(b)
	var lacks []lack
	for t, u := range used {
		if units := u - s.capacity(b)[t]; units > 0 && over != nil {
			lacks = append(lacks, lack{units, over[t]})
		} else if units > 0 {
			lacks = append(lacks, lack{units, 0})
		}
	}
	if len(lacks) == 0 || !s.meter.spend(len(lacks)) {
		return wide{}
	}
	slices.SortFunc(lacks, func(a, c lack) int { return cmp.Compare(c.units, a.units) })
	if over == nil {
		return product(one.Firm, min(one.FirmMax, lacks[0].units))
	}
	var numbers []int64 // of firm units to try, falling
	for _, l := range lacks {
		numbers = append(numbers, min(one.FirmMax, l.units))
	}
	// The lacks seen are those above z: price adds up what one unit of each costs
	// and all what each costs whole, so that price·z of it falls away.
	seen, price, all, least := 0, int64(0), wide{}, wide{}
	for k, z := range append(numbers, 0) {
		for ; seen < len(lacks) && lacks[seen].units > z; seen++ {
			price += lacks[seen].over
			all = all.plus(product(lacks[seen].over, lacks[seen].units))
		}
		if cost := product(one.Firm, z).plus(all).minus(product(price, z)); k == 0 || cost.less(least) {
			least = cost
		}
	}
	return least
}

// cost proves the claimed amounts: what the options, the pairs and the cheapest
// purchases cost together is the objective; the parts of the services, the pairs,
// the purchases and what is fixed are the bill.
func (s *subject) cost(c *findings) string {
	said, x := &s.f.Claim, s.f.Placement
	traffic, bought, constant := s.traffic(x), s.bought(s.usage(x)), wide{}
	for _, one := range s.f.Fixed {
		constant = constant.plus(widen(one.Amount))
	}
	var hours, money, moving, score wide
	for k := range s.f.Services {
		one := &s.f.Services[k].Options[x[s.f.Services[k].Group]]
		hours, money = hours.plus(widen(one.Hours)), money.plus(widen(one.Money))
		moving, score = moving.plus(widen(one.Moving)), score.plus(widen(one.Score))
	}
	cost := s.alone(x).plus(traffic).plus(bought)
	total := money.plus(traffic).plus(bought).plus(constant)
	for _, one := range []struct {
		name string
		is   wide
		said int64
	}{
		{"traffic", traffic, said.Traffic}, {"purchases", bought, said.Bought}, {"what is fixed", constant, said.Fixed},
		{"hours", hours, said.Parts.Hours}, {"money", money, said.Parts.Money}, {"moving", moving, said.Parts.Moving}, {"score", score, said.Parts.Score},
		{"the objective", cost, said.Cost}, {"the bill", total, said.Total},
	} {
		if one.is != widen(one.said) {
			c.add("%s: %s is claimed and %s follows", one.name, widen(one.said), one.is)
		}
	}
	return fmt.Sprintf("%s, of which %s are traffic and %s purchases; the bill is %s", s.money(cost), s.money(traffic), s.money(bought), s.money(total))
}
