package milp

import "berth.dev/engine/place"

// table is a number by option of one service and option of another, row by row.
type table struct {
	width int
	at    func(k int) int64
}

func (v table) get(a, b int) int64 { return v.at(a*v.width + b) }

// corner is what the table has at (a, b) less than its neighbours before it would
// make one expect.
func (v table) corner(a, b int) int64 {
	return v.get(a, b-1) + v.get(a-1, b) - v.get(a, b) - v.get(a-1, b-1)
}

// pair adds what two services cost each other, what they use together and which of
// their options are forbidden together.
func (m *Model) pair(k int, used [][]linear) {
	q := &m.problem.Pairs[k]
	width := m.problem.Width(q.B)
	cost := table{width, func(at int) int64 {
		if q.Cost == nil {
			return 0
		}
		return q.Cost[at]
	}}
	var together []place.Use
	if q.Rule != nil {
		together = q.Rule.Use
		m.forbid(k)
	}
	m.constant += m.edges(q, cost, func(column int, weight int64) { m.objective[column] += weight })
	for _, use := range together {
		sum := &used[use.Block][0]
		budget := table{width, func(at int) int64 { return int64(use.Amount[at]) }}
		sum.constant += m.edges(q, budget, sum.add)
		most := int32(0)
		for _, v := range use.Amount {
			most = max(most, v)
		}
		sum.top += int64(most)
	}
	for a := 1; a < m.problem.Width(q.A); a++ {
		for b := 1; b < width; b++ {
			if len(together) > 0 {
				m.product(k, a, b, cost.corner(a, b), used)
			} else {
				m.corner(k, a, b, cost.corner(a, b))
			}
		}
	}
}

// edges hands on what a table's first row and first column say of each service
// alone, and returns what is always there.
func (m *Model) edges(q *place.Pair, v table, add func(column int, weight int64)) int64 {
	for a := 1; a < m.problem.Width(q.A); a++ {
		add(m.step(q.A, a), v.get(a, 0)-v.get(a-1, 0))
	}
	for b := 1; b < v.width; b++ {
		add(m.step(q.B, b), v.get(0, b)-v.get(0, b-1))
	}
	return v.get(0, 0)
}

// corner adds -d·y·z to the objective, with the one row that the sign of d needs: the
// objective presses the new column down on it.
func (m *Model) corner(k, a, b int, d int64) {
	q := &m.problem.Pairs[k]
	y, z := m.step(q.A, a), m.step(q.B, b)
	switch {
	case d > 0:
		w := m.column(share, 1, "w%d_%d_%d", k, a, b)
		m.objective[w], m.objective[y] = d, m.objective[y]-d
		m.row(0, []term{{y, 1}, {z, -1}, {w, -1}}, "d%d_%d_%d", k, a, b)
	case d < 0:
		w := m.column(share, 1, "w%d_%d_%d", k, a, b)
		m.objective[w] = -d
		m.row(1, []term{{y, 1}, {z, 1}, {w, -1}}, "d%d_%d_%d", k, a, b)
	}
}

// product adds -d·y·z to the objective and the same product to what is used of
// budgets. What is used may press from either side, so the column is held on both.
func (m *Model) product(k, a, b int, d int64, used [][]linear) {
	q := &m.problem.Pairs[k]
	y, z := m.step(q.A, a), m.step(q.B, b)
	w := m.column(share, 1, "w%d_%d_%d", k, a, b)
	m.objective[w] = -d
	m.row(1, []term{{y, 1}, {z, 1}, {w, -1}}, "d%d_%d_%d", k, a, b)
	m.row(0, []term{{w, 1}, {y, -1}}, "e%d_%d_%d", k, a, b)
	m.row(0, []term{{w, 1}, {z, -1}}, "g%d_%d_%d", k, a, b)
	for _, use := range q.Rule.Use {
		budget := table{m.problem.Width(q.B), func(at int) int64 { return int64(use.Amount[at]) }}
		used[use.Block][0].add(w, -budget.corner(a, b))
	}
}

// forbid adds a row for each forbidden pair of options: not both.
func (m *Model) forbid(k int) {
	q := &m.problem.Pairs[k]
	for a := range m.problem.Width(q.A) {
		for b := range m.problem.Width(q.B) {
			if q.Forbidden(m.problem, uint8(a), uint8(b)) {
				var both linear
				m.has(&both, q.A, a)
				m.has(&both, q.B, b)
				m.row(1-both.constant, both.terms, "r%d_%d_%d", k, a, b)
			}
		}
	}
}

// has adds 1 where service i has option l.
func (m *Model) has(sum *linear, i int32, l int) {
	if l == 0 {
		sum.constant++
	} else {
		sum.add(m.step(i, l), 1)
	}
	if l+1 < m.problem.Width(i) {
		sum.add(m.step(i, l+1), -1)
	}
}
