package wave

import (
	"cmp"
	"slices"

	"berth.dev/engine/place"
)

// park goes on from an attempt that left moves: for one of them after the other it
// parks what stands in the way, as long as everything parked comes home again.
func (a attempt) park(o Options) attempt {
	limit := a.end.tries + o.Tries
	for progress := true; progress && len(a.left) > 0; {
		progress = false
		for _, r := range a.left {
			if a.end.tries >= limit {
				return a
			}
			if next, ok := a.makeRoom(r, o); ok {
				a, progress = next, true
				break
			}
		}
	}
	return a
}

// makeRoom tries to move service r by parking others, and then whoever can go home.
func (a attempt) makeRoom(r int32, o Options) (attempt, bool) {
	s := a.end.clone()
	defer func() { a.end.tries = s.tries }()
	out := attempt{waves: slices.Clone(a.waves), end: s}
	parked := make(map[int32]bool)
	for len(parked) < o.MaxParks {
		b := s.blocker(r, s.m.To[r], true)
		if !b.blocks() {
			break
		}
		move, ok := s.detour(r, b, parked)
		if !ok {
			return a, false
		}
		parked[move.Service] = true
		s.take(move)
		out.waves = append(out.waves, s.finish())
	}
	if s.blocker(r, s.m.To[r], false).blocks() {
		return a, false
	}
	s.take(Move{Service: r, Option: s.m.To[r]})
	out.waves = append(out.waves, s.finish())
	rest := s.drain(newFiller(s, newRank(s), o.MaxMoves))
	out.waves, out.left = append(out.waves, rest.waves...), rest.left
	for _, i := range out.left {
		if parked[i] {
			return a, false
		}
	}
	return out, len(out.left) < len(a.left)
}

// detour is a way to take something out of the way of service r, or r itself out of
// its own.
type detour struct {
	move Move
	// class is 0 for what moves anyway, 1 for what stands where it belongs, and 2
	// more where only one copy may run.
	class int
	// short is what is still missing after it.
	short int64
	// more is what it costs meanwhile.
	more int64
}

// detour finds the move that makes most room where b blocks service r: of those that
// make enough, the cheapest.
func (s *state) detour(r int32, b Blocker, parked map[int32]bool) (Move, bool) {
	var all []detour
	if b.Pair >= 0 {
		all = s.detoursOf(all, b.Other, r, b)
		all = s.detoursOf(all, r, r, b)
	} else {
		for j := range s.at {
			all = s.detoursOf(all, int32(j), r, b)
		}
	}
	all = slices.DeleteFunc(all, func(d detour) bool { return parked[d.move.Service] })
	slices.SortStableFunc(all, func(x, y detour) int {
		return cmp.Or(cmp.Compare(x.class, y.class), cmp.Compare(x.short, y.short), cmp.Compare(x.more, y.more))
	})
	for _, d := range all {
		if !s.blocker(d.move.Service, d.move.Option, false).blocks() {
			return d.move, true
		}
	}
	return Move{}, false
}

// detoursOf adds the ways to park service j that ease b, which blocks service r.
func (s *state) detoursOf(all []detour, j, r int32, b Blocker) []detour {
	p := s.m.Problem
	if s.at[j] == nowhere {
		return all
	}
	var held int64
	if b.Pair < 0 {
		row := of(s.uses(j, s.at[j]), b.Block)
		if row == nil || row[b.Slot] == 0 {
			return all
		}
		held = int64(row[b.Slot])
	}
	for l := range p.Services[j].Options {
		if int16(l) == s.at[j] || uint8(l) == s.m.To[j] {
			continue
		}
		d := detour{move: Move{Service: j, Option: uint8(l), Park: true, For: r}}
		if b.Pair >= 0 {
			if j != r && s.clashes(&p.Pairs[b.Pair], r, uint8(l)) {
				continue
			}
		} else {
			if row := of(p.Services[j].Options[l].Use, b.Block); row != nil {
				d.short = int64(row[b.Slot])
			}
			if d.short >= held {
				continue
			}
			d.short = max(0, b.By-(held-d.short))
		}
		if s.home(j) {
			d.class++
		}
		if s.single(j) {
			d.class += 2
		}
		d.more = p.Services[j].Options[l].Cost - s.cost(j)
		all = append(all, d)
	}
	return all
}

// clashes says whether the end of service r is forbidden with option l of the pair's
// other end.
func (s *state) clashes(q *place.Pair, r int32, l uint8) bool {
	if r == q.A {
		return q.Forbidden(s.m.Problem, s.m.To[r], l)
	}
	return q.Forbidden(s.m.Problem, l, s.m.To[r])
}

// cost is what service j costs where it stands, alone.
func (s *state) cost(j int32) int64 {
	switch at := s.at[j]; at {
	case nowhere:
		return 0
	case was:
		return s.m.From[j].Was.Cost
	default:
		return s.m.Problem.Services[j].Options[at].Cost
	}
}
