package wave

import "slices"

// merge joins waves with those before them where all of their moves fit together: a
// search makes one move at a time. It simulates from the start.
func (s *state) merge(waves [][]Move, maxMoves int) [][]Move {
	s = s.clone()
	var out [][]Move
	for _, wave := range waves {
		if len(s.wave)+len(wave) > max(1, maxMoves) || !s.join(wave) {
			out = append(out, s.finish())
			for _, move := range wave {
				s.take(move)
			}
		}
	}
	if len(s.wave) > 0 {
		out = append(out, s.finish())
	}
	return slices.DeleteFunc(out, func(wave []Move) bool { return len(wave) == 0 })
}

// join adds all moves of a wave to the one being filled, or none.
func (s *state) join(wave []Move) bool {
	before := slices.Clone(s.wave)
	for _, move := range wave {
		if s.going[move.Service] >= 0 || s.blocker(move.Service, move.Option, false).blocks() {
			s.undo(before)
			return false
		}
		s.take(move)
	}
	return true
}

// undo fills the wave anew with the moves it had.
func (s *state) undo(before []Move) {
	for _, move := range s.wave {
		s.going[move.Service] = -1
	}
	s.begin()
	for _, move := range before {
		s.take(move)
	}
}
