package wave

import "container/heap"

// filler fills waves with moves that fit together.
type filler struct {
	s    *state
	rank *rank
	max  int
	// talk are by service those it talks with, heaviest use first in no order.
	talk [][]talker
	// open marks the candidates of the class at hand that were not tried yet.
	open []bool
	// pull is how much a candidate talks with the wave at hand.
	pull  []int64
	queue queue
	// last is by service what blocked it when it was last tried.
	last []Blocker
}

// talker is a service that another one talks with.
type talker struct {
	service int32
	weight  int64
}

func newFiller(s *state, r *rank, maxMoves int) *filler {
	n := len(s.at)
	f := &filler{s: s, rank: r, max: max(1, maxMoves), talk: make([][]talker, n), open: make([]bool, n), pull: make([]int64, n), last: make([]Blocker, n)}
	for i := range f.last {
		f.last[i] = free()
	}
	for k, weight := range s.m.traffic() {
		if q := &s.m.Problem.Pairs[k]; weight > 0 {
			f.talk[q.A] = append(f.talk[q.A], talker{q.B, weight})
			f.talk[q.B] = append(f.talk[q.B], talker{q.A, weight})
		}
	}
	f.queue.rank = r.name
	return f
}

// fill makes the next wave of pending moves, without finishing it; it is empty where
// no move fits.
func (f *filler) fill(pending []int32) {
	f.rank.look(pending)
	all := f.rank.judgeAll(pending)
	for k := range all {
		for _, t := range f.talk[all[k].service] {
			if f.s.home(t.service) {
				all[k].pull += t.weight
			}
		}
	}
	f.rank.sort(all)
	for begin := 0; begin < len(all) && len(f.s.wave) < f.max; {
		end := begin + 1
		for end < len(all) && all[end].class == all[begin].class {
			end++
		}
		left := f.grow(all[begin:end])
		begin = end
		// What waits for room of this class may need the very room that a later
		// class would take.
		if left && len(f.s.wave) > 0 {
			return
		}
	}
}

// grow adds moves of one class: from each seed on, those that talk most with the
// wave. It says whether one was left out.
func (f *filler) grow(seeds []candidate) (left bool) {
	for _, c := range seeds {
		f.open[c.service], f.pull[c.service] = true, 0
	}
	f.queue.items = f.queue.items[:0]
	for _, c := range seeds {
		for f.queue.Len() > 0 && len(f.s.wave) < f.max {
			next := heap.Pop(&f.queue).(queued)
			if f.open[next.service] && next.pull == f.pull[next.service] {
				left = !f.try(next.service) || left
			}
		}
		if len(f.s.wave) == f.max {
			break
		}
		if f.open[c.service] {
			left = !f.try(c.service) || left
		}
	}
	for _, c := range seeds {
		left = left || f.open[c.service]
		f.open[c.service] = false
	}
	return left
}

// try puts a move into the wave if it fits.
func (f *filler) try(i int32) bool {
	f.open[i] = false
	to := f.s.m.To[i]
	if f.still(i, to) {
		return false
	}
	if f.last[i] = f.s.blocker(i, to, false); f.last[i].blocks() {
		return false
	}
	f.s.take(Move{Service: i, Option: to})
	for _, t := range f.talk[i] {
		if f.open[t.service] {
			f.pull[t.service] += t.weight
			heap.Push(&f.queue, queued{t.service, f.pull[t.service]})
		}
	}
	return true
}

// still says whether the slot that blocked a move the last time does so again: it
// saves looking at all others.
func (f *filler) still(i int32, to uint8) bool {
	last := f.last[i]
	s := f.s
	if last.Block < 0 || s.limit[last.Block] == nil {
		return false
	}
	amount := of(s.m.Problem.Services[i].Options[to].Use, last.Block)
	if amount == nil {
		return false
	}
	t := int(last.Slot)
	add := added(amount[t], of(s.uses(i, s.at[i]), last.Block), t, s.single(i))
	return add > 0 && s.during[last.Block][t]+add > s.ceiling(last.Block, t)
}

// queued is a candidate with its pull at the time it was queued.
type queued struct {
	service int32
	pull    int64
}

// queue is a heap of candidates, the one with the greatest pull first.
type queue struct {
	items []queued
	rank  []int32
}

func (q *queue) Len() int { return len(q.items) }
func (q *queue) Less(a, b int) bool {
	x, y := q.items[a], q.items[b]
	if x.pull != y.pull {
		return x.pull > y.pull
	}
	return q.rank[x.service] < q.rank[y.service]
}
func (q *queue) Swap(a, b int) { q.items[a], q.items[b] = q.items[b], q.items[a] }
func (q *queue) Push(x any)    { q.items = append(q.items, x.(queued)) }
func (q *queue) Pop() any {
	last := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return last
}
