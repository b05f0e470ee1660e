package reach

import (
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// number returns what a number can be.
func (s *search) number(e ast.Expr, w *world) span {
	if s.steps++; s.steps > mostSteps {
		return unknownNumber()
	}
	out := unknownNumber()
	switch e.Kind() {
	case ast.LiteralKind:
		switch x := e.AsLiteral().(type) {
		case types.Int:
			return point(float64(x))
		case types.Double:
			if !math.IsNaN(float64(x)) {
				return point(float64(x))
			}
		}
	case ast.SelectKind:
		if f, ok := s.of.Field(e); ok {
			out = f.span()
		}
	case ast.CallKind:
		out = s.computed(e, w)
	}
	if s.kind(e) == types.IntKind {
		out = out.whole()
	}
	if known := w.find(subject{kind: isNumber, name: s.name(e)}); known != nil {
		out = out.and(known.span)
	}
	return out
}

// span is what the field can be when it is there.
func (f Field) span() span {
	out := anyNumber()
	if f.Least != nil {
		out.from = *f.Least
	}
	if f.Most != nil {
		out.to = *f.Most
	}
	return out
}

// kind returns the type of a node.
func (s *search) kind(e ast.Expr) types.Kind { return s.of.Tree.GetType(e.ID()).Kind() }

func (s *search) isNumber(e ast.Expr) bool {
	k := s.kind(e)
	return k == types.IntKind || k == types.DoubleKind
}

// computed is what a call can come to.
func (s *search) computed(e ast.Expr, w *world) span {
	call := e.AsCall()
	operands := call.Args()
	if call.IsMemberFunction() {
		operands = append([]ast.Expr{call.Target()}, operands...)
	}
	switch call.FunctionName() {
	case operators.Conditional:
		return s.either(operands, w)
	case "size":
		return s.size(operands[0])
	}
	var n []span
	for _, o := range operands {
		if !s.isNumber(o) {
			return unknownNumber()
		}
		n = append(n, s.number(o, w))
	}
	if call.FunctionName() == operators.Divide && s.kind(e) == types.IntKind {
		return unknownNumber() // it drops what stands after the point
	}
	switch len(n) {
	case 1:
		return ofOne(call.FunctionName(), n[0])
	case 2:
		return ofTwo(call.FunctionName(), n[0], n[1])
	}
	return unknownNumber()
}

// ofOne is what a function of one number can come to.
func ofOne(function string, x span) span {
	switch function {
	case operators.Negate:
		return span{from: -x.to, to: -x.from, nan: x.nan}
	case "double":
		return span{from: x.from, to: x.to, nan: x.nan}
	case "int":
		return x.each(math.Trunc)
	case "math.floor":
		return x.each(math.Floor)
	case "math.ceil":
		return x.each(math.Ceil)
	case "math.round":
		return x.each(math.Round)
	case "math.abs":
		return span{from: max(0, x.from, -x.to), to: max(-x.from, x.to), nan: x.nan}
	}
	return unknownNumber()
}

// ofTwo is what an operator or a function of two numbers can come to.
func ofTwo(function string, x, y span) span {
	switch function {
	case operators.Add:
		return corners(x, y, func(a, b float64) float64 { return a + b })
	case operators.Subtract:
		return corners(x, y, func(a, b float64) float64 { return a - b })
	case operators.Multiply:
		return x.times(y)
	case operators.Divide:
		return x.over(y)
	case "min":
		return corners(x, y, math.Min)
	case "max":
		return corners(x, y, math.Max)
	}
	return unknownNumber()
}

// either is what a condition with two outcomes can come to.
func (s *search) either(operands []ast.Expr, w *world) span {
	out := span{from: math.Inf(1), to: math.Inf(-1)}
	for i, truth := range []bool{true, false} {
		for _, v := range s.hold(operands[0], truth, w) {
			out = out.or(s.number(operands[i+1], v))
		}
	}
	return out
}

// size is how many elements there can be.
func (s *search) size(of ast.Expr) span {
	if of.Kind() == ast.ListKind {
		return point(float64(of.AsList().Size()))
	}
	return span{from: 0, to: math.Inf(1)}
}
