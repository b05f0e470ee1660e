package improve

// passes bounds how often a fill looks at all services again.
const passes = 12

// Fill makes moves that save money and fit until none is left, those first that save
// most for the worth of what they use. It returns what was saved.
func (s *State) Fill() int64 {
	defer s.forget()
	before := s.Cost()
	s.fill()
	return before - s.Cost()
}

func (s *State) fill() {
	for range passes {
		if !s.fillOnce() {
			return
		}
	}
}

func (s *State) fillOnce() (moved bool) {
	list := s.work.cand[:0]
	for i := range s.x {
		i := int32(i)
		begin := s.board.first[i]
		for l := range uint8(s.board.width(i)) {
			if l == s.x[i] || !s.allowed(i, l) {
				continue
			}
			if s.clash[begin+int32(l)] > s.clash[begin+int32(s.x[i])] {
				moved = s.fillTogether(i, l) || moved
				continue
			}
			if d := s.Delta(i, l); d < 0 {
				list = append(list, candidate{s.thrift(i, l, d), i, l})
			}
		}
	}
	sortCandidates(list)
	for _, c := range list {
		if c.option != s.x[c.service] && s.Delta(c.service, c.option) < 0 && s.Fits(c.service, c.option) {
			s.try(c.service, c.option)
			moved = true
		}
	}
	s.work.cand = list[:0]
	return moved
}

// free makes moves that use nothing of worth come before all others.
const free = 1e6

// thrift orders moves by what they change the cost for the worth of what they use.
func (s *State) thrift(i int32, l uint8, delta int64) float64 {
	more := s.worth(i, l)
	if more <= 1 {
		return float64(delta) * free
	}
	return float64(delta) / more
}

// fillTogether makes a move that carries others along, if all together it saves
// money and fits.
func (s *State) fillTogether(i int32, l uint8) bool {
	cost, over, clashes := s.Cost(), s.over, s.clashes
	mark := s.mark()
	if s.carry(i, l) && s.Cost() < cost && s.over <= over && s.clashes <= clashes {
		return true
	}
	s.back(mark)
	return false
}
