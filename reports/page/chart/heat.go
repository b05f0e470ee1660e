package chart

import (
	"html/template"
	"strconv"
)

// Heat is what is used of each capacity in every hour of the week.
type Heat struct {
	// Name says what is shown, for those who do not see the drawing.
	Name string
	// Zone says whose hours they are, as in "UTC".
	Zone string
	Rows []HeatRow
}

// HeatRow is one capacity: a resource of a pool of a site.
type HeatRow struct {
	// Group stands above rows that have it in common, as a site does.
	Group string
	Name  string
	// Used is the share used, hour by hour from Monday 00:00 in Zone: 0 nothing,
	// 1 all. More than 1 is marked as too much.
	Used []float64
	// Note stands at the end of the row, as in "93 % on Tue 21:00". Where it is
	// empty, the highest hour is named.
	Note string
}

// heatView is what the template of a heat map reads.
type heatView struct {
	Name, Zone string
	Days       [7]string
	Hours      int
	Rows       []heatRow
}

type heatRow struct {
	// Group is empty where the row before has the same.
	Group, Name, Note string
	Full              bool
	Bands             []band
}

// band is all hours of a row that have one colour.
type band struct{ Class, Path string }

// Heat draws one row of 168 cells a capacity.
func (p *Pen) Heat(h Heat) (template.HTML, error) {
	v := heatView{Name: h.Name, Zone: h.Zone, Days: days(), Hours: Hours}
	group := ""
	for i, r := range h.Rows {
		used := r.Used[:min(len(r.Used), Hours)]
		row := heatRow{Name: r.Name, Note: r.Note, Bands: bands(used)}
		if r.Group != group || i == 0 {
			row.Group = r.Group
		}
		group = r.Group
		if len(used) > 0 {
			at := highest(used)
			row.Full = used[at] > 1
			if row.Note == "" {
				row.Note = strconv.Itoa(int(finite(used[at])*100+0.5)) + " % on " + hour(at)
			}
		}
		v.Rows = append(v.Rows, row)
	}
	return p.draw("heat", v)
}

// over is the class of cells where more is used than there is.
const over = "hx"

// bands collects the hours of each colour into one path. The lightest colour is
// that of the ground and is not drawn.
func bands(used []float64) []band {
	paths := map[string][]byte{}
	class := func(i int) string {
		if used[i] > 1 {
			return over
		}
		return "h" + strconv.Itoa(Step(used[i]))
	}
	for i := 0; i < len(used); {
		c, end := class(i), i+1
		for end < len(used) && class(end) == c {
			end++
		}
		b := append(paths[c], 'M')
		b = strconv.AppendInt(b, int64(i), 10)
		b = append(b, " 0h"...)
		b = strconv.AppendInt(b, int64(end-i), 10)
		b = append(b, "v1h-"...)
		b = strconv.AppendInt(b, int64(end-i), 10)
		paths[c] = append(b, 'z')
		i = end
	}
	var out []band
	for step := 1; step < Steps; step++ {
		if c := "h" + strconv.Itoa(step); paths[c] != nil {
			out = append(out, band{c, string(paths[c])})
		}
	}
	if paths[over] != nil {
		out = append(out, band{over, string(paths[over])})
	}
	return out
}
