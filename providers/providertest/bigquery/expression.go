//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"slices"
	"strconv"
	"strings"
)

// expr writes an expression.
func (w *writer) expr(e *expr, s *scope) (typed, error) {
	switch e.Op {
	case "name":
		return w.name(e.Path, s)
	case "null":
		return typed{sql: "NULL"}, nil
	case "bool":
		return typed{sql: strings.ToUpper(e.Text), kind: kind{name: "BOOL"}}, nil
	case "string":
		return typed{sql: text(e.Text), kind: kind{name: "STRING"}, literal: true}, nil
	case "number":
		return number(e.Text)
	case "query":
		return w.scalar(e.Query, s)
	case "exists":
		r, err := w.query(e.Query, &scope{with: s.with, outer: s})
		if err != nil {
			return typed{}, err
		}
		return typed{sql: "EXISTS(" + r.sql + ")", kind: kind{name: "BOOL"}}, nil
	case "case":
		return w.cases(e, s)
	}
	args, err := w.all(e.Args, s)
	if err != nil {
		return typed{}, err
	}
	switch e.Op {
	case "call":
		return call(e.Text, args)
	case "cast", "safe_cast":
		return cast(args[0], strings.ToUpper(e.Text), e.Op == "safe_cast")
	case "binary":
		return binary(e.Text, args)
	case "not":
		return operator("NOT", "(NOT %)", args, kind{name: "BOOL"}, kind{name: "BOOL"})
	case "unary":
		if ranks[args[0].kind.name] == 0 || args[0].kind.name == "BIGNUMERIC" {
			return typed{}, refuse("Operand for operator %s cannot be of type %s", e.Text, args[0].kind)
		}
		return typed{sql: "(" + e.Text + args[0].sql + ")", kind: args[0].kind}, nil
	}
	return typed{}, refuse("the double reads no %s", e.Op)
}

func (w *writer) all(list []*expr, s *scope) (out []typed, err error) {
	for _, e := range list {
		t := typed{sql: "*", kind: kind{name: "*"}}
		if e.Op != "star" {
			if t, err = w.expr(e, s); err != nil {
				return nil, err
			}
		}
		out = append(out, t)
	}
	return out, nil
}

func number(digits string) (typed, error) {
	if _, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return typed{sql: digits, kind: kind{name: "INT64"}, literal: true}, nil
	}
	if _, err := strconv.ParseFloat(digits, 64); err != nil {
		return typed{}, refuse("Invalid number: %s", digits)
	}
	return typed{sql: "CAST('" + digits + "' AS DOUBLE)", kind: kind{name: "FLOAT64"}, literal: true}, nil
}

// scalar writes a query that stands for one value.
func (w *writer) scalar(q *query, s *scope) (typed, error) {
	r, err := w.query(q, &scope{with: s.with, outer: s})
	if err != nil {
		return typed{}, err
	}
	if len(r.columns) != 1 {
		return typed{}, refuse("Scalar subquery cannot have more than one column unless using SELECT AS STRUCT to build STRUCT values")
	}
	return typed{sql: "(" + r.sql + ")", kind: r.columns[0].kind}, nil
}

// cases writes CASE, with and without an operand.
func (w *writer) cases(e *expr, s *scope) (typed, error) {
	var conditions, results []typed
	for _, when := range e.Whens {
		pair, err := w.all(when, s)
		if err != nil {
			return typed{}, err
		}
		conditions, results = append(conditions, pair[0]), append(results, pair[1])
	}
	otherwise, err := w.all(e.Args, s)
	if err != nil {
		return typed{}, err
	}
	results = append(results, otherwise...)
	operand := ""
	if e.Operand != nil {
		t, err := w.expr(e.Operand, s)
		if err != nil {
			return typed{}, err
		}
		operand = t.sql + " "
		if _, ok := common(append([]typed{t}, conditions...)); !ok {
			return typed{}, refuse("No matching signature for operator CASE for argument types: %s", kinds(conditions))
		}
	} else if k, ok := common(append([]typed{{kind: kind{name: "BOOL"}}}, conditions...)); !ok || k.name != "BOOL" {
		return typed{}, refuse("No matching signature for operator CASE for argument types: %s", kinds(conditions))
	}
	k, written, err := alike("CASE", results)
	if err != nil {
		return typed{}, err
	}
	var b strings.Builder
	b.WriteString("(CASE " + operand)
	for i, c := range conditions {
		b.WriteString("WHEN " + c.sql + " THEN " + written[i] + " ")
	}
	if len(otherwise) > 0 {
		b.WriteString("ELSE " + written[len(written)-1] + " ")
	}
	return typed{sql: b.String() + "END)", kind: k}, nil
}

// alike coerces expressions into their common type.
func alike(what string, all []typed) (kind, []string, error) {
	k, ok := common(all)
	if !ok {
		return kind{}, nil, refuse("No matching signature for %s for argument types: %s", what, kinds(all))
	}
	var out []string
	for _, t := range all {
		sql, err := t.as(k)
		if err != nil {
			return kind{}, nil, refuse("No matching signature for %s: %v", what, err)
		}
		out = append(out, sql)
	}
	return k, out, nil
}

