package plan

import (
	"cmp"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// Move is a service that changes place. Amounts are in the file's unit.
type Move struct {
	Service  string
	From, To string
	Why      string
	// Wave counts from 1; 0 means that no order makes the move possible.
	Wave int
	// Saves is what the month's bill falls by: the service's own part, and what its
	// traffic with other groups costs less. Traffic with one that moves too is shared
	// evenly, so that the moves together save what the bill shows, purchases aside.
	Saves int64
	// Work is what its work costs a month more.
	Work int64
	// Once is what moving costs once.
	Once int64
	// Known says that today's cost is known; else Saves and Work mean nothing.
	Known bool
}

// Held is a service that may not move.
type Held struct{ Service, Why string }

// Payback is after how many months what a move saves, less what its work costs more,
// has earned its one-off cost; -1 for never.
func (m Move) Payback() float64 {
	switch earns := m.Saves - m.Work; {
	case m.Once == 0:
		return 0
	case !m.Known || earns <= 0:
		return -1
	default:
		return float64(m.Once) / float64(earns)
	}
}

// moves lists who moves, who stays and who must.
func (v *View) moves(p *place.Problem, x place.Placement) {
	f := v.File
	wave := make([]int, len(x))
	for w := range f.Waves {
		for _, g := range f.Waves[w].Groups {
			wave[g] = w + 1
		}
	}
	traffic := f.trafficSaved(p, x)
	for _, s := range f.Services {
		to := int(x[s.Group])
		group := &f.Problem.Groups[s.Group]
		if group.Today == to {
			v.Stays++
			if s.Kept != "" {
				v.Held = append(v.Held, Held{s.Name, s.Kept})
			}
			continue
		}
		m := Move{Service: s.Name, From: cmp.Or(s.Today, "not said"), To: group.Options[to].Name, Why: s.Why, Wave: wave[s.Group], Once: s.Once[to]}
		if m.Known = group.Today >= 0; m.Known {
			m.From = group.Options[group.Today].Name
			m.Saves = s.Options[group.Today].Money - s.Options[to].Money + traffic.take(s.Group)
			m.Work = s.Options[to].Hours - s.Options[group.Today].Hours
		}
		v.Moves = append(v.Moves, m)
	}
	slices.SortStableFunc(v.Moves, func(a, b Move) int {
		// What cannot be made stands last.
		return cmp.Or(cmp.Compare(uint(a.Wave-1), uint(b.Wave-1)), strings.Compare(a.Service, b.Service))
	})
}

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

// trafficSaved is what the pairs of every group that moves cost less than today. The
// other end of a pair whose place of today is not known counts as staying.
func (f *File) trafficSaved(p *place.Problem, x place.Placement) *saving {
	out := &saving{left: make([]int64, len(x)), members: make([]int64, len(x))}
	for _, s := range f.Services {
		out.members[s.Group]++
	}
	today := slices.Clone(x)
	for i, g := range f.Problem.Groups {
		if g.Today >= 0 {
			today[i] = uint8(g.Today)
		}
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Cost == nil {
			continue
		}
		saved := q.Cost[p.At(q, today[q.A], today[q.B])] - q.Cost[p.At(q, x[q.A], x[q.B])]
		switch a, b := today[q.A] != x[q.A], today[q.B] != x[q.B]; {
		case a && b:
			out.left[q.A] += saved / 2
			out.left[q.B] += saved - saved/2
		case a:
			out.left[q.A] += saved
		case b:
			out.left[q.B] += saved
		}
	}
	return out
}
