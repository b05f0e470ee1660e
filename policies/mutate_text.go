package policies

import (
	"slices"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// texts puts another text in the place of each that something is compared with.
func (m *mutator) texts(e ast.Expr) {
	switch function(e) {
	case operators.Equals, operators.NotEquals, operators.In, "sets.contains", "sets.equivalent", "sets.intersects",
		"startsWith", "endsWith", "contains", "matches":
	default:
		return
	}
	var written []string
	var literals []ast.Expr
	for _, a := range e.AsCall().Args() {
		for _, l := range elements(a) {
			if v, ok := textOf(l); ok {
				written, literals = append(written, v), append(literals, l)
			}
		}
	}
	can := m.canBe(e)
	for i, l := range literals {
		to := another(written[i], written, can)
		m.edits = append(m.edits, edit{change: ChangeText, node: l.ID(), shown: e.ID(), do: func(l ast.Expr, g *growing) {
			l.SetKindCase(g.factory.NewLiteral(l.ID(), types.String(to)))
		}})
	}
}

// elements are those of a list that is written out, or e itself.
func elements(e ast.Expr) []ast.Expr {
	if e.Kind() == ast.ListKind {
		return e.AsList().Elements()
	}
	return []ast.Expr{e}
}

// textOf returns a text that is written out.
func textOf(e ast.Expr) (string, bool) {
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	v, ok := e.AsLiteral().(types.String)
	return string(v), ok
}

// canBe returns the only texts that the field can be that is compared; nil for any.
func (m *mutator) canBe(e ast.Expr) []string {
	for _, a := range e.AsCall().Args() {
		for _, r := range m.x.reads {
			if r.node.ID() == a.ID() {
				return r.variable.oneof
			}
		}
	}
	return nil
}

// another returns a text for one of those that are written: of a field that can only be
// some, the next that is not written, because any other would be refused at once. Else
// one that nothing is called, and as a pattern one that no such text has.
func another(text string, written, can []string) string {
	at := slices.Index(can, text)
	for i := range can {
		if next := can[(at+1+i)%len(can)]; !slices.Contains(written, next) {
			return next
		}
	}
	return text + "~"
}
