package wave

import (
	"cmp"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// scale is what shares of a slot are counted in.
const scale = 1 << 16

// rank sorts the moves of a wave by what should go first.
type rank struct {
	s *state
	// late is by service how often it was found to take room that others needed
	// before it.
	late []int
	// name is by service its place in the order of names.
	name []int32
	// demand is what the pending moves add, by block and slot.
	demand place.Usage
	// scarce are by block the slots in which there is less room than demand, slots
	// how many they are, and judged how many they were when the candidates in known
	// were judged.
	scarce        [][]int32
	slots, judged int
	// known are by service the candidates as they were last judged.
	known []candidate
	// counted says that demand is that of the pending moves.
	counted bool
}

// candidate is a pending move.
type candidate struct {
	service int32
	// class is how late the move has to come: 2 × lateness, plus 1 where it takes
	// more of something scarce than it gives back.
	class int
	// relief is what it gives back of scarce slots, in shares of their limits;
	// before what it held of them.
	relief, before int64
	// pull is how much it talks with services that have moved.
	pull int64
}

func newRank(s *state) *rank {
	p := s.m.Problem
	r := &rank{s: s, late: make([]int, len(s.at)), name: names(p), demand: make(place.Usage, len(p.Blocks)), scarce: make([][]int32, len(p.Blocks))}
	for b := range p.Blocks {
		r.demand[b] = make([]int64, len(p.Blocks[b].Cap))
	}
	return r
}

// names is by service its place in the order of names.
func names(p *place.Problem) []int32 {
	order := make([]int32, len(p.Services))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return strings.Compare(p.Services[a].Name, p.Services[b].Name) })
	out := make([]int32, len(order))
	for at, i := range order {
		out[i] = int32(at)
	}
	return out
}

// look sees the state anew: which moves are pending, and which slots are scarce.
func (r *rank) look(pending []int32) {
	if !r.counted {
		for b := range r.demand {
			clear(r.demand[b])
		}
		for _, i := range pending {
			r.count(i, 1)
		}
		r.counted = true
	}
	r.press()
}

// made takes the moves of the wave out of the demand; it is called before the wave is
// finished.
func (r *rank) made() {
	for _, move := range r.s.wave {
		r.count(move.Service, -1)
	}
}

// judgeAll makes the candidates of pending services. As long as nearly the same slots
// are scarce, what was judged before stands: it only orders the moves.
func (r *rank) judgeAll(pending []int32) []candidate {
	if r.known == nil {
		r.known = make([]candidate, len(r.s.at))
		r.judged = -1
	}
	if r.judged < 0 || r.slots < r.judged-r.judged/16 || r.slots > r.judged {
		r.judged = r.slots
		for _, i := range pending {
			r.known[i] = r.judge(i)
		}
	}
	out := make([]candidate, len(pending))
	for k, i := range pending {
		out[k] = r.known[i]
	}
	return out
}

// count adds times what the move of service i adds to the slots.
func (r *rank) count(i int32, times int64) {
	s := r.s
	single := s.single(i)
	here := s.uses(i, s.at[i])
	for _, use := range s.m.Problem.Services[i].Options[s.m.To[i]].Use {
		old := of(here, use.Block)
		row := r.demand[use.Block]
		for t, v := range use.Amount {
			row[t] += times * added(v, old, t, single)
		}
	}
}

// press finds the scarce slots.
func (r *rank) press() {
	r.slots = 0
	for b := range r.scarce {
		r.scarce[b] = r.scarce[b][:0]
		limit := r.s.limit[b]
		if limit == nil {
			continue
		}
		for t, more := range r.demand[b] {
			if more > 0 && r.s.use[b][t]+more > limit[t] {
				r.scarce[b] = append(r.scarce[b], int32(t))
			}
		}
		r.slots += len(r.scarce[b])
	}
}

// judge makes the candidate of a pending service.
func (r *rank) judge(i int32) candidate {
	s := r.s
	c := candidate{service: i, class: 2 * r.late[i]}
	to := s.m.Problem.Services[i].Options[s.m.To[i]].Use
	here := s.uses(i, s.at[i])
	harm := false
	for b := range r.scarce {
		if len(r.scarce[b]) == 0 {
			continue
		}
		old, next := of(here, int32(b)), of(to, int32(b))
		if old == nil && next == nil {
			continue
		}
		for _, t := range r.scarce[b] {
			var before, after int64
			if old != nil {
				before = int64(old[t])
			}
			if next != nil {
				after = int64(next[t])
			}
			harm = harm || after > before
			limit := max(1, s.limit[b][t])
			c.before += before * scale / limit
			c.relief += (before - after) * scale / limit
		}
	}
	if harm {
		c.class++
	}
	return c
}

// sort puts the candidates in the order in which they begin a group of talkers: what
// frees room first; of what takes room, what gives most back when it has moved.
func (r *rank) sort(all []candidate) {
	slices.SortFunc(all, func(a, b candidate) int {
		if by := cmp.Compare(a.class, b.class); by != 0 {
			return by
		}
		key := cmp.Compare(b.relief, a.relief)
		if a.class&1 == 1 {
			key = cmp.Compare(b.before, a.before)
		}
		return cmp.Or(key, cmp.Compare(b.pull, a.pull), cmp.Compare(r.name[a.service], r.name[b.service]))
	})
}
