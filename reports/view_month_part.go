package reports

import (
	"fmt"
	"strings"

	"berth.dev/engine/diag"
)

func (m *Month) flipsView(most int) []block {
	per := m.Currency + "/mo"
	t := table{columns: []column{{name: "service", wraps: true}, {name: "team", drop: 3}, {name: "planned on"}, {name: "better on"}, {name: "saves, " + per, right: true}, {name: "waiting costs", right: true, drop: 1}, {name: "months", right: true, drop: 2}}}
	for _, f := range m.Flips {
		t.rows = append(t.rows, row{
			cells: []text{{f.Service, strong}, say(orNobody(f.Team)), say(orNowhere(f.Was)), {orNowhere(f.Now), good}, say(orDash(f.Saves)), say(orDash(f.Waiting)), say(f.Months.String())},
			notes: notesOf(f.Why),
		})
	}
	return someRows(t, most)
}

// orDash is an amount, a dash for nothing: nobody knows it, or there is none.
func orDash(a Money) string {
	if a.IsZero() {
		return "–"
	}
	return rounded(a.Amount)
}

// notesOf is a sentence below a row, where there is one.
func notesOf(why string) []text {
	if why == "" {
		return nil
	}
	return []text{{sentenceOf(why), dim}}
}

func (m *Month) paybacksView(most int) []block {
	t := table{columns: []column{
		{name: "move", wraps: true}, {name: "since", drop: 3}, {name: "cost once", right: true}, {name: "saved so far", right: true}, {name: "left", right: true, drop: 1},
		{name: "planned", right: true, drop: 4}, {name: "at this pace", right: true, drop: 2},
	}}
	for _, p := range m.Paybacks {
		saved := text{rounded(p.Saved.Amount), good}
		if p.Saved.Sign() < 0 {
			saved.tone = bad
		}
		t.rows = append(t.rows, row{
			cells: []text{
				{fmt.Sprintf("%s: %s to %s", p.Service, orNowhere(p.From), orNowhere(p.To)), strong}, say(p.Since), say(rounded(p.Once.Amount)), saved,
				say(rounded(p.Left.Amount)), say(after(p.Planned)), say(after(p.Ahead)),
			},
			notes: notesOf(p.Why),
		})
	}
	return someRows(t, most)
}

// after is how many months something takes.
func after(months *Number) string {
	if months == nil {
		return "never"
	}
	return unitOf(*months, "month")
}

// mostAdvised is how many rules for what belongs to nobody a person is shown.
const mostAdvised = 5

func (m *Month) nobodyView(most int) []block {
	t := table{columns: []column{{name: "what", wraps: true}, {name: "bill", drop: 1}, {name: "site", drop: 2}, {name: "amount", right: true}, {name: "rows", right: true, drop: 3}}}
	var services, rules []string
	for _, n := range m.Nobody {
		t.rows = append(t.rows, row{cells: []text{say(n.What), say(n.Bill), say(n.Site), {rounded(n.Amount.Amount), strong}, say(exactly(n.Rows))}})
		if n.Advice == "" || len(rules)+len(services) == min(mostAdvised, most) {
			continue
		}
		advice := strings.TrimRight(strings.ReplaceAll(diag.Clean(n.Advice), "\t", "  "), "\n")
		if strings.HasPrefix(advice, "service ") {
			services = append(services, advice)
			continue
		}
		rules = append(rules, advice)
	}
	blocks := someRows(t, most)
	blocks = append(blocks, advised("Rules that would give it to somebody, to be pasted into the bill's block and mended:", rules)...)
	return append(blocks, advised("Services that would own it, to be written into the specs beside the others and mended:", services)...)
}

// advised is what to paste, below where it belongs.
func advised(where string, advice []string) []block {
	if len(advice) == 0 {
		return nil
	}
	return []block{paragraph{parts: []text{{where, dim}}, indent: 2}, source{strings.Join(advice, "\n"), "hcl"}}
}

func (m *Month) commitmentsView(most int) []block {
	t := table{columns: []column{{name: "commitment", wraps: true}, {name: "site", drop: 2}, {name: "owner", drop: 1}, {name: "cost", right: true}, {name: "used", right: true, drop: 3}, {name: "unused", right: true}, {name: "of it used", right: true}}}
	for _, c := range m.Commitments {
		unused := text{rounded(c.Unused.Amount), plain}
		if c.Unused.Sign() > 0 {
			unused.tone = bad
		}
		t.rows = append(t.rows, row{cells: []text{say(c.Name), say(c.Site), say(orNobody(c.Owner)), say(rounded(c.Cost.Amount)), say(rounded(c.Used.Amount)), unused, say(shareOf(c.Used.Amount, c.Cost.Amount))}})
	}
	return someRows(t, most)
}

func (m *Month) poolsView(most int) []block {
	t := table{columns: []column{{name: "pool", wraps: true}, {name: "cost", right: true}, {name: "used", right: true, drop: 1}, {name: "idle", right: true}, {name: "spare", right: true, drop: 2}, {name: "of it used", right: true, drop: 3}, {name: "core-h", right: true, drop: 4}, {name: "core-h used", right: true, drop: 4}, {name: "GiB-h", right: true, drop: 5}, {name: "GiB-h used", right: true, drop: 5}}}
	for _, p := range m.Pools {
		t.rows = append(t.rows, row{cells: []text{
			say(p.Site + "/" + p.Name), {rounded(p.Cost.Amount), strong}, say(rounded(p.Used.Amount)), say(rounded(p.Idle.Amount)), say(rounded(p.Spare.Amount)), say(shareOf(p.Used.Amount, p.Cost.Amount)),
			say(p.CoreHours.String()), say(p.UsedCores.String()), say(p.GiBHours.String()), say(p.UsedGiB.String()),
		}})
	}
	return someRows(t, most)
}

// poolSteps is the arithmetic of owned machines.
func (m *Month) poolSteps(most int) (blocks []block) {
	for _, p := range m.Pools[:min(len(m.Pools), most)] {
		if len(p.How) > 0 {
			blocks = append(blocks, paragraph{parts: []text{{p.Site + "/" + p.Name, strong}}})
			blocks = append(blocks, sentences(p.How, most)...)
		}
	}
	return blocks
}
