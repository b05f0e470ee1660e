package policies

import (
	"context"
	"errors"
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"berth.dev/engine/diag"
)

// expression is one compiled expression. It is not changed after it was made,
// and may be evaluated by many goroutines at once.
type expression struct {
	source source
	// env is what it was compiled in, so that it can be planned or changed again.
	env     *environment
	program cel.Program
	tree    *ast.AST
	// loops is true where the run is metered and a context can stop it.
	loops bool
	reads []read
}

// needs is what has to be computed before the expression can be evaluated.
func (x *expression) needs() (n Needs) {
	for _, r := range x.reads {
		n |= r.variable.needs
	}
	return n
}

// RunError is an expression that failed on the values it was given.
type RunError struct {
	// Rule and Part name the expression, as in `policy "cheap"` and "score".
	Rule, Part string
	// Service and Option are what it was evaluated for; of a check, Service is its
	// subject, as in "product ads", and Option is empty.
	Service, Option string
	// At is the place in the file, of the failing part where that is known.
	At diag.Range
	// Cause says what happened.
	Cause error
}

// Error says all of it on one line.
func (e *RunError) Error() string {
	if e.Option == "" {
		return fmt.Sprintf("%s: %s, %s for %s: %v", e.At, e.Rule, e.Part, e.Service, e.Cause)
	}
	return fmt.Sprintf("%s: %s, %s of service %q on option %q: %v", e.At, e.Rule, e.Part, e.Service, e.Option, e.Cause)
}

// Unwrap returns the cause, so that a cancelled context can be told.
func (e *RunError) Unwrap() error { return e.Cause }

// Diagnostic returns the error in the form of other mistakes in files.
func (e *RunError) Diagnostic() diag.Diagnostic {
	d := diag.Diagnostic{Code: CodeRun, Summary: "Rule failed", Subject: e.At}
	d.Detail = fmt.Sprintf("%s of %s failed for service %q on option %q: %v.", e.Part, e.Rule, e.Service, e.Option, e.Cause)
	if e.Option == "" {
		d.Detail = fmt.Sprintf("%s of %s failed for %s: %v.", e.Part, e.Rule, e.Service, e.Cause)
	}
	return d
}

// given is what an expression is evaluated on.
type given interface {
	cel.Activation
	// until stops an expression that loops; nil for nothing but the limits.
	until() context.Context
	// of names the service and the option, or the subject and "", for messages.
	of() (subject, option string)
}

// activation makes Vars readable for the interpreter without a map.
type activation Vars

func (a *activation) until() context.Context { return a.Context }

func (a *activation) of() (subject, option string) {
	if a.Service != nil {
		subject = a.Service.Name
	}
	if a.Option != nil {
		option = a.Option.ID
	}
	return subject, option
}

// ResolveName returns the struct of a name that stands alone.
func (a *activation) ResolveName(name string) (any, bool) {
	switch name {
	case "service":
		return a.Service, true
	case "option":
		return a.Option, true
	case "workspace":
		return a.Workspace, true
	}
	return nil, false
}

// Parent returns nothing: there is one scope.
func (a *activation) Parent() cel.Activation { return nil }

// run evaluates the expression. The library recovers from panics inside.
func (x *expression) run(v given) (ref.Val, error) {
	var out ref.Val
	var err error
	if ctx := v.until(); x.loops && ctx != nil {
		out, _, err = x.program.ContextEval(ctx, v)
	} else {
		out, _, err = x.program.Eval(v)
	}
	if err != nil {
		return nil, x.failed(v, err)
	}
	return out, nil
}

// failed names everything about a failure.
func (x *expression) failed(v given, cause error) error {
	e := &RunError{Rule: x.source.rule, Part: x.source.part, At: x.source.whole(), Cause: x.meaning(v, cause)}
	e.Service, e.Option = v.of()
	var at *types.Err
	if errors.As(cause, &at) && at.NodeID() != 0 {
		if r, ok := x.tree.SourceInfo().GetOffsetRange(at.NodeID()); ok {
			e.At = x.source.place(int(r.Start), max(int(r.Stop), int(r.Start)+1))
		}
	}
	return e
}

// meaning says in words of this project which limit stopped an expression.
func (x *expression) meaning(v given, cause error) error {
	var stopped interpreter.EvalCancelledError
	switch {
	case v.until() != nil && errors.Is(cause, interpreter.InterruptError{}):
		return context.Cause(v.until())
	case errors.As(cause, &stopped) && stopped.Cause == interpreter.CostLimitExceeded:
		return fmt.Errorf("stopped: it takes more than %d steps", maxCost)
	case errors.As(cause, &stopped) && stopped.Cause == interpreter.MemoryLimitExceeded:
		return fmt.Errorf("stopped: one of its values has more than %d elements", maxMemory)
	}
	return cause
}

// bool evaluates an expression that was compiled to come to true or false.
func (x *expression) bool(v given) (bool, error) {
	out, err := x.run(v)
	if err != nil {
		return false, err
	}
	b, ok := out.(types.Bool)
	if !ok {
		return false, x.failed(v, fmt.Errorf("came to %v, which is neither true nor false", out))
	}
	return bool(b), nil
}

// number evaluates an expression that was compiled to come to a number.
func (x *expression) number(v given) (float64, error) {
	out, err := x.run(v)
	if err != nil {
		return 0, err
	}
	switch n := out.(type) {
	case types.Double:
		return float64(n), nil
	case types.Int:
		return float64(n), nil
	}
	return 0, x.failed(v, fmt.Errorf("came to %v, which is no number", out))
}

// text evaluates an expression that was compiled to come to a text.
func (x *expression) text(v given) (string, error) {
	out, err := x.run(v)
	if err != nil {
		return "", err
	}
	s, ok := out.(types.String)
	if !ok {
		return "", x.failed(v, fmt.Errorf("came to %v, which is no text", out))
	}
	return string(s), nil
}
