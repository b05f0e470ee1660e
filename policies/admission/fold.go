package admission

import (
	"fmt"
	"reflect"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/ext"
	"cel.dev/cel-go/parser"
)

// dialect is the part of Kubernetes' expressions that translated rules use, as Kubernetes
// 1.30 has it.
type dialect struct {
	env *cel.Env
	// reader reads text without spelling all() and the like out.
	reader *parser.Parser
	make   ast.ExprFactory
}

func newDialect() (*dialect, error) {
	env, err := cel.NewEnv(cel.CrossTypeNumericComparisons(true), ext.Strings(ext.StringsVersion(2)), ext.Sets())
	if err != nil {
		return nil, fmt.Errorf("the dialect of Kubernetes: %w", err)
	}
	reader, err := parser.NewParser(parser.EnableOptionalSyntax(true))
	if err != nil {
		return nil, fmt.Errorf("the dialect of Kubernetes: %w", err)
	}
	return &dialect{env, reader, ast.NewExprFactory()}, nil
}

// text writes a tree; "" is that of none.
func (d *dialect) text(e ast.Expr) string {
	if e == nil {
		return ""
	}
	text, err := parser.Unparse(e, ast.NewSourceInfo(nil))
	if err != nil {
		panic(err) // a tree of this package has no form that cannot be written
	}
	return text
}

// compute returns the value of a tree that reads nothing, as a literal; the tree itself
// where it has none, as of a division by zero: then the cluster says so.
func (d *dialect) compute(e ast.Expr) ast.Expr {
	compiled, issues := d.env.Compile(d.text(e))
	if issues.Err() != nil {
		return e
	}
	program, err := d.env.Program(compiled)
	if err != nil {
		return e
	}
	out, _, err := program.Eval(cel.NoVars())
	if err != nil {
		return e
	}
	if l := d.literal(out); l != nil {
		return l
	}
	return e
}

// literal writes a value out; nil for one that has no such form.
func (d *dialect) literal(v ref.Val) ast.Expr {
	switch v := v.(type) {
	case types.Bool, types.Int, types.Double, types.String:
		return d.make.NewLiteral(0, v)
	}
	list, err := v.ConvertToNative(reflect.TypeFor[[]string]())
	if err != nil {
		return nil
	}
	return d.known(list)
}

// known writes a value of Go out.
func (d *dialect) known(v any) ast.Expr {
	texts, ok := v.([]string)
	if !ok {
		return d.make.NewLiteral(0, types.DefaultTypeAdapter.NativeToValue(v))
	}
	elements := make([]ast.Expr, len(texts))
	for i, s := range texts {
		elements[i] = d.make.NewLiteral(0, types.String(s))
	}
	return d.make.NewList(0, elements, nil)
}

// truth is what a tree comes to whatever the cluster says.
func truth(e ast.Expr) (is, sure bool) {
	if e == nil || e.Kind() != ast.LiteralKind {
		return false, false
	}
	b, ok := e.AsLiteral().(types.Bool)
	return bool(b), ok
}
