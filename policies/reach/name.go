package reach

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
)

// loopVariable is a variable of a loop, with the name it has here: its own could be that
// of another loop's.
type loopVariable struct{ ident, name string }

// name returns how a node is known: nodes of one name have one value in one evaluation.
func (s *search) name(e ast.Expr) string {
	if name, ok := s.names[e]; ok {
		return name
	}
	name := s.write(e)
	s.names[e] = name
	return name
}

// write writes a node out.
func (s *search) write(e ast.Expr) string {
	switch e.Kind() {
	case ast.LiteralKind:
		return fmt.Sprintf("%T(%q)", e.AsLiteral().Value(), fmt.Sprint(e.AsLiteral().Value()))
	case ast.IdentKind:
		return s.ident(e.AsIdent())
	case ast.SelectKind:
		return s.selection(e)
	case ast.CallKind:
		call := e.AsCall()
		operands := call.Args()
		if call.IsMemberFunction() {
			operands = append([]ast.Expr{call.Target()}, operands...)
		}
		return call.FunctionName() + s.list(operands)
	case ast.ListKind:
		return "list" + s.list(e.AsList().Elements())
	case ast.ComprehensionKind:
		return s.loop(e.AsComprehension())
	}
	// A map, say: one of a kind.
	return fmt.Sprintf("node(%p)", e)
}

func (s *search) ident(name string) string {
	for i := len(s.scope) - 1; i >= 0; i-- {
		if s.scope[i].ident == name {
			return s.scope[i].name
		}
	}
	return name
}

func (s *search) selection(e ast.Expr) string {
	name := s.name(e.AsSelect().Operand()) + "." + e.AsSelect().FieldName()
	if f, ok := s.of.Field(e); ok {
		name = f.Name
	}
	if e.AsSelect().IsTestOnly() {
		return hasName(name)
	}
	return name
}

// hasName is the name of has() of a value.
func hasName(name string) string { return "has(" + name + ")" }

// sizeName is the name of the size of a value.
func sizeName(name string) string { return "size(" + name + ")" }

func (s *search) list(of []ast.Expr) string {
	parts := make([]string, len(of))
	for i, e := range of {
		parts[i] = s.name(e)
	}
	return "(" + strings.Join(parts, ",") + ")"
}

// loop writes a loop so that it is the same whatever its variables are called.
func (s *search) loop(c ast.ComprehensionExpr) string {
	over := s.name(c.IterRange())
	leave := s.enter(c)
	defer leave()
	return "loop" + "(" + over + ";" + strings.Join([]string{
		s.name(c.AccuInit()), s.name(c.LoopCondition()), s.name(c.LoopStep()), s.name(c.Result()),
	}, ";") + ")"
}

// enter makes a loop's variables known until the function it returns is called.
func (s *search) enter(c ast.ComprehensionExpr) (leave func()) {
	n := len(s.scope)
	for i, ident := range []string{c.IterVar(), c.IterVar2(), c.AccuVar()} {
		s.scope = append(s.scope, loopVariable{ident, fmt.Sprintf("$%d.%d", n, i)})
	}
	return func() { s.scope = s.scope[:n] }
}
