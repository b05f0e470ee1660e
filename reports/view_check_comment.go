package reports

import "fmt"

// comment is a run for a comment on a change: the verdict first, then what does not
// hold, and all else folded. Most is how many lines a list may have.
func (c *Check) comment(most int) []block {
	blocks, more := []block{marker{"berth:check"}}, "more such rule"
	if c.Verdict == checkUnread {
		more = "more mistake"
		blocks = append(blocks, heading{3, []text{say("berth check: " + c.verdictLine().words)}})
	} else {
		blocks = append(blocks,
			heading{3, []text{say(fmt.Sprintf("berth check: %s (%s)", c.Verdict, c.Totals.found()))}},
			paragraph{parts: []text{say(c.Totals.line())}})
	}
	for _, b := range c.errorsView() {
		if t, ok := b.(table); ok {
			blocks = append(blocks, opened(t, most, more)...)
		} else if h, ok := b.(heading); ok {
			blocks = append(blocks, heading{4, h.parts})
		}
	}
	found, excused := c.findingsTables()
	blocks = append(blocks, opened(found, most, "more finding")...)
	if n := len(excused.rows); n > 0 {
		blocks = append(blocks, folded{count(n, "excused finding"), capped(excused, most)})
	}
	for _, b := range append(c.rulesView(true), c.exceptionsView()...) {
		if t, ok := b.(table); ok {
			blocks = append(blocks, folded{count(len(t.rows), t.columns[0].name), capped(t, most)})
		}
	}
	return blocks
}

// findingsTables are what does not hold, apart from what exceptions excuse.
func (c *Check) findingsTables() (found, excused table) {
	columns := []column{{name: ""}, {name: "rule"}, {name: "where"}, {name: "what"}, {name: "when"}, {name: "why"}}
	found.columns, excused.columns = columns, columns
	for i := range c.Findings {
		f := &c.Findings[i]
		r := f.row(c)
		r.cells = append([]text{say(f.Severity), {f.Rule, strong}}, r.cells...)
		if f.Exception == "" {
			found.rows = append(found.rows, r)
		} else {
			excused.rows = append(excused.rows, r)
		}
	}
	return found, excused
}

// opened shows the first lines of a list and folds the others.
func opened(t table, most int, more string) []block {
	if len(t.rows) == 0 {
		return nil
	}
	first, rest := t.cut(min(commentLines, most))
	blocks := []block{}
	if len(first.rows) > 0 {
		blocks = append(blocks, first)
	}
	if n := len(rest.rows); n > 0 {
		blocks = append(blocks, folded{count(n, more), capped(rest, most)})
	}
	return blocks
}

// capped is a list of at most so many lines, with a word on those that are left out.
func capped(t table, most int) []block {
	first, rest := t.cut(most)
	blocks := []block{}
	if len(first.rows) > 0 {
		blocks = append(blocks, first)
	}
	if n := len(rest.rows); n > 0 {
		blocks = append(blocks, paragraph{parts: []text{say(fmt.Sprintf("… and %s more: see the job's own output.", Number(n)))}})
	}
	return blocks
}
