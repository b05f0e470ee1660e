package reports

import (
	"fmt"
	"io"
	"strings"
)

// WriteFlips writes what would change a decision.
func WriteFlips(w io.Writer, o Options, f Flips) error {
	return write(w, o, f, func() []block { return flipsView(&f) })
}

func flipsView(f *Flips) []block {
	blocks := []block{heading{1, []text{{f.Service, strong}, say("→ " + f.Now)}}}
	if len(f.Flips) == 0 {
		blocks = append(blocks, paragraph{parts: []text{say("No single number changes the decision within the ranges searched.")}})
	} else {
		blocks = append(blocks, paragraph{parts: []text{say("The decision changes when one of these numbers does, all else as it is; the nearest first.")}}, flipsTable(f))
	}
	return append(blocks, neverView(f.Never)...)
}

func flipsTable(f *Flips) table {
	t := table{columns: []column{
		{name: "input"}, {name: "now", right: true}, {name: "flips at", right: true}, {name: "still at", right: true, drop: 2},
		{name: "unit"}, {name: "change", right: true, drop: 3}, {name: "to"}, {name: "origin", drop: 1},
	}, indent: 2}
	for _, x := range f.Flips {
		change := "–"
		if x.Factor > 0 {
			change = "×" + x.Factor.String()
		}
		t.rows = append(t.rows, row{cells: []text{
			say(x.Input), say(x.Now.String()), {x.At.String(), strong}, say(x.Before.String()), say(x.Unit), say(change), {x.To, strong}, {x.Origin, dim},
		}})
	}
	return t
}

// neverView sums up what changes nothing.
func neverView(never []NoFlip) []block {
	if len(never) == 0 {
		return nil
	}
	var parts []string
	for _, n := range never {
		parts = append(parts, fmt.Sprintf("%s (%s to %s)", n.Input, n.From, n.Until))
	}
	return []block{paragraph{parts: []text{{fmt.Sprintf("%s nothing within the range searched: %s.", inputCount(len(never)), strings.Join(parts, ", ")), dim}}}}
}

func inputCount(n int) string {
	if n == 1 {
		return "1 other input changes"
	}
	return fmt.Sprintf("%d other inputs change", n)
}
