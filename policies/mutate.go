package policies

import (
	"cmp"
	"slices"

	"cel.dev/cel-go/common/ast"

	"berth.dev/engine/diag"
)

// Mutant is one small mistake that somebody could make in a rule: a threshold shifted,
// an operator turned, a condition negated. Tests that notice no difference would not
// notice the mistake either.
type Mutant struct {
	// Rule is the rule's name, Kind is "policy", "constraint" or "check".
	Rule string `json:"rule"`
	Kind string `json:"kind"`
	// Part is the attribute, as in "score".
	Part string `json:"part"`
	// At is the place of what is changed.
	At diag.Range `json:"-"`
	// Change says what kind of mistake it is.
	Change Change `json:"change"`
	// From and To are what is written there and what the mutant has instead, with as
	// much around it as is needed to understand it.
	From string `json:"from"`
	To   string `json:"to"`

	// of is the expression that is changed, edit how. The changed one is made when it is
	// asked for: those of all mutants together could be large.
	of   *expression
	edit edit
}

// Change is a kind of mistake.
type Change string

// The kinds of mistakes.
const (
	// ChangeThreshold: a number is somewhat larger or smaller.
	ChangeThreshold Change = "threshold"
	// ChangeText: a text that something is compared with is another.
	ChangeText Change = "text"
	// ChangeOperator: another operator or function stands there.
	ChangeOperator Change = "operator"
	// ChangeCondition: a condition is negated.
	ChangeCondition Change = "condition"
	// ChangeOmission: one side of && or || is left out.
	ChangeOmission Change = "omission"
)

// With returns a suite in which the mutant stands in for the rule it was made of. One
// expression is compiled for it; s stays as it is.
func (s *Suite) With(m Mutant) *Suite {
	changed, _ := m.of.edited(m.edit)
	return s.replace(func(p partOf, x *expression) *expression {
		if p == (partOf{m.Rule, m.Kind, m.Part}) {
			return changed
		}
		return x
	})
}

// Mutants returns the mutants of the rules of these names, of all rules when none is
// given, by rule, part and place. What decides is changed everywhere; of a because only
// the conditions, since its words are nobody's threshold. Left out is what no values
// could show, and what would be the same as another mutant.
func (s *Suite) Mutants(names ...string) (out []Mutant) {
	s.replace(func(p partOf, x *expression) *expression {
		if len(names) == 0 || slices.Contains(names, p.rule) {
			out = append(out, x.mutants(p)...)
		}
		return x
	})
	slices.SortStableFunc(out, func(a, b Mutant) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}

// mutants returns the mutants of one expression.
func (x *expression) mutants(p partOf) (out []Mutant) {
	original := x.written()
	m := mutator{x: x, nodes: original.nodes}
	m.condition(original.tree.Expr(), p.part != "because")
	seen := map[string]bool{}
	for _, e := range m.edits {
		at := original.nodes[e.node]
		made := Mutant{
			Rule: p.rule, Kind: p.kind, Part: p.part, At: x.source.node(original.tree, at),
			Change: e.change, From: original.text(e.shown), of: x, edit: e,
		}
		var changed *expression
		changed, made.To = x.edited(e)
		if changed == nil || seen[e.key(made.To)] {
			continue
		}
		seen[e.key(made.To)] = true
		out = append(out, made)
	}
	return out
}

// edited returns the expression with one edit, and what then stands in the node that is
// shown; nil where the types do not allow it.
func (x *expression) edited(e edit) (*expression, string) {
	parsed, issues := x.env.cel.Parse(x.source.expr.Source)
	if issues.Err() != nil {
		panic(issues.Err()) // the same text was read before
	}
	w := writtenTree(parsed.NativeRep())
	e.do(w.nodes[e.node], &growing{factory: ast.NewExprFactory(), tree: w.tree, last: ast.MaxID(w.tree)})
	to := writtenTree(w.tree).text(e.shown)
	checked, diags := x.env.check(x.source, parsed)
	if diags.HasErrors() {
		return nil, ""
	}
	out := &expression{source: x.source, env: x.env, tree: checked.NativeRep(), loops: x.loops, reads: x.reads}
	program, err := x.env.cel.PlanProgram(out.tree, programOptions(x.loops)...)
	if err != nil {
		return nil, ""
	}
	out.program = program
	return out, to
}
