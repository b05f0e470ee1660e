package policies

import (
	"context"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// watch returns the expression with a program that notes what it does.
func (n *notes) watch(x *expression) *expression {
	out := *x
	if len(n.conditions) == 0 {
		out.program = noted{x.program, n}
		return &out
	}
	options := append(programOptions(x.loops), cel.CustomDecoratorV2(n.decorate))
	program, err := x.env.cel.PlanProgram(x.tree, options...)
	if err != nil {
		panic(err) // the same tree was planned before
	}
	out.program = program
	return &out
}

// noted is a program that notes that it came to a value.
type noted struct {
	cel.Program
	notes *notes
}

// Eval runs the program.
func (p noted) Eval(input any) (ref.Val, *cel.EvalDetails, error) {
	out, details, err := p.Program.Eval(input)
	if err == nil {
		p.notes.ran.Store(true)
	}
	return out, details, err
}

// ContextEval runs the program until the context is done.
func (p noted) ContextEval(ctx context.Context, input any) (ref.Val, *cel.EvalDetails, error) {
	out, details, err := p.Program.ContextEval(ctx, input)
	if err == nil {
		p.notes.ran.Store(true)
	}
	return out, details, err
}

// valueNode returns the number of the node that a condition's value is taken from. A
// loop must stay recognisable for what stops it, so its result is watched instead.
func valueNode(e ast.Expr) int64 {
	if e.Kind() == ast.ComprehensionKind {
		return e.AsComprehension().Result().ID()
	}
	return e.ID()
}

// decorate makes the nodes of conditions note what they come to.
func (n *notes) decorate(i interpreter.InterpretableV2) (interpreter.InterpretableV2, error) {
	for _, c := range n.conditions {
		if c.node == i.ID() {
			return watched{i, c}, nil
		}
	}
	return i, nil
}

// watched is a node that notes what it comes to.
type watched struct {
	interpreter.InterpretableV2
	condition *condition
}

// Exec evaluates the node.
func (w watched) Exec(frame *interpreter.ExecutionFrame) ref.Val {
	out := w.InterpretableV2.Exec(frame)
	switch out {
	case types.True:
		w.condition.met[1].Store(true)
	case types.False:
		w.condition.met[0].Store(true)
	}
	return out
}

// Eval evaluates the node on its own.
func (w watched) Eval(vars interpreter.Activation) ref.Val {
	return interpreter.EvalActivation(vars, w.Exec)
}
