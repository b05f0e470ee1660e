package reports

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"berth.dev/engine/change"
)

// WriteChange writes what a change brings, in one of Formats. Markdown is for a comment
// on the change.
func WriteChange(w io.Writer, o Options, c Change) error {
	if o.Format == Markdown {
		most := len(c.New) + len(c.Fixed) + len(c.Refusing) + len(c.Services) + len(c.Money) + len(c.Edits) + len(c.Exceptions)
		return writeComment(w, most, c.comment)
	}
	return write(w, o, c, c.view)
}

// view is a change for a terminal: what refuses it first, what was written last.
func (c *Change) view() []block {
	if c.Nothing && len(c.Refusing)+len(c.Exceptions) == 0 {
		return []block{paragraph{parts: []text{say(c.headline())}}}
	}
	blocks := []block{heading{1, []text{{c.headline(), c.tone()}}}}
	for _, words := range c.remarks() {
		blocks = append(blocks, paragraph{parts: []text{{words, dim}}})
	}
	for _, s := range c.sections() {
		blocks = append(blocks, heading{2, []text{{s.title, strong}}})
		if len(s.table.rows) > 0 {
			blocks = append(blocks, s.table)
		}
		if s.note != "" {
			blocks = append(blocks, paragraph{parts: []text{{s.note, dim}}, indent: 2})
		}
		if brief := s.briefly(); len(brief.rows) > 0 {
			blocks = append(blocks, brief)
		}
	}
	return blocks
}

// comment is a change for a comment: what it brings first, what was written folded.
func (c *Change) comment(most int) []block {
	blocks := []block{marker{"berth:check"}}
	if c.Nothing && len(c.Refusing)+len(c.Exceptions) == 0 {
		return append(blocks, paragraph{parts: []text{say("berth check: " + c.headline())}})
	}
	blocks = append(blocks, heading{3, []text{say("berth check: " + c.headline())}})
	for _, words := range c.remarks() {
		blocks = append(blocks, paragraph{parts: []text{say(words)}})
	}
	for _, s := range c.sections() {
		if s.aside {
			blocks = append(blocks, folded{s.title, capped(s.table, most)})
			continue
		}
		blocks = append(blocks, heading{4, []text{say(s.title)}})
		blocks = append(blocks, opened(s.table, most, "more line")...)
		if s.note != "" {
			blocks = append(blocks, paragraph{parts: []text{say(s.note)}})
		}
		if len(s.purposes.rows) > 0 {
			blocks = append(blocks, folded{"What these rules are for", capped(s.purposes, most)})
		}
	}
	return blocks
}

func (c *Change) tone() tone {
	if c.Verdict == checkRefused {
		return bad
	}
	return strong
}

// headline says in one line what the change brings.
func (c *Change) headline() string {
	before := ""
	if c.Stay > 0 {
		before = fmt.Sprintf(" (%s before)", wasThere(c.Stay))
	}
	var parts []string
	switch {
	case c.Nothing && c.Verdict == "":
		return fmt.Sprintf("The rules are those of %s.", c.Base)
	case c.Nothing && len(c.Refusing) == 0:
		return fmt.Sprintf("Nothing changes against %s%s.", c.Base, before)
	case c.Nothing:
		return fmt.Sprintf("Refused for what was there before; nothing changes against %s.", c.Base)
	case c.Unread != "":
		parts = append(parts, "not compared: everything counts as new")
	}
	if n := len(c.New); n > 0 {
		parts = append(parts, count(n, "new finding"))
	}
	if n := len(c.Refusing); n > 0 {
		parts = append(parts, count(n, "finding")+" that refuses every run")
	}
	if n := len(c.Fixed); n > 0 {
		parts = append(parts, fmt.Sprintf("%s gone", count(n, "finding")))
	}
	parts = append(parts, c.traffic()...)
	if t := c.Total; t != nil && t.Change != nil && t.Change.Amount.Sign() != 0 && c.Unread == "" {
		parts = append(parts, fmt.Sprintf("%s %s a month", signed(t.Change.Amount), t.Change.Amount.Currency()))
	}
	if len(parts) == 0 {
		parts = append(parts, "no service, money or finding changes")
	}
	brings := strings.Join(parts, ", ")
	if rules := c.loosened(); len(rules) > 0 {
		brings += "; " + strings.Join(rules, ", ")
	}
	return upper(strings.TrimSpace(fmt.Sprintf("%s against %s: %s%s", c.Verdict, c.Base, brings, before)))
}

// wasThere says how many findings are as they were.
func wasThere(n int) string {
	if n == 1 {
		return "1 finding was there"
	}
	return count(n, "finding") + " were there"
}

// traffic counts services by what becomes of them.
func (c *Change) traffic() (parts []string) {
	words := map[string]string{change.Changed: "move", change.Added: "new", change.Removed: "gone"}
	for _, how := range []string{change.Changed, change.Added, change.Removed} {
		n := 0
		for i := range c.Services {
			if c.Services[i].How == how {
				n++
			}
		}
		switch {
		case n == 1 && how == change.Changed:
			parts = append(parts, "1 service moves")
		case n > 0:
			parts = append(parts, count(n, "service")+" "+words[how])
		}
	}
	return parts
}

