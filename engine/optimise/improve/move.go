package improve

// Delta is by how much the cost changes when service i takes option l.
func (s *State) Delta(i int32, l uint8) int64 {
	at := s.board.first[i]
	old := at + int32(s.x[i])
	change := s.beside[at+int32(l)] - s.beside[old]
	if s.board.dear[old] || s.board.dear[at+int32(l)] || s.board.ruled[i] {
		change += s.purchase(i, l)
	}
	return change
}

// Fits says whether service i may take option l: nothing that is too full gets
// fuller, nothing else gets too full, no rule is broken that is not, and the option
// is allowed.
func (s *State) Fits(i int32, l uint8) bool {
	b := s.board
	at := b.first[i]
	old := at + int32(s.x[i])
	if !s.allowed(i, l) || s.clash[at+int32(l)] > s.clash[old] {
		return false
	}
	w := both{b.uses[old], b.uses[at+int32(l)], b.zeros}
	for {
		block, from, to, ok := w.next()
		if !ok {
			return !b.ruled[i] || s.rulesFit(i, l)
		}
		if len(from) == 0 || len(from) == 1 && b.ruled[i] {
			continue
		}
		begin := int(b.slots[block])
		use, limit := s.use[begin:begin+len(from)], s.limit[begin:begin+len(from)]
		if h := s.hint[block]; to[h] > from[h] && use[h]+int64(to[h]-from[h]) > limit[h] {
			return false
		}
		to = to[:len(from)]
		for t, v := range from {
			if d := int64(to[t]) - int64(v); d > 0 && use[t]+d > limit[t] {
				s.hint[block] = int32(t)
				return false
			}
		}
	}
}

// Move gives service i option l.
func (s *State) Move(i int32, l uint8) {
	b := s.board
	if s.x[i] == l {
		return
	}
	old := s.x[i]
	at := b.first[i]
	s.local += s.beside[at+int32(l)] - s.beside[at+int32(old)]
	s.moveUse(i, l)
	own := b.width(i)
	for _, a := range b.arcsOf(i) {
		before, step := b.row(a, own, old)
		after, _ := b.row(a, own, l)
		row := s.beside[b.first[a.to]:b.first[a.to+1]]
		k := 0
		for m := range row {
			row[m] += after[k] - before[k]
			k += step
		}
	}
	if b.bondStart[i] < b.bondStart[i+1] {
		s.moveRules(i, l)
	}
	if !s.allowed(i, old) {
		s.strays--
	}
	if !s.allowed(i, l) {
		s.strays++
	}
	s.x[i] = l
}

// moveUse changes what is used of the blocks, and what is bought.
func (s *State) moveUse(i int32, l uint8) {
	b := s.board
	at := b.first[i]
	w := both{b.uses[at+int32(s.x[i])], b.uses[at+int32(l)], b.zeros}
	for {
		block, from, to, ok := w.next()
		if !ok {
			return
		}
		begin := int(b.slots[block])
		use, limit := s.use[begin:begin+len(from)], s.limit[begin:begin+len(from)]
		to = to[:len(from)]
		for t, v := range from {
			before := use[t]
			after := before + int64(to[t]) - int64(v)
			use[t] = after
			if before > limit[t] {
				s.over--
			}
			if after > limit[t] {
				s.over++
			}
		}
		if b.priced[block] {
			s.buy(block)
		}
	}
}

// moveRules changes what rules count: clashes, and budgets that pairs use.
func (s *State) moveRules(i int32, l uint8) {
	b := s.board
	at := b.first[i]
	s.clashes += int(s.clash[at+int32(l)] - s.clash[at+int32(s.x[i])])
	for _, a := range b.bondsOf(i) {
		s.addClash(i, a, s.x[i], -1)
		s.addClash(i, a, l, 1)
	}
	s.gatherRules(i, l)
	for _, block := range s.work.taken {
		t := b.slots[block]
		before := s.use[t]
		s.use[t] += s.work.extra[block]
		s.work.extra[block] = 0 // a block may be listed twice
		if before > s.limit[t] {
			s.over--
		}
		if s.use[t] > s.limit[t] {
			s.over++
		}
		if b.priced[block] {
			s.buy(block)
		}
	}
	s.clearRules()
}

// gatherRules sums up by block what the rules of service i use more under option l.
// It must be followed by clearRules.
func (s *State) gatherRules(i int32, l uint8) {
	b := s.board
	for _, a := range b.bondsOf(i) {
		use := b.problem.Pairs[a.pair].Rule.Use
		if use == nil {
			continue
		}
		before, after := b.pairAt(i, a, s.x[i], s.x[a.to]), b.pairAt(i, a, l, s.x[a.to])
		for _, one := range use {
			s.addExtra(one.Block, int64(one.Amount[after])-int64(one.Amount[before]))
		}
	}
}

func (s *State) addExtra(block int32, v int64) {
	s.work.taken = append(s.work.taken, block)
	s.work.extra[block] += v
}

func (s *State) clearRules() {
	for _, block := range s.work.taken {
		s.work.extra[block] = 0
	}
	s.work.taken = s.work.taken[:0]
}

// rulesFit says whether the blocks with one slot still have room: what the rules use
// more and what the options themselves take count together.
func (s *State) rulesFit(i int32, l uint8) bool {
	b := s.board
	at := b.first[i]
	s.gatherRules(i, l)
	for _, one := range b.uses[at+int32(s.x[i])] {
		if len(one.Amount) == 1 {
			s.addExtra(one.Block, -int64(one.Amount[0]))
		}
	}
	for _, one := range b.uses[at+int32(l)] {
		if len(one.Amount) == 1 {
			s.addExtra(one.Block, int64(one.Amount[0]))
		}
	}
	fits := true
	for _, block := range s.work.taken {
		d, t := s.work.extra[block], b.slots[block]
		fits = fits && (d <= 0 || s.use[t]+d <= s.limit[t])
	}
	s.clearRules()
	return fits
}
