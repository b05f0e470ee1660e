package spec

import (
	"math"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literal is what an attribute says, before it has a form.
type literal struct {
	// is is one of text, number, boolean, list, object, or computed for what is
	// no literal.
	is    literalKind
	text  string
	num   float64
	yes   bool
	items []literal
	keys  []literal // of an object, beside items
	at    hcl.Range
	expr  hcl.Expression
}

type literalKind uint8

const (
	computed literalKind = iota
	text
	number
	boolean
	list
	object
)

func (k literalKind) String() string {
	return [...]string{"an expression", "text", "a number", "true or false", "a list", "a map"}[k]
}

// read turns an expression into a literal without evaluating anything.
func read(e hcl.Expression) literal {
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		l := literal{is: text, at: e.SrcRange, expr: e}
		for _, part := range e.Parts {
			p := read(part)
			if p.is != text {
				return literal{at: e.SrcRange}
			}
			l.text += p.text
		}
		return l
	case *hclsyntax.LiteralValueExpr:
		return fromValue(e.Val, e.SrcRange)
	case *hclsyntax.UnaryOpExpr:
		l := read(e.Val)
		if e.Op != hclsyntax.OpNegate || l.is != number {
			return literal{at: e.SrcRange}
		}
		return literal{is: number, num: -l.num, at: e.SrcRange}
	case *hclsyntax.TupleConsExpr:
		l := literal{is: list, at: e.SrcRange}
		for _, item := range e.Exprs {
			l.items = append(l.items, read(item))
		}
		return l
	case *hclsyntax.ObjectConsExpr:
		l := literal{is: object, at: e.SrcRange}
		for _, item := range e.Items {
			l.keys = append(l.keys, readKey(item.KeyExpr))
			l.items = append(l.items, read(item.ValueExpr))
		}
		return l
	case hclsyntax.Node:
		return literal{at: e.Range()}
	}
	// JSON: with no context, strings are taken as they are.
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return literal{at: e.Range()}
	}
	return fromValue(v, e.Range())
}

// readKey reads a map's key: a bare word or a quoted text.
func readKey(e hclsyntax.Expression) literal {
	k, ok := e.(*hclsyntax.ObjectConsKeyExpr)
	if !ok {
		return read(e)
	}
	if word := hcl.ExprAsKeyword(k.Wrapped); word != "" && !k.ForceNonLiteral {
		return literal{is: text, text: word, at: k.Range()}
	}
	return read(k.Wrapped)
}

// fromValue turns a value that needed no evaluation into a literal.
func fromValue(v cty.Value, at hcl.Range) literal {
	t := v.Type()
	switch {
	case v.IsNull() || !v.IsKnown():
		return literal{at: at}
	case t == cty.String:
		return literal{is: text, text: v.AsString(), at: at}
	case t == cty.Number:
		f, _ := v.AsBigFloat().Float64()
		if math.IsInf(f, 0) {
			return literal{at: at}
		}
		return literal{is: number, num: f, at: at}
	case t == cty.Bool:
		return literal{is: boolean, yes: v.True(), at: at}
	case t.IsTupleType():
		l := literal{is: list, at: at}
		for it := v.ElementIterator(); it.Next(); {
			_, item := it.Element()
			l.items = append(l.items, fromValue(item, at))
		}
		return l
	case t.IsObjectType():
		l := literal{is: object, at: at}
		for it := v.ElementIterator(); it.Next(); {
			k, item := it.Element()
			l.keys = append(l.keys, fromValue(k, at))
			l.items = append(l.items, fromValue(item, at))
		}
		return l
	}
	return literal{at: at}
}
