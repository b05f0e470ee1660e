package policies

import (
	"fmt"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
	"berth.dev/policies/reach"
)

// can tells whether an expression can come to want on values for which all of given are
// true; nil ones are left out. It says yes in doubt.
func (e *environment) can(x *expression, want bool, given ...*expression) bool {
	if len(x.reads) == 0 {
		// It comes to the same always, so it can be asked.
		out, _, err := x.program.Eval(&factsActivation{})
		return err != nil || out == types.Bool(want)
	}
	var conditions []reach.Condition
	for _, g := range given {
		if g != nil {
			conditions = append(conditions, e.condition(g))
		}
	}
	return reach.Can(e.condition(x), want, conditions...)
}

// condition shows an expression to package reach.
func (e *environment) condition(x *expression) reach.Condition {
	return reach.Condition{Tree: x.tree, Field: func(n ast.Expr) (reach.Field, bool) {
		v := e.schema.variable(x.tree, n)
		if v == nil {
			return reach.Field{}, false
		}
		return reach.Field{Name: v.name, Optional: v.optional, OneOf: v.oneof, Least: v.least, Most: v.most}, true
	}}
}

// speaks reports a condition that can never be true: its rule would look at nothing, and
// be green always.
func (c *compiler) speaks(env *environment, x *expression, so string) bool {
	if x == nil || env.can(x, true) {
		return x != nil
	}
	at, why := env.culprit(x, true)
	c.diags.Errorf(CodeNever, at, "Never true",
		"%s can never be true, so the rule %s.%s Mend it, or take the rule out; disable = [...] of the workspace switches a rule off.", x.source.part, so, why)
	return false
}

// refuses reports a requirement that can never be false where its check applies.
func (c *compiler) refuses(require, when *expression) bool {
	if c.facts.can(require, false, when) {
		return true
	}
	where := ""
	if when != nil && !c.facts.can(require, false) {
		when = nil // it is no help, and not to blame
	}
	if when != nil {
		where = " where when is true"
	}
	at, why := c.facts.culprit(require, false, when)
	c.diags.Errorf(CodeNever, at, "Never false",
		"require can never be false%s, so the check finds nothing and is green always.%s Mend it, or take the check out; disable = [...] of the workspace switches a rule off.", where, why)
	return false
}

// culprit returns the place of the first part of a condition with which it can no longer
// come to want, and a sentence on it; of a condition of one part its whole place.
func (e *environment) culprit(x *expression, want bool, given ...*expression) (diag.Range, string) {
	join := operators.LogicalOr
	if want {
		join = operators.LogicalAnd
	}
	parts := operands(x.tree.Expr(), join, nil)
	before := []reach.Condition{}
	for _, g := range given {
		if g != nil {
			before = append(before, e.condition(g))
		}
	}
	for i, p := range parts {
		part := e.condition(x)
		part.Part = p
		if len(parts) > 1 && !reach.Can(part, want, before...) {
			why := fmt.Sprintf(" What is marked is never %t", want)
			if i > 0 && reach.Can(part, want) {
				why += fmt.Sprintf(" when all before it is %t", want)
			}
			return x.source.node(x.tree, p), why + "."
		}
		part.Not = !want
		before = append(before, part)
	}
	return x.source.whole(), ""
}

// operands returns what an operator joins, from left to right.
func operands(e ast.Expr, operator string, list []ast.Expr) []ast.Expr {
	if e.Kind() != ast.CallKind || e.AsCall().FunctionName() != operator {
		return append(list, e)
	}
	for _, a := range e.AsCall().Args() {
		list = operands(a, operator, list)
	}
	return list
}
