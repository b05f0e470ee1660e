package reports

import (
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/money"
)

// WritePlan writes a fleet's plan.
func WritePlan(w io.Writer, o Options, p Plan) error {
	if o.Format == HTML {
		return writePlanPage(w, &p)
	}
	return write(w, o, p, func() []block { return planView(&p) })
}

func planView(p *Plan) []block {
	facts := fmt.Sprintf("%s · %s · as of %s · %s · %s",
		count(p.Services, "service"), count(p.Sites, "site"), p.AsOf, p.counted(), objectiveWords(p.Objective))
	blocks := []block{heading{1, []text{{facts, strong}}}}
	blocks = append(blocks, p.verdict()...)
	blocks = append(blocks, p.movesView()...)
	if p.Work != nil {
		blocks = append(blocks, p.Work.stagesView()...)
	}
	blocks = append(blocks, p.billView()...)
	blocks = append(blocks, p.ownersView()...)
	blocks = append(blocks, p.fullView()...)
	blocks = append(blocks, p.besideView()...)
	blocks = append(blocks, p.crossingView()...)
	blocks = append(blocks, p.robustView()...)
	return append(blocks, p.assumedView()...)
}

func objectiveWords(objective string) string {
	switch objective {
	case "score":
		return "the best score"
	case "both":
		return "the least cost and missing score"
	}
	return "the least cost"
}

// verdict is what the plan costs and how good it is at best.
func (p *Plan) verdict() []block {
	t := table{columns: []column{{}, {name: p.per(), right: true}, {wraps: true}}, indent: 2}
	t.rows = append(t.rows,
		row{cells: []text{{"cost", strong}, {rounded(p.Cost.Amount), strong}, say(p.against())}},
		row{cells: []text{say("floor"), say(rounded(p.Floor.Amount)), {"of the options listed none can cost less; berth verify checks the proof", dim}}},
		row{cells: []text{say("gap"), {percent(p.Gap), p.gapTone()}, {p.stopped(), dim}}},
	)
	blocks := []block{t}
	if parts := p.gapLine(); parts != "" {
		blocks = append(blocks, paragraph{parts: []text{{parts, dim}}, indent: 2})
	}
	return blocks
}

// gapLine opens up a gap that shows, or says nothing.
func (p *Plan) gapLine() string {
	if p.Gap <= 0.00005 {
		return ""
	}
	var parts []string
	for _, g := range p.GapParts {
		if !g.Plan.Amount.IsZero() {
			parts = append(parts, g.What+" "+rounded(g.Plan.Amount))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Where the gap comes from, in " + p.per() + ": " + strings.Join(parts, " · ") + "."
}

func (p *Plan) gapTone() tone {
	if p.Gap == 0 {
		return good
	}
	return plain
}

// against compares the plan with today, in what the plan makes small.
func (p *Plan) against() string {
	last := p.Bill[len(p.Bill)-1]
	if last.Today == nil {
		return ""
	}
	now, change, of := last.Today.Amount, last.change(), ""
	if len(p.NoToday) > 0 {
		of = ", both without the services that have no today"
	}
	switch change.Sign() {
	case 0:
		return "as today" + of
	case -1:
		return fmt.Sprintf("%s less than today's %s%s", rounded(now.Sub(now.Add(change))), rounded(now), of)
	}
	return fmt.Sprintf("%s more than today's %s%s", rounded(change), rounded(now), of)
}

// stopped says how the search ended.
func (p *Plan) stopped() string {
	work := fmt.Sprintf("(%s in %s of the search)", count(p.Search.Cuts, "minimum cut"), count(p.Search.Nodes, "branch"))
	work = strings.Replace(work, "branchs", "branches", 1)
	switch p.Search.Stop {
	case "optimal":
		return "the plan is the best of the options listed " + work
	case "gap":
		return "as near to the best of the options listed as was asked for " + work
	case "effort":
		return "the effort is used up " + work + "; a higher --effort goes on"
	case "time":
		return "stopped by --time " + work + "; another run may find another plan"
	case "ended":
		return "all was searched " + work + "; what is left of the gap is lost to whole pods on whole nodes"
	}
	return "interrupted " + work + "; another run may find another plan"
}

func (p *Plan) billView() []block {
	t := table{columns: []column{{name: p.aMonth(), wraps: true}, {name: "today", right: true}, {name: "plan", right: true}, {name: "change", right: true, drop: 1}}, indent: 2}
	for _, f := range p.Bill {
		look := plain
		if f.Total {
			look = strong
		}
		today, change := "–", "–"
		if f.Today != nil {
			today, change = rounded(f.Today.Amount), signed(f.change())
		}
		t.rows = append(t.rows, row{cells: []text{{f.What, look}, {today, look}, {rounded(f.Plan.Amount), look}, {change, look}}})
	}
	blocks := []block{heading{2, []text{{"Money", strong}}}, t}
	if words := p.noToday(); words != "" {
		blocks = append(blocks, paragraph{parts: []text{{words, doubtful}}, indent: 2})
	}
	return blocks
}

// change is what the plan changes for the services that have a today.
func (f *Figure) change() money.Amount {
	if f.Same != nil {
		return f.Same.Amount.Sub(f.Today.Amount)
	}
	return f.Plan.Amount.Sub(f.Today.Amount)
}

// noToday names the services that today's amounts leave out.
func (p *Plan) noToday() string {
	if len(p.NoToday) == 0 || p.Bill[len(p.Bill)-1].Today == nil {
		return ""
	}
	return "Today and the change leave out services of which nobody says where they run, or whose place is not allowed any more: " +
		listed(p.NoToday) + "."
}

// listed names a few of many.
func listed(names []string) string {
	if more := len(names) - mostHeld; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostHeld], ", "), more)
	}
	return strings.Join(names, ", ")
}

