package policies

import (
	"math"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// Function is one function that expressions may call, for the help.
type Function struct {
	// Name is how it is called, as in "sets.contains".
	Name string `json:"name"`
	// Usage shows a call.
	Usage string `json:"usage"`
	Doc   string `json:"doc"`
	// loops is true where the work can grow with more than the sizes of the
	// operands put together, so that a call must be metered (see limits.go).
	loops bool
}

// Functions returns what expressions may call besides the operators, by name.
// What is not in this list is a compile error, even where the library behind
// the language has it: replace and lists.range, for example, can make gigabytes
// of a short expression in one step, which no limit sees in time.
func Functions() []Function {
	return []Function{
		{"all", "list.all(x, condition)", "true when the condition holds for every element", true},
		{"contains", "text.contains(part)", "true when the text has the part", false},
		{"double", "double(x)", "the number as a number with a point", false},
		{"endsWith", "text.endsWith(end)", "true when the text ends so", false},
		{"exists", "list.exists(x, condition)", "true when the condition holds for an element", true},
		{"exists_one", "list.exists_one(x, condition)", "true when the condition holds for just one element", true},
		{"filter", "list.filter(x, condition)", "the elements for which the condition holds", true},
		{"format", "'%.1f of %s'.format([number, text])", "the text with values put in; %d, %s, %.2f, %e; the text is written out, not computed", false},
		{"has", "has(service.surge_10m)", "true when an optional value is there", false},
		{"int", "int(x)", "the number without what stands after the point", false},
		{"join", "list.join(', ')", "the elements as one text; what stands between is written out, not computed", false},
		{"lowerAscii", "text.lowerAscii()", "the text in small letters", false},
		{"map", "list.map(x, expression)", "the list of the expression's values", true},
		{"matches", "text.matches('^a.*z$')", "true when the RE2 pattern is found; the pattern is written out, not computed", true},
		{"math.abs", "math.abs(x)", "the number without its sign", false},
		{"math.ceil", "math.ceil(x)", "the next whole number above", false},
		{"math.floor", "math.floor(x)", "the next whole number below", false},
		{"math.round", "math.round(x)", "the nearest whole number, halves away from 0", false},
		{"math.sqrt", "math.sqrt(x)", "the square root", false},
		{"max", "max(a, b)", "the larger number", false},
		{"min", "min(a, b)", "the smaller number", false},
		{"sets.contains", "sets.contains(list, part)", "true when every element of part is in list", false},
		{"sets.equivalent", "sets.equivalent(a, b)", "true when both have the same elements, in whatever order", false},
		{"sets.intersects", "sets.intersects(a, b)", "true when an element is in both", false},
		{"size", "size(list)", "number of elements, or of characters", false},
		{"split", "text.split(',')", "the parts of the text", true},
		{"startsWith", "text.startsWith(begin)", "true when the text begins so", false},
		{"string", "string(x)", "the value as text", false},
		{"substring", "text.substring(from, to)", "the characters from one position to before another", false},
		{"trim", "text.trim()", "the text without spaces around it", false},
		{"upperAscii", "text.upperAscii()", "the text in capital letters", false},
	}
}

// isOperator tells whether a function name of the syntax tree is an operator,
// a condition, an index, or the glue of all() and exists().
func isOperator(name string) bool {
	switch name {
	case operators.Index, operators.Conditional, operators.NotStrictlyFalse:
		return true
	}
	_, ok := operators.FindReverse(name)
	return ok
}

// numberFunctions declares min and max. NaN stays NaN, so that a score that
// cannot be computed is found out and does not become 1.
func numberFunctions() []cel.EnvOption {
	pick := func(name string, doubles func(a, b float64) float64, second func(a, b int64) bool) cel.EnvOption {
		return cel.Function(name,
			cel.Overload(name+"_double", []*cel.Type{cel.DoubleType, cel.DoubleType}, cel.DoubleType,
				cel.BinaryBinding(func(a, b ref.Val) ref.Val {
					return types.Double(doubles(float64(a.(types.Double)), float64(b.(types.Double))))
				})),
			cel.Overload(name+"_int", []*cel.Type{cel.IntType, cel.IntType}, cel.IntType,
				cel.BinaryBinding(func(a, b ref.Val) ref.Val {
					if second(int64(a.(types.Int)), int64(b.(types.Int))) {
						return b
					}
					return a
				})))
	}
	return []cel.EnvOption{
		pick("min", math.Min, func(a, b int64) bool { return b < a }),
		pick("max", math.Max, func(a, b int64) bool { return b > a }),
	}
}
