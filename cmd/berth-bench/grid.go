package main

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// grid is a table of text.
type grid struct {
	head []string
	rows [][]string
}

func (g *grid) row(cells ...string) { g.rows = append(g.rows, cells) }

// String writes the grid in Markdown, with columns padded so that it reads as text
// too; all but the first column stand to the right.
func (g *grid) String() string {
	width := make([]int, len(g.head))
	for _, row := range append([][]string{g.head}, g.rows...) {
		for c, cell := range row {
			width[c] = max(width[c], utf8.RuneCountInString(cell), 3)
		}
	}
	var out strings.Builder
	line := func(row []string) {
		for c, cell := range row {
			pad := strings.Repeat(" ", width[c]-utf8.RuneCountInString(cell))
			if c == 0 {
				out.WriteString("| " + cell + pad)
			} else {
				out.WriteString(" | " + pad + cell)
			}
		}
		out.WriteString(" |\n")
	}
	line(g.head)
	for c := range g.head {
		if c == 0 {
			out.WriteString("| " + strings.Repeat("-", width[c]))
		} else {
			out.WriteString(" | " + strings.Repeat("-", width[c]-1) + ":")
		}
	}
	out.WriteString(" |\n")
	for _, row := range g.rows {
		line(row)
	}
	return out.String()
}

// dollars writes a cost of a generated fleet, which is in billionths of a dollar a
// month, with cents.
func dollars(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	cents := (v + 5_000_000) / 10_000_000
	return fmt.Sprintf("%s%s.%02d", sign, grouped(cents/100), cents%100)
}

// grouped writes a number with a comma before each three digits.
func grouped(n int64) string {
	digits := fmt.Sprint(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// percent writes a share with four digits behind the point.
func percent(share float64) string { return fmt.Sprintf("%.4f %%", 100*share) }

// seconds writes a time, a dash for none.
func seconds(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", d.Seconds())
}

// mib writes a size of memory.
func mib(bytes int64) string { return grouped(bytes >> 20) }

// gap is the distance of a floor from a cost, as a share of the cost.
func gap(cost, floor int64) float64 {
	if cost <= floor {
		return 0
	}
	return float64(cost-floor) / float64(max(cost, -cost, 1))
}
