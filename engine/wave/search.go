package wave

import "slices"

// search tries orders one after the other, one move at a time, until one makes all
// moves or so many moves were tried. A set of moves leads to the same state in any
// order, so each set is tried once.
func (s *state) search(tries int, late []int) (attempt, bool) {
	moves := s.pending()
	slices.SortStableFunc(moves, func(a, b int32) int { return late[a] - late[b] })
	d := &dig{s: s.clone(), moves: moves, made: make([]byte, (len(moves)+7)/8), seen: make(map[string]bool), tries: tries}
	d.s.tries = 0
	if !d.down(len(moves)) {
		return attempt{}, false
	}
	out := attempt{end: d.s}
	for _, move := range d.order {
		out.waves = append(out.waves, []Move{move})
	}
	return out, true
}

// dig is a search in depth over the sets of moves that were made.
type dig struct {
	s     *state
	moves []int32
	// made are the moves made, a bit each; seen the sets that lead nowhere or are
	// being looked at.
	made  []byte
	seen  map[string]bool
	order []Move
	tries int
}

// down makes the moves that are left, and says whether there is an order of them.
func (d *dig) down(left int) bool {
	if left == 0 {
		return true
	}
	if d.seen[string(d.made)] {
		return false
	}
	d.seen[string(d.made)] = true
	for k, i := range d.moves {
		if d.made[k/8]>>(k%8)&1 == 1 {
			continue
		}
		if d.s.tries >= d.tries {
			return false
		}
		to, from := d.s.m.To[i], d.s.at[i]
		if d.s.blocker(i, to, false).blocks() {
			continue
		}
		harmless := d.s.harmless(i)
		d.made[k/8] ^= 1 << (k % 8)
		d.order = append(d.order, Move{Service: i, Option: to})
		d.s.put(i, int16(to))
		d.s.begin()
		if d.down(left - 1) {
			return true
		}
		d.made[k/8] ^= 1 << (k % 8)
		d.order = d.order[:len(d.order)-1]
		d.s.put(i, from)
		d.s.begin()
		// What only gives room back is never made too early: if it does not help
		// here, nothing does.
		if harmless {
			return false
		}
	}
	return false
}

// harmless says whether the move of service i takes no more of anything hard than it
// gives back, and meets no rule of a pair.
func (s *state) harmless(i int32) bool {
	if len(s.ruled[i])+len(s.budgets[i]) > 0 {
		return false
	}
	here := s.uses(i, s.at[i])
	for _, use := range s.m.Problem.Services[i].Options[s.m.To[i]].Use {
		if s.limit[use.Block] == nil {
			continue
		}
		old := of(here, use.Block)
		for t, v := range use.Amount {
			if v > 0 && (old == nil || v > old[t]) {
				return false
			}
		}
	}
	return true
}
