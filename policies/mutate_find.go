package policies

import (
	"fmt"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// edit is one change to a tree.
type edit struct {
	change Change
	// node is the number of what is changed, shown of what a person is shown.
	node, shown int64
	// same is equal for edits after which the expression comes to the same. Without it
	// what is then written decides.
	same string
	do   func(e ast.Expr, g *growing)
}

// key is equal for edits of which one is enough.
func (e edit) key(to string) string {
	if e.same != "" {
		return fmt.Sprintf("%d means %s", e.shown, e.same)
	}
	return fmt.Sprintf("%d reads %s", e.shown, to)
}

// mutator collects the edits of an expression.
type mutator struct {
	x *expression
	// nodes are what was written, by number.
	nodes map[int64]ast.Expr
	edits []edit
}

// visit looks through e. Within is the smallest condition or operator around it, which
// is shown with what is changed in it. Only what decides is changed.
func (m *mutator) visit(e, within ast.Expr, decides bool) {
	switch e.Kind() {
	case ast.LiteralKind:
		if decides {
			m.number(e, within)
		}
		return
	case ast.ComprehensionKind:
		if decides {
			m.quantifier(e)
		}
		m.visit(e.AsComprehension().IterRange(), e.AsComprehension().IterRange(), decides)
		for _, b := range bodyOf(e.AsComprehension()) {
			m.condition(b.expr, decides || b.decides)
		}
		return
	case ast.CallKind:
		m.call(e, decides)
		return
	}
	for _, c := range children(e) {
		m.visit(c, e, decides)
	}
}

// condition looks through what comes to true or false, and negates it; of a comparison
// the turned operator does that.
func (m *mutator) condition(e ast.Expr, decides bool) {
	inner := e
	for isNot(inner) {
		inner = inner.AsCall().Args()[0]
	}
	if decides && m.isBool(e) && readsAnything(e) && !isComparison(inner) {
		m.negate(e)
	}
	m.visit(inner, inner, decides)
}

// call looks through an operator or a function.
func (m *mutator) call(e ast.Expr, decides bool) {
	call := e.AsCall()
	switch call.FunctionName() {
	case operators.Conditional:
		m.condition(call.Args()[0], true)
		m.visit(call.Args()[1], e, decides)
		m.visit(call.Args()[2], e, decides)
		return
	case operators.LogicalAnd, operators.LogicalOr:
		if decides {
			m.operator(e)
			m.leaveOut(e)
		}
		for _, a := range call.Args() {
			if isLogical(a) {
				m.visit(a, a, decides)
				continue
			}
			m.condition(a, decides)
		}
		return
	case operators.LogicalNot:
		m.condition(e, decides)
		return
	}
	if decides {
		m.operator(e)
		m.texts(e)
	}
	for _, c := range children(e) {
		m.visit(c, e, decides)
	}
}

// isBool tells whether a node of what was written comes to true or false.
func (m *mutator) isBool(e ast.Expr) bool {
	return m.x.tree.GetType(e.ID()).Kind() == types.BoolKind
}

// isNumber tells the same of numbers.
func (m *mutator) isNumber(e ast.Expr) bool {
	k := m.x.tree.GetType(e.ID()).Kind()
	return k == types.DoubleKind || k == types.IntKind
}

func isLogical(e ast.Expr) bool {
	if e.Kind() != ast.CallKind {
		return false
	}
	name := e.AsCall().FunctionName()
	return name == operators.LogicalAnd || name == operators.LogicalOr
}

func isNot(e ast.Expr) bool {
	return e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.LogicalNot
}

// function returns the name of a call's function, as in "sets.contains". In what was
// written, that is a call of contains on something called sets.
func function(e ast.Expr) string {
	call := e.AsCall()
	if call.IsMemberFunction() && call.Target().Kind() == ast.IdentKind {
		if space := call.Target().AsIdent(); space == "sets" || space == "math" {
			return space + "." + call.FunctionName()
		}
	}
	return call.FunctionName()
}

// isComparison tells whether turning the operator negates e.
func isComparison(e ast.Expr) bool {
	return e.Kind() == ast.CallKind && opposites()[e.AsCall().FunctionName()] != ""
}
