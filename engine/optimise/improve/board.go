package improve

import (
	"iter"
	"math"

	"berth.dev/engine/place"
)

// unlimited is the limit of a slot that refuses nothing: above all sums that
// [place.Problem.Check] lets pass.
const unlimited = math.MaxInt64 / 2

// Board is a problem laid out for moves: neighbours and tables side by side in
// memory. It is not changed after [New] and may be shared by goroutines.
type Board struct {
	problem *place.Problem
	// first is where the options of a service begin in arrays by option, with one
	// entry more at the end; uses is what each option takes.
	first []int32
	uses  [][]place.Use
	// arcs from start[i] to start[i+1] are the neighbours of service i; tables holds
	// the cost tables they point into.
	start  []int32
	arcs   []arc
	tables []int64
	// bonds are neighbours with a rule, like arcs.
	bondStart []int32
	bonds     []bond
	// slots is where the slots of a block begin in arrays by slot; room is the
	// capacity with all that may be bought firm, unlimited for soft blocks.
	slots []int32
	room  []int64
	// priced says which blocks can be bought, dear which options take of one, ruled
	// which services use blocks together with a neighbour.
	priced []bool
	dear   []bool
	ruled  []bool
	zeros  []int32
}

// arc is one end of a pair that costs something.
type arc struct {
	to    int32
	first bool // this end is the pair's A
	table int  // where the pair's table begins
}

// bond is one end of a pair with a rule.
type bond struct {
	to, pair int32
	first    bool
}

// New lays out a problem, which must have passed [place.Problem.Check].
func New(p *place.Problem) *Board {
	b := &Board{problem: p}
	b.layBlocks()
	b.layOptions()
	b.layPairs()
	return b
}

// Problem is what the board was made of.
func (b *Board) Problem() *place.Problem { return b.problem }

// Neighbours are the services that service i shares a cost or a rule with; one that
// it shares both with comes twice.
func (b *Board) Neighbours(i int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for _, a := range b.arcsOf(i) {
			if !yield(a.to) {
				return
			}
		}
		for _, a := range b.bondsOf(i) {
			if !yield(a.to) {
				return
			}
		}
	}
}

func (b *Board) layBlocks() {
	blocks := b.problem.Blocks
	b.slots = make([]int32, len(blocks)+1)
	b.priced = make([]bool, len(blocks))
	most := 0
	for k := range blocks {
		block := &blocks[k]
		b.slots[k+1] = b.slots[k] + int32(len(block.Cap))
		b.priced[k] = !block.Hard() || block.Firm > 0 && block.FirmMax > 0
		most = max(most, len(block.Cap))
		for _, v := range block.Cap {
			if block.Hard() {
				b.room = append(b.room, v+block.FirmMax)
			} else {
				b.room = append(b.room, unlimited)
			}
		}
	}
	b.zeros = make([]int32, most)
}

func (b *Board) layOptions() {
	p := b.problem
	b.first = make([]int32, len(p.Services)+1)
	for i := range p.Services {
		b.first[i+1] = b.first[i] + int32(len(p.Services[i].Options))
	}
	total := int(b.first[len(p.Services)])
	b.uses, b.dear = make([][]place.Use, 0, total), make([]bool, 0, total)
	for i := range p.Services {
		for l := range p.Services[i].Options {
			use := p.Services[i].Options[l].Use
			dear := false
			for _, one := range use {
				dear = dear || b.priced[one.Block]
			}
			b.uses, b.dear = append(b.uses, use), append(b.dear, dear)
		}
	}
}

func (b *Board) layPairs() {
	p := b.problem
	n, size := len(p.Services), 0
	b.start, b.bondStart = make([]int32, n+2), make([]int32, n+2)
	for k := range p.Pairs {
		q := &p.Pairs[k]
		size += len(q.Cost)
		// Counts stand two places late so that filling moves them into place.
		if q.Cost != nil {
			b.start[q.A+2]++
			b.start[q.B+2]++
		}
		if q.Rule != nil {
			b.bondStart[q.A+2]++
			b.bondStart[q.B+2]++
		}
	}
	for i := range n {
		b.start[i+2] += b.start[i+1]
		b.bondStart[i+2] += b.bondStart[i+1]
	}
	b.arcs, b.bonds = make([]arc, b.start[n+1]), make([]bond, b.bondStart[n+1])
	b.tables, b.ruled = make([]int64, 0, size), make([]bool, n)
	for k := range p.Pairs {
		q := &p.Pairs[k]
		if q.Cost != nil {
			at := len(b.tables)
			b.tables = append(b.tables, q.Cost...)
			b.addArc(q.A, arc{to: q.B, first: true, table: at})
			b.addArc(q.B, arc{to: q.A, table: at})
		}
		if q.Rule != nil {
			b.addBond(q.A, bond{to: q.B, pair: int32(k), first: true})
			b.addBond(q.B, bond{to: q.A, pair: int32(k)})
			if q.Rule.Use != nil {
				b.ruled[q.A], b.ruled[q.B] = true, true
			}
		}
	}
}

func (b *Board) addArc(i int32, a arc) {
	b.arcs[b.start[i+1]] = a
	b.start[i+1]++
}

func (b *Board) addBond(i int32, a bond) {
	b.bonds[b.bondStart[i+1]] = a
	b.bondStart[i+1]++
}

func (b *Board) arcsOf(i int32) []arc   { return b.arcs[b.start[i]:b.start[i+1]] }
func (b *Board) bondsOf(i int32) []bond { return b.bonds[b.bondStart[i]:b.bondStart[i+1]] }
func (b *Board) width(i int32) int32    { return b.first[i+1] - b.first[i] }

// row is the pair's cost by option of the other end when this end, of width own,
// takes option l; step is how far apart its entries stand.
func (b *Board) row(a arc, own int32, l uint8) (costs []int64, step int) {
	if a.first {
		at := a.table + int(l)*int(b.width(a.to))
		return b.tables[at:], 1
	}
	return b.tables[a.table+int(l):], int(own)
}

// both walks the uses of two options block by block.
type both struct {
	from, to []place.Use
	zeros    []int32
}

// next gives a block that one of the two takes, with what each takes of it by slot.
func (w *both) next() (block int32, from, to []int32, ok bool) {
	switch {
	case len(w.from) == 0 && len(w.to) == 0:
		return 0, nil, nil, false
	case len(w.to) == 0 || len(w.from) > 0 && w.from[0].Block < w.to[0].Block:
		one := w.from[0]
		w.from = w.from[1:]
		return one.Block, one.Amount, w.zeros[:len(one.Amount)], true
	case len(w.from) == 0 || w.to[0].Block < w.from[0].Block:
		one := w.to[0]
		w.to = w.to[1:]
		return one.Block, w.zeros[:len(one.Amount)], one.Amount, true
	}
	block, from, to = w.from[0].Block, w.from[0].Amount, w.to[0].Amount
	w.from, w.to = w.from[1:], w.to[1:]
	return block, from, to, true
}
