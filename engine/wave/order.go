package wave

import "slices"

// Order puts moves in an order in which they can be made. It is the same for the same
// moves and options.
func Order(m Moves, o Options) (*Result, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	start := newState(&m)
	run := func(late []int) attempt {
		s := start.clone()
		r := newRank(s)
		r.late = late
		return s.drain(newFiller(s, r, o.MaxMoves))
	}
	best, late := restart(run, len(start.at), o.Restarts)
	parked := false
	if len(best.left) > 0 {
		if found, ok := start.search(o.Tries, late); ok {
			best = found
		} else {
			best = best.park(o)
		}
		parked = true
	}
	waves := best.waves
	if parked {
		waves = start.merge(waves, o.MaxMoves)
	}
	return start.explain(waves, best), nil
}

// attempt is one way to order the moves.
type attempt struct {
	waves [][]Move
	// left are the services that could not move.
	left []int32
	// end is the state after the waves.
	end *state
}

// drain makes waves until no move is left or none fits.
func (s *state) drain(f *filler) attempt {
	out := attempt{end: s}
	for {
		out.left = s.pending()
		f.fill(out.left)
		if len(s.wave) == 0 {
			return out
		}
		f.rank.made()
		out.waves = append(out.waves, s.finish())
	}
}

// better says whether an attempt leaves less, or needs fewer waves for it.
func (a attempt) better(b attempt) bool {
	if len(a.left) != len(b.left) {
		return len(a.left) < len(b.left)
	}
	return len(a.waves) < len(b.waves)
}

// patience is after how many restarts that brought nothing no more are made.
const patience = 3

// restart runs again with the moves that took the room others lack put later, until
// nothing is left, nobody can be blamed or it brings nothing.
func restart(run func(late []int) attempt, n, restarts int) (attempt, []int) {
	late := make([]int, n)
	best := run(late)
	last, vain := best, 0
	for range restarts {
		if len(best.left) == 0 || vain == patience {
			break
		}
		blamed := last.blame()
		if len(blamed) == 0 {
			break
		}
		for _, i := range blamed {
			late[i]++
		}
		vain++
		if last = run(late); last.better(best) {
			best, vain = last, 0
		}
	}
	return best, late
}

// blame lists the services that moved and took what one that is left needs.
func (a attempt) blame() []int32 {
	s := a.end
	var out []int32
	for _, r := range a.left {
		b := s.blocker(r, s.m.To[r], true)
		if b.Pair >= 0 {
			if s.home(b.Other) && int(s.m.To[b.Other]) != s.m.From[b.Other].Option {
				out = append(out, b.Other)
			}
			continue
		}
		for i := range s.at {
			if i := int32(i); s.home(i) && s.grew(i, b) {
				out = append(out, i)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// grew says whether service i takes more of a slot in the end than today.
func (s *state) grew(i int32, b Blocker) bool {
	to := of(s.m.Problem.Services[i].Options[s.m.To[i]].Use, b.Block)
	if to == nil {
		return false
	}
	var before int32
	from := s.m.From[i]
	var old []int32
	switch {
	case from.Option >= 0:
		old = of(s.m.Problem.Services[i].Options[from.Option].Use, b.Block)
	case from.Was != nil:
		old = of(from.Was.Use, b.Block)
	}
	if old != nil {
		before = old[b.Slot]
	}
	return to[b.Slot] > before
}
