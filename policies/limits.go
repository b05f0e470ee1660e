package policies

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
)

// What one expression may take. A rule comes from a workspace that anybody may
// have written, and runs a million times in a large evaluation.
const (
	// maxSource is bytes of an expression's text.
	maxSource = 4 << 10
	// maxNesting is how deep brackets and operators may be nested.
	maxNesting = 100
	// maxNodes bounds the syntax tree after all(), map() and the like are spelt
	// out: nested in their own condition, they double at each level.
	maxNodes = 20_000
	// maxCost is the library's measure of work in one evaluation.
	maxCost = 1_000_000
	// maxMemory is the largest value in one evaluation, in elements or tens of
	// bytes. It also stops lists that are joined to themselves again and again,
	// which cost nothing to make and everything to walk.
	maxMemory = 10_000
	// interruptEvery is after how many rounds of a loop a cancelled context is
	// noticed.
	interruptEvery = 100
	// maxRegex is the size of a compiled pattern.
	maxRegex = 1_000
	// maxPrecision is digits after the point in format().
	maxPrecision = 12
	// maxWidenings is how often the types are checked again after ints became
	// doubles; each time goes one level up in the tree.
	maxWidenings = 24
)

// programOptions returns how an expression is run. An expression without loops
// needs no meter: it has no way to run a node of its tree twice, so it takes at
// most as many steps as its source has bytes. The work of a step is linear in
// the sizes of its operands, except in sets.*, whose operands are fields or
// lists written out (see check.go). The values cannot grow out of hand either:
// without loops and variables of its own an expression holds each field as
// often as it writes it, "+" adds sizes, format and join add at most a
// constant for each operand because their text and precision are written out,
// and the functions that multiply sizes are metered or not offered.
//
// Unmetered runs take a third of the time (BenchmarkMeter).
func programOptions(loops bool) []cel.ProgramOption {
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if !loops {
		return options
	}
	return append(options,
		cel.CostLimit(maxCost),
		cel.MemoryLimit(maxMemory),
		cel.InterruptCheckFrequency(interruptEvery),
	)
}

// hasLoops tells whether an expression must be metered. Functions that are not
// offered were refused before.
func hasLoops(root ast.Expr, offered map[string]Function) bool {
	loops := false
	ast.PreOrderVisit(root, ast.NewExprVisitor(func(e ast.Expr) {
		switch e.Kind() {
		case ast.ComprehensionKind:
			loops = true
		case ast.CallKind:
			loops = loops || offered[e.AsCall().FunctionName()].loops
		}
	}))
	return loops
}
