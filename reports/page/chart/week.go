package chart

import (
	"html/template"
	"strconv"
)

// Week is the load of one service by hour of the week.
type Week struct {
	// Name says whose load it is, for those who do not see the drawing.
	Name string
	// Unit of the values, as in "requests/s".
	Unit string
	// Zone says whose hours they are, as in "UTC".
	Zone string
	// Mean and P95 are Hours values, hour 0 being Monday 00:00 in Zone; fewer
	// leave the rest of the week empty.
	Mean, P95 []float64
}

// weekHeight is how many units of height a drawing has: enough that no step of
// one shows.
const weekHeight = 400

// weekView is what the template of a week reads.
type weekView struct {
	Week
	Top, Half   string
	Area, Line  string
	High        string
	HighValue   string
	Days        [7]string
	Hours, Tall int
}

// Week draws the mean as a line and the 95th percentile as an area behind it.
func (p *Pen) Week(w Week) (template.HTML, error) {
	top := 0.0
	for _, v := range append(append([]float64{}, w.Mean...), w.P95...) {
		top = max(top, finite(v))
	}
	top = niceTop(top)
	v := weekView{
		Week: w, Top: short(top), Half: short(top / 2), Days: days(), Hours: Hours, Tall: weekHeight,
		Line: steps(w.Mean, top, weekHeight),
	}
	if area := steps(w.P95, top, weekHeight); area != "" {
		v.Area = area + "V" + strconv.Itoa(weekHeight) + "H0z"
		at := highest(w.P95[:min(len(w.P95), Hours)])
		v.High, v.HighValue = hour(at), short(finite(w.P95[at]))
	}
	return p.draw("week", v)
}

// sparkHeight is the height of a spark in its own units.
const sparkHeight = 48

// sparkView is what the template of a spark reads.
type sparkView struct {
	Name, Area  string
	Hours, Tall int
}

// Spark draws the mean of a week as small as a word, two hours a step, with the
// largest as its height.
func (p *Pen) Spark(name string, mean []float64) (template.HTML, error) {
	top := 0.0
	pairs := make([]float64, 0, Hours/2)
	for i := 0; i+1 < min(len(mean), Hours); i += 2 {
		v := finite(mean[i])/2 + finite(mean[i+1])/2
		pairs = append(pairs, v, v)
		top = max(top, v)
	}
	if top == 0 {
		return "", nil
	}
	return p.draw("spark", sparkView{name, steps(pairs, top, sparkHeight) + "V" + strconv.Itoa(sparkHeight) + "H0z", Hours, sparkHeight})
}

// steps is a path with one step an hour, from 0 at the bottom to top. Hours alike
// are one stroke.
func steps(values []float64, top float64, tall int) string {
	if len(values) > Hours {
		values = values[:Hours]
	}
	var b []byte
	level := func(i int) int { return tall - int(finite(values[i])/top*float64(tall)+0.5) }
	for i := 0; i < len(values); {
		y, end := level(i), i+1
		for end < len(values) && level(end) == y {
			end++
		}
		if i == 0 {
			b = strconv.AppendInt(append(b, 'M', '0', ' '), int64(y), 10)
		} else {
			b = strconv.AppendInt(append(b, 'V'), int64(y), 10)
		}
		b = strconv.AppendInt(append(b, 'H'), int64(end), 10)
		i = end
	}
	return string(b)
}
