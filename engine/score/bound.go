package score

import (
	"errors"

	"berth.dev/policies"
)

// bounds is what an option's total can be over a box.
type bounds struct {
	lo, hi float64
	// never and always say whether it is feasible nowhere or everywhere.
	never, always bool
}

// span is an option's rules' view at both ends of a box.
type span struct {
	lo, hi policies.Vars
	// unpriced at the low and at the high end.
	unpricedLo, unpricedHi bool
}

// corners are the points of a box between which all quantities are monotone.
// Volumes of calls and the rest move on their own, because a hybrid's share
// falls with the one and rises with the other.
func (x *subject) corners(b box) []point {
	any, rest, volumes := x.unsure(), false, false
	isVolume := make([]bool, len(b.lo))
	for _, c := range x.calls {
		isVolume[c.out], isVolume[c.in] = true, true
	}
	for i := range b.lo {
		if b.lo[i] != b.hi[i] {
			any = true
			rest = rest || x.shapes(i)
			volumes = volumes || isVolume[i]
		}
	}
	pick := func(restHigh, volumesHigh bool) point {
		p := make(point, len(b.lo))
		for i := range p {
			high := restHigh
			if isVolume[i] {
				high = volumesHigh
			}
			if i == x.iRPS {
				high = !high // a replica that carries more means fewer cores
			}
			p[i] = b.lo[i]
			if high {
				p[i] = b.hi[i]
			}
		}
		return p
	}
	out := []point{pick(false, false)}
	if any {
		out = append(out, pick(true, true))
	}
	if rest && volumes {
		out = append(out, pick(true, false), pick(false, true))
	}
	return out
}

// shapes tells whether an input changes the load, and with it a hybrid's share.
func (x *subject) shapes(i int) bool {
	switch i {
	case x.iCPU, x.iMem, x.iRPS, x.iLoad, x.iPeak, x.iOnprem, x.iCloud:
		return true
	}
	return false
}

// unsure tells whether some neighbour's place is unknown.
func (x *subject) unsure() bool {
	for i := range x.calls {
		if x.calls[i].unsure {
			return true
		}
	}
	return false
}

// spans evaluates every option at the corners of a box.
func (x *subject) spans(b box) ([]span, error) {
	corners := x.corners(b)
	moments := make([]*moment, len(corners))
	for i, p := range corners {
		m, err := x.moment(p, i != 0)
		if err != nil {
			return nil, err
		}
		moments[i] = m
	}
	out := make([]span, len(x.options))
	for n := range x.options {
		s := &out[n]
		for i, m := range moments {
			st := x.at(&x.options[n], m)
			if i == 0 {
				s.lo, s.hi = st.vars, st.vars
				s.unpricedLo, s.unpricedHi = st.unpriced != nil, st.unpriced != nil
				if len(corners) > 1 {
					s.lo, s.hi = own(&st.vars), own(&st.vars)
				}
				continue
			}
			s.widen(&st.vars)
			s.unpricedLo = s.unpricedLo && st.unpriced != nil
			s.unpricedHi = s.unpricedHi || st.unpriced != nil
		}
	}
	return out, nil
}

// own copies vars with structs of its own.
func own(v *policies.Vars) policies.Vars {
	s, o, w := *v.Service, *v.Option, *v.Workspace
	return policies.Vars{Service: &s, Option: &o, Workspace: &w}
}

// widen takes in the state of another corner: the least and most of every
// number, and the longest lists at the high end.
func (s *span) widen(v *policies.Vars) {
	lo, hi, at := numbers(&s.lo), numbers(&s.hi), numbers(v)
	for i := range at {
		*lo[i] = min(*lo[i], *at[i])
		*hi[i] = max(*hi[i], *at[i])
	}
	ls, hs, vs := traitsOf(s.lo.Service), traitsOf(s.hi.Service), traitsOf(v.Service)
	for i := range vs {
		if *vs[i] == nil {
			continue
		}
		if **vs[i] < **ls[i] {
			*ls[i] = *vs[i]
		}
		if **vs[i] > **hs[i] {
			*hs[i] = *vs[i]
		}
	}
	for _, l := range [][2]*[]string{
		{&s.hi.Option.InternetCalls, &v.Option.InternetCalls}, {&s.hi.Option.FixedInternet, &v.Option.FixedInternet},
		{&s.hi.Option.Unreachable, &v.Option.Unreachable}, {&s.hi.Option.SlowCalls, &v.Option.SlowCalls},
	} {
		if len(*l[1]) > len(*l[0]) {
			*l[0] = *l[1]
		}
	}
}

