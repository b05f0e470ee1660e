package reports

import "fmt"

// mostFull is how many capacities are listed.
const mostFull = 12

func (p *Plan) fullView() []block {
	if len(p.Full) == 0 {
		return nil
	}
	t := table{columns: []column{{name: "capacity", wraps: true}, {name: "full", right: true}, {name: "used", right: true}, {name: "of", right: true}, {}, {name: "in its fullest hour", drop: 1}}, indent: 2}
	all := fullest(p.Full)
	for _, f := range all[:min(len(all), mostFull)] {
		look := plain
		if f.Share > nearlyFull && !f.Committed {
			look = doubtful
		}
		t.rows = append(t.rows, row{cells: []text{say(f.What), {f.share(), look}, say(f.Used.String()), say(f.Capacity.String()), say(f.of()), say(f.Peak)}})
	}
	blocks := []block{heading{2, []text{{"How full", strong}}}, t}
	if more := len(all) - mostFull; more > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("And %d more capacities, less full.", more), dim}}, indent: 2})
	}
	return blocks
}

// share is how full a capacity is. A commitment that is used up is that and no more.
func (f *Full) share() string {
	if f.Committed && f.Share > 1 {
		return "100 %"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(f.Share))
}

// of says what a capacity is counted in, and of a commitment what is rented above it.
func (f *Full) of() string {
	switch {
	case !f.Committed:
		return f.Unit
	case f.Above > 0:
		return fmt.Sprintf("%s committed, %s rented above", f.Unit, f.Above)
	}
	return f.Unit + " committed"
}
