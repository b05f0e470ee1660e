package improve

import "berth.dev/engine/place"

// State is one placement on a board, with what it uses, costs and breaks kept up to
// date by every move. It belongs to one goroutine.
type State struct {
	board *Board
	x     place.Placement
	// beside is by option what its service would cost there, its pairs with the
	// neighbours of now included; local is what x costs so, purchases left aside.
	beside []int64
	local  int64
	// use and limit are by slot of all blocks; over counts slots whose use is above
	// their limit.
	use, limit []int64
	over       int
	// bill and firm are what is bought of each block, and bought their sum of money.
	bill, firm []int64
	bought     int64
	// clash is by option how many rules its service would break there; clashes how
	// many are broken.
	clash   []int32
	clashes int
	// domains are what may be chosen, nil for all; strays counts the services that
	// stand outside of them.
	domains []place.Set
	strays  int
	// hint is by block the slot that refused last.
	hint   []int32
	prices prices
	work   workspace
}

// workspace is memory that is used again and again.
type workspace struct {
	row     []int64 // by slot of the largest block
	extra   []int64 // by block, zero between uses
	taken   []int32 // blocks with an entry in extra
	trail   []step
	cand    []candidate
	near    []int32 // by service, where the arc to it is, plus one
	seen    []bool  // by service, false between uses
	watches []watch
	lack    []int64 // by slot
}

// State puts a placement on the board, with the problem's own capacities, every
// option allowed and no prices. The placement is copied.
func (b *Board) State(x place.Placement) *State {
	n, options := len(b.problem.Services), int(b.first[len(b.problem.Services)])
	blocks := len(b.problem.Blocks)
	s := &State{
		board:  b,
		x:      append(place.Placement(nil), x...),
		beside: make([]int64, options),
		clash:  make([]int32, options),
		use:    make([]int64, len(b.room)),
		limit:  append([]int64(nil), b.room...),
		bill:   make([]int64, blocks), firm: make([]int64, blocks),
		hint: make([]int32, blocks),
	}
	s.work = workspace{
		row: make([]int64, len(b.zeros)), extra: make([]int64, blocks),
		near: make([]int32, n), seen: make([]bool, n),
	}
	s.prices.by(s, nil)
	s.rebuild()
	return s
}

// Clone is a state of its own on the same board; limits, domains and prices go with
// it.
func (s *State) Clone() *State {
	c := s.board.State(s.x)
	copy(c.limit, s.limit)
	c.domains = s.domains
	c.prices.copy(&s.prices)
	c.recount()
	return c
}

// Board is what the state stands on.
func (s *State) Board() *Board { return s.board }

// Placement is what the state holds now: to be read, and only until the next move.
func (s *State) Placement() place.Placement { return s.x }

// Cost is what the placement costs, purchases included: [place.Problem.Cost].
func (s *State) Cost() int64 { return s.local + s.bought }

// Usage is what the placement uses: to be read, and only until the next move.
func (s *State) Usage() place.Usage {
	u := make(place.Usage, len(s.board.problem.Blocks))
	for b := range u {
		u[b] = s.use[s.board.slots[b]:s.board.slots[b+1]:s.board.slots[b+1]]
	}
	return u
}

// Fitting says whether the placement keeps all limits, rules and domains.
func (s *State) Fitting() bool { return s.over == 0 && s.clashes == 0 && s.strays == 0 }

// Set puts another placement in place of the one that is held. It costs the moves
// between the two where these are few.
func (s *State) Set(x place.Placement) {
	moves := 0
	for i, l := range x {
		if s.x[i] != l {
			moves++
		}
	}
	if moves > len(x)/4 {
		copy(s.x, x)
		s.rebuild()
		return
	}
	for i, l := range x {
		if s.x[i] != l {
			s.Move(int32(i), l)
		}
	}
}

// Limit says how much may be used by block and slot, purchases included. Nil is the
// problem's own capacities, a nil row those of its block. Limits above them are cut
// down to them.
func (s *State) Limit(limits [][]int64) {
	copy(s.limit, s.board.room)
	for b, row := range limits {
		at := s.board.slots[b]
		for t, v := range row {
			s.limit[int(at)+t] = min(v, s.board.room[int(at)+t])
		}
	}
	s.recount()
}

// Restrict says which options may be chosen, nil for all. Services that stand
// outside are moved by [State.Repair]. The slice is kept, not copied.
func (s *State) Restrict(domains []place.Set) {
	s.domains = domains
	s.recount()
}

func (s *State) allowed(i int32, l uint8) bool { return s.domains == nil || s.domains[i].Has(l) }

// recount counts anew what limits and domains refuse.
func (s *State) recount() {
	s.over, s.strays = 0, 0
	for t, v := range s.use {
		if v > s.limit[t] {
			s.over++
		}
	}
	for i, l := range s.x {
		if !s.allowed(int32(i), l) {
			s.strays++
		}
	}
}

// rebuild computes everything from the placement.
func (s *State) rebuild() {
	b, p := s.board, s.board.problem
	clear(s.use)
	clear(s.clash)
	for i := range p.Services {
		at := b.first[i]
		for l := range p.Services[i].Options {
			s.beside[int(at)+l] = p.Services[i].Options[l].Cost
		}
		for _, one := range b.uses[at+int32(s.x[i])] {
			row := s.use[b.slots[one.Block]:]
			for t, v := range one.Amount {
				row[t] += int64(v)
			}
		}
	}
	for i := range p.Services {
		own := b.width(int32(i))
		for _, a := range b.arcsOf(int32(i)) {
			costs, step := b.row(a, own, s.x[i])
			s.addRow(a.to, costs, step, 1)
		}
		for _, a := range b.bondsOf(int32(i)) {
			s.addClash(int32(i), a, s.x[i], 1)
		}
	}
	s.local = p.Place(s.x)
	s.clashes = 0
	for k := range p.Pairs {
		if q := &p.Pairs[k]; q.Rule != nil {
			at := p.At(q, s.x[q.A], s.x[q.B])
			if q.Rule.Forbid != nil && q.Rule.Forbid[at] {
				s.clashes++
			}
			for _, one := range q.Rule.Use {
				s.use[b.slots[one.Block]] += int64(one.Amount[at])
			}
		}
	}
	s.bought = 0
	for k := range p.Blocks {
		s.firm[k], s.bill[k] = 0, 0
		if b.priced[k] {
			s.firm[k], s.bill[k] = p.Blocks[k].Buy(s.use[b.slots[k]:b.slots[k+1]])
			s.bought += s.bill[k]
		}
	}
	s.recount()
}

// addRow adds times a neighbour's table row to what service j costs by option.
func (s *State) addRow(j int32, costs []int64, step int, times int64) {
	row := s.beside[s.board.first[j]:s.board.first[j+1]]
	at := 0
	for m := range row {
		row[m] += times * costs[at]
		at += step
	}
}

// addClash counts for the other end of a bond the options that option l of service i
// forbids.
func (s *State) addClash(i int32, a bond, l uint8, times int32) {
	q := &s.board.problem.Pairs[a.pair]
	if q.Rule.Forbid == nil {
		return
	}
	row := s.clash[s.board.first[a.to]:s.board.first[a.to+1]]
	for m := range row {
		if q.Rule.Forbid[s.board.pairAt(i, a, l, uint8(m))] {
			row[m] += times
		}
	}
}

// pairAt is the place in a pair's tables of option l here and m at the other end.
func (b *Board) pairAt(i int32, a bond, l, m uint8) int {
	if a.first {
		return int(l)*int(b.width(a.to)) + int(m)
	}
	return int(m)*int(b.width(i)) + int(l)
}
