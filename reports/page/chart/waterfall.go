package chart

import (
	"html/template"
	"math"
)

// Waterfall is how one sum becomes another, step by step.
type Waterfall struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Unit of the labels, as in "JPY a month".
	Unit string
	Bars []Bar
}

// Bar is one step of a waterfall.
type Bar struct {
	Name string
	// Value is what the step adds, below zero what it takes away; of a total, the
	// sum there. It only says how long the bar is.
	Value float64
	// Label is the value for a person.
	Label string
	// Total is true for bars that stand on zero: the first and the last, as a
	// rule, and subtotals.
	Total bool
}

// fallWidth is how many units wide the drawing of a bar is.
const fallWidth = 1000

// most is how large a value may be: sums of such stay numbers.
const most = 1e18

type fallView struct {
	Name, Unit string
	Wide       int
	Bars       []fallBar
}

type fallBar struct {
	Name, Label, Class string
	X, Width           int
	// Zero is where the axis stands; Next where the bar ends and the next begins.
	Zero, Next int
}

// Waterfall draws one row a bar, from zero on the left.
func (p *Pen) Waterfall(w Waterfall) (template.HTML, error) {
	ends := make([][2]float64, len(w.Bars))
	low, high, at := 0.0, 0.0, 0.0
	for i, b := range w.Bars {
		value := min(max(b.Value, -most), most)
		if math.IsNaN(value) {
			value = 0
		}
		from := at
		if at += value; b.Total {
			from, at = 0, value
		}
		ends[i] = [2]float64{from, at}
		low, high = min(low, from, at), max(high, from, at)
	}
	if high == low {
		high = low + 1
	}
	x := func(v float64) int { return int((v-low)/(high-low)*fallWidth + 0.5) }
	v := fallView{Name: w.Name, Unit: w.Unit, Wide: fallWidth}
	for i, b := range w.Bars {
		from, to := x(ends[i][0]), x(ends[i][1])
		bar := fallBar{Name: b.Name, Label: b.Label, X: min(from, to), Width: max(from, to) - min(from, to), Zero: x(0), Next: to}
		switch {
		case b.Total:
			bar.Class = "all"
		case b.Value > 0:
			bar.Class = "up"
		case b.Value < 0:
			bar.Class = "down"
		}
		// A step too small to see is a hairline, not nothing.
		if b.Value != 0 && bar.Width < 2 {
			bar.Width = 2
		}
		v.Bars = append(v.Bars, bar)
	}
	return p.draw("waterfall", v)
}
