package policies

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/parser"
)

// partOf names one expression of a suite.
type partOf struct {
	// rule is a name, kind "policy", "constraint" or "check", part "when", say.
	rule, kind, part string
}

// replace returns a suite whose expressions are what change makes of them; s stays as
// it is. Expressions come in the order of kinds, rules and parts.
func (s *Suite) replace(change func(partOf, *expression) *expression) *Suite {
	out := *s
	out.Policies, out.Constraints, out.Checks = nil, nil, nil
	at := func(kind, rule string) func(part string, x *expression) *expression {
		return func(part string, x *expression) *expression {
			if x == nil {
				return nil
			}
			return change(partOf{rule, kind, part}, x)
		}
	}
	for _, p := range s.Policies {
		c, do := *p, at("policy", p.name)
		c.when, c.score, c.because = do("when", p.when), do("score", p.score), do("because", p.because)
		out.Policies = append(out.Policies, &c)
	}
	for _, k := range s.Constraints {
		c, do := *k, at("constraint", k.name)
		c.forbid, c.because = do("forbid", k.forbid), do("because", k.because)
		out.Constraints = append(out.Constraints, &c)
	}
	for _, k := range s.Checks {
		c, do := *k, at("check", k.name)
		c.when, c.require, c.because = do("when", k.when), do("require", k.require), do("because", k.because)
		out.Checks = append(out.Checks, &c)
	}
	return &out
}

// written is an expression as it was written, before numbers became others.
type written struct {
	tree  *ast.AST
	nodes map[int64]ast.Expr
}

// written reads the expression again. Its nodes have the numbers they have in the
// checked tree, since reading the same text numbers them in the same order.
func (x *expression) written() written {
	parsed, issues := x.env.cel.Parse(x.source.expr.Source)
	if issues.Err() != nil {
		panic(issues.Err()) // the same text was read before
	}
	return writtenTree(parsed.NativeRep())
}

// writtenTree finds the nodes of a tree by their numbers.
func writtenTree(tree *ast.AST) written {
	w := written{tree, map[int64]ast.Expr{}}
	ast.PreOrderVisit(tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) { w.nodes[e.ID()] = e }))
	return w
}

// text writes a node on one line.
func (w written) text(id int64) string {
	e := w.nodes[id]
	if e == nil {
		return ""
	}
	text, err := parser.Unparse(e, w.tree.SourceInfo(), parser.WrapOnColumn(1<<30))
	if err != nil {
		return "" // a form the library cannot write; the place still tells
	}
	return strings.Join(strings.Fields(text), " ")
}
