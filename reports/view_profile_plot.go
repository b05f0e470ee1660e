package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"berth.dev/reports/page/chart"
)

// How tall plots are, in lines of text.
const (
	linePlotTall = 10
	hourPlotTall = 6
)

// profileSpan is what a drawing of a profile covers: what was measured, and as much of
// the forecast as is a third of the whole, or less.
type profileSpan struct{ from, now, to time.Time }

func (p *Profile) span() profileSpan {
	s := profileSpan{from: p.Line.From, now: p.To, to: p.To}
	if n := len(p.Forecast.Points); n > 0 {
		end := p.Forecast.Points[n-1].At.Add(p.Forecast.step)
		if most := p.To.Add(p.To.Sub(s.from) / 2); end.After(most) {
			end = most
		}
		s.to = end
	}
	return s
}

// share is where a moment stands, from 0 to 1.
func (s profileSpan) share(at time.Time) float64 {
	return at.Sub(s.from).Seconds() / max(1, s.to.Sub(s.from).Seconds())
}

// linePlot draws the series with its gaps and its forecast.
func linePlot(p *Profile, width int) drawing {
	canvas := newPlot(max(20, width-axisWidth), linePlotTall)
	s := p.span()
	column := func(at time.Time) int { return int(s.share(at) * float64(canvas.columns())) }
	top := chart.Top(p.highest(s))
	for _, x := range columnsOf(p, canvas.columns(), column) {
		canvas.bar(x.at, canvas.row(x.low, top), canvas.row(x.high, top))
	}
	now := column(s.now) / 2
	for _, f := range p.Forecast.Points {
		if c := column(f.At.Add(p.Forecast.step / 2)); f.At.Before(s.to) && c/2 > now {
			canvas.dot(c, canvas.row(float64(f.Value), top))
		}
	}
	ahead := s.to.After(s.now)
	d := canvas.framed(top, func(_ int, line string) []text {
		cells := []rune(line)
		if !ahead || now >= len(cells) {
			return []text{{strings.TrimRight(line, " "), good}}
		}
		return []text{{string(cells[:now]), good}, {"┊", dim}, {strings.TrimRight(string(cells[now+1:]), " "), doubtful}}
	})
	d.lines = append(d.lines, lineFloor(p, s, canvas.wide), lineDates(p, s, canvas.wide))
	return d
}

// plotColumn is what one column of dots reaches over.
type plotColumn struct {
	at        int
	low, high float64
}

// columnsOf takes the steps of a line together that fall into one column, and joins each
// with the one before, so that a steep rise is a line and not two dots.
func columnsOf(p *Profile, columns int, column func(time.Time) int) (out []plotColumn) {
	last, lastEnd := math.NaN(), time.Time{}
	for _, x := range p.Line.Points {
		mean, high := float64(x.Mean), float64(x.Max)
		low := mean
		if !math.IsNaN(last) && !x.At.After(lastEnd) {
			low, high = min(low, last), max(high, min(last, mean))
		}
		last, lastEnd = mean, x.At.Add(p.Line.step)
		first := max(0, column(x.At))
		for at := first; at <= min(max(first, column(lastEnd)-1), columns-1); at++ {
			if n := len(out); n > 0 && out[n-1].at == at {
				out[n-1].low, out[n-1].high = min(out[n-1].low, low), max(out[n-1].high, high)
				continue
			}
			out = append(out, plotColumn{at, low, high})
		}
	}
	return out
}

// highest is the largest value that is drawn.
func (p *Profile) highest(s profileSpan) (top float64) {
	for _, x := range p.Line.Points {
		top = max(top, float64(x.Max))
	}
	for _, f := range p.Forecast.Points {
		if f.At.Before(s.to) {
			top = max(top, float64(f.Value))
		}
	}
	return top
}

// lineFloor is the line below a plot; it is dotted where something was not measured.
func lineFloor(p *Profile, s profileSpan, wide int) []text {
	floor := []rune(strings.Repeat("─", wide))
	for _, g := range p.Gaps {
		if !g.To.After(s.from) {
			continue
		}
		from, to := s.share(g.From)*float64(wide), s.share(g.To)*float64(wide)
		for c := max(0, int(from)); c < min(wide, max(int(from)+1, int(math.Ceil(to)))); c++ {
			floor[c] = '░'
		}
	}
	return []text{{strings.Repeat(" ", axisWidth-1) + "└" + string(floor), dim}}
}

// lineDates are the dates below a plot.
func lineDates(p *Profile, s profileSpan, wide int) []text {
	n := max(1, wide/16)
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", axisWidth))
	for _, at := range s.ticks(n)[:n] {
		fmt.Fprintf(&b, "%-*s", wide/n, s.date(at, p.location))
	}
	return []text{{strings.TrimRight(b.String(), " "), dim}}
}

// ticks are n+1 moments at equal distances.
func (s profileSpan) ticks(n int) (out []time.Time) {
	for i := range n + 1 {
		out = append(out, s.from.Add(s.to.Sub(s.from)/time.Duration(n)*time.Duration(i)))
	}
	return out
}

// hourPlot draws demand by hour: the mean as bars, the 95th percentile as dots. each is
// how many dots an hour is wide; a negative one takes so many hours into one dot.
func hourPlot(shape *ProfileShape, each int, labels []string) drawing {
	n := len(shape.Mean)
	columns := n * each
	if each < 0 {
		columns = (n - each - 1) / -each
	}
	canvas := newPlot((columns+1)/2, hourPlotTall)
	highest := 0.0
	for i := range shape.Mean {
		highest = max(highest, float64(shape.Mean[i]), float64(shape.P95[i]))
	}
	top := chart.Top(highest)
	for c := range columns {
		mean, p95 := shape.over(c, each)
		canvas.bar(c, 0, canvas.row(mean, top))
		canvas.dot(c, canvas.row(p95, top))
	}
	d := canvas.framed(top, func(_ int, line string) []text { return []text{{strings.TrimRight(line, " "), good}} })
	width := canvas.wide / len(labels)
	words := strings.Repeat(" ", axisWidth)
	for _, l := range labels {
		words += fmt.Sprintf("%-*s", width, l)
	}
	floor := strings.Repeat(" ", axisWidth-1) + "└" + strings.Repeat("─", canvas.wide)
	d.lines = append(d.lines, []text{{floor, dim}}, []text{{strings.TrimRight(words, " "), dim}})
	return d
}

// over is what one column of dots shows: an hour, or the mean and the highest of some.
func (s *ProfileShape) over(column, each int) (mean, p95 float64) {
	if each > 0 {
		return float64(s.Mean[column/each]), float64(s.P95[column/each])
	}
	first, n := column*-each, 0
	for i := first; i < min(len(s.Mean), first-each); i++ {
		n++
		mean += (float64(s.Mean[i]) - mean) / float64(n)
		p95 = max(p95, float64(s.P95[i]))
	}
	return mean, p95
}
