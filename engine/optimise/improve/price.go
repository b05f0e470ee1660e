package improve

import "slices"

// prices are what the slots are worth while moves are ordered.
type prices struct {
	// slot lists the priced slots of each block, with what a unit is worth.
	slot [][]slotPrice
	// weight is by option what its use is worth; known says where it was computed
	// since the prices changed last.
	weight []float64
	known  []bool
	// money says that prices are in units of cost, so that both can be added up.
	money bool
}

type slotPrice struct {
	slot  int32
	price float64
}

// Price says what a unit of each slot is worth, by block and slot: the multipliers
// of a relaxation. They order moves and change no cost. Nil prices every slot by how
// little of it there is.
func (s *State) Price(prices [][]int64) { s.prices.by(s, prices) }

func (w *prices) by(s *State, given [][]int64) {
	blocks := s.board.problem.Blocks
	options := len(s.board.uses)
	if w.weight == nil {
		w.slot = make([][]slotPrice, len(blocks))
		w.weight, w.known = make([]float64, options), make([]bool, options)
	}
	clear(w.known)
	w.money = given != nil
	for b := range blocks {
		w.slot[b] = w.slot[b][:0]
		for t := range blocks[b].Cap {
			price := 0.0
			switch {
			case given != nil && given[b] != nil:
				price = float64(given[b][t])
			case given == nil && blocks[b].Hard():
				price = 1e9 / float64(1+s.board.room[int(s.board.slots[b])+t])
			}
			if price > 0 {
				w.slot[b] = append(w.slot[b], slotPrice{int32(t), price})
			}
		}
	}
}

func (w *prices) copy(from *prices) {
	for b := range from.slot {
		w.slot[b] = slices.Clone(from.slot[b])
	}
	w.money = from.money
	clear(w.known)
}

// weight is what the use of an option is worth.
func (s *State) weight(i int32, l uint8) float64 {
	w := &s.prices
	at := s.board.first[i] + int32(l)
	if w.known[at] {
		return w.weight[at]
	}
	sum := 0.0
	for _, one := range s.board.uses[at] {
		for _, q := range w.slot[one.Block] {
			sum += float64(q.price * float64(one.Amount[q.slot]))
		}
	}
	w.weight[at], w.known[at] = sum, true
	return sum
}

// worth is by how much what is used is worth more when service i takes option l.
func (s *State) worth(i int32, l uint8) float64 { return s.weight(i, l) - s.weight(i, s.x[i]) }

// reduced is what a move of the given change costs when its use is paid at the
// prices, or without such what it costs by how much it uses.
func (s *State) reduced(i int32, l uint8, delta int64) float64 {
	more := s.worth(i, l)
	switch {
	case s.prices.money:
		return float64(delta) + more
	case delta < 0:
		return float64(delta) / max(1, more)
	}
	return float64(delta) / max(1, -more)
}
