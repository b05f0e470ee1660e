package wave

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/place"
)

// Result is an order of moves.
type Result struct {
	// Waves are made one after the other.
	Waves []Wave
	// Stuck are the services that stay where they are, though they should move.
	Stuck []Stuck
}

// Wave is a set of moves that are made together.
type Wave struct {
	// Moves are by service, each service at most once.
	Moves []Move
	// Reason says why they are made now, and together.
	Reason Reason
}

// Stuck is a service whose move no order was found for.
type Stuck struct {
	Service int32
	// Blocker is what stands in its way after all waves.
	Blocker Blocker
	// Holder is the service that holds most of the room it lacks and is stuck as well,
	// and Holds how much that one would give back; -1 where nobody who is stuck does.
	Holder int32
	Holds  int64
}

// Kind is why a wave is made when it is.
type Kind uint8

// The kinds of reasons.
const (
	// Clear moves need nothing scarce and free nothing scarce.
	Clear Kind = iota
	// Frees is room that later moves need.
	Frees
	// Takes is scarce room, which had to be freed first or is enough by now.
	Takes
	// Parks is a service that makes room for another for a while.
	Parks
)

// Reason says why a wave is made when it is.
type Reason struct {
	Kind Kind
	// Block is what is freed or taken most; -1 for Clear and Parks.
	Block int32
	// Waits is how many later moves need it.
	Waits int
	// Talking is how many services of the wave talk with another one of it.
	Talking int
}

