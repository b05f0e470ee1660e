package reports

import (
	"math"
	"slices"
	"strings"

	"berth.dev/engine/money"
)

// bridgeIndent keeps what is drawn from ending a fence of Markdown, which may be indented
// by three columns at most.
const bridgeIndent = 4

// narrowestBars is the least width at which bars say anything.
const narrowestBars = 12

// fallStep is one line of a waterfall: a level, or a step from one to another.
type fallStep struct {
	name     string
	amount   money.Amount
	from, to float64
	level    bool
}

// fall is the waterfall from one amount to another. Floats are for the drawing alone.
func fall(first fallStep, effects []MonthEffect, last fallStep) []fallStep {
	at := first.amount.Float()
	first.level, first.from, first.to = true, at, at
	out := []fallStep{first}
	for _, e := range effects {
		step := fallStep{name: e.Name, amount: e.Amount.Amount, from: at, to: at + e.Amount.Float()}
		at = step.to
		out = append(out, step)
	}
	end := last.amount.Float()
	last.level, last.from, last.to = true, end, end
	return append(out, last)
}

// waterfall draws steps: what is added reaches to the right, what is saved to the left.
// The drawing shows the part of the scale where something happens; the levels are lines,
// not bars, since a bar that does not begin at zero would lie.
func waterfall(steps []fallStep, width int) drawing {
	low, high := math.Inf(1), math.Inf(-1)
	names, amounts := 0, 0
	words := make([]string, len(steps))
	for i, s := range steps {
		low, high = min(low, s.from, s.to), max(high, s.from, s.to)
		words[i] = signed(s.amount)
		if s.level {
			words[i] = rounded(s.amount)
		}
		names, amounts = max(names, ruler().StringWidth(clean(s.name))), max(amounts, ruler().StringWidth(words[i]))
	}
	room := min(width-bridgeIndent-names-amounts-2*between, 48)
	column := func(v float64) int {
		if !(high > low) {
			return 0
		}
		return int(math.Round((v - low) / (high - low) * float64(room-1)))
	}
	var d drawing
	for i, s := range steps {
		line := []text{
			{strings.Repeat(" ", bridgeIndent) + padded(clean(s.name), names), s.tone(plain)},
			{strings.Repeat(" ", between+amounts-ruler().StringWidth(words[i])) + words[i], s.tone(toneOf(s.amount))},
		}
		if room >= narrowestBars {
			line = append(line, text{strings.Repeat(" ", between) + s.bar(column), s.tone(toneOf(s.amount))})
		}
		d.lines = append(d.lines, line)
	}
	return d
}

// tone is that of a level or of a step.
func (s fallStep) tone(step tone) tone {
	if s.level {
		return strong
	}
	return step
}

// bar is the drawing of a step.
func (s fallStep) bar(column func(float64) int) string {
	from, to := column(s.from), column(s.to)
	switch {
	case s.level:
		return strings.Repeat(" ", from) + "│"
	case s.amount.IsZero():
		return strings.Repeat(" ", from) + "·"
	case from == to:
		return strings.Repeat(" ", from) + "▏"
	}
	return strings.Repeat(" ", min(from, to)) + strings.Repeat("█", max(from, to)-min(from, to))
}

// padded fills a name with spaces to a width.
func padded(name string, width int) string {
	return name + strings.Repeat(" ", max(0, width-ruler().StringWidth(name)))
}

// bridgeView draws how planned became actual, and says what each step consists of.
func (m *Month) bridgeView(width int) []block {
	if len(m.Bridge) == 0 {
		return nil
	}
	steps := fall(fallStep{name: "planned", amount: m.Planned.Amount}, m.Bridge, fallStep{name: "actual", amount: m.Actual.Amount})
	return append([]block{waterfall(steps, width)}, effectsView(m.Bridge)...)
}

// effectsView says what the effects that are not nothing consist of.
func effectsView(effects []MonthEffect) []block {
	var list items
	for _, e := range effects {
		if !e.Amount.IsZero() && e.Why != "" {
			list.entries = append(list.entries, []text{{e.Name, strong}, {signed(e.Amount.Amount) + ":", toneOf(e.Amount.Amount)}, say(sentenceOf(e.Why))})
		}
	}
	if len(list.entries) == 0 {
		return nil
	}
	return []block{list}
}

// shown are the causes that a table tells of: one whose amount is nothing as it is written
// explains nothing, and is for those who ask for all.
func shown(causes []MonthCause, o Options) []MonthCause {
	if o.Verbose {
		return causes
	}
	return slices.DeleteFunc(slices.Clone(causes), func(c MonthCause) bool { return unseen(c.Amount) })
}

// causesTable has the services with the largest effects.
func causesTable(causes []MonthCause, most int) []block {
	t := table{columns: []column{{name: "whose"}, {name: "team", drop: 2}, {name: "effect"}, {name: "amount", right: true}, {name: "why", wraps: true, drop: 1}}}
	for _, c := range causes {
		t.rows = append(t.rows, row{cells: []text{
			{orNobody(c.owner()), strong}, say(orNobody(c.Team)), say(c.Effect), {signed(c.Amount.Amount), toneOf(c.Amount.Amount)}, say(c.Why),
		}})
	}
	return someRows(t, most)
}