// signed writes an amount with its sign.
func signed(a money.Amount) string {
	if a.Sign() > 0 {
		return "+" + rounded(a)
	}
	return rounded(a)
}

// besideNote says what the other ways are.
const besideNote = "All on a site: as far as the rules allow. Greedy: one service after the other, each where it is cheapest then."

func (p *Plan) besideView() []block {
	if len(p.Beside) == 0 {
		return nil
	}
	t := table{columns: []column{{name: "way"}, {name: p.per(), right: true}, {name: "over the plan", right: true, drop: 1}, {name: "does not fit", wraps: true}}, indent: 2}
	for _, b := range p.Beside {
		lacks := text{b.Lacks, bad}
		if b.Fits {
			lacks = text{"", plain}
		}
		t.rows = append(t.rows, row{cells: []text{say(b.Name), say(rounded(b.Cost.Amount)), say(p.more(&b)), lacks}})
	}
	return []block{heading{2, []text{{"Other ways to place the same services", strong}}}, t,
		paragraph{parts: []text{{besideNote, dim}}, indent: 2}}
}

// more writes how much dearer another way is; in money where the plan costs nothing.
func (p *Plan) more(b *Beside) string {
	s := b.More
	switch apart := b.Cost.Amount.Sub(p.Cost.Amount); {
	case apart.IsZero():
		return "the same"
	case p.Cost.Amount.IsZero():
		return signed(apart)
	}
	return strings.Replace(fmt.Sprintf("%+.2f %%", 100*float64(s)), "-", "−", 1)
}

// mostCrossings is how many pairs are listed.
const mostCrossings = 8

func (p *Plan) crossingView() []block {
	if len(p.Crossing) == 0 {
		return nil
	}
	t := table{columns: []column{{name: "calls between sites"}, {wraps: true}, {name: "GiB/mo", right: true}, {name: p.per(), right: true}}, indent: 2}
	for _, c := range p.Crossing[:min(len(p.Crossing), mostCrossings)] {
		t.rows = append(t.rows, row{cells: []text{say(c.A + " on " + c.From), say(c.B + " on " + c.To), say(c.GiB.String()), say(rounded(c.Cost.Amount))}})
	}
	blocks := []block{heading{2, []text{{"Traffic that crosses", strong}}}, t}
	if more := len(p.Crossing) - mostCrossings; more > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("And %d more pairs, cheaper ones.", more), dim}}, indent: 2})
	}
	return blocks
}

func (p *Plan) assumedView() []block {
	if len(p.Assumed) == 0 {
		return nil
	}
	var list items
	for _, a := range p.Assumed {
		list.entries = append(list.entries, []text{say(a)})
	}
	return []block{heading{2, []text{{"Taken for granted by the plan and its floor", strong}}}, list}
}