// Text says in words why a wave is made when it is, and what it parks for whom.
func (w *Wave) Text(p *place.Problem) string {
	var out string
	switch w.Reason.Kind {
	case Clear:
		out = "nothing has to move before"
	case Frees:
		out = fmt.Sprintf("frees %s, which %s", p.Blocks[w.Reason.Block].Name, count(w.Reason.Waits, "later move needs", "later moves need"))
	case Takes:
		out = fmt.Sprintf("takes room of %s that had to be free first", p.Blocks[w.Reason.Block].Name)
	case Parks:
		var parks []string
		for _, move := range w.Moves {
			if move.Park {
				s := &p.Services[move.Service]
				parks = append(parks, fmt.Sprintf("%s at %s to make room for %s", s.Name, s.Options[move.Option].Name, p.Services[move.For].Name))
			}
		}
		out = "parks " + strings.Join(parks, ", ")
	}
	if w.Reason.Talking > 0 {
		out += fmt.Sprintf("; %d of %s talk to each other", w.Reason.Talking, count(len(w.Moves), "service", "services"))
	}
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Words write what blocks a move for people: an amount of a block, and a slot of it,
// "" for a block with one slot.
type Words struct {
	Amount func(block int32, amount int64) string
	Slot   func(block, slot int32) string
}

// Text says in words what blocks a service.
func (s *Stuck) Text(p *place.Problem, in Words) string {
	b := s.Blocker
	to := p.Services[s.Service].Name
	if b.Pair >= 0 {
		return fmt.Sprintf("%s cannot move: on the way its place and that of %s are not allowed together", to, p.Services[b.Other].Name)
	}
	out := fmt.Sprintf("%s cannot move: while it moves, %s lacks %s", to, p.Blocks[b.Block].Name, in.Amount(b.Block, b.By))
	if slot := in.Slot(b.Block, b.Slot); slot != "" {
		out += " at " + slot
	}
	if s.Holder >= 0 {
		out += fmt.Sprintf("; %s, which cannot move either, holds %s of it", p.Services[s.Holder].Name, in.Amount(b.Block, s.Holds))
	}
	return out
}

// explain makes the result of an attempt that started from s.
func (s *state) explain(waves [][]Move, a attempt) *Result {
	out := &Result{}
	s = s.clone()
	r := newRank(s)
	talk := newFiller(s, r, 1).talk
	r.look(s.pending())
	first := r.scarce
	for _, moves := range waves {
		out.Waves = append(out.Waves, Wave{Moves: moves, Reason: r.reason(moves, talk, first)})
		for _, move := range moves {
			s.take(move)
		}
		s.finish()
	}
	for _, i := range a.left {
		one := Stuck{Service: i, Blocker: a.end.blocker(i, s.m.To[i], true)}
		one.Holder, one.Holds = a.end.holder(i, one.Blocker, a.left)
		out.Stuck = append(out.Stuck, one)
	}
	return out
}

// holder is which other one of the services that are left would give back most of the
// slot that b is about, if it could move.
func (s *state) holder(i int32, b Blocker, left []int32) (holder int32, holds int64) {
	holder = -1
	for _, j := range left {
		if j == i || b.Block < 0 {
			continue
		}
		held := of(s.uses(j, s.at[j]), b.Block)
		if held == nil {
			continue
		}
		gives := int64(held[b.Slot])
		if next := of(s.m.Problem.Services[j].Options[s.m.To[j]].Use, b.Block); next != nil {
			gives -= int64(next[b.Slot])
		}
		if gives > holds {
			holder, holds = j, gives
		}
	}
	return holder, holds
}

// reason says why moves are made in the state that the rank looks at; first are the
// slots that were scarce before all waves.
func (r *rank) reason(moves []Move, talk [][]talker, first [][]int32) Reason {
	out := Reason{Block: -1}
	in := make(map[int32]bool, len(moves))
	for _, move := range moves {
		in[move.Service] = true
		if move.Park {
			out.Kind = Parks
		}
	}
	for _, move := range moves {
		if slices.ContainsFunc(talk[move.Service], func(t talker) bool { return in[t.service] }) {
			out.Talking++
		}
	}
	if out.Kind == Parks {
		return out
	}
	pending := r.s.pending()
	r.scarce, r.counted = make([][]int32, len(r.demand)), false
	r.look(pending)
	out.Block, out.Waits = r.frees(moves, pending, in)
	if out.Block >= 0 {
		out.Kind = Frees
		return out
	}
	var least int64
	for b := range first {
		if given := r.given(moves, int32(b), first[b]); given < least {
			out.Kind, out.Block, least = Takes, int32(b), given
		}
	}
	return out
}

// frees is the block of which the moves free most that others wait for, and how many
// wait; -1 for none.
func (r *rank) frees(moves []Move, pending []int32, in map[int32]bool) (block int32, waits int) {
	block = -1
	var most int64
	for b := range r.scarce {
		given := r.given(moves, int32(b), r.scarce[b])
		if given <= most {
			continue
		}
		waiting := 0
		for _, i := range pending {
			if !in[i] && r.needs(i, int32(b)) {
				waiting++
			}
		}
		if waiting > 0 {
			block, waits, most = int32(b), waiting, given
		}
	}
	return block, waits
}

// given is what moves give back of some slots of a block, in shares of the limits.
func (r *rank) given(moves []Move, b int32, slots []int32) int64 {
	var sum int64
	for _, move := range moves {
		old := of(r.s.uses(move.Service, r.s.at[move.Service]), b)
		next := of(r.s.m.Problem.Services[move.Service].Options[move.Option].Use, b)
		for _, t := range slots {
			limit := max(1, r.s.limit[b][t])
			if old != nil {
				sum += int64(old[t]) * scale / limit
			}
			if next != nil {
				sum -= int64(next[t]) * scale / limit
			}
		}
	}
	return sum
}

// needs says whether the move of service i adds to a scarce slot of a block.
func (r *rank) needs(i, b int32) bool {
	next := of(r.s.m.Problem.Services[i].Options[r.s.m.To[i]].Use, b)
	if next == nil {
		return false
	}
	old := of(r.s.uses(i, r.s.at[i]), b)
	for _, t := range r.scarce[b] {
		if added(next[t], old, int(t), r.s.single(i)) > 0 {
			return true
		}
	}
	return false
}
