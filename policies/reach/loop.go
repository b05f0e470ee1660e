package reach

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// quantifier is hold for all() and exists(); of other loops nothing is known.
func (s *search) quantifier(e ast.Expr, want bool, w *world) []*world {
	c := e.AsComprehension()
	condition, all, ok := quantified(c)
	if !ok {
		return s.itself(e, want, w)
	}
	// An element decides where all() is false or exists() is true; otherwise every
	// element must agree, or there is none.
	decides := want != all
	possible := s.element(c, condition, want, w)
	if decides && !possible {
		return nil
	}
	var out []*world
	for _, v := range s.itself(e, want, w) {
		if decides || !possible {
			if v, ok = v.within(sizeName(s.name(c.IterRange())), howMany(!decides)); !ok {
				continue
			}
		}
		out = append(out, v)
	}
	return out
}

// element tells whether the condition of a loop can come to want for an element. What is
// learnt of the element stays here: another one may be meant elsewhere.
func (s *search) element(c ast.ComprehensionExpr, condition ast.Expr, want bool, w *world) bool {
	leave := s.enter(c)
	defer leave()
	return len(s.hold(condition, want, w)) > 0
}

// quantified takes all() and exists() apart, as the library spells them out.
func quantified(c ast.ComprehensionExpr) (condition ast.Expr, all, ok bool) {
	step := c.LoopStep()
	if c.HasIterVar2() || step.Kind() != ast.CallKind || len(step.AsCall().Args()) != 2 ||
		c.AccuInit().Kind() != ast.LiteralKind || c.Result().Kind() != ast.IdentKind {
		return nil, false, false
	}
	accu := step.AsCall().Args()[0]
	if accu.Kind() != ast.IdentKind || accu.AsIdent() != c.AccuVar() || c.Result().AsIdent() != c.AccuVar() {
		return nil, false, false
	}
	begin, isBool := c.AccuInit().AsLiteral().Value().(bool)
	switch {
	case isBool && begin && step.AsCall().FunctionName() == operators.LogicalAnd:
		return step.AsCall().Args()[1], true, true
	case isBool && !begin && step.AsCall().FunctionName() == operators.LogicalOr:
		return step.AsCall().Args()[1], false, true
	}
	return nil, false, false
}
