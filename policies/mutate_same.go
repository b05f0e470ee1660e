package policies

import (
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
	if shown := m.nodes[e.shown]; meaning != "" && meaning == m.meaning(shown, shown.AsCall().FunctionName(), nil) {
		return
	}
	m.edits = append(m.edits, e)
}

// meaning says for which values a comparison with a number is true, in the same words
// for every way to write it: of whole numbers that are never below 0, > 0, >= 1 and
// != 0 mean the same. It is empty for everything else.
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
	within := m.boundsOf(value)
	within.whole = m.x.tree.GetType(value.ID()).Kind() == types.IntKind
	return within.where(name, number)
}

// comparedWith returns what stands on the left of a comparison when a number stands on
// the right.
func (m *mutator) comparedWith(left, right ast.Expr, s *shifted) (ast.Expr, float64, bool) {
	number, ok := literal(right)
	if !ok || !m.isNumber(left) {
		return nil, 0, false
	}
	if s != nil && s.node == right.ID() {
		number = s.value
	}
	return left, number, true
}

// literal returns a number that is written out.
func literal(e ast.Expr) (float64, bool) {
	if e.Kind() != ast.LiteralKind {
		return 0, false
	}
	switch v := e.AsLiteral().(type) {
	case types.Int:
		return float64(v), true
	case types.Double:
		return float64(v), true
	}
	return 0, false
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

// boundsOf returns what no value of e is below or above, as far as that is known.
func (m *mutator) boundsOf(e ast.Expr) bounds {
	if v, ok := literal(e); ok {
		return bounds{least: v, most: v}
	}
	for _, r := range m.x.reads {
		if r.node.ID() == e.ID() {
			return boundsOf(r.variable)
		}
	}
	if e.Kind() != ast.CallKind {
		return unbounded()
	}
	call := e.AsCall()
	var of []bounds
	for _, a := range call.Args() {
		of = append(of, m.boundsOf(a))
	}
	switch call.FunctionName() {
	case "size":
		return bounds{least: 0, most: unbounded().most}
	case operators.Add:
		return bounds{least: of[0].least + of[1].least, most: of[0].most + of[1].most}
	case operators.Multiply:
		if of[0].least >= 0 && of[1].least >= 0 {
			return bounds{least: of[0].least * of[1].least, most: unbounded().most}
		}
	case "min":
		return bounds{least: min(of[0].least, of[1].least), most: min(of[0].most, of[1].most)}
	case "max":
		return bounds{least: max(of[0].least, of[1].least), most: max(of[0].most, of[1].most)}
	case "double":
		return of[0]
	}
	return unbounded()
}
