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
	// Saves is what the month's bill falls by: the service's own part, and its share of
	// what traffic and use above commitments cost less. The moves together save what the
	// bill of the services with a today falls by.
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
	shared := f.shared(p, x)
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
			m.Saves = s.Options[group.Today].Money - s.Options[to].Money + shared.take(s.Group)
			m.Work = s.Options[to].Hours - s.Options[group.Today].Hours
		}
		v.Moves = append(v.Moves, m)
	}
	slices.SortStableFunc(v.Moves, func(a, b Move) int {
		// What cannot be made stands last.
		return cmp.Or(cmp.Compare(uint(a.Wave-1), uint(b.Wave-1)), strings.Compare(a.Service, b.Service))
	})
}
