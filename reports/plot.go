package reports

import (
	"math"
	"strings"
)

// plot is a drawing of dots for a terminal: each character has two columns of four
// dots, in the braille patterns of Unicode.
type plot struct {
	wide, tall int // in characters
	cells      []uint8
}

func newPlot(wide, tall int) *plot {
	return &plot{wide: wide, tall: tall, cells: make([]uint8, wide*tall)}
}

// columns and rows are how many dots there are.
func (p *plot) columns() int { return 2 * p.wide }
func (p *plot) rows() int    { return 4 * p.tall }

// dot sets one dot; row 0 is the lowest. What lies outside is left out.
func (p *plot) dot(column, row int) {
	if column < 0 || column >= p.columns() || row < 0 || row >= p.rows() {
		return
	}
	bits := [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}
	down := p.rows() - 1 - row
	p.cells[down/4*p.wide+column/2] |= bits[down%4][column%2]
}

// bar sets the dots of a column from one row to another.
func (p *plot) bar(column, low, high int) {
	for row := low; row <= high; row++ {
		p.dot(column, row)
	}
}

// row is the row of a value where top is the highest.
func (p *plot) row(value, top float64) int {
	if !(top > 0) || !(value > 0) {
		return 0
	}
	return int(math.Round(min(value/top, 1) * float64(p.rows()-1)))
}

// line is one line of characters, from the top; where nothing is set there is a space.
func (p *plot) line(i int) string {
	var b strings.Builder
	for _, c := range p.cells[i*p.wide : (i+1)*p.wide] {
		if c == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune('\u2800' + rune(c))
	}
	return b.String()
}

// axisWidth is what the numbers beside a plot take, with the line.
const axisWidth = 9

// framed puts numbers and a line at the left of a plot's lines.
func (p *plot) framed(top float64, paint func(i int, line string) []text) drawing {
	var d drawing
	for i := range p.tall {
		label := ""
		switch i {
		case 0:
			label = Number(top).String()
		case p.tall / 2:
			label = Number(top / 2).String()
		}
		d.lines = append(d.lines, append([]text{{axisLabel(label) + "┤", dim}}, paint(i, p.line(i))...))
	}
	return d
}

// axisLabel is a number at the right of its column.
func axisLabel(words string) string {
	r := ruler()
	words = r.Truncate(words, axisWidth-2, "…")
	return strings.Repeat(" ", max(0, axisWidth-2-r.StringWidth(words))) + words + " "
}
