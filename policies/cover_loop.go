package policies

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// children are the nodes right below e, of all() and the like those that were written.
func children(e ast.Expr) (out []ast.Expr) {
	switch e.Kind() {
	case ast.CallKind:
		if e.AsCall().IsMemberFunction() {
			out = append(out, e.AsCall().Target())
		}
		return append(out, e.AsCall().Args()...)
	case ast.SelectKind:
		return []ast.Expr{e.AsSelect().Operand()}
	case ast.ListKind:
		return e.AsList().Elements()
	case ast.MapKind:
		for _, entry := range e.AsMap().Entries() {
			out = append(out, entry.AsMapEntry().Key(), entry.AsMapEntry().Value())
		}
		return out
	case ast.ComprehensionKind:
		out = append(out, e.AsComprehension().IterRange())
		for _, b := range bodyOf(e.AsComprehension()) {
			out = append(out, b.expr)
		}
	}
	return out
}

// body is what was written within all() and the like.
type body struct {
	expr ast.Expr
	// decides is true of a condition, false of the expression of map().
	decides bool
}

// bodyOf returns what was written in the loop, without the glue that collects results.
func bodyOf(c ast.ComprehensionExpr) []body { return within(c.LoopStep(), c.AccuVar(), true) }

// within takes the glue off a step: the nodes that reach for the collected result.
func within(e ast.Expr, collected string, decides bool) (out []body) {
	if !reaches(e, collected) {
		return []body{{e, decides}}
	}
	if e.Kind() != ast.CallKind {
		return nil
	}
	adds := e.AsCall().FunctionName() == operators.Add
	for _, a := range e.AsCall().Args() {
		switch {
		case !adds || reaches(a, collected):
			out = append(out, within(a, collected, decides)...)
		case a.Kind() == ast.ListKind:
			for _, x := range a.AsList().Elements() {
				out = append(out, body{x, false})
			}
		}
	}
	return out
}

// reaches tells whether operators alone lead from e to a name.
func reaches(e ast.Expr, name string) bool {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent() == name
	case ast.CallKind:
		for _, a := range e.AsCall().Args() {
			if reaches(a, name) {
				return true
			}
		}
	}
	return false
}
