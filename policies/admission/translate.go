package admission

import (
	"fmt"
	"slices"
	"strings"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"

	"berth.dev/policies"
)

// term is a part of a rule in Kubernetes' dialect.
type term struct {
	// expr is nil where a cluster cannot know it; why says what it lacks.
	expr ast.Expr
	why  []lack
	// open terms read what only the cluster knows. Loops are the variables of loops
	// around it that it reads.
	open  bool
	loops []string
}

// lack is why a cluster cannot know a term: a variable that it reads, "" where it is
// something else, and the reason.
type lack struct{ variable, reason string }

// unknown is a term that a cluster cannot know.
func unknown(why ...lack) term { return term{why: why} }

// unsaid is a term that Kubernetes' dialect has no word for.
func unsaid(reason string) term { return unknown(lack{"", reason}) }

// closed tells whether the term can be computed when the policy is written.
func (t term) closed() bool { return t.expr != nil && !t.open && len(t.loops) == 0 }

// translator writes one expression of a rule for one option of the site.
type translator struct {
	*dialect
	sources
	tree policies.Tree
}

// term translates a node with all below it.
func (t *translator) term(e ast.Expr) term {
	if name := t.tree.Variable(e); name != "" {
		return t.read(e, name)
	}
	switch e.Kind() {
	case ast.LiteralKind:
		return term{expr: e}
	case ast.IdentKind:
		return term{expr: e, loops: []string{e.AsIdent()}}
	case ast.ListKind:
		return t.joined(e.AsList().Elements(), func(parts []ast.Expr) ast.Expr { return t.make.NewList(0, parts, nil) })
	case ast.CallKind:
		return t.call(e.AsCall())
	case ast.ComprehensionKind:
		return t.loop(e.AsComprehension())
	}
	return unsaid("it makes a map, which has no translation")
}

// read translates a variable, or the question whether it is there.
func (t *translator) read(e ast.Expr, name string) term {
	v, why := t.find(name)
	asks := e.AsSelect().IsTestOnly()
	switch {
	case why != "":
		return unknown(lack{name, why})
	case asks && v.has == "":
		return term{expr: t.known(true)}
	case asks:
		return t.parsed(v.has)
	case v.known != nil:
		return term{expr: t.known(v.known)}
	}
	return t.parsed(v.text)
}

// parsed reads a piece of Kubernetes' dialect of this package's own.
func (t *translator) parsed(text string) term {
	tree, errs := t.reader.Parse(common.NewTextSource(text))
	if len(errs.GetErrors()) > 0 {
		return unsaid(fmt.Sprintf("%q cannot be read", text)) // a test reads all that there are
	}
	return term{expr: tree.Expr(), open: true}
}

// joined translates several nodes that become one.
func (t *translator) joined(nodes []ast.Expr, as func([]ast.Expr) ast.Expr) term {
	parts, out := make([]ast.Expr, len(nodes)), term{}
	for i, n := range nodes {
		part := t.term(n)
		parts[i] = part.expr
		out.add(part)
	}
	if len(out.why) > 0 {
		return unknown(out.why...)
	}
	out.expr = as(parts)
	return out
}

// add takes over what a part reads and lacks.
func (t *term) add(part term) {
	t.why = append(t.why, part.why...)
	t.open = t.open || part.open
	t.loops = append(t.loops, part.loops...)
}

// call translates a function or an operator.
func (t *translator) call(c ast.CallExpr) term {
	name, args := c.FunctionName(), c.Args()
	switch name {
	case operators.LogicalAnd:
		return t.both(name, false, t.term(args[0]), t.term(args[1]))
	case operators.LogicalOr:
		return t.both(name, true, t.term(args[0]), t.term(args[1]))
	case operators.Conditional:
		return t.conditional(args)
	case "min":
		return t.picked(operators.Less, args)
	case "max":
		return t.picked(operators.Greater, args)
	}
	if strings.HasPrefix(name, "math.") {
		return unsaid("it calls " + name + ", which Kubernetes does not have")
	}
	if c.IsMemberFunction() {
		return t.computed(t.joined(append([]ast.Expr{c.Target()}, args...), func(parts []ast.Expr) ast.Expr {
			return t.make.NewMemberCall(0, name, parts[0], parts[1:]...)
		}))
	}
	return t.computed(t.joined(args, func(parts []ast.Expr) ast.Expr { return t.make.NewCall(0, name, parts...) }))
}

// computed is the term with its value in its place, where that is known already.
func (t *translator) computed(out term) term {
	if out.closed() {
		out.expr = t.compute(out.expr)
	}
	return out
}

// both translates && and ||, of which one side may decide: false or true.
func (t *translator) both(name string, decides bool, a, b term) term {
	for _, p := range [][2]term{{a, b}, {b, a}} {
		is, sure := truth(p[0].expr)
		switch {
		case sure && is == decides:
			return p[0]
		case sure:
			return p[1]
		}
	}
	out := term{}
	out.add(a)
	out.add(b)
	if len(out.why) > 0 {
		return unknown(out.why...)
	}
	out.expr = t.make.NewCall(0, name, a.expr, b.expr)
	return out
}

// conditional translates ? :, of which the condition may be known.
func (t *translator) conditional(args []ast.Expr) term {
	condition := t.term(args[0])
	if is, sure := truth(condition.expr); sure {
		if is {
			return t.term(args[1])
		}
		return t.term(args[2])
	}
	return t.joined(args, func(parts []ast.Expr) ast.Expr { return t.make.NewCall(0, operators.Conditional, parts...) })
}

// picked translates min and max, which Kubernetes does not have.
func (t *translator) picked(operator string, args []ast.Expr) term {
	return t.computed(t.joined(args, func(parts []ast.Expr) ast.Expr {
		return t.make.NewCall(0, operators.Conditional, t.make.NewCall(0, operator, parts...), parts[0], parts[1])
	}))
}

// loop translates all(), filter() and the like.
func (t *translator) loop(c ast.ComprehensionExpr) term {
	l := loopOf(c)
	if l == nil || reserved(c.IterVar()) {
		return unsaid("its loop over " + c.IterVar() + " has no translation")
	}
	out := t.joined(append([]ast.Expr{c.IterRange()}, l.each...), func(parts []ast.Expr) ast.Expr {
		args := append([]ast.Expr{t.make.NewIdent(0, c.IterVar())}, parts[1:]...)
		return t.make.NewMemberCall(0, l.name, parts[0], args...)
	})
	out.loops = slices.DeleteFunc(out.loops, func(name string) bool { return name == c.IterVar() })
	return t.computed(out)
}

// reserved are names of what Kubernetes gives to expressions, which a loop would hide.
func reserved(name string) bool {
	return slices.Contains([]string{"object", "oldObject", "params", "request", "variables", "authorizer", "namespaceObject"}, name)
}

// not negates a term.
func (t *translator) not(x term) term {
	if x.expr == nil {
		return x
	}
	x.expr = t.make.NewCall(0, operators.LogicalNot, x.expr)
	return t.computed(x)
}

// isTrue tells whether a term is certainly true.
func (x term) isTrue() bool { is, sure := truth(x.expr); return sure && is }

// isFalse tells whether a term is certainly false.
func (x term) isFalse() bool { is, sure := truth(x.expr); return sure && !is }
