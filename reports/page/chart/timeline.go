package chart

import (
	"html/template"
	"strconv"
)

// Timeline is one series over time, and how it is forecast to go on.
type Timeline struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Unit of the values, as in "requests/s".
	Unit string
	// From and To are the ends of the drawing, Now where the series ends, all in
	// seconds.
	From, To, Now int64
	// Seen is what was measured, Next what is forecast; each in order of time.
	Seen []Stretch
	Next []Expected
	// Gaps are the times that nobody measured.
	Gaps []Between
	// Peaks are the times to be marked.
	Peaks []int64
	// Ticks are the words below the drawing at equal distances, the first at From and
	// the last at To.
	Ticks []string
}

// Stretch is what was measured over a stretch of time.
type Stretch struct {
	Between
	Mean, Max float64
}

// Expected is what is forecast over a stretch of time. Low and High are the band, and
// alike where there is none.
type Expected struct {
	Between
	Value, Low, High float64
}

// Between is a stretch of time in seconds, without its end.
type Between struct{ From, To int64 }

// How large a timeline is in its own units: more steps than a screen has.
const (
	timelineWide = 2400
	timelineTall = 400
	// leastHole is how wide a gap is drawn at least: one sample of a month is missing
	// all the same.
	leastHole = 4
)

// timelineView is what the templates of a timeline read.
type timelineView struct {
	Timeline
	Top, Half string
	Wide      int
	Tall      int
	Highest   string // area up to the highest of each stretch
	Mean      string
	Forecast  string
	Band      string
	Holes     []hole
	Marks     []int
	End       int
	Grid      []int
}

// hole is a gap as a rectangle.
type hole struct{ X, Width int }

// Timeline draws the means as a line, the highest values as an area behind it, gaps as
// bars of their own, and the forecast as a broken line in its band.
func (p *Pen) Timeline(t Timeline) (template.HTML, error) {
	return p.draw("timeline", t.view())
}

func (t Timeline) view() timelineView {
	top := Top(t.highest())
	x := func(at int64) int { return t.x(at) }
	y := func(v float64) int { return timelineTall - int(min(finite(v)/top, 1)*timelineTall+0.5) }
	v := timelineView{
		Timeline: t, Top: short(top), Half: short(top / 2), Wide: timelineWide, Tall: timelineTall, End: x(t.Now),
	}
	var mean, value pencil
	var highest, band pencil
	for _, run := range runs(t.Seen) {
		highest.move(x(run[0].From), timelineTall)
		for i, s := range run {
			highest.line(x(s.From), y(s.Max))
			highest.line(x(s.To), y(s.Max))
			mean.next(i == 0, x(s.From/2+s.To/2), y(s.Mean))
		}
		highest.line(x(run[len(run)-1].To), timelineTall)
		highest.close()
	}
	for i, e := range t.Next {
		value.next(i == 0, x(e.From/2+e.To/2), y(e.Value))
		if e.High > e.Low {
			band.next(len(band.b) == 0, x(e.From/2+e.To/2), y(e.High))
		}
	}
	for i := len(t.Next) - 1; i >= 0; i-- {
		if e := t.Next[i]; e.High > e.Low {
			band.line(x(e.From/2+e.To/2), y(e.Low))
		}
	}
	if len(band.b) > 0 {
		band.close()
	}
	v.Highest, v.Mean, v.Forecast, v.Band = string(highest.b), string(mean.b), string(value.b), string(band.b)
	for _, g := range t.Gaps {
		if from, to := x(max(g.From, t.From)), x(min(g.To, t.To)); g.To > t.From && g.From < t.To {
			v.Holes = append(v.Holes, hole{from, max(leastHole, to-from)})
		}
	}
	for _, at := range t.Peaks {
		if at >= t.From && at < t.To {
			v.Marks = append(v.Marks, x(at))
		}
	}
	for i := 1; i < len(t.Ticks)-1; i++ {
		v.Grid = append(v.Grid, i*timelineWide/(len(t.Ticks)-1))
	}
	return v
}

// x is where a time stands.
func (t Timeline) x(at int64) int {
	if t.To <= t.From {
		return 0
	}
	share := float64(at-t.From) / float64(t.To-t.From)
	return int(min(max(share, 0), 1)*timelineWide + 0.5)
}

// highest is the largest value that is drawn.
func (t Timeline) highest() (top float64) {
	for _, s := range t.Seen {
		top = max(top, finite(s.Max), finite(s.Mean))
	}
	for _, e := range t.Next {
		top = max(top, finite(e.Value), finite(e.High))
	}
	return top
}

// runs cuts stretches where one does not begin as the one before ends.
func runs(seen []Stretch) (out [][]Stretch) {
	first := 0
	for i := range seen {
		if i+1 == len(seen) || seen[i+1].From > seen[i].To {
			out = append(out, seen[first:i+1])
			first = i + 1
		}
	}
	return out
}

// pencil writes a path.
type pencil struct{ b []byte }

func (p *pencil) move(x, y int) { p.point('M', x, y) }
func (p *pencil) line(x, y int) { p.point('L', x, y) }
func (p *pencil) close()        { p.b = append(p.b, 'z') }

// next begins a line or goes on with it.
func (p *pencil) next(first bool, x, y int) {
	if first {
		p.move(x, y)
		return
	}
	p.line(x, y)
}

func (p *pencil) point(command byte, x, y int) {
	p.b = strconv.AppendInt(append(p.b, command), int64(x), 10)
	p.b = strconv.AppendInt(append(p.b, ' '), int64(y), 10)
}
