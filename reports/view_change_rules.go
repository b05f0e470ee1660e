package reports

import (
	"fmt"
	"slices"

	"berth.dev/engine/change"
)

// loosened says what was edited of the rules and their exceptions. It stands in the first
// line: a change that passes by it alone must not look like any other that passes.
func (c *Change) loosened() (parts []string) {
	rules := 0
	for _, e := range c.Edits {
		switch e.Kind {
		case "criterion", "policy", "constraint", "check":
			rules++
		}
	}
	if rules > 0 {
		parts = append(parts, count(rules, "rule")+" edited")
	}
	if c.writes("disable") {
		parts = append(parts, "other rules switched off")
	}
	if c.writes("weights") {
		parts = append(parts, "weights edited")
	}
	for _, how := range []string{change.Added, change.Changed, change.Removed} {
		n := 0
		for i := range c.Exceptions {
			if c.Exceptions[i].How == how {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n, "exception"), how))
		}
	}
	return parts
}

// writes tells whether an attribute of the workspace, or of a product, was edited.
func (c *Change) writes(path string) bool {
	for _, e := range c.Edits {
		if e.Kind != "workspace" && e.Kind != "product" {
			continue
		}
		for _, f := range e.Fields {
			if f.Path == path {
				return true
			}
		}
	}
	return false
}

// purposes are the rules of findings, each once, with what it is for: whoever meets a rule
// for the first time meets it here.
func purposes(findings []ChangeFinding) table {
	t := table{columns: []column{{name: "rule"}, {name: "what it is for"}}}
	for i := range findings {
		f := &findings[i]
		told := slices.ContainsFunc(t.rows, func(r row) bool { return r.cells[0].words == f.Rule })
		if f.Doc != "" && !told {
			t.rows = append(t.rows, row{cells: []text{{f.Rule, strong}, say(f.Doc)}})
		}
	}
	return t
}

// briefly is what the rules of the list are for, in a sentence each, for a terminal.
func (s *section) briefly() table {
	t := table{columns: []column{{name: "rule"}, {name: "what it is for", wraps: true}}, indent: 2}
	for _, r := range s.purposes.rows {
		t.rows = append(t.rows, row{cells: []text{r.cells[0], {firstSentence(r.cells[1].words), dim}}})
	}
	return t
}
