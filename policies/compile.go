package policies

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"berth.dev/engine/diag"
	"berth.dev/engine/spec"
)

// source is the text of one expression with all that is needed to speak of it.
type source struct {
	w    *spec.Workspace
	expr spec.Expr
	// rule and part name it, as in `policy "elastic-capacity"` and "score".
	rule, part string
}

// place returns the stretch of the file in which the characters from one on to
// before another stand. The library counts characters, files count bytes.
func (s source) place(from, to int) diag.Range {
	start := s.w.ExprPos(s.expr, byteOffset(s.expr.Source, from))
	if to > from+1 {
		start.End = s.w.ExprPos(s.expr, byteOffset(s.expr.Source, to-1)).End
	}
	return start
}

// byteOffset returns at which byte of s a character stands.
func byteOffset(s string, character int) int {
	for i := range s {
		if character <= 0 {
			return i
		}
		character--
	}
	return len(s)
}

// whole returns the place of the attribute.
func (s source) whole() diag.Range { return s.w.Range(s.expr.Origin) }

// result is what an expression must come to.
type result struct {
	// words says it for a person.
	words string
	kinds []types.Kind
}

func boolean() result { return result{"true or false", []types.Kind{types.BoolKind}} }
func number() result  { return result{"a number", []types.Kind{types.DoubleKind, types.IntKind}} }
func text() result    { return result{"a text", []types.Kind{types.StringKind}} }

// compile parses, checks and plans one expression. It returns nil with errors.
func (e *environment) compile(s source, want result) (*expression, diag.List) {
	var diags diag.List
	if n := len(s.expr.Source); n > maxSource {
		diags.Errorf(CodeLong, s.whole(), "Expression too long",
			"The expression has %d bytes; it may have %d. Split the rule in two.", n, maxSource)
		return nil, diags
	}
	parsed, issues := e.cel.Parse(s.expr.Source)
	if issues.Err() != nil {
		return nil, s.syntaxErrors(issues)
	}
	checked, diags := e.check(s, parsed)
	if diags.HasErrors() {
		return nil, diags
	}
	tree := checked.NativeRep()
	x := &expression{source: s, env: e, tree: tree}
	l := linter{env: e, source: s, tree: tree}
	x.reads, diags = l.lint()
	if diags.HasErrors() {
		return nil, diags
	}
	if out := checked.OutputType(); !kindIn(out, want.kinds) {
		diags.Errorf(CodeType, s.whole(), "Wrong type",
			"%s must come to %s; this comes to %s.", s.part, want.words, e.typeName(out))
		return nil, diags
	}
	x.loops = hasLoops(tree.Expr(), e.offered)
	program, err := e.cel.PlanProgram(tree, programOptions(x.loops)...)
	if err != nil {
		diags.Errorf(CodeRefused, s.whole(), "Expression cannot be run", "%s.", err)
		return nil, diags
	}
	x.program = program
	return x, diags
}

func kindIn(t *types.Type, kinds []types.Kind) bool {
	for _, k := range kinds {
		if t.Kind() == k {
			return true
		}
	}
	return false
}

// check finds the types. Where an int meets a double it becomes one, and the
// types are found anew, because what stands around it changes too.
func (e *environment) check(s source, parsed *cel.Ast) (*cel.Ast, diag.List) {
	for range maxWidenings {
		checked, issues := e.cel.Check(parsed)
		if issues.Err() == nil {
			return checked, nil
		}
		tree, errors := checker.Check(parsed.NativeRep(), parsed.Source(), e.typer())
		if len(errors.GetErrors()) == 0 {
			// The types are right: a rule of the library about the text of
			// format() or matches() is broken.
			return nil, s.explain(e, parsed.NativeRep(), issues.Errors())
		}
		if !widen(tree) {
			return nil, s.explain(e, tree, errors.GetErrors())
		}
	}
	var diags diag.List
	diags.Errorf(CodeType, s.whole(), "Numbers mixed too deep",
		"Numbers with and without a point are mixed at more than %d levels of brackets. Write all of them with a point, as in 1.0.", maxWidenings)
	return nil, diags
}

// widen makes doubles of the ints that meet doubles in an operator, a condition
// or a call, and tells whether there were any.
func widen(tree *ast.AST) bool {
	next := ast.MaxID(tree)
	factory := ast.NewExprFactory()
	changed := false
	ast.PostOrderVisit(tree.Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() != ast.CallKind || tree.GetType(x.ID()).Kind() != types.ErrorKind {
			return
		}
		args := x.AsCall().Args()
		mixed := false
		for _, a := range args {
			mixed = mixed || tree.GetType(a.ID()).Kind() == types.DoubleKind
		}
		for _, a := range args {
			if !mixed || tree.GetType(a.ID()).Kind() != types.IntKind {
				continue
			}
			changed = true
			if a.Kind() == ast.LiteralKind {
				a.SetKindCase(factory.NewLiteral(a.ID(), types.Double(a.AsLiteral().(types.Int))))
				continue
			}
			next++
			inner := factory.NewUnspecifiedExpr(next)
			inner.SetKindCase(a)
			if at, ok := tree.SourceInfo().GetOffsetRange(a.ID()); ok {
				tree.SourceInfo().SetOffsetRange(next, at)
			}
			a.SetKindCase(factory.NewCall(a.ID(), "double", inner))
		}
	}))
	return changed
}