func kinds(all []typed) string {
	var names []string
	for _, t := range all {
		names = append(names, t.kind.String())
	}
	return strings.Join(names, ", ")
}

// operator writes a pattern in which each % is the next argument, coerced into its type.
func operator(name, pattern string, args []typed, result kind, want ...kind) (typed, error) {
	if len(args) != len(want) {
		return typed{}, refuse("No matching signature for %s for argument types: %s", name, kinds(args))
	}
	var b strings.Builder
	for i, part := range strings.Split(pattern, "%") {
		if i > 0 {
			sql, err := args[i-1].as(want[i-1])
			if err != nil {
				return typed{}, refuse("No matching signature for %s for argument types: %s. %v", name, kinds(args), err)
			}
			b.WriteString(sql)
		}
		b.WriteString(part)
	}
	return typed{sql: b.String(), kind: result}, nil
}

// binary writes an operator between two expressions, or one with a list.
func binary(name string, args []typed) (typed, error) {
	truth := kind{name: "BOOL"}
	switch name {
	case "AND", "OR":
		return operator(name, "(% "+name+" %)", args, truth, truth, truth)
	case "IS", "IS NOT":
		if args[1].sql != "NULL" && !args[1].kind.is("BOOL") {
			return typed{}, refuse("Syntax error: Unexpected operand of %s", name)
		}
		return typed{sql: "(" + args[0].sql + " " + name + " " + args[1].sql + ")", kind: truth}, nil
	case "||":
		return operator(name, "(% || %)", args, kind{name: "STRING"}, kind{name: "STRING"}, kind{name: "STRING"})
	}
	k, written, err := alike("operator "+name, args)
	if err != nil {
		return typed{}, err
	}
	if k.is("ARRAY", "STRUCT", "JSON") {
		return typed{}, refuse("Operator %s is not defined for arguments of type %s", name, k)
	}
	if k.name == "BIGNUMERIC" {
		if !slices.Contains([]string{"=", "<>", "<", "<=", ">", ">="}, name) {
			return typed{}, refuse("the double does not do %s with BIGNUMERIC", name)
		}
		return typed{sql: "(bq_compare(" + written[0] + ", " + written[1] + ") " + name + " 0)", kind: truth}, nil
	}
	switch name {
	case "=", "<>", "!=", "<", "<=", ">", ">=":
		return typed{sql: "(" + written[0] + " " + name + " " + written[1] + ")", kind: truth}, nil
	case "IN", "NOT IN":
		return typed{sql: "(" + written[0] + " " + name + " (" + strings.Join(written[1:], ", ") + "))", kind: truth}, nil
	case "BETWEEN", "NOT BETWEEN":
		return typed{sql: "(" + written[0] + " " + name + " " + written[1] + " AND " + written[2] + ")", kind: truth}, nil
	case "+", "-", "*":
		if ranks[k.name] == 0 {
			return typed{}, refuse("No matching signature for operator %s for argument types: %s", name, kinds(args))
		}
		return typed{sql: "(" + written[0] + " " + name + " " + written[1] + ")", kind: k}, nil
	}
	return typed{}, refuse("the double reads no operator %s", name)
}

// cast writes CAST and SAFE_CAST.
func cast(t typed, name string, safe bool) (typed, error) {
	to := kind{name: name}
	result := typed{kind: to}
	try := map[bool]string{false: "", true: "try_"}[safe]
	from := t.kind
	switch {
	case from.name == "":
		result.sql = "CAST(NULL AS " + to.duck() + ")"
	case from.name == name:
		result.sql = t.sql
	case name == "STRING" && from.is("INT64", "NUMERIC", "BIGNUMERIC", "DATE"):
		result.sql = "CAST(" + t.sql + " AS VARCHAR)"
		if from.name == "NUMERIC" {
			result.sql = "bq_decimal(" + result.sql + ")"
		}
	case name == "STRING" && from.name == "FLOAT64":
		result.sql = "bq_double_text(" + t.sql + ")"
	case name == "STRING" && from.name == "DATETIME":
		result.sql = "bq_format_time('%Y-%m-%d %H:%M:%E*S', epoch_us(" + t.sql + "), 'UTC')"
	case name == "NUMERIC" && from.is("INT64"):
		result.sql = "CAST(" + t.sql + " AS DECIMAL(38,9))"
	case name == "FLOAT64" && from.is("STRING", "INT64", "NUMERIC", "BIGNUMERIC"), name == "INT64" && from.name == "STRING":
		result.sql = strings.ToUpper(try) + "CAST(" + t.sql + " AS " + to.duck() + ")"
	case name == "TIMESTAMP" && from.name == "STRING":
		result.sql = "make_timestamp(bq_" + try + "timestamp(" + t.sql + "))"
	default:
		return typed{}, refuse("Invalid cast from %s to %s", from, name)
	}
	return result, nil
}
