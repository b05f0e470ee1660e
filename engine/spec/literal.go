package spec

import (
	"math"
	"strings"

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
	// why says what is wrong with something computed, where it is not that it
	// computes.
	why string
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
		return readTemplate(e)
	case *hclsyntax.LiteralValueExpr:
		return fromValue(e.Val, e.SrcRange)
	case *hclsyntax.UnaryOpExpr:
		l := read(e.Val)
		if e.Op != hclsyntax.OpNegate || l.is != number {
			return literal{at: e.SrcRange}
		}
		return literal{is: number, num: -l.num, at: e.SrcRange}
	case *hclsyntax.TupleConsExpr:
		l := literal{is: list, at: e.SrcRange, items: make([]literal, 0, len(e.Exprs))}
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
	return readJSON(e)
}

// readTemplate reads text in quotes or a heredoc.
func readTemplate(e *hclsyntax.TemplateExpr) literal {
	if len(e.Parts) == 1 {
		l := read(e.Parts[0])
		l.at = e.SrcRange
		return l
	}
	var b strings.Builder
	for _, part := range e.Parts {
		p := read(part)
		if p.is != text {
			return literal{at: e.SrcRange}
		}
		b.WriteString(p.text)
	}
	return literal{is: text, text: b.String(), at: e.SrcRange}
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

// readJSON reads a value of HCL's JSON form, part by part, so that each part has
// its own place and a key that stands twice is seen.
func readJSON(e hcl.Expression) literal {
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		l := literal{is: object, at: e.Range()}
		for _, p := range pairs {
			l.keys = append(l.keys, readJSON(p.Key))
			l.items = append(l.items, readJSON(p.Value))
		}
		return l
	}
	if items, diags := hcl.ExprList(e); !diags.HasErrors() {
		l := literal{is: list, at: e.Range()}
		for _, item := range items {
			l.items = append(l.items, readJSON(item))
		}
		return l
	}
	// Without a context text is taken as it is: ${…} in it is never computed.
	v, diags := e.Value(nil)
	if diags.HasErrors() {
		return literal{at: e.Range()}
	}
	return fromValue(v, e.Range())
}

// fromValue turns a value that needed no evaluation into a literal.
func fromValue(v cty.Value, at hcl.Range) literal {
	t := v.Type()
	switch {
	case v.IsNull():
		return literal{at: at, why: "null is no value. Leave the attribute out where nothing is to be said."}
	case !v.IsKnown():
		return literal{at: at}
	case t == cty.String:
		return literal{is: text, text: v.AsString(), at: at}
	case t == cty.Number:
		f, _ := v.AsBigFloat().Float64()
		if math.IsInf(f, 0) {
			return literal{at: at, why: "The number is too large."}
		}
		return literal{is: number, num: f, at: at}
	case t == cty.Bool:
		return literal{is: boolean, yes: v.True(), at: at}
	}
	return literal{at: at}
}
