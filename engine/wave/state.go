package wave

import (
	"slices"

	"berth.dev/engine/place"
)

// Places of a service that are no option.
const (
	nowhere = -1
	was     = -2
)

// state is the fleet between two waves and while one is being filled.
type state struct {
	m *Moves
	// limit is by block and slot what may be used; nil for blocks that are not hard
	// and for budgets.
	limit [][]int64
	// owner is by block the service whose budget it is, -1 for none; budgets are by
	// service those that its place changes.
	owner   []int32
	budgets [][]int32
	// ruled are by service the pairs with rules.
	ruled [][]int32
	// at is where each service stands: an option, nowhere or was.
	at []int16
	// use is what is used between waves, during what is while the wave is under way.
	use, during place.Usage
	// going is by service the option it goes to in this wave, or -1.
	going []int16
	// wave are the moves of the wave being filled.
	wave []Move
	// extra is by block what pairs add to it; zero outside of one call.
	extra []int64
	// tries counts the moves that were tried.
	tries int
}

func newState(m *Moves) *state {
	p := m.Problem
	n := len(p.Services)
	s := &state{m: m, limit: make([][]int64, len(p.Blocks)), ruled: make([][]int32, n), at: make([]int16, n),
		use: make(place.Usage, len(p.Blocks)), during: make(place.Usage, len(p.Blocks)), going: make([]int16, n), extra: make([]int64, len(p.Blocks))}
	for b := range p.Blocks {
		block := &p.Blocks[b]
		s.use[b], s.during[b] = make([]int64, len(block.Cap)), make([]int64, len(block.Cap))
		if block.Hard() && !block.Either {
			s.limit[b] = make([]int64, len(block.Cap))
			for t, v := range block.Cap {
				s.limit[b][t] = v + block.FirmMax
			}
		}
	}
	for i := range s.at {
		s.going[i] = -1
		switch from := m.From[i]; {
		case from.Option >= 0:
			s.at[i] = int16(from.Option)
		case from.Was != nil:
			s.at[i] = was
		default:
			s.at[i] = nowhere
		}
		s.use.Add(s.uses(int32(i), s.at[i]), 1)
	}
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Rule == nil {
			continue
		}
		s.ruled[q.A] = append(s.ruled[q.A], int32(k))
		s.ruled[q.B] = append(s.ruled[q.B], int32(k))
		s.addPair(q, 1)
	}
	s.findBudgets()
	s.begin()
	return s
}

// clone copies what changes; it is only called between waves.
func (s *state) clone() *state {
	c := *s
	c.at, c.going = slices.Clone(s.at), slices.Clone(s.going)
	c.use, c.during = make(place.Usage, len(s.use)), make(place.Usage, len(s.use))
	for b := range s.use {
		c.use[b], c.during[b] = slices.Clone(s.use[b]), slices.Clone(s.during[b])
	}
	c.wave, c.extra = nil, make([]int64, len(s.extra))
	return &c
}

// uses are what service i takes at a place.
func (s *state) uses(i int32, at int16) []place.Use {
	switch at {
	case nowhere:
		return nil
	case was:
		return s.m.From[i].Was.Use
	}
	return s.m.Problem.Services[i].Options[at].Use
}

// addPair adds times what a pair uses where its ends stand.
func (s *state) addPair(q *place.Pair, times int64) {
	a, b := s.at[q.A], s.at[q.B]
	if a < 0 || b < 0 {
		return
	}
	for _, use := range q.Rule.Use {
		s.use[use.Block][0] += times * int64(use.Amount[s.m.Problem.At(q, uint8(a), uint8(b))])
	}
}

// begin starts an empty wave.
func (s *state) begin() {
	s.wave = nil
	for b := range s.use {
		copy(s.during[b], s.use[b])
	}
}

// put makes a service stand elsewhere.
func (s *state) put(i int32, at int16) {
	p := s.m.Problem
	for _, k := range s.ruled[i] {
		s.addPair(&p.Pairs[k], -1)
	}
	s.use.Add(s.uses(i, s.at[i]), -1)
	s.at[i] = at
	s.use.Add(s.uses(i, at), 1)
	for _, k := range s.ruled[i] {
		s.addPair(&p.Pairs[k], 1)
	}
}

// finish makes the moves of the wave and starts the next one; it returns them by
// service.
func (s *state) finish() []Move {
	made := s.wave
	for _, move := range made {
		s.going[move.Service] = -1
		s.put(move.Service, int16(move.Option))
	}
	slices.SortFunc(made, func(a, b Move) int { return int(a.Service - b.Service) })
	s.begin()
	return made
}

// home says whether service i stands where it goes in the end.
func (s *state) home(i int32) bool { return s.at[i] == int16(s.m.To[i]) }

// pending are the services that still have to move.
func (s *state) pending() []int32 {
	var out []int32
	for i := range s.at {
		if !s.home(int32(i)) {
			out = append(out, int32(i))
		}
	}
	return out
}

// single says whether only one copy of service i may run.
func (s *state) single(i int32) bool { return s.m.Single != nil && s.m.Single[i] }
