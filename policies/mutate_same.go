package policies

import (
	"fmt"
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// shifted is a number that is written otherwise than it was.
type shifted struct {
	node  int64
	value float64
}

// keep keeps an edit, unless it means the same as what it changes.
func (m *mutator) keep(e edit, meaning string) {
	e.same = meaning
	if shown := m.nodes[e.shown]; meaning != "" && shown.Kind() == ast.CallKind {
		if meaning == m.meaning(shown, shown.AsCall().FunctionName(), nil) {
			return
		}
	}
	m.edits = append(m.edits, e)
}

// meaning says for which values a comparison with a number is true, in the same words
// for every way to write it: of whole numbers, > 0 means from 1 on, and where none is
// below 0 it means the same as != 0 does. It is empty for everything else.
func (m *mutator) meaning(e ast.Expr, name string, s *shifted) string {
	args := e.AsCall().Args()
	if len(args) != 2 || opposites()[name] == "" {
		return ""
	}
	value, number, ok := m.comparedWith(args[0], args[1], s)
	if !ok {
		value, number, ok = m.comparedWith(args[1], args[0], s)
		name = turned(name)
	}
	if !ok {
		return ""
	}
	whole := m.x.tree.GetType(value.ID()).Kind() == types.IntKind && number == math.Trunc(number)
	return meaningOf(name, number, m.least(value), whole)
}

// comparedWith returns what stands on the left of a comparison when a number stands on
// the right.
func (m *mutator) comparedWith(left, right ast.Expr, s *shifted) (ast.Expr, float64, bool) {
	if right.Kind() != ast.LiteralKind || !m.isNumber(left) {
		return nil, 0, false
	}
	if s != nil && s.node == right.ID() {
		return left, s.value, true
	}
	switch v := right.AsLiteral().(type) {
	case types.Int:
		return left, float64(v), true
	case types.Double:
		return left, float64(v), true
	}
	return nil, 0, false
}

// turned is the operator for the same comparison with its sides exchanged.
func turned(name string) string {
	switch name {
	case operators.Less:
		return operators.Greater
	case operators.LessEquals:
		return operators.GreaterEquals
	case operators.Greater:
		return operators.Less
	case operators.GreaterEquals:
		return operators.LessEquals
	}
	return name
}

// meaningOf says for which values from least on a comparison with a number is true.
func meaningOf(name string, number, least float64, whole bool) string {
	if whole && name == operators.Less {
		name, number = operators.LessEquals, number-1
	}
	if whole && name == operators.Greater {
		name, number = operators.GreaterEquals, number+1
	}
	outside := number < least
	switch {
	case name == operators.Equals && outside, name == operators.LessEquals && outside, name == operators.Less && number <= least:
		return "never"
	case name == operators.NotEquals && outside, name == operators.Greater && outside, name == operators.GreaterEquals && number <= least:
		return "always"
	case name == operators.Equals && number == least, name == operators.LessEquals && number == least:
		return fmt.Sprintf("at %v", number)
	case name == operators.NotEquals && number == least, name == operators.Greater && number == least,
		whole && name == operators.GreaterEquals && number == least+1:
		return fmt.Sprintf("but %v", least)
	}
	return fmt.Sprintf("%s %v", name, number)
}

// least returns what no value of e is below, as far as that is known.
func (m *mutator) least(e ast.Expr) float64 {
	for _, r := range m.x.reads {
		if r.node.ID() == e.ID() && r.variable.least != nil {
			return *r.variable.least
		}
	}
	switch e.Kind() {
	case ast.LiteralKind:
		if v, ok := e.AsLiteral().(types.Double); ok {
			return float64(v)
		}
		if v, ok := e.AsLiteral().(types.Int); ok {
			return float64(v)
		}
	case ast.CallKind:
		return m.leastOfCall(e.AsCall())
	}
	return math.Inf(-1)
}

// leastOfCall is least for an operator or a function.
func (m *mutator) leastOfCall(call ast.CallExpr) float64 {
	var operands []float64
	for _, a := range call.Args() {
		operands = append(operands, m.least(a))
	}
	switch call.FunctionName() {
	case "size":
		return 0
	case operators.Add:
		return operands[0] + operands[1]
	case operators.Multiply:
		if operands[0] >= 0 && operands[1] >= 0 {
			return operands[0] * operands[1]
		}
	case "min":
		return min(operands[0], operands[1])
	case "max":
		return max(operands[0], operands[1])
	case "double":
		return operands[0]
	}
	return math.Inf(-1)
}
