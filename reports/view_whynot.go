package reports

import (
	"fmt"
	"io"
	"strings"
)

// WriteWhyNot writes what speaks against an option.
func WriteWhyNot(w io.Writer, o Options, n WhyNot) error {
	return write(w, o, n, func() []block { return whyNotView(&n) })
}

func whyNotView(n *WhyNot) []block {
	blocks := []block{heading{1, []text{{fmt.Sprintf("Why %s does not run on %s", n.Service, n.Option.ID), strong}}}}
	if n.IsChosen {
		blocks = []block{
			heading{1, []text{{n.Service, strong}, {"→ " + n.Option.ID, good}}},
			paragraph{parts: []text{say(fmt.Sprintf("Nothing speaks against it: %s is the option chosen, with a score of %s.", n.Option.ID, n.Option.Score.fine()))}},
		}
		return append(blocks, stillOpen(n)...)
	}
	blocks = append(blocks, forbiddenView(n)...)
	if n.Chosen != nil {
		blocks = append(blocks, comparison(n), gapsTable(n))
	}
	return append(blocks, stillOpen(n)...)
}

// forbiddenView lists every constraint against the option.
func forbiddenView(n *WhyNot) []block {
	if n.Option.Feasible {
		return []block{paragraph{parts: []text{say("No constraint forbids it.")}}}
	}
	list := items{}
	for _, v := range n.Option.Violations {
		list.entries = append(list.entries, []text{{v.Constraint + ":", strong}, {v.Because, bad}})
	}
	return []block{paragraph{parts: []text{say("It is forbidden, whatever its score:")}}, list}
}

// comparison sets the two options side by side.
func comparison(n *WhyNot) block {
	line := fmt.Sprintf("Score: %s, against %s of %s, which is chosen.", n.Option.Score.fine(), n.Chosen.Score.fine(), n.Chosen.ID)
	switch {
	case n.Money == nil:
		line += " A price is missing, so the money cannot be compared."
	case n.Money.Amount.Sign() == 0:
		line += " It costs the same."
	case n.Money.Amount.Sign() > 0:
		line += fmt.Sprintf(" It costs %s %s a month more (%s).", rounded(n.Money.Amount), n.Currency, spoken(n.CostBasis))
	default:
		less := n.Money.Amount.TimesInt(-1)
		line += fmt.Sprintf(" It costs %s %s a month less (%s).", rounded(less), n.Currency, spoken(n.CostBasis))
	}
	switch {
	case n.Hours > 0:
		line += fmt.Sprintf(" It takes %s of work a month more.", unitOf(n.Hours, "hour"))
	case n.Hours < 0:
		line += fmt.Sprintf(" It takes %s of work a month less.", unitOf(-n.Hours, "hour"))
	}
	return paragraph{parts: []text{say(line)}}
}

// gapsTable lists the criteria, what speaks most against the option first.
func gapsTable(n *WhyNot) block {
	if len(n.Gaps) == 0 {
		return paragraph{parts: []text{say("No policy has anything to say of the two; money decided.")}}
	}
	t := table{columns: []column{
		{name: "criterion"}, {name: n.Option.ID, right: true}, {name: n.Chosen.ID, right: true}, {name: "points", right: true},
	}, indent: 2}
	for _, g := range n.Gaps {
		tone := plain
		switch {
		case g.Points < 0:
			tone = bad
		case g.Points > 0:
			tone = good
		}
		r := row{cells: []text{say(g.Criterion), say(g.Option.String()), say(g.Chosen.String()), {fmt.Sprintf("%+.3f", float64(g.Points)), tone}}}
		if g.OptionBecause != "" {
			r.notes = append(r.notes, say(n.Option.ID+": "+g.OptionBecause))
		}
		if g.ChosenBecause != "" && g.ChosenBecause != g.OptionBecause {
			r.notes = append(r.notes, say(n.Chosen.ID+": "+g.ChosenBecause))
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// stillOpen says that measurements may change the answer.
func stillOpen(n *WhyNot) []block {
	if n.Firm {
		return nil
	}
	return []block{paragraph{parts: []text{{"The decision needs data: after measuring, any of these may win: " + strings.Join(n.Possible, ", ") + ".", doubtful}}}}
}
