package admission

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// loop is all(), filter() or the like as a rule writes it. A checked tree has it spelt
// out as steps over a collected result; the shapes are those of the library's macros.
type loop struct {
	// name is all, exists, exists_one, filter or map.
	name string
	// each are the arguments behind the variable: a condition, or what map() makes,
	// with a condition before it where map() has one.
	each []ast.Expr
}

// loopOf finds the function that a loop was written as; nil where it was none that
// rules may call.
func loopOf(c ast.ComprehensionExpr) *loop {
	step := c.LoopStep()
	if step.Kind() != ast.CallKind {
		return nil
	}
	args := step.AsCall().Args()
	switch step.AsCall().FunctionName() {
	case operators.LogicalAnd:
		return &loop{"all", args[1:]}
	case operators.LogicalOr:
		return &loop{"exists", args[1:]}
	case operators.Add:
		return &loop{"map", args[1].AsList().Elements()}
	case operators.Conditional:
		return conditional(c, args[0], args[1])
	}
	return nil
}

// conditional tells apart what counts, what keeps, and what makes something of what it
// keeps.
func conditional(c ast.ComprehensionExpr, condition, taken ast.Expr) *loop {
	if c.AccuInit().Kind() != ast.ListKind {
		return &loop{"exists_one", []ast.Expr{condition}}
	}
	made := taken.AsCall().Args()[1].AsList().Elements()[0]
	if made.Kind() == ast.IdentKind && made.AsIdent() == c.IterVar() {
		return &loop{"filter", []ast.Expr{condition}}
	}
	return &loop{"map", []ast.Expr{condition, made}}
}