// numbers are the fields that change within a box.
func numbers(v *policies.Vars) [22]*float64 {
	s, o := v.Service, v.Option
	return [22]*float64{
		&s.MeanCores, &s.P99Cores, &s.MeanMemoryGiB, &s.P99MemoryGiB, &s.TrendPerMonth, &s.PeakToMean,
		&s.CallsGiB, &s.OnpremCallsGiB, &s.CloudCallsGiB, &s.VisitorsGiB, &s.ReferenceMoney,
		&o.BaseCores, &o.BurstShare, &o.HeadroomCores, &o.NeededCores, &o.Money, &o.Hours, &o.CrossingGiB, &o.OnpremCrossingGiB, &o.CloudCrossingGiB,
		&o.ComfortableGiB, &o.LeadTime,
	}
}

func traitsOf(s *policies.Service) [7]**float64 {
	return [7]**float64{&s.Surge10m, &s.CV, &s.Burstiness, &s.DailySeason, &s.WeeklySeason, &s.IdleShare, &s.BusyShare}
}

// bound returns what option n's total can be over a box.
func (x *subject) bound(n int, s *span) (bounds, error) {
	o := &x.options[n]
	b := bounds{always: !s.unpricedHi, never: s.unpricedLo}
	for i, c := range x.Suite.Constraints {
		some, all, err := x.constraintBounds(c, x.verdict(n, i), s)
		if err != nil {
			return b, x.fault(o, err)
		}
		b.always = b.always && !some
		b.never = b.never || all
	}
	var lo, hi mean
	var maybe []interval
	for _, a := range x.axes {
		weight := x.weights[a.Name]
		if weight == 0 {
			continue
		}
		k, err := x.criterionBounds(n, a, s)
		if err != nil {
			return b, x.fault(o, err)
		}
		switch k.applies {
		case always:
			lo.add(k.lo, weight)
			hi.add(k.hi, weight)
		case sometimes:
			k.weight = weight
			maybe = append(maybe, k)
		}
	}
	b.lo, b.hi = extremes(lo, hi, maybe)
	return b, nil
}

// constraintBounds tells whether a constraint forbids somewhere, and everywhere.
func (x *subject) constraintBounds(c *policies.Constraint, v verdict, s *span) (some, all bool, err error) {
	if v != open {
		return v == forbids, v == forbids, nil
	}
	all = true
	err = x.vary(c.Reads(), s, func(v *policies.Vars) error {
		forbidden, err := c.Forbids(v)
		some, all = some || forbidden, all && forbidden
		return err
	})
	if errors.Is(err, errTooMany) {
		return true, false, nil
	}
	return some, all, err
}

// criterionBounds combines the intervals of a criterion's policies.
func (x *subject) criterionBounds(n int, a axis, s *span) (interval, error) {
	var parts []interval
	out := interval{lo: 1}
	for at := a.from; at < a.to; at++ {
		i, err := x.policyBounds(x.Suite.Policies[at], x.fixed(n, at), s)
		if err != nil {
			return out, err
		}
		if i.applies != never {
			parts = append(parts, i)
			out.applies = max(out.applies, i.applies)
		}
	}
	if a.Combine == "mean" {
		return meanBounds(parts, out.applies), nil
	}
	sure := 1.0 // the most the minimum can be, from those that surely apply
	for _, p := range parts {
		out.lo = min(out.lo, p.lo)
		out.hi = max(out.hi, p.hi)
		if p.applies == always {
			sure = min(sure, p.hi)
		}
	}
	out.hi = min(out.hi, sure)
	return out, nil
}

func (x *subject) policyBounds(p *policies.Policy, said fixedScore, s *span) (interval, error) {
	if said.fixed {
		if !said.applies {
			return interval{applies: never}, nil
		}
		return interval{lo: said.score, hi: said.score, applies: always}, nil
	}
	out := interval{lo: 1, hi: 0}
	some, all := false, true
	err := x.vary(p.Reads(), s, func(v *policies.Vars) error {
		applies, score, err := speak(p, v)
		some, all = some || applies, all && applies
		if err != nil || !applies {
			return err
		}
		out.lo, out.hi = min(out.lo, score), max(out.hi, score)
		return nil
	})
	if errors.Is(err, errTooMany) {
		return interval{lo: 0, hi: 1, applies: sometimes}, nil
	}
	switch {
	case !some:
		out.applies = never
	case all:
		out.applies = always
	default:
		out.applies = sometimes
	}
	return out, err
}
