package milp

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Solvers hold rows and integers to about 1e-6, whatever the numbers mean, and lose
// digits where numbers are large. So the objective is written with at most
// objectiveDigits digits before the point, a row's weights with rowDigits: what is
// lost behind the point is then far below one unit of the problem.
const (
	objectiveDigits = 5
	rowDigits       = 3
)

// fixed is a column that is always 1: it carries the constant, which not all solvers
// take as a number.
const fixed = "one"

// Places is how many decimal places the objective is written with: a value that a
// solver prints, times ten to that power, is in the problem's unit of cost.
func (m *Model) Places() int {
	sum := magnitude(m.constant)
	for _, v := range m.objective {
		sum += magnitude(v)
	}
	return max(0, len(strconv.FormatUint(sum, 10))-objectiveDigits)
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}

// WriteLP writes the model in LP format.
func (m *Model) WriteLP(w io.Writer) error {
	out := &text{Writer: bufio.NewWriter(w)}
	out.print("\\ a placement of services\nMinimize\n obj:")
	places := m.Places()
	for c, weight := range m.objective {
		// Columns that cost nothing too: a solver that knows columns by number then
		// numbers them as the model does.
		out.term(weight, places, m.columns[c].name)
	}
	out.term(m.constant, places, fixed)
	out.print("\nSubject To\n")
	for k := range m.rows {
		m.writeRow(out, &m.rows[k])
	}
	m.writeColumns(out)
	out.print("End\n")
	return out.Flush()
}

func (m *Model) writeRow(out *text, r *row) {
	out.print(" %s:", r.name)
	out.length = 0
	if len(r.terms) == 0 {
		// Solvers do not take an empty row; this one says the same.
		out.print(" 0 %s <= %d\n", fixed, r.most)
		return
	}
	var widest uint64
	for _, t := range r.terms {
		widest = max(widest, magnitude(t.weight))
	}
	places := max(0, len(strconv.FormatUint(widest, 10))-rowDigits)
	for _, t := range r.terms {
		out.term(t.weight, places, m.columns[t.column].name)
	}
	out.print(" <= %s\n", decimal(r.most, places))
}

func (m *Model) writeColumns(out *text) {
	out.print("Bounds\n %s = 1\n", fixed)
	for _, c := range m.columns {
		switch c.kind {
		case share, bounded:
			out.print(" 0 <= %s <= %d\n", c.name, c.most)
		case free:
			out.print(" %s >= 0\n", c.name)
		case binary:
		}
	}
	var names []string
	for _, c := range m.columns {
		if c.kind == binary {
			names = append(names, c.name)
		}
	}
	if len(names) > 0 {
		out.print("Binaries\n %s\n", strings.Join(names, "\n "))
	}
}

// text writes and keeps the lines short: readers of the format may refuse long ones.
type text struct {
	*bufio.Writer
	length int
}

// print needs no error: the writer keeps the first one until it is flushed.
func (t *text) print(format string, args ...any) { _, _ = fmt.Fprintf(t.Writer, format, args...) }

func (t *text) term(weight int64, places int, name string) {
	if t.length++; t.length%6 == 0 {
		t.print("\n")
	}
	sign := '+'
	if weight < 0 {
		sign, weight = '-', -weight
	}
	t.print(" %c %s %s", sign, decimal(weight, places), name)
}

// decimal writes v divided by ten to the power of places, exactly.
func decimal(v int64, places int) string {
	digits := strconv.FormatUint(magnitude(v), 10)
	if places > 0 {
		digits = strings.Repeat("0", max(0, places+1-len(digits))) + digits
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	if v < 0 {
		digits = "-" + digits
	}
	return digits
}
