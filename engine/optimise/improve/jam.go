package improve

const (
	// jamLooks bounds the services looked at to resolve one jam, and jamStarts the
	// moves that are tried as its beginning.
	jamLooks  = 200_000
	jamStarts = 200
	// jamSteps is how many moves may follow one that begins badly.
	jamSteps = 8
)

// unjam is for states in which no single move makes less too full: what is too full
// here only has room where something else is full. It makes a move that does harm,
// lets others follow that undo harm, and keeps them if less is broken at the end.
func (s *State) unjam() bool {
	looks := jamLooks
	for _, c := range s.jammed() {
		if looks <= 0 {
			return false
		}
		mark, harm, clashes := s.mark(), s.Harm(), s.clashes
		if s.carry(c.service, c.option) && s.clashes <= clashes {
			s.freeze(mark, true)
			for range jamSteps {
				looks -= len(s.x)
				if s.over == 0 || !s.undoHarm() {
					break
				}
			}
			s.freeze(mark, false)
		}
		if s.Harm() < harm-harm*1e-12 && s.clashes <= clashes {
			return true
		}
		s.back(mark)
	}
	return false
}

// jammed lists moves that relieve what is too full, whatever they do elsewhere, those
// that cost least for it first.
func (s *State) jammed() []candidate {
	list := append([]watch(nil), s.fullest()...)
	first := newBest(jamStarts)
	for i := range s.x {
		i := int32(i)
		for l := range uint8(s.board.width(i)) {
			if l == s.x[i] || !s.allowed(i, l) {
				continue
			}
			if cost, relief := s.carriedRelief(i, l, list); relief > 0 {
				first.add(candidate{cost / relief, i, l})
			}
		}
	}
	return first.sorted()
}

// freeze marks the services that have moved since, so that they are not moved back.
func (s *State) freeze(mark int, on bool) {
	for _, one := range s.work.trail[mark:] {
		s.work.seen[one.service] = on
	}
}

// undoHarm makes the single move after which least is broken, and says whether there
// is one that makes it less than now.
func (s *State) undoHarm() bool {
	best, least := candidate{}, s.Harm()
	found := false
	for i := range s.x {
		i := int32(i)
		at := s.board.first[i]
		for l := range uint8(s.board.width(i)) {
			if l == s.x[i] || s.work.seen[i] || !s.allowed(i, l) || s.clash[at+int32(l)] > s.clash[at+int32(s.x[i])] {
				continue
			}
			mark := s.mark()
			s.try(i, l)
			if harm := s.Harm(); harm < least {
				best, least, found = candidate{service: i, option: l}, harm, true
			}
			s.back(mark)
		}
	}
	if found {
		s.try(best.service, best.option)
		s.work.seen[best.service] = true
	}
	return found
}
