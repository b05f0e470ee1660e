package milp

import (
	"fmt"
	"slices"

	"berth.dev/engine/place"
)

// Model is a placement problem as a mixed integer linear program: minimise the
// objective so that every row holds. It keeps the problem's integers; only its text
// is scaled.
type Model struct {
	problem *place.Problem
	columns []column
	// chain is by service the column of its first binary; the others follow it.
	chain []int
	// objective is by column; constant is what every placement costs.
	objective []int64
	constant  int64
	rows      []row
}

// column is a variable from 0 up.
type column struct {
	name string
	kind kind
	// most is its upper bound where kind is bounded.
	most int64
}

type kind uint8

const (
	binary  kind = iota // 0 or 1
	share               // from 0 to 1
	bounded             // from 0 to most
	free                // from 0 up
)

// row says that the sum of its terms is at most a number.
type row struct {
	name  string
	terms []term
	most  int64
}

type term struct {
	column int
	weight int64
}

// New states a problem as a model. The problem has passed [place.Problem.Check].
func New(p *place.Problem) *Model {
	m := &Model{problem: p, chain: make([]int, len(p.Services))}
	for i := range p.Services {
		m.service(i)
	}
	used := make([][]linear, len(p.Blocks))
	for b := range p.Blocks {
		used[b] = m.uses(int32(b))
	}
	for k := range p.Pairs {
		m.pair(k, used)
	}
	for b := range p.Blocks {
		m.block(b, used[b])
	}
	return m
}

// Size is how many columns, binaries among them, and rows the model has.
func (m *Model) Size() (columns, binaries, rows int) {
	for _, c := range m.columns {
		if c.kind == binary {
			binaries++
		}
	}
	return len(m.columns), binaries, len(m.rows)
}

func (m *Model) column(k kind, most int64, format string, args ...any) int {
	m.columns = append(m.columns, column{name: fmt.Sprintf(format, args...), kind: k, most: most})
	m.objective = append(m.objective, 0)
	return len(m.columns) - 1
}

func (m *Model) row(most int64, terms []term, format string, args ...any) {
	m.rows = append(m.rows, row{name: fmt.Sprintf(format, args...), terms: terms, most: most})
}

// step is the column of "service i has option l or a later one", for l above 0.
func (m *Model) step(i int32, l int) int { return m.chain[i] + l - 1 }

// service adds a service's binaries and what its options cost.
func (m *Model) service(i int) {
	options := m.problem.Services[i].Options
	m.chain[i] = len(m.columns)
	m.constant += options[0].Cost
	for l := 1; l < len(options); l++ {
		y := m.column(binary, 1, "y%d_%d", i, l)
		m.objective[y] = options[l].Cost - options[l-1].Cost
		if l > 1 {
			m.row(0, []term{{y, 1}, {y - 1, -1}}, "c%d_%d", i, l)
		}
	}
}

// linear is a constant and terms: what is used of one slot.
type linear struct {
	constant int64
	terms    []term
	// top is a number that the sum never exceeds.
	top int64
}

func (f *linear) add(column int, weight int64) {
	if weight != 0 {
		f.terms = append(f.terms, term{column, weight})
	}
}

// uses is by slot what the services' options take of a block.
func (m *Model) uses(b int32) []linear {
	out := make([]linear, len(m.problem.Blocks[b].Cap))
	for i := range m.problem.Services {
		options := m.problem.Services[i].Options
		amounts := make([][]int32, len(options))
		for l := range options {
			for _, use := range options[l].Use {
				if use.Block == b {
					amounts[l] = use.Amount
				}
			}
		}
		for t := range out {
			before, most := at(amounts[0], t), at(amounts[0], t)
			out[t].constant += before
			for l := 1; l < len(options); l++ {
				now := at(amounts[l], t)
				out[t].add(m.step(int32(i), l), now-before)
				before, most = now, max(most, now)
			}
			out[t].top += most
		}
	}
	return out
}

// at is the amount of a slot, 0 where an option uses nothing.
func at(amount []int32, t int) int64 {
	if amount == nil {
		return 0
	}
	return int64(amount[t])
}

// block adds what may be bought of a block and its rows. A slot that can never be
// full needs none.
func (m *Model) block(b int, used []linear) {
	block := &m.problem.Blocks[b]
	firm := -1
	if block.FirmMax > 0 {
		firm = m.column(bounded, block.FirmMax, "f%d", b)
		m.objective[firm] = block.Firm
	}
	for t, use := range used {
		if use.top <= block.Cap[t] {
			continue
		}
		if firm >= 0 {
			use.add(firm, -1)
		}
		if !block.Hard() {
			over := m.column(free, 0, "o%d_%d", b, t)
			m.objective[over] = block.Over[t]
			use.add(over, -1)
		}
		m.row(block.Cap[t]-use.constant, joined(use.terms), "u%d_%d", b, t)
	}
}

// joined adds up the terms of the same column: readers refuse a column that stands
// twice in a row.
func joined(terms []term) []term {
	slices.SortStableFunc(terms, func(a, b term) int { return a.column - b.column })
	out := terms[:0]
	for _, t := range terms {
		if last := len(out) - 1; last >= 0 && out[last].column == t.column {
			out[last].weight += t.weight
		} else {
			out = append(out, t)
		}
	}
	return slices.DeleteFunc(out, func(t term) bool { return t.weight == 0 })
}
