package policies

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

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
	c.diags.Errorf(CodeNever, x.source.whole(), "Never true",
		"%s can never be true, so the rule %s. Mend it, or take the rule out; disable = [...] of the workspace switches a rule off.", x.source.part, so)
	return false
}

// refuses reports a requirement that can never be false where its check applies.
func (c *compiler) refuses(require, when *expression) bool {
	if c.facts.can(require, false, when) {
		return true
	}
	where := ""
	if when != nil {
		where = " where when is true"
	}
	c.diags.Errorf(CodeNever, require.source.whole(), "Never false",
		"require can never be false%s, so the check finds nothing and is green always. Mend it, or take the check out; disable = [...] of the workspace switches a rule off.", where)
	return false
}