// remarks are what a reader must know to read the rest rightly.
func (c *Change) remarks() (out []string) {
	if c.Unread != "" {
		out = append(out, c.Unread+". So nothing can be compared.")
	}
	if c.NoPlanBefore != "" {
		out = append(out, "Before there is no plan: "+c.NoPlanBefore+".")
	}
	if c.NoPlanAfter != "" {
		out = append(out, "With the change there is no plan: "+c.NoPlanAfter+".")
	}
	if c.Placed == "decision" && c.Unread == "" {
		out = append(out, "Both sides are told by the decision on each service by itself. Traffic between two services is then in the money of both.")
	}
	if c.Before != "" && c.Before != c.After {
		out = append(out, fmt.Sprintf("Seen from %s before, and from %s now.", c.Before, c.After))
	}
	if len(c.Nowhere) > 0 {
		out = append(out, fmt.Sprintf("Without a place on one of the sides, and so in no sum of money: %s.", strings.Join(c.Nowhere, ", ")))
	}
	if len(c.Resplit) > 0 {
		out = append(out, fmt.Sprintf("On the same sites, yet with their load shared otherwise: %s.", strings.Join(c.Resplit, ", ")))
	}
	return out
}

// section is one list of a change.
type section struct {
	title string
	table table
	note  string
	// purposes are the rules of the list with what each is for.
	purposes table
	// aside is for what a comment folds.
	aside bool
}

// sections are the lists that have something in them.
func (c *Change) sections() []section {
	out := []section{
		{title: "New", table: findingsTable(c.New), purposes: purposes(c.New)},
		{title: "There before, and refused in every run", table: findingsTable(c.Refusing)},
		{title: "Services", table: c.servicesTable()},
		{title: "Money a month", table: c.moneyTable()},
		{title: "No longer found", table: findingsTable(c.Fixed), aside: len(c.Fixed) > commentLines},
	}
	if e := c.Effect; e != nil {
		out = append(out, section{title: "What the edited rules alone do", table: e.table(), note: e.note()})
	}
	out = append(out, section{title: "Exceptions", table: c.exceptionsTable()}, section{title: "Edits", table: c.editsTable(), aside: true})
	var some []section
	for _, s := range out {
		if len(s.table.rows) > 0 || s.note != "" {
			some = append(some, s)
		}
	}
	return some
}

func findingsTable(findings []ChangeFinding) table {
	t := table{columns: []column{{name: ""}, {name: "rule"}, {name: "what"}, {name: "when", drop: 2}, {name: "why", wraps: true}, {name: "where", drop: 1}}, indent: 2}
	for i := range findings {
		f := &findings[i]
		r := row{cells: []text{severityText(f.Severity), {f.Rule, strong}, say(f.Subject.String()), say(f.moment()), say(f.Because), {place(f.At.File, f.At.Line), dim}}}
		if f.Was != "" {
			r.notes = []text{{f.Was, doubtful}}
		}
		t.rows = append(t.rows, r)
	}
	return t
}

func (c *Change) servicesTable() table {
	t := table{columns: []column{{name: "service"}, {name: "from"}, {name: "to"}, {name: "own bill", right: true, drop: 2}, {name: "why", wraps: true}, {name: "edited", drop: 1}}, indent: 2}
	for i := range c.Services {
		s := &c.Services[i]
		from, to, edited := say(cmp.Or(s.From, "–")), text{cmp.Or(s.To, "–"), strong}, strings.Join(s.Edited, ", ")
		switch {
		case s.How == change.Added:
			from, edited = text{"new", dim}, ""
		case s.How == change.Removed:
			to, edited = text{"gone", dim}, ""
		case edited == "":
			edited = "not itself"
		}
		t.rows = append(t.rows, row{cells: []text{{s.Service, strong}, from, to, say(differs(s.Change)), say(s.Why), say(edited)}})
	}
	return t
}

func (c *Change) moneyTable() table {
	t := table{columns: []column{{name: ""}, {name: "before", right: true}, {name: "after", right: true}, {name: "change", right: true}}, indent: 2}
	lines := c.Money
	if len(lines) > 0 && c.Total != nil {
		lines = append(lines[:len(lines):len(lines)], *c.Total)
	}
	for _, m := range lines {
		what := m.What
		if m.Product != "" {
			what = "product " + m.Product
		}
		t.rows = append(t.rows, row{cells: []text{{what, strong}, say(rounded(m.Before.Amount)), say(rounded(m.After.Amount)), say(differs(m.Change))}})
	}
	return t
}

// differs is a change of money, where there can be one.
func differs(c *Cost) string {
	if c == nil {
		return "–"
	}
	return signed(c.Amount)
}

func (c *Change) exceptionsTable() table {
	t := table{columns: []column{{name: "exception"}, {name: ""}, {name: "check"}, {name: "for"}, {name: "owner", drop: 1}, {name: "until"}, {name: "reason", wraps: true}}, indent: 2}
	for i := range c.Exceptions {
		e := &c.Exceptions[i]
		how := text{e.How, plain}
		if e.State == "expired" {
			how = text{strings.TrimSpace(e.How + " expired"), bad}
		}
		t.rows = append(t.rows, row{cells: []text{{e.Name, strong}, how, say(e.Check), say(e.Subject.String()), say(e.Owner), say(e.Expires), say(e.Reason)}})
	}
	return t
}

func (c *Change) editsTable() table {
	t := table{columns: []column{{name: "block"}, {name: ""}, {name: "what", wraps: true}}, indent: 2}
	for _, e := range c.Edits {
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.words())
		}
		t.rows = append(t.rows, row{cells: []text{{strings.TrimSpace(e.Kind + " " + e.Name), strong}, say(e.How), say(strings.Join(fields, "; "))}})
	}
	return t
}

func (f *ChangeField) words() string {
	if f.From == "" && f.To == "" {
		return f.Path
	}
	return fmt.Sprintf("%s: %s → %s", f.Path, cmp.Or(f.From, "nothing"), cmp.Or(f.To, "nothing"))
}
