package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// between is how many spaces stand between two columns.
const between = 2

// layout is which columns of a table are shown and how wide.
type layout struct {
	shown   []int
	widths  []int
	dropped []string
}

// table writes a table whose columns fit the width.
func (p *textPage) table(b *bytes.Buffer, t table) {
	if !t.continues || p.layout == nil {
		p.layout = layOut(t, p.width-t.indent)
		p.header(b, t)
	}
	for _, r := range t.rows {
		for _, line := range p.lines(t, r.cells) {
			b.WriteString(strings.Repeat(" ", t.indent))
			p.cells(b, t, line)
		}
		for _, note := range r.notes {
			p.wrapped(b, []text{note}, t.indent+4, t.indent+6)
		}
	}
	if left := strings.Join(p.layout.dropped, ", "); left != "" && left != p.noted {
		p.wrapped(b, []text{{"(too narrow for: " + left + ")", dim}}, t.indent, t.indent)
		p.noted = left
	}
}

func (p *textPage) header(b *bytes.Buffer, t table) {
	if !slices.ContainsFunc(t.columns, func(c column) bool { return c.name != "" }) {
		return
	}
	names := make([]text, len(t.columns))
	for i, c := range t.columns {
		names[i] = text{c.name, dim}
	}
	b.WriteString(strings.Repeat(" ", t.indent))
	p.cells(b, t, names)
}

// lines divides a row whose wrapping cell is too long into several.
func (p *textPage) lines(t table, cells []text) [][]text {
	for n, i := range p.layout.shown {
		if !t.columns[i].wraps || i >= len(cells) {
			continue
		}
		parts := fold(clean(cells[i].words), p.layout.widths[n])
		if len(parts) < 2 {
			break
		}
		out := [][]text{slices.Clone(cells)}
		out[0][i].words = parts[0]
		for _, part := range parts[1:] {
			line := make([]text, len(cells))
			line[i] = text{part, cells[i].tone}
			out = append(out, line)
		}
		return out
	}
	return [][]text{cells}
}

// fold breaks text at spaces, and within words that are longer than a line.
func fold(s string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(s) {
		for ruler().StringWidth(word) > width {
			if line != "" {
				out, line = append(out, line), ""
			}
			head := ruler().Truncate(word, width, "")
			if head == "" {
				break // not even a character fits
			}
			out, word = append(out, head), word[len(head):]
		}
		switch {
		case line == "":
			line = word
		case ruler().StringWidth(line)+1+ruler().StringWidth(word) > width:
			out, line = append(out, line), word
		default:
			line += " " + word
		}
	}
	return append(out, line)
}

// cells writes one line of the table.
func (p *textPage) cells(b *bytes.Buffer, t table, row []text) {
	blank := 0 // spaces owed before the next cell; none at the end of a line
	for n, i := range p.layout.shown {
		if n > 0 {
			blank += between
		}
		cell, width := text{}, p.layout.widths[n]
		if i < len(row) {
			cell = row[i]
		}
		cell.words = ruler().Truncate(strings.TrimSpace(clean(cell.words)), width, "…")
		pad := width - ruler().StringWidth(cell.words)
		if t.columns[i].right {
			blank += pad
		}
		if cell.words != "" {
			b.WriteString(strings.Repeat(" ", blank))
			b.WriteString(p.paint(cell))
			blank = 0
		}
		if !t.columns[i].right {
			blank += pad
		}
	}
	fmt.Fprintln(b)
}

// layOut chooses the columns: those with the highest drop go first until the
// rest fits; the column that fills gets what is left.
func layOut(t table, width int) *layout {
	l := &layout{}
	need := make([]int, len(t.columns))
	for i, c := range t.columns {
		need[i] = c.natural(i, t.rows)
		if !c.idle(i, t.rows) {
			l.shown = append(l.shown, i)
		}
	}
	left := func() int {
		rest := width - between*(len(l.shown)-1)
		for _, i := range l.shown {
			rest -= need[i]
		}
		return rest
	}
	for left() < 0 {
		next := -1
		for _, i := range l.shown {
			if d := t.columns[i].drop; d > 0 && (next < 0 || d >= t.columns[next].drop) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		l.dropped = append(l.dropped, t.columns[next].name)
		l.shown = slices.DeleteFunc(l.shown, func(i int) bool { return i == next })
	}
	for _, i := range l.shown {
		if t.columns[i].fill || t.columns[i].wraps {
			need[i] += max(0, left())
			if t.columns[i].wraps {
				need[i] = min(need[i], t.columns[i].longest(i, t.rows))
			}
		}
	}
	for _, i := range l.shown {
		l.widths = append(l.widths, need[i])
	}
	return l
}

// idle tells whether a column has a name and nothing else to show.
func (c column) idle(i int, rows []row) bool {
	filled := func(r row) bool { return i < len(r.cells) && r.cells[i].words != "" }
	return c.name != "" && c.width == 0 && len(rows) > 0 && !slices.ContainsFunc(rows, filled)
}

// leastFill is the width of a few words.
const leastFill = 16

// natural is the width that a column would like to have.
func (c column) natural(i int, rows []row) int {
	need := max(c.width, ruler().StringWidth(c.name))
	if c.fill {
		return max(need, leastFill)
	}
	if need = max(need, c.longest(i, rows)); c.wraps {
		return min(need, leastFill)
	}
	return need
}

// longest is the width of a column's longest cell, its head among them.
func (c column) longest(i int, rows []row) int {
	need := ruler().StringWidth(c.name)
	for _, r := range rows {
		if i < len(r.cells) {
			need = max(need, ruler().StringWidth(clean(r.cells[i].words)))
		}
	}
	return need
}
