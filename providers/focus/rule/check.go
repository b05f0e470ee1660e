package rule

import (
	"fmt"
	"slices"
	"strings"
)

// Provider is what a table is held against besides the rules.
type Provider struct {
	// Supports are the names of the criteria that the provider of the table meets, as
	// the model names them.
	Supports []string
	// Currencies are the national ones (ISO 4217); without any, rules about them are not
	// checked.
	Currencies []string
}

// Check runs every rule of a model over a table.
func (m *Model) Check(t *Table, p Provider) (*Report, error) {
	for _, s := range p.Supports {
		if _, known := m.criteria[s]; !known {
			return nil, fmt.Errorf("the rules of FOCUS %s know no criterion %q", m.Version, s)
		}
	}
	run := &run{m: m, t: t, p: p, currencies: map[string]bool{}, scopes: map[string][]bool{}, lacks: map[string]string{}, outcomes: map[string]*Outcome{}}
	for _, c := range p.Currencies {
		run.currencies[c] = true
	}
	out := &Report{Version: m.Version, Rows: len(t.Rows)}
	for _, id := range m.names() {
		out.Outcomes = append(out.Outcomes, *run.outcome(m.rules[id]))
	}
	return out, nil
}

// run is one run over a table.
type run struct {
	m          *Model
	t          *Table
	p          Provider
	currencies map[string]bool
	// scopes are the rows in which rules count, by rule.
	scopes map[string][]bool
	// lacks are the criteria that are not met, by rule.
	lacks    map[string]string
	outcomes map[string]*Outcome
}

// outcome is what comes of a rule, worked out once.
func (x *run) outcome(r *rule) *Outcome {
	if o := x.outcomes[r.id]; o != nil {
		return o
	}
	o := &Outcome{Rule: r.id, Text: r.Validate.Text, Keyword: r.Validate.Keyword}
	x.outcomes[r.id] = o
	if why := x.unsupported(r); why != "" {
		o.State, o.Why = NotApplicable, why
		return o
	}
	if why := x.m.mistaken(r); why != "" {
		o.State, o.Why = Mistaken, why
		return o
	}
	switch parts := r.parts(); {
	case len(parts) > 0:
		x.whole(r, parts, o)
	case r.Validate.Requirement.Function == "":
		o.State, o.Why = Unchecked, "the model has no check for it"
	case r.Validate.Requirement.Function == "ColumnPresent":
		x.present(r, o)
	case r.Validate.Requirement.Function == "CheckDistinctCount":
		x.distinct(r, o)
	default:
		x.rows(r, o)
	}
	return o
}

// unsupported says which criteria of a rule, or of all its wholes, are not met.
func (x *run) unsupported(r *rule) (why string) {
	if why, done := x.lacks[r.id]; done {
		return why
	}
	defer func() { x.lacks[r.id] = why }()
	for _, c := range r.Criteria {
		if !slices.Contains(x.p.Supports, c) {
			return "only where this is so: " + x.m.criteria[c]
		}
	}
	for _, w := range r.wholes {
		if why = x.unsupported(w); why == "" {
			return ""
		}
	}
	return why
}

// scope tells in which rows a rule counts: those of its condition, in one of its wholes.
func (x *run) scope(r *rule) []bool {
	if s, done := x.scopes[r.id]; done {
		return s
	}
	in := make([]bool, len(x.t.Rows))
	for i := range in {
		in[i] = len(r.wholes) == 0
	}
	for _, w := range r.wholes {
		for i, is := range x.scope(w) {
			in[i] = in[i] || is
		}
	}
	known := true
	if c := &r.Validate.Condition; c.Function != "" && !c.odd {
		for i := range in {
			in[i] = in[i] && c.holds(row{x.t, x.t.Rows[i]}, &known, x.currencies)
		}
	}
	x.scopes[r.id] = in
	return in
}

// columns are those that a check reads.
func (c *check) columns() (out []string) {
	for _, name := range []string{c.Column, c.ColumnA, c.ColumnB, c.Result} {
		if name != "" {
			out = append(out, name)
		}
	}
	for i := range c.Items {
		out = append(out, c.Items[i].columns()...)
	}
	return out
}

// absent notes that a column which a rule is about is not in the table.
func (x *run) absent(r *rule, o *Outcome) bool {
	for _, c := range r.Validate.Requirement.columns() {
		if _, has := x.t.at[c]; !has {
			o.State, o.Why = NotApplicable, "there is no column "+c+" in these rows"
			return true
		}
	}
	return false
}

// broken marks a rule that does not hold, by its keyword.
func (o *Outcome) broken(why string) {
	o.Why = why
	switch {
	case strings.HasPrefix(o.Keyword, "MUST"):
		o.State = Failed
	case o.Keyword == "MAY":
		o.State = Held
	default:
		o.State = Advised
	}
}

