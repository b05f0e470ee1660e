package baseline

import (
	"cmp"
	"container/heap"

	"berth.dev/engine/optimise/improve"
	"berth.dev/engine/place"
)

// Greedy makes one move after the other, each time the one that saves most for what
// it uses more and that fits, until none saves anything. It starts once with every
// service where it uses least, and once where each is cheapest alone, of which it
// then gives up what costs least for the room it makes; the better result counts.
func Greedy(p *place.Problem) Result {
	board, burdens := improve.New(p), burden(p)
	s := board.State(lightest(p, burdens))
	climb(s, burdens)
	up := result(p, append(place.Placement(nil), s.Placement()...))
	s.Set(Alone(p).Placement)
	s.Repair()
	climb(s, burdens)
	if down := result(p, append(place.Placement(nil), s.Placement()...)); down.better(up) {
		return down
	}
	return up
}

// offer is a move with what it saves for its use.
type offer struct {
	key     float64
	service int32
	option  uint8
}

// offers is a heap of moves, the one that saves most on top.
type offers []offer

func (o offers) Len() int      { return len(o) }
func (o offers) Swap(a, b int) { o[a], o[b] = o[b], o[a] }

// Push and Pop are for package container/heap.
func (o *offers) Push(v any) { *o = append(*o, v.(offer)) }

// Pop takes the last one.
func (o *offers) Pop() any {
	list := *o
	last := list[len(list)-1]
	*o = list[:len(list)-1]
	return last
}

func (o offers) Less(a, b int) bool {
	return cmp.Or(cmp.Compare(o[a].key, o[b].key), cmp.Compare(o[a].service, o[b].service), cmp.Compare(o[a].option, o[b].option)) < 0
}

// climb makes the best move until none saves anything. After a move the offers of
// the service and of those it talks to are made anew; the others still stand, except
// for room, which is asked for when a move is taken.
func climb(s *improve.State, burdens [][]float64) {
	list := &offers{}
	add := func(i int32) {
		for l := range burdens[i] {
			if key, ok := saving(s, burdens, i, uint8(l)); ok {
				heap.Push(list, offer{key, i, uint8(l)})
			}
		}
	}
	for i := range burdens {
		add(int32(i))
	}
	for list.Len() > 0 {
		top := heap.Pop(list).(offer)
		key, ok := saving(s, burdens, top.service, top.option)
		if !ok {
			continue
		}
		if key > top.key {
			heap.Push(list, offer{key, top.service, top.option})
			continue
		}
		if !s.Fits(top.service, top.option) {
			continue
		}
		s.Move(top.service, top.option)
		add(top.service)
		for j := range s.Board().Neighbours(top.service) {
			add(j)
		}
	}
	// Room that was given back on the way may take moves that were refused before.
	s.Fill()
}

// saving is by how much a move changes the cost for what it uses more: negative, the
// less the better.
func saving(s *improve.State, burdens [][]float64, i int32, l uint8) (key float64, ok bool) {
	old := s.Placement()[i]
	if l == old {
		return 0, false
	}
	d := s.Delta(i, l)
	if d >= 0 {
		return 0, false
	}
	const nothing = 1e-9 // what uses no more is divided by next to nothing
	return float64(d) / max(nothing, burdens[i][l]-burdens[i][old]), true
}
