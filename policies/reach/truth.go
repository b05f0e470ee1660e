package reach

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// hold returns the worlds on top of w in which a condition comes to want; none where it
// cannot.
func (s *search) hold(e ast.Expr, want bool, w *world) []*world {
	if s.steps++; s.steps > mostSteps {
		return []*world{w}
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if truth, ok := e.AsLiteral().Value().(bool); ok && truth != want {
			return nil
		}
		return []*world{w}
	case ast.ComprehensionKind:
		return s.quantifier(e, want, w)
	case ast.CallKind:
		return s.call(e, want, w)
	}
	return s.itself(e, want, w)
}

// call is hold for a call.
func (s *search) call(e ast.Expr, want bool, w *world) []*world {
	args := e.AsCall().Args()
	switch e.AsCall().FunctionName() {
	case operators.LogicalNot:
		return s.hold(args[0], !want, w)
	case operators.LogicalAnd:
		return s.junction(args, want, want, w)
	case operators.LogicalOr:
		return s.junction(args, want, !want, w)
	case operators.Conditional:
		var out []*world
		for i, truth := range []bool{true, false} {
			for _, v := range s.hold(args[0], truth, w) {
				out = append(out, s.hold(args[i+1], want, v)...)
			}
		}
		return few(out, w)
	case operators.Equals:
		return s.compare(e, equal, want, w)
	case operators.NotEquals:
		return s.compare(e, equal, !want, w)
	case operators.Less:
		return s.compare(e, less, want, w)
	case operators.LessEquals:
		return s.compare(e, less|equal, want, w)
	case operators.Greater:
		return s.compare(e, more, want, w)
	case operators.GreaterEquals:
		return s.compare(e, more|equal, want, w)
	case operators.In:
		return s.member(e, want, w)
	}
	return s.itself(e, want, w)
}

// junction is hold for && and ||: all of the operands come to want, or one of them.
func (s *search) junction(args []ast.Expr, want, all bool, w *world) []*world {
	if !all {
		var out []*world
		for _, a := range args {
			out = append(out, s.hold(a, want, w)...)
		}
		return few(out, w)
	}
	worlds := []*world{w}
	for _, a := range args {
		var next []*world
		for _, v := range worlds {
			next = append(next, s.hold(a, want, v)...)
		}
		if len(next) > mostWorlds {
			continue // nothing is learnt of this one
		}
		worlds = next
	}
	return worlds
}

// few keeps the number of worlds small: of too many it learns nothing.
func few(worlds []*world, w *world) []*world {
	if len(worlds) > mostWorlds {
		return []*world{w}
	}
	return worlds
}

// itself assumes of a condition as a whole that it comes to want.
func (s *search) itself(e ast.Expr, want bool, w *world) []*world {
	w, ok := w.assume(s.name(e), want)
	if !ok {
		return nil
	}
	return s.answered(e, w)
}

// answered assumes that what a condition cannot do without was there: it has come to
// true or false, and has not failed.
func (s *search) answered(e ast.Expr, w *world) []*world {
	ok := true
	for _, name := range s.needed(e, nil) {
		if w, ok = w.assume(hasName(name), true); !ok {
			return nil
		}
	}
	return []*world{w}
}

// needed returns the optional fields without which a node has no value.
func (s *search) needed(e ast.Expr, names []string) []string {
	switch e.Kind() {
	case ast.SelectKind:
		if f, ok := s.of.Field(e); ok && f.Optional && !e.AsSelect().IsTestOnly() {
			return append(names, f.Name)
		}
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			names = s.needed(x, names)
		}
	case ast.CallKind:
		switch e.AsCall().FunctionName() {
		case operators.LogicalAnd, operators.LogicalOr, operators.Conditional:
			return names
		}
		if e.AsCall().IsMemberFunction() {
			names = s.needed(e.AsCall().Target(), names)
		}
		for _, a := range e.AsCall().Args() {
			names = s.needed(a, names)
		}
	}
	return names
}
