package plan

import (
	"slices"

	"berth.dev/engine/place"
)

// Sums is what a placement costs a month.
type Sums struct {
	Parts   Parts
	Traffic int64
	Bought  int64
	Fixed   int64
	// Cost is the objective, Total the money on the bill.
	Cost, Total int64
}

// today is where every group runs now, and of which groups that is known: the others
// are at their first option.
func (f *File) today() (x place.Placement, known []bool) {
	for _, g := range f.Problem.Groups {
		x, known = append(x, uint8(max(0, g.Today))), append(known, g.Today >= 0)
	}
	return x, known
}

// today compares what has a today with itself in the plan.
func (v *View) today(p *place.Problem, x place.Placement) {
	today, known := v.File.today()
	for _, s := range v.File.Services {
		if !known[s.Group] {
			v.Without = append(v.Without, s.Name)
		}
	}
	v.Same = v.File.sums(p, x, known)
	if slices.Contains(known, true) {
		now := v.File.sums(p, today, known)
		v.Now = &now
	}
}

// sums is what some groups cost under a placement, all where in is nil.
func (f *File) sums(p *place.Problem, x place.Placement, in []bool) Sums {
	var s Sums
	for _, one := range f.Services {
		if in == nil || in[one.Group] {
			s.Parts = s.Parts.plus(one.Options[x[one.Group]])
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Cost != nil && (in == nil || in[q.A] && in[q.B]) {
			s.Traffic += q.Cost[p.At(q, x[q.A], x[q.B])]
		}
	}
	usage := usageOf(p, x, in)
	for b := range p.Blocks {
		_, cost := p.Blocks[b].Buy(usage[b])
		s.Bought += cost
	}
	s.Cost = s.Parts.Sum() + s.Traffic + s.Bought
	for _, one := range f.Fixed {
		s.Fixed += one.Amount
	}
	s.Total = s.Parts.Money + s.Traffic + s.Bought + s.Fixed
	return s
}

// usageOf is what some groups use under a placement, all where in is nil.
func usageOf(p *place.Problem, x place.Placement, in []bool) place.Usage {
	usage := p.Usage(x)
	for i := range x {
		if in == nil || in[i] {
			continue
		}
		usage.Add(p.Services[i].Options[x[i]].Use, -1)
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if in == nil || q.Rule == nil || in[q.A] && in[q.B] {
			continue
		}
		for _, use := range q.Rule.Use {
			usage[use.Block][0] -= int64(use.Amount[p.At(q, x[q.A], x[q.B])])
		}
	}
	return usage
}
