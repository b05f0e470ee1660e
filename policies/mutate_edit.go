package policies

import (
	"math"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// growing is a tree that edits add nodes to.
type growing struct {
	factory ast.ExprFactory
	tree    *ast.AST
	last    int64
}

// number returns a number that no node has.
func (g *growing) number() int64 {
	g.last++
	return g.last
}

// move makes a node what another is, with the macro that it was written as.
func (g *growing) move(from, to ast.Expr) {
	to.SetKindCase(from)
	info := g.tree.SourceInfo()
	if call, ok := info.GetMacroCall(from.ID()); ok {
		info.SetMacroCall(to.ID(), call)
		delete(info.MacroCalls(), from.ID())
	}
}

// opposites are the operators that come to the opposite.
func opposites() map[string]string {
	return map[string]string{
		operators.Less: operators.GreaterEquals, operators.GreaterEquals: operators.Less,
		operators.Greater: operators.LessEquals, operators.LessEquals: operators.Greater,
		operators.Equals: operators.NotEquals, operators.NotEquals: operators.Equals,
	}
}

// borders are the operators that differ where both sides are equal.
func borders() map[string]string {
	return map[string]string{
		operators.Less: operators.LessEquals, operators.LessEquals: operators.Less,
		operators.Greater: operators.GreaterEquals, operators.GreaterEquals: operators.Greater,
	}
}

// mixups are operators and functions that are easily taken for each other.
func mixups() map[string]string {
	return map[string]string{
		operators.LogicalAnd: operators.LogicalOr, operators.LogicalOr: operators.LogicalAnd,
		operators.Add: operators.Subtract, operators.Subtract: operators.Add,
		operators.Multiply: operators.Divide, operators.Divide: operators.Multiply,
		"min": "max", "max": "min",
		"sets.contains": "sets.intersects", "sets.intersects": "sets.contains", "sets.equivalent": "sets.contains",
		"startsWith": "endsWith", "endsWith": "startsWith", "contains": "startsWith",
		"math.ceil": "math.floor", "math.floor": "math.ceil", "math.round": "math.floor",
	}
}

// operator turns the operator or the function of a call.
func (m *mutator) operator(e ast.Expr) {
	name := function(e)
	for _, table := range []map[string]string{opposites(), borders(), mixups()} {
		to := table[name]
		switch {
		case to == "":
		case (name == operators.Add || name == operators.Subtract) && !m.isNumber(e):
			// Of texts and lists, which cannot be subtracted.
		default:
			m.rename(e, to)
		}
	}
}

// rename puts another operator or function in the place of e's.
func (m *mutator) rename(e ast.Expr, to string) {
	edit := edit{change: ChangeOperator, node: e.ID(), shown: e.ID(), do: func(e ast.Expr, g *growing) {
		call := e.AsCall()
		if call.IsMemberFunction() {
			name := to[strings.LastIndex(to, ".")+1:]
			e.SetKindCase(g.factory.NewMemberCall(e.ID(), name, call.Target(), call.Args()...))
			return
		}
		e.SetKindCase(g.factory.NewCall(e.ID(), to, call.Args()...))
	}}
	m.keep(edit, m.meaning(e, to, nil))
}

// negate puts ! before e, or takes it away.
func (m *mutator) negate(e ast.Expr) {
	m.edits = append(m.edits, edit{change: ChangeCondition, node: e.ID(), shown: e.ID(), do: func(e ast.Expr, g *growing) {
		if isNot(e) {
			g.move(e.AsCall().Args()[0], e)
			return
		}
		inner := g.factory.NewUnspecifiedExpr(g.number())
		g.move(e, inner)
		e.SetKindCase(g.factory.NewCall(e.ID(), operators.LogicalNot, inner))
	}})
}

// leaveOut leaves out one side of && or ||, then the other.
func (m *mutator) leaveOut(e ast.Expr) {
	for kept := range e.AsCall().Args() {
		m.edits = append(m.edits, edit{change: ChangeOmission, node: e.ID(), shown: e.ID(), do: func(e ast.Expr, g *growing) {
			g.move(e.AsCall().Args()[kept], e)
		}})
	}
}

// number makes a number larger and smaller, by a tenth, a whole number by one.
func (m *mutator) number(e, within ast.Expr) {
	shift := func(to func() ast.Expr, value float64) {
		edit := edit{change: ChangeThreshold, node: e.ID(), shown: within.ID(), do: func(e ast.Expr, _ *growing) { e.SetKindCase(to()) }}
		meaning := ""
		if within.Kind() == ast.CallKind {
			meaning = m.meaning(within, within.AsCall().FunctionName(), &shifted{e.ID(), value})
		}
		m.keep(edit, meaning)
	}
	factory := ast.NewExprFactory()
	switch v := e.AsLiteral().(type) {
	case types.Int:
		for _, n := range []types.Int{v + 1, v - 1} {
			shift(func() ast.Expr { return factory.NewLiteral(e.ID(), n) }, float64(n))
		}
	case types.Double:
		step := types.Double(max(math.Abs(float64(v))/10, 1e-9))
		if v == 0 {
			step = 1
		}
		for _, n := range []types.Double{v + step, v - step} {
			shift(func() ast.Expr { return factory.NewLiteral(e.ID(), n) }, float64(n))
		}
	}
}

// quantifier makes all() of exists() and the other way round.
func (m *mutator) quantifier(e ast.Expr) {
	step := e.AsComprehension().LoopStep()
	if !m.isBool(e) || !isLogical(step) {
		return
	}
	m.edits = append(m.edits, edit{change: ChangeOperator, node: e.ID(), shown: e.ID(), do: func(e ast.Expr, g *growing) {
		c := e.AsComprehension()
		exists := c.LoopStep().AsCall().FunctionName() == operators.LogicalOr
		collected := func() ast.Expr { return g.factory.NewIdent(g.number(), c.AccuVar()) }
		name, join, goOn := operators.All, operators.LogicalAnd, collected()
		if !exists {
			name, join, goOn = operators.Exists, operators.LogicalOr, g.factory.NewCall(g.number(), operators.LogicalNot, collected())
		}
		begin := g.factory.NewLiteral(g.number(), types.Bool(exists))
		goOn = g.factory.NewCall(g.number(), operators.NotStrictlyFalse, goOn)
		next := g.factory.NewCall(g.number(), join, c.LoopStep().AsCall().Args()...)
		e.SetKindCase(g.factory.NewComprehension(e.ID(), c.IterRange(), c.IterVar(), c.AccuVar(), begin, goOn, next, collected()))
		if call, ok := g.tree.SourceInfo().GetMacroCall(e.ID()); ok {
			was := call.AsCall()
			g.tree.SourceInfo().SetMacroCall(e.ID(), g.factory.NewMemberCall(0, name, was.Target(), was.Args()...))
		}
	}})
}
