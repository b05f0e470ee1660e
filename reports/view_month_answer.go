package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"berth.dev/engine/money"
)

// headline answers how much, and whether that is more or less than planned.
func (m *Month) headline() string {
	cost := fmt.Sprintf("%s cost %s", m.Month, m.money(m.Actual))
	if m.Plan != nil {
		return fmt.Sprintf("%s, %s.", cost, m.against(m.Delta.Amount, m.Planned.Amount, "planned"))
	}
	if last := m.before(); last != nil {
		// The sums of both months are in the report; what lies between them is said nowhere else.
		return fmt.Sprintf("%s, %s. Nothing was planned.", cost, m.against(m.Actual.Sub(last.Actual.Amount), last.Actual.Amount, "in "+last.Month))
	}
	return cost + ". Nothing was planned."
}

// before is the month before this one, nil where it is not known.
func (m *Month) before() *MonthPast {
	at := slices.IndexFunc(m.Months, func(p MonthPast) bool { return p.Month == m.Month })
	if at < 1 {
		return nil
	}
	return &m.Months[at-1]
}

// against says how a difference relates to what it is a difference from.
func (m *Month) against(delta, base money.Amount, what string) string {
	word := "more than"
	switch delta.Sign() {
	case 0:
		return "exactly as " + what
	case -1:
		delta, word = money.Zero(delta.Currency()).Sub(delta), "less than"
	}
	words := rounded(delta)
	if share := shareOf(delta, base); share != "" {
		words += " (" + share + ")"
	}
	return fmt.Sprintf("%s %s %s", words, word, what)
}

// shareOf is a part as a share of a whole, for a person; "" where that says nothing.
func shareOf(part, whole money.Amount) string {
	of := whole.Float()
	if of <= 0 {
		return ""
	}
	share := 100 * part.Float() / of
	switch size := math.Abs(share); {
	case size >= 1000:
		return ""
	case size >= 100:
		return minus(fmt.Sprintf("%.0f %%", share))
	}
	words := fmt.Sprintf("%.1f %%", share)
	if strings.Trim(words, "-0.% ") == "" {
		return "0.0 %"
	}
	return minus(words)
}

// minus writes the sign of a number as people do.
func minus(number string) string { return strings.Replace(number, "-", "−", 1) }

// tone is that of more or less than planned.
func (m *Month) tone() tone {
	if m.Plan == nil || m.Delta.Sign() == 0 {
		return strong
	}
	return toneOf(m.Delta.Amount)
}

// toneOf is that of a difference: money that is spent besides is bad.
func toneOf(delta money.Amount) tone {
	switch delta.Sign() {
	case 1:
		return bad
	case -1:
		return good
	}
	return plain
}

// answer says why, what to do, and how sure that is.
func (m *Month) answer(terminal bool) []block {
	// A terminal shows what the words are by their tone, Markdown by their weight.
	label := func(words string) text { return text{words, strong} }
	blocks := []block{paragraph{parts: []text{label("Why:"), say(m.why())}}}
	if len(m.Todo) == 0 {
		blocks = append(blocks, paragraph{parts: []text{label("What to do:"), say("nothing that this report knows of.")}})
	} else {
		blocks = append(blocks, paragraph{parts: []text{label("What to do:")}}, m.todoView())
	}
	blocks = append(blocks, paragraph{parts: []text{label("How final:"), m.final(), say(m.stateWords())}})
	facts := paragraph{parts: []text{{m.facts(), dim}}}
	if terminal {
		return append(blocks, facts)
	}
	return append(blocks, paragraph{parts: []text{say(m.facts())}})
}

// whyEffects is how many effects the first lines name, whyServices how many services of
// each; a service that makes less than one part in whyPart of its effect explains little.
const (
	whyEffects  = 3
	whyServices = 2
	whyPart     = 10
)

// why names the largest effects with the services that make them.
func (m *Month) why() string {
	if m.Plan == nil {
		return "no plan was in force on the month's first day, so nothing can be said of causes."
	}
	effects := slices.DeleteFunc(slices.Clone(m.Bridge), func(e MonthEffect) bool { return e.Amount.IsZero() })
	if len(effects) == 0 {
		return "each part cost what was planned."
	}
	slices.SortStableFunc(effects, func(a, b MonthEffect) int { return size(b.Amount).Cmp(size(a.Amount)) })
	var parts []string
	for _, e := range effects[:min(len(effects), whyEffects)] {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s %s", e.Name, signed(e.Amount.Amount), m.sources(e))))
	}
	words := strings.Join(parts, "; ")
	if more := len(effects) - whyEffects; more > 0 {
		words += fmt.Sprintf("; and %s below", count(more, "smaller one"))
	}
	return words + "."
}

// size is an amount without its sign.
func size(a Money) money.Amount {
	if a.Sign() < 0 {
		return money.Zero(a.Currency()).Sub(a.Amount)
	}
	return a.Amount
}

// sources are the services that add most to an effect, in brackets; not those that work
// against it.
func (m *Month) sources(e MonthEffect) string {
	var names []string
	for _, c := range m.Causes {
		makes := c.Effect == e.Name && c.owner() != "" && c.Amount.Sign() == e.Amount.Sign()
		if makes && len(names) < whyServices && size(c.Amount).TimesInt(whyPart).Cmp(size(e.Amount)) >= 0 {
			names = append(names, fmt.Sprintf("%s %s", c.owner(), signed(c.Amount.Amount)))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// nobody stands for the name of what has none.
const nobody = "nobody"

func orNobody(name string) string {
	if name == "" {
		return nobody
	}
	return name
}

// todoView is one line of each kind of thing to do, that of the most money, with how many
// more there are.
func (m *Month) todoView() items {
	var list items
	for i, t := range m.Todo {
		if i > 0 && m.Todo[i-1].What == t.What {
			continue
		}
		same := 0
		for _, o := range m.Todo {
			if o.What == t.What {
				same++
			}
		}
		line := []text{say(t.Words), say(m.waiting(t))}
		if same > 1 {
			line = append(line, text{fmt.Sprintf("(and %s more like it, below)", exactly(same-1)), dim})
		}
		list.entries = append(list.entries, line)
	}
	return list
}

// waiting is what it costs to put a move off.
func (m *Month) waiting(t MonthTodo) string {
	at := slices.IndexFunc(m.Flips, func(f MonthFlip) bool { return f.Service == t.Name })
	if t.What != TodoMove || at < 0 || m.Flips[at].Waiting.Sign() <= 0 {
		return ""
	}
	return fmt.Sprintf("Waiting for %s costs %s.", unitOf(m.Flips[at].Months, "month"), m.money(m.Flips[at].Waiting))
}

// final is the state in one word.
func (m *Month) final() text {
	if m.State.Reconciled {
		return text{"reconciled.", good}
	}
	return text{"provisional.", doubtful}
}

// stateWords say what the state rests on.
func (m *Month) stateWords() string {
	words := upper(sentenceOf(m.State.Why))
	if m.State.Last != "" {
		words = strings.TrimSpace(fmt.Sprintf("%s Bills cover the days up to %s.", words, m.State.Last))
	}
	return words
}

// facts are what the figures are of.
func (m *Month) facts() string {
	facts := []string{m.Zone, m.View + " view"}
	if m.Plan != nil {
		facts = append(facts, fmt.Sprintf("planned by %s of %s", m.Plan.File, m.Plan.AsOf))
	}
	return strings.Join(append(facts, "as of "+m.State.AsOf, fmt.Sprintf("to the last digit %s %s", m.Actual.Decimal(), m.Currency)), " · ")
}
