package policies

import (
	"fmt"
	"reflect"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/checker"
	"cel.dev/cel-go/ext"
)

// environment is what expressions are compiled in.
type environment struct {
	schema  *schema
	cel     *cel.Env
	offered map[string]Function
	// typer checks types like cel, but keeps the types it found when there are
	// errors, so that an error can be explained. Most runs never need it.
	typer func() *checker.Env
}

// newEnvironment makes an environment for what a struct holds, Vars or Facts; it takes
// about a millisecond.
func newEnvironment(of reflect.Type) (*environment, error) {
	s := newSchema(of)
	e := &environment{schema: s, offered: map[string]Function{}}
	for _, f := range Functions() {
		e.offered[f.Name] = f
	}
	options := []cel.EnvOption{
		cel.CustomTypeAdapter(adapter{}),
		cel.CustomTypeProvider(provider{s}),
		cel.CrossTypeNumericComparisons(true),
		cel.EnableMacroCallTracking(), // so that an expression can be written again as it was
		cel.ParserExpressionSizeLimit(maxSource),
		cel.ParserRecursionLimit(maxNesting),
		cel.ExpressionNodeLimit(maxNodes),
		cel.RegexProgramSizeLimit(maxRegex),
		cel.ASTValidators(cel.ValidateRegexLiterals()),
		ext.Strings(ext.StringsVersion(5), ext.StringsMaxPrecision(maxPrecision)),
		ext.Math(),
		ext.Sets(),
	}
	for _, r := range s.roots {
		options = append(options, cel.Variable(r.name, r.typ))
	}
	options = append(options, numberFunctions()...)
	env, err := cel.NewEnv(options...)
	if err != nil {
		return nil, fmt.Errorf("the environment of expressions: %w", err)
	}
	e.cel = env
	e.typer = sync.OnceValue(e.newTyper)
	return e, nil
}

// newTyper declares for the type checker what the environment has. It cannot
// fail: the environment was checked when it was made.
func (e *environment) newTyper() *checker.Env {
	t, err := checker.NewEnv(e.cel.Container, e.cel.CELTypeProvider(), checker.CrossTypeNumericComparisons(true))
	if err != nil {
		panic(err)
	}
	if err := t.AddIdents(e.cel.Variables()...); err != nil {
		panic(err)
	}
	for _, f := range e.cel.Functions() { // in any order: they do not overlap
		if err := t.AddFunctions(f); err != nil {
			panic(err)
		}
	}
	return t
}