// present looks for a column.
func (x *run) present(r *rule, o *Outcome) {
	o.State = Held
	c := r.Validate.Requirement.Column
	if _, has := x.t.at[c]; !has {
		o.broken("there is no column " + c)
	}
}

// rows checks a requirement row by row.
func (x *run) rows(r *rule, o *Outcome) {
	if x.absent(r, o) {
		return
	}
	scope, known, first := x.scope(r), true, -1
	c := &r.Validate.Requirement
	list, _ := c.allowed()
	for i, in := range scope {
		// A null is no value that would have to be one of those allowed.
		if !in || list != "" && (row{x.t, x.t.Rows[i]}).of(list) == "" {
			continue
		}
		o.Asked++
		if !c.holds(row{x.t, x.t.Rows[i]}, &known, x.currencies) {
			if o.Bad++; first < 0 {
				first = i
			}
		}
	}
	switch {
	case len(x.currencies) == 0 && c.Function == "CheckNationalCurrency":
		o.State, o.Why = Unchecked, "no list of national currencies was given"
	case !known:
		o.State, o.Why = Unchecked, "berth does not know the check "+c.Function
	case o.Asked == 0:
		o.State, o.Why = NeverAsked, "its condition holds in none of these rows"
	case o.Bad > 0:
		o.broken(fmt.Sprintf("row %d: %s", first+1, told(row{x.t, x.t.Rows[first]}, c)))
	default:
		o.State = Held
	}
}

// told quotes the cells that a check read.
func told(r row, c *check) string {
	var out []string
	columns := c.columns()
	slices.Sort(columns)
	for _, name := range slices.Compact(columns) {
		cell := r.of(name)
		if cell == "" {
			cell = "null"
		}
		out = append(out, fmt.Sprintf("%s is %.80q", name, cell))
	}
	return strings.Join(out, ", ")
}

// distinct counts the values of a column for each of another.
func (x *run) distinct(r *rule, o *Outcome) {
	if x.absent(r, o) {
		return
	}
	c := r.Validate.Requirement
	values := map[string]map[string]bool{}
	for i, in := range x.scope(r) {
		cells := row{x.t, x.t.Rows[i]}
		a := cells.of(c.ColumnA)
		if !in || a == "" {
			continue
		}
		o.Asked++
		if values[a] == nil {
			values[a] = map[string]bool{}
		}
		values[a][cells.of(c.ColumnB)] = true
	}
	o.State = Held
	if o.Asked == 0 {
		o.State, o.Why = NeverAsked, "no row has a "+c.ColumnA
	}
	var bad []string
	for a, of := range values {
		if len(of) != c.Count {
			bad = append(bad, a)
		}
	}
	if o.Bad = len(bad); o.Bad > 0 {
		slices.Sort(bad)
		o.broken(fmt.Sprintf("%s %.80q has %d values of %s, and %d are right", c.ColumnA, bad[0], len(values[bad[0]]), c.ColumnB, c.Count))
	}
}

// whole says what came of a rule by its parts: of all of them, or of the best one.
func (x *run) whole(r *rule, parts []string, o *Outcome) {
	either := r.Validate.Requirement.Function == "OR"
	counts := map[State]int{}
	for _, id := range parts {
		part := x.outcome(x.m.rules[id])
		counts[part.State]++
		if part.State == Failed && !either {
			o.broken("its part " + id + " does not hold")
			return
		}
	}
	if either && counts[Failed] > 0 {
		x.either(r, parts, o)
		return
	}
	for _, s := range []State{Held, Advised, NeverAsked, Mistaken, Unchecked, NotApplicable} {
		if counts[s] > 0 {
			o.State, o.Why = s, ""
			if s != Held {
				o.Why = "as its parts are"
			}
			return
		}
	}
}

// either checks row by row that one of some rules holds. Those that do not are no
// failure by themselves.
func (x *run) either(r *rule, parts []string, o *Outcome) {
	known := true
	for i, in := range x.scope(r) {
		if !in {
			continue
		}
		o.Asked++
		if !slices.ContainsFunc(parts, func(id string) bool {
			return x.m.rules[id].Validate.Requirement.holds(row{x.t, x.t.Rows[i]}, &known, x.currencies)
		}) {
			o.Bad++
		}
	}
	o.State = Held
	if o.Bad > 0 {
		o.broken("none of its parts holds")
		return
	}
	for _, id := range parts {
		if p := x.outcomes[id]; p.State == Failed {
			p.State, p.Why = Held, "another part of "+r.id+" holds where it does not"
		}
	}
}
