package policies

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/overloads"
	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
)

// linter looks through a checked expression for what the types allow and the
// language of rules does not, and notes what is read.
type linter struct {
	env    *environment
	source source
	tree   *ast.AST
	reads  []read
	diags  diag.List
	// elements are the variables of the loops around, with the field whose elements
	// they are.
	elements map[string]*variable
}

// lint returns what the expression reads, in the order of the tree.
func (l *linter) lint() ([]read, diag.List) {
	root := ast.NavigateAST(l.tree)
	l.visit(root)
	return l.reads, l.diags
}

func (l *linter) visit(n ast.NavigableExpr) {
	l.wholeStruct(n)
	switch n.Kind() {
	case ast.StructKind:
		l.refuse(n, "Value made", onlyReads)
	case ast.SelectKind:
		l.selection(n)
	case ast.CallKind:
		l.call(n)
	}
	if n.Kind() == ast.ComprehensionKind {
		defer l.loop(n.AsComprehension())()
	}
	for _, c := range n.Children() {
		l.visit(c)
	}
}

// refuse reports a form that the language of rules does not have.
func (l *linter) refuse(n ast.Expr, summary, format string, args ...any) {
	l.diags.Errorf(CodeRefused, l.source.node(l.tree, n), summary, format, args...)
}

// wholeStruct refuses service, option, … where no field of it is read. So every
// read is one of a known field, which [Policy.Reads] promises.
func (l *linter) wholeStruct(n ast.NavigableExpr) {
	t := n.Type()
	if t.Kind() != types.StructKind {
		return
	}
	if up, ok := n.Parent(); ok && up.Kind() == ast.SelectKind {
		return
	}
	if st := l.env.schema.structs[t.TypeName()]; st != nil {
		l.refuse(n, "Field missing", "%s is no value by itself: read one of its fields, as in %s.%s.", st.path, st.path, st.names[0])
	}
}

// selection notes the read of a field.
func (l *linter) selection(n ast.NavigableExpr) {
	sel := n.AsSelect()
	st := l.env.schema.structs[l.tree.GetType(sel.Operand().ID()).TypeName()]
	if st == nil {
		return
	}
	v := l.env.schema.variable(l.tree, n)
	if v == nil {
		if sel.IsTestOnly() {
			l.refuse(n, "Always there", "has(%s.%s) is always true.", st.path, sel.FieldName())
		}
		return
	}
	if sel.IsTestOnly() && !v.optional {
		l.refuse(n, "Always there", "has(%s) is always true: the value is never absent. Compare it with something, or leave has() out.", v.name)
	}
	l.reads = append(l.reads, read{v, n})
}

// call refuses functions that are not offered, and arguments that would make
// the work or the size of a call more than the operands put together.
func (l *linter) call(n ast.NavigableExpr) {
	call := n.AsCall()
	name := call.FunctionName()
	if _, ok := l.env.offered[name]; !ok {
		if !isOperator(name) {
			l.diags.Errorf(CodeUnknown, l.source.node(l.tree, n), "Unknown function", "%s", l.env.noFunction(name))
		}
		l.wholeDivision(n)
		l.texts(n)
		return
	}
	switch name {
	case "format":
		if call.Target().Kind() != ast.LiteralKind {
			l.refuse(n, "Text of format computed", "The text before .format must be written out, as in '%%.1f cores'.format([x]).")
		}
	case "join":
		if len(call.Args()) == 1 && call.Args()[0].Kind() != ast.LiteralKind {
			l.refuse(n, "Text of join computed", "What stands between the elements must be written out, as in .join(', ').")
		}
	case "matches":
		if args := call.Args(); args[len(args)-1].Kind() != ast.LiteralKind {
			l.refuse(n, "Pattern computed", "The pattern must be written out, as in .matches('^a').")
		}
	case "sets.contains", "sets.equivalent", "sets.intersects":
		for _, a := range call.Args() {
			if !isDirect(a) {
				l.refuse(a, "List computed", "%s compares fields and lists that are written out, no computed ones.", name)
			}
		}
		l.texts(n)
	}
}

// wholeDivision refuses 1 / 2, which is 0 and never meant in a score.
func (l *linter) wholeDivision(n ast.NavigableExpr) {
	for _, id := range l.tree.GetOverloadIDs(n.ID()) {
		if id == overloads.DivideInt64 {
			l.refuse(n, "Division of whole numbers", "Dividing whole numbers drops what stands after the point: 1 / 2 is 0. Write one of them with a point, as in 2.0, or use double().")
		}
	}
}

// isDirect tells whether e is a field, or a list of constants.
func isDirect(e ast.Expr) bool {
	switch e.Kind() {
	case ast.SelectKind:
		return true
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			if x.Kind() != ast.LiteralKind {
				return false
			}
		}
		return true
	}
	return false
}
