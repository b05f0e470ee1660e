package chart

import (
	"html/template"
	"strconv"
)

// Day is the load of one service by hour of the day.
type Day struct {
	// Name, Unit and Zone are as those of a [Week].
	Name, Unit, Zone string
	// Mean and P95 are 24 values, from midnight in Zone.
	Mean, P95 []float64
}

// dayHours is the number of hours of a day.
const dayHours = 24

// dayView is what the template of a day reads.
type dayView struct {
	Day
	Top, Half, Area, Line string
	Tall                  int
	Clock                 []string
}

// Day draws the mean as a line and the 95th percentile as an area behind it.
func (p *Pen) Day(d Day) (template.HTML, error) {
	d.Mean, d.P95 = d.Mean[:min(len(d.Mean), dayHours)], d.P95[:min(len(d.P95), dayHours)]
	top := 0.0
	for _, v := range append(append([]float64{}, d.Mean...), d.P95...) {
		top = max(top, finite(v))
	}
	top = niceTop(top)
	v := dayView{
		Day: d, Top: short(top), Half: short(top / 2), Tall: weekHeight,
		Line: steps(d.Mean, top, weekHeight), Clock: []string{"00", "04", "08", "12", "16", "20"},
	}
	if area := steps(d.P95, top, weekHeight); area != "" {
		v.Area = area + "V" + strconv.Itoa(weekHeight) + "H0z"
	}
	return p.draw("day", v)
}
