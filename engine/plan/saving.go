package plan

import (
	"math"

	"berth.dev/engine/place"
)

// saving is by group what is left to be told of, and to how many services.
type saving struct {
	left    []int64
	members []int64
}

// take is the share of a group's next service.
func (s *saving) take(group int) int64 {
	share := s.left[group] / s.members[group]
	s.left[group] -= share
	s.members[group]--
	return share
}

// shared is what the groups that move save of what is no group's own: traffic between
// them, and use above what is committed. Groups without a today count neither before
// nor after.
func (f *File) shared(p *place.Problem, x place.Placement) *saving {
	out := &saving{left: make([]int64, len(x)), members: make([]int64, len(x))}
	for _, s := range f.Services {
		out.members[s.Group]++
	}
	today, known := f.today()
	out.traffic(p, today, x, known)
	out.bought(p, today, x, known)
	return out
}

// traffic adds what pairs cost less. What both ends do together by moving is shared
// evenly between them.
func (s *saving) traffic(p *place.Problem, today, x place.Placement, known []bool) {
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Cost == nil || !known[q.A] || !known[q.B] {
			continue
		}
		saved := q.Cost[p.At(q, today[q.A], today[q.B])] - q.Cost[p.At(q, x[q.A], x[q.B])]
		switch a, b := today[q.A] != x[q.A], today[q.B] != x[q.B]; {
		case a && b:
			s.left[q.A] += saved / 2
			s.left[q.B] += saved - saved/2
		case a:
			s.left[q.A] += saved
		case b:
			s.left[q.B] += saved
		}
	}
}

// bought adds what is bought less above the capacities. In every slot a unit of use is
// worth what all moves save there over by how much they lower its use: so no move comes
// first, and together they save what the bill shows (the share of R. Aumann and
// L. Shapley, Values of Non-Atomic Games, 1974, of a cost of one sum).
func (s *saving) bought(p *place.Problem, today, x place.Placement, known []bool) {
	before, after := usageOf(p, today, known), usageOf(p, x, known)
	worth := make([][]float64, len(p.Blocks))
	left := int64(0)
	for b := range p.Blocks {
		block := &p.Blocks[b]
		_, was := block.Buy(before[b])
		_, is := block.Buy(after[b])
		left += was - is
		if !block.Hard() {
			worth[b] = meanPrices(block, before[b], after[b])
		}
	}
	most, largest := -1, 0.0
	for i := range x {
		if !known[i] || today[i] == x[i] {
			continue
		}
		saves := valueOf(p.Services[i].Options[today[i]].Use, worth) - valueOf(p.Services[i].Options[x[i]].Use, worth)
		share := int64(math.Round(saves))
		s.left[i] += share
		left -= share
		if most < 0 || math.Abs(saves) > largest {
			most, largest = i, math.Abs(saves)
		}
	}
	if most >= 0 {
		s.left[most] += left // what rounding leaves
	}
}

// meanPrices is by slot what one unit costs between two uses of a block.
func meanPrices(b *place.Block, before, after []int64) []float64 {
	out := make([]float64, len(b.Cap))
	for t, limit := range b.Cap {
		was, is := max(0, before[t]-limit), max(0, after[t]-limit)
		switch apart := after[t] - before[t]; {
		case apart != 0:
			out[t] = float64(b.Over[t]) * float64(is-was) / float64(apart)
		case was > 0:
			out[t] = float64(b.Over[t])
		}
	}
	return out
}

// valueOf is what a use is worth; blocks without a price are worth nothing.
func valueOf(use []place.Use, worth [][]float64) (sum float64) {
	for _, one := range use {
		for t, price := range worth[one.Block] {
			sum += price * float64(one.Amount[t])
		}
	}
	return sum
}
