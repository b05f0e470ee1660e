package policies

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
)

// texts looks at the texts that a comparison holds beside a field. A typing error there
// makes a rule that is green always, and no type can find it.
func (l *linter) texts(n ast.NavigableExpr) {
	args := n.AsCall().Args()
	switch n.AsCall().FunctionName() {
	case operators.Equals, operators.NotEquals, operators.In, "sets.contains", "sets.equivalent", "sets.intersects":
		l.beside(args[0], args[1])
		l.beside(args[1], args[0])
	}
}

// beside looks at a text, or at a list of texts, that stands beside a field.
func (l *linter) beside(field, other ast.Expr) {
	v := l.field(field)
	switch {
	case v == nil:
	case other.Kind() == ast.ListKind:
		for _, e := range other.AsList().Elements() {
			l.canHave(v, e)
		}
	default:
		l.canHave(v, other)
	}
}

// field returns the field that an expression reads, or of which it is an element; nil
// for none.
func (l *linter) field(e ast.Expr) *variable {
	if e.Kind() == ast.IdentKind {
		return l.elements[e.AsIdent()]
	}
	return l.env.schema.variable(l.tree, e)
}

// loop notes whose elements a loop's variable goes through, until the function that it
// returns is called.
func (l *linter) loop(c ast.ComprehensionExpr) (leave func()) {
	before, name := l.elements, c.IterVar()
	l.elements = map[string]*variable{name: l.field(c.IterRange())}
	for known, v := range before {
		if known != name {
			l.elements[known] = v
		}
	}
	return func() { l.elements = before }
}

// canHave reports a text that a field never has, and warns of a name that nobody in the
// workspace has, but somebody nearly.
func (l *linter) canHave(v *variable, literal ast.Expr) {
	if literal.Kind() != ast.LiteralKind || l.tree.GetType(literal.ID()).Kind() != types.StringKind {
		return
	}
	text, ok := literal.AsLiteral().Value().(string)
	if !ok {
		return
	}
	if v.oneof != nil && !slices.Contains(v.oneof, text) {
		l.diags.Errorf(CodeOneOf, l.source.node(l.tree, literal), "Never that text",
			"%s is never %q. %s", v.name, text, diag.Meant(text, v.oneof))
	}
	if v.of == "" {
		return
	}
	known := l.source.names(v.of)
	if len(known) > mostCompared {
		return
	}
	if near := diag.Nearest(text, known); near != "" && !slices.Contains(known, text) {
		l.diags.Warnf(CodeName, l.source.node(l.tree, literal), "Unknown name",
			"The workspace has no %s %q. Did you mean %q? As it is, the rule speaks of nothing.", v.of, text, near)
	}
}

// mostCompared is among how many names one that was perhaps meant is looked for: it takes
// time, and anybody may write a rule.
const mostCompared = 1_000

// names returns the names of one kind in the workspace of a rule. The standard suite's
// own has none, so that its rules may name what is usual.
func (s source) names(of string) (names []string) {
	switch of {
	case "site":
		for _, x := range s.w.Sites {
			names = append(names, x.Name)
		}
	case "service":
		for _, x := range s.w.Services {
			names = append(names, x.Name)
		}
	case "product":
		for _, x := range s.w.Products {
			names = append(names, x.Name)
		}
	case "team":
		for _, x := range s.w.Teams {
			names = append(names, x.Name)
		}
	case "class":
		for _, x := range s.w.Classes {
			names = append(names, x.Name)
		}
	case "environment":
		for _, x := range s.w.Environments {
			names = append(names, x.Name)
		}
	default:
		panic("policies: a field holds names of " + of + ", which nobody has")
	}
	return names
}
