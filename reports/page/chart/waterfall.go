package chart

import (
	"cmp"
	"html/template"
	"math"
)

// Waterfall is how one sum becomes another, step by step.
type Waterfall struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Unit of the labels, as in "JPY a month".
	Unit string
	// Step and Drawn head the names and the drawing; "" is "step" and "drawn".
	Step, Drawn string
	// Begin is where the drawing begins on the left; 0 shows all of every bar. Sums that
	// are cut off have a break. [Waterfall.Near] tells where steps are large enough to see.
	Begin float64
	Bars  []Bar
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
	Name, Unit, Step, Drawn string
	Wide                    int
	Bars                    []fallBar
}

type fallBar struct {
	Name, Label, Class string
	X, Width           int
	// Zero is where the axis stands; Next where the bar ends and the next begins.
	Zero, Next int
	// Cut is true for a sum whose beginning is not drawn.
	Cut bool
}

// nearly is how small a share of the drawing the steps may take together before it
// begins elsewhere than at zero.
const nearly = 0.35

// Near returns a Begin for sums that differ by little: a round number below all of
// them, such that the steps fill about half of the drawing. It is 0 where they can be
// seen from zero on, and where a sum is below zero.
func (w Waterfall) Near() float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, end := range w.ends() {
		low, high = min(low, end[1]), max(high, end[1])
	}
	span := high - low
	if !(low > 0) || !(span > 0) || span >= nearly*high {
		return 0
	}
	// A round number: a multiple of a power of ten, not larger than the steps.
	unit := math.Pow(10, math.Floor(math.Log10(span)))
	return max(0, math.Floor((low-span)/unit)*unit)
}

// ends are from where to where each bar reaches.
func (w Waterfall) ends() [][2]float64 {
	out := make([][2]float64, len(w.Bars))
	at := 0.0
	for i, b := range w.Bars {
		value := min(max(b.Value, -most), most)
		if math.IsNaN(value) {
			value = 0
		}
		from := at
		if at += value; b.Total {
			from, at = 0, value
		}
		out[i] = [2]float64{from, at}
	}
	return out
}

// Waterfall draws one row a bar, from zero on the left.
func (p *Pen) Waterfall(w Waterfall) (template.HTML, error) {
	ends := w.ends()
	low, high := finite(w.Begin), finite(w.Begin)
	for _, end := range ends {
		// Without a cut, zero is in the drawing: bars stand on it.
		if w.Begin > 0 {
			low, high = min(low, end[1]), max(high, end[1])
			continue
		}
		low, high = min(low, end[0], end[1]), max(high, end[0], end[1])
	}
	if high == low {
		high = low + 1
	}
	x := func(v float64) int { return int((max(v, low)-low)/(high-low)*fallWidth + 0.5) }
	v := fallView{Name: w.Name, Unit: w.Unit, Step: cmp.Or(w.Step, "step"), Drawn: cmp.Or(w.Drawn, "drawn"), Wide: fallWidth}
	for i, b := range w.Bars {
		from, to := x(ends[i][0]), x(ends[i][1])
		bar := fallBar{Name: b.Name, Label: b.Label, X: min(from, to), Width: max(from, to) - min(from, to), Zero: x(0), Next: to, Cut: b.Total && low > 0}
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
