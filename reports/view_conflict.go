package reports

import (
	"fmt"
	"io"
	"slices"
)

// Title says in one line what is known, to stand after the word "error".
func (c *Conflict) Title() string {
	switch {
	case c.Verdict == "no packing found":
		return "no packing found: capacities and rules can be kept in sum, but some pods found no node. This does not prove that there is no way"
	case c.Verdict == "open":
		return "no plan was found, and nothing proves that there is none. Give it more --effort, or more room"
	case !c.ruled():
		return "there is no plan, whatever the rules say"
	case len(c.Conflicts) > 1:
		return fmt.Sprintf("there is no plan: %d conflicts have to be solved, which share no rule", len(c.Conflicts))
	case len(c.Conflicts[0].Rules) == 1:
		return "there is no plan: one rule cannot be kept"
	}
	return fmt.Sprintf("there is no plan: %d rules cannot be kept together", len(c.Conflicts[0].Rules))
}

// ruled tells whether any rule is in conflict.
func (c *Conflict) ruled() bool {
	return slices.ContainsFunc(c.Conflicts, func(one RuleConflict) bool { return len(one.Rules) > 0 })
}

// WriteConflict writes why there is no plan, without its title where the format is for
// people.
func WriteConflict(w io.Writer, o Options, c Conflict) error {
	return write(w, o, c, func() []block { return conflictView(&c) })
}

func conflictView(c *Conflict) []block {
	var blocks []block
	for i := range c.Conflicts {
		title := "The rules in conflict"
		if len(c.Conflicts[i].Rules) == 1 {
			title = "The rule that cannot be kept"
		}
		if len(c.Conflicts) > 1 {
			title = fmt.Sprintf("Conflict %d", i+1)
		}
		blocks = append(blocks, c.Conflicts[i].view(title)...)
	}
	for _, lack := range c.Lacks {
		blocks = append(blocks, paragraph{parts: []text{say(lack)}, indent: 2})
	}
	return append(append(blocks, c.waysView()...), c.heldView()...)
}

// held is the kind of a rule that keeps a service where its calls are unknown.
const held = "held"

// heldView says what frees services that stay because their calls are unknown: that
// is no edit of the workspace, so it stands beside the ways.
func (c *Conflict) heldView() []block {
	for _, conflict := range c.Conflicts {
		for _, r := range conflict.Rules {
			if r.Kind == held {
				return []block{paragraph{parts: []text{say(fmt.Sprintf("Perhaps cheaper: measure the calls of %s, or try with --assume unknown=high. Then it may move.", r.Subject))}, indent: 2}}
			}
		}
	}
	return nil
}

func (c *RuleConflict) view(title string) []block {
	var blocks []block
	if len(c.Rules) > 0 {
		t := table{columns: []column{{}, {}, {wraps: true}}, indent: 2}
		for _, r := range c.Rules {
			t.rows = append(t.rows, row{cells: []text{{place(r.File, r.Line), dim}, {r.Subject, strong}, say(r.Words)}})
		}
		blocks = append(blocks, heading{2, []text{{title, strong}}}, t)
	}
	blocks = append(blocks, heading{2, []text{{"Why", strong}}})
	for _, p := range c.Proof {
		blocks = append(blocks, paragraph{parts: []text{say(p)}, indent: 2})
	}
	if words := c.minimal(); words != "" {
		blocks = append(blocks, paragraph{parts: []text{{words, dim}}, indent: 2})
	}
	return blocks
}

// minimal says whether all of the rules are needed for the conflict.
func (c *RuleConflict) minimal() string {
	switch {
	case len(c.Rules) < 2:
		return ""
	case c.Smallest:
		return "No conflict has fewer rules; without any one of these the others can be kept."
	case c.Irreducible:
		return "Without any one of these rules the others can be kept. There may be a conflict of fewer rules."
	}
	return "Perhaps not all of these rules are needed for the conflict: not every smaller set could be judged."
}

// place is a file with a line, a dash for what is written in none.
func place(file string, line int) string {
	if file == "" {
		return "–"
	}
	return fmt.Sprintf("%s:%d", file, line)
}

// waysView lists what gives a plan.
func (c *Conflict) waysView() []block {
	var blocks []block
	switch {
	case len(c.Ways) > 0 && len(c.Conflicts) > 1:
		blocks = append(blocks, heading{2, []text{{"Ways out, the cheapest first: no single edit is enough, two together are", strong}}})
	case len(c.Ways) == 1 && c.Ways[0].Plan != nil:
		blocks = append(blocks, heading{2, []text{{"The way out: this alone gives a plan", strong}}})
	case len(c.Ways) > 0:
		blocks = append(blocks, heading{2, []text{{"Ways out, the cheapest first: each one alone gives a plan", strong}}})
	case c.Verdict == "infeasible" && len(c.Conflicts) > 1:
		blocks = append(blocks, heading{2, []text{{"No single edit ends all conflicts: change a rule of each of them", strong}}})
	case c.Verdict == "infeasible" && len(c.Failed)+c.Untried == 0:
		blocks = append(blocks, heading{2, []text{{"No single edit gives a plan: whichever rule is relaxed, others are in conflict", strong}}})
	default:
		blocks = append(blocks, heading{2, []text{{"No single edit was found that gives a plan", strong}}})
	}
	if len(c.Ways) > 0 {
		blocks = append(blocks, waysTable(c.Ways))
	}
	if len(c.Failed) > 0 {
		blocks = append(blocks, paragraph{parts: []text{say("Tried, and no plan was found with it:")}}, waysTable(c.Failed))
	}
	if c.Untried > 0 {
		blocks = append(blocks, paragraph{parts: []text{{fmt.Sprintf("Not tried: %s.", count(c.Untried, "more way")), dim}}})
	}
	return blocks
}

func waysTable(ways []WayOut) table {
	t := table{columns: []column{{}, {wraps: true}}, indent: 2}
	for _, w := range ways {
		for i, e := range w.Edits {
			r := row{cells: []text{{place(e.File, e.Line), dim}, {e.Words, strong}}}
			if i == len(w.Edits)-1 {
				r.notes = w.notes()
			}
			t.rows = append(t.rows, r)
		}
	}
	return t
}

// notes say what the plan then costs.
func (w *WayOut) notes() (out []text) {
	if w.Plan != nil {
		currency := w.Plan.Amount.Currency()
		words := fmt.Sprintf("then the plan costs %s %s/mo", rounded(w.Plan.Amount), currency)
		if !w.More.Amount.IsZero() {
			words = fmt.Sprintf("%s %s/mo, %s", signed(w.More.Amount), currency, words)
		}
		out = append(out, say(words))
	}
	if w.Note != "" {
		out = append(out, text{w.Note, dim})
	}
	return out
}
