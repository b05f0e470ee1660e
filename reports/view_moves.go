package reports

import (
	"fmt"
	"math"
	"strings"
)

func (p *Plan) movesView() []block {
	if len(p.Moves) == 0 {
		return append([]block{
			heading{2, []text{{"Nothing moves", strong}}},
			paragraph{parts: []text{say(stayWhere(p.Staying))}, indent: 2},
		}, p.heldView()...)
	}
	t := table{columns: []column{
		{name: "wave", right: true, drop: 3}, {name: "service"}, {name: "from", drop: 1}, {name: "to"}, {name: "saves/mo", right: true},
		{name: "once", right: true, drop: 4}, {name: "pays back", right: true, drop: 5}, {name: "why", wraps: true},
	}, indent: 2}
	for i := range p.Moves {
		m := &p.Moves[i]
		wave := text{fmt.Sprint(m.Wave), plain}
		if m.Wave == 0 {
			wave = text{"–", bad}
		}
		t.rows = append(t.rows, row{cells: []text{wave, {m.Service, strong}, say(m.From), {m.To, strong}, say(m.saves()), say(rounded(m.Once.Amount)), say(m.payback()), say(m.Why)}})
	}
	blocks := []block{heading{2, []text{{fmt.Sprintf("%s, %s", count(len(p.Moves), "move"), stay(p.Staying)), strong}}}, t}
	for _, words := range p.movesNotes() {
		blocks = append(blocks, paragraph{parts: []text{{words, dim}}, indent: 2})
	}
	if len(p.Stuck) > 0 {
		var list items
		for _, s := range p.Stuck {
			list.entries = append(list.entries, []text{{s.Service + ": ", strong}, say(s.Why)})
		}
		blocks = append(blocks, paragraph{parts: []text{{"These cannot be made: no order of moves was found that keeps every capacity and rule on the way:", bad}}}, list,
			paragraph{parts: []text{{stuckCosts, bad}}})
	}
	return append(blocks, p.heldView()...)
}

// stuckCosts says what moves that cannot be made mean for the plan's money.
const stuckCosts = "The cost and the bill count them as made: the plan costs what it says only once they are."

// mostHeld is how many services that may not move are named.
const mostHeld = 8

// heldView says which services stay because they may not move.
func (p *Plan) heldView() []block {
	if len(p.Held) == 0 {
		return nil
	}
	var names []string
	for _, h := range p.Held[:min(len(p.Held), mostHeld)] {
		names = append(names, h.Service)
	}
	if more := len(p.Held) - mostHeld; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	words := fmt.Sprintf("Held where they run, because not all of their calls are known: %s. --explain says which; --assume unknown=low, high or a volume lets them move.", strings.Join(names, ", "))
	return []block{paragraph{parts: []text{{words, doubtful}}, indent: 2}}
}

func stay(n int) string {
	if n == 1 {
		return "1 service stays"
	}
	return count(n, "service") + " stay"
}

func stayWhere(n int) string {
	if n == 1 {
		return "1 service stays where it is."
	}
	return count(n, "service") + " stay where they are."
}

// movesNotes explain the words of the moves.
func (p *Plan) movesNotes() []string {
	out := []string{"A wave is what moves at the same time; after each wave every capacity and rule holds. What a move saves is on the bill, its traffic included; paying back counts its work as well."}
	if p.Objective == byScore {
		out[0] = "A wave is what moves at the same time; after each wave every capacity and rule holds. The objective is the score alone, so no money is counted."
	}
	for _, m := range p.Moves {
		sites, kept, split := strings.Cut(m.To, "@")
		base, burst, two := strings.Cut(sites, "+")
		if split && two && !strings.Contains(kept, ",") {
			return append(out, fmt.Sprintf("%s: up to %s replicas run on %s, those above on %s.", m.To, kept, base, burst))
		}
	}
	return out
}

func (m *Move) saves() string {
	if m.Saves == nil {
		return "–"
	}
	return rounded(m.Saves.Amount)
}

// tooLong is after how many months nobody waits for what a move costs.
const tooLong = 120

// payback is in months, for a person.
func (m *Move) payback() string {
	switch {
	case m.Once.Amount.IsZero():
		return "–" // nothing to pay back
	case m.Payback == nil:
		return "never"
	case *m.Payback > tooLong:
		return "> 10 years"
	}
	return fmt.Sprintf("%.1f mo", math.Ceil(float64(*m.Payback)*10)/10)
}
