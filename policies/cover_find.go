package policies

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// finder collects the conditions of an expression in the order they are written.
type finder struct{ found []ast.Expr }

// visit looks through e, which is a condition itself where decides is true. Of !x only
// x is one, and of an && within an && its operands: nothing more could be learnt. Of
// c ? a : b that decides, c, a and b are.
func (f *finder) visit(e ast.Expr, decides bool) {
	switch e.Kind() {
	case ast.CallKind:
		f.call(e, decides)
	case ast.ComprehensionKind:
		f.mark(e, decides)
		c := e.AsComprehension()
		f.visit(c.IterRange(), false)
		for _, b := range bodyOf(c) {
			f.visit(b.expr, b.decides)
		}
	default:
		f.mark(e, decides)
		for _, c := range children(e) {
			f.visit(c, false)
		}
	}
}

// call looks through an operator or a function.
func (f *finder) call(e ast.Expr, decides bool) {
	call := e.AsCall()
	name := call.FunctionName()
	switch name {
	case operators.LogicalNot:
		f.visit(call.Args()[0], true)
	case operators.Conditional:
		f.visit(call.Args()[0], true)
		f.visit(call.Args()[1], decides)
		f.visit(call.Args()[2], decides)
	case operators.LogicalAnd, operators.LogicalOr:
		f.mark(e, decides)
		for _, a := range call.Args() {
			if a.Kind() == ast.CallKind && a.AsCall().FunctionName() == name {
				f.visit(a, false)
				continue
			}
			f.visit(a, true)
		}
	default:
		f.mark(e, decides)
		for _, c := range children(e) {
			f.visit(c, false)
		}
	}
}

// mark keeps a condition, unless it always comes to the same.
func (f *finder) mark(e ast.Expr, decides bool) {
	if decides && readsAnything(e) {
		f.found = append(f.found, e)
	}
}

// readsAnything tells whether e depends on a name.
func readsAnything(e ast.Expr) bool {
	reads := false
	ast.PreOrderVisit(e, ast.NewExprVisitor(func(e ast.Expr) { reads = reads || e.Kind() == ast.IdentKind }))
	return reads
}
