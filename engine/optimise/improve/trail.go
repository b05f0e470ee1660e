package improve

// step is a move that can be taken back.
type step struct {
	service int32
	old     uint8
}

// mark is a place on the trail to go back to.
func (s *State) mark() int { return len(s.work.trail) }

// try moves and remembers what was.
func (s *State) try(i int32, l uint8) {
	s.work.trail = append(s.work.trail, step{i, s.x[i]})
	s.Move(i, l)
}

// back takes back all that was tried since the mark.
func (s *State) back(mark int) {
	for k := len(s.work.trail) - 1; k >= mark; k-- {
		s.Move(s.work.trail[k].service, s.work.trail[k].old)
	}
	s.work.trail = s.work.trail[:mark]
}

// forget lets all that was tried stand for good. Only exported methods do it: what
// they call may be part of a longer trial.
func (s *State) forget() { s.work.trail = s.work.trail[:0] }
