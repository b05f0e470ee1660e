package chart

import (
	"html/template"
	"math"
)

// Stack is a sum over some months, each divided into the same parts, and how it is
// expected to go on.
type Stack struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Unit of the values, as in "JPY".
	Unit string
	// Parts are the names of the parts, the lowest first.
	Parts   []string
	Columns []Column
	// Expected, Band and Planned are what the legend calls columns to come, their range,
	// and the mark of what was planned.
	Expected, Band, Planned string
	// Axis writes what stands beside the drawing; nil is three digits and a letter.
	Axis func(float64) string
}

// Column is one month.
type Column struct {
	// Name is the month's, Label its sum for a person, Title what is said to who points at
	// it. Where no label is set, columns stand as near as days.
	Name, Label, Title string
	// Values are those of the stack's parts; what is below zero is not drawn.
	Values []float64
	// Planned is where the mark stands, below zero for none.
	Planned float64
	// Ahead is true for a month to come: Mean is expected, between Low and High.
	Ahead           bool
	Low, Mean, High float64
	// Now marks the month that the page is about.
	Now bool
}

// Kinds is how many colours parts have; more parts begin again with the first.
const Kinds = 8

// stackTall is how many units high the drawing of a column is.
const stackTall = 1000

// stackView is what the template of a stack reads.
type stackView struct {
	Stack
	Top, Half string
	Tall      int
	Legend    []stackPart
	Columns   []stackColumn
	// Guess, Range and Marked tell what of the legend is in the drawing.
	Guess, Range, Marked bool
	// Dense tells that columns have no labels.
	Dense bool
}

type stackPart struct {
	Name string
	Kind int
}

type stackColumn struct {
	Name, Label, Title string
	Now                bool
	Bars               []stackBar
	// Mean is where what is expected begins, Height how tall it is, Low and High its ends.
	Ahead, Band             bool
	Mean, Height, Low, High int
	// Planned is where the mark stands, below zero for none.
	Planned int
}

type stackBar struct{ Kind, Y, Height int }

// Stack draws one bar a month.
func (p *Pen) Stack(s Stack) (template.HTML, error) {
	top := Top(s.highest())
	y := func(v float64) int { return stackTall - int(math.Round(min(finite(v)/top, 1)*stackTall)) }
	write := s.Axis
	if write == nil {
		write = short
	}
	v := stackView{Stack: s, Top: write(top), Half: write(top / 2), Tall: stackTall, Dense: true}
	for i := range s.Parts {
		v.Legend = append(v.Legend, stackPart{s.Parts[i], i % Kinds})
	}
	for _, c := range s.Columns {
		col := stackColumn{Name: c.Name, Label: c.Label, Title: c.Title, Now: c.Now, Planned: -1}
		v.Dense = v.Dense && c.Label == ""
		if c.Planned >= 0 && !math.IsInf(c.Planned, 0) {
			col.Planned, v.Marked = y(c.Planned), true
		}
		if c.Ahead {
			col.Ahead, v.Guess = true, true
			col.Mean, col.Low, col.High = y(c.Mean), y(c.Low), y(c.High)
			col.Height, col.Band = stackTall-col.Mean, col.Low > col.High
			v.Range = v.Range || col.Band
		} else {
			col.Bars = bars(c.Values, y)
		}
		v.Columns = append(v.Columns, col)
	}
	return p.draw("stack", v)
}

// bars are the parts of a column, each on the one before.
func bars(values []float64, y func(float64) int) (out []stackBar) {
	at := 0.0
	for i, value := range values {
		from := y(at)
		if at += finite(value); y(at) < from {
			out = append(out, stackBar{Kind: i % Kinds, Y: y(at), Height: from - y(at)})
		}
	}
	return out
}

// highest is the largest value that is drawn.
func (s Stack) highest() (top float64) {
	for _, c := range s.Columns {
		sum := 0.0
		for _, v := range c.Values {
			sum += finite(v)
		}
		top = max(top, sum, finite(c.Planned))
		if c.Ahead {
			top = max(top, finite(c.High), finite(c.Mean))
		}
	}
	return top
}
