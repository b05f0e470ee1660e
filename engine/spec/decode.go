package spec

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
)

// decoder fills vocabulary structs from one file.
type decoder struct {
	file  *File
	index uint32 // of the file, from 1
	diags diag.List
	// money is every currency the file uses, where first.
	money []usedCurrency
}

type usedCurrency struct {
	code string
	Origin
}

// attr and block are what HCL's two syntaxes have in common.
type attr struct {
	name   string
	nameAt hcl.Range
	at     hcl.Range
	expr   hcl.Expression
}

type block struct {
	name     string
	at       hcl.Range
	labels   []string
	labelsAt []hcl.Range
	body     hcl.Body
}

// fill decodes a body into the struct v, which has the shape s.
func (d *decoder) fill(v reflect.Value, s *shape, body hcl.Body, at hcl.Range, level Level) {
	attrs, blocks := d.content(body, s)
	if s.origin != nil {
		v.FieldByIndex(s.origin).Set(reflect.ValueOf(d.origin(at, level)))
	}
	for i := range attrs {
		a := &attrs[i]
		field, ok := s.attrs[a.name]
		if !ok {
			d.unknown(a.name, a.nameAt, s, "attribute")
			continue
		}
		d.set(v.FieldByIndex(field.path), field, a, level)
	}
	for i := range blocks {
		d.nested(v, s, &blocks[i], level)
	}
	for _, name := range s.words {
		if a := s.attrs[name]; a != nil && a.need && !slices.ContainsFunc(attrs, func(x attr) bool { return x.name == name }) {
			d.errorf(CodeMissing, at, "Missing attribute", "%q must be set here.", name)
		}
	}
}

// nested decodes one block inside v.
func (d *decoder) nested(v reflect.Value, s *shape, b *block, level Level) {
	field, ok := s.blocks[b.name]
	if !ok {
		d.unknown(b.name, b.at, s, "block")
		return
	}
	if !d.labelled(b, field) {
		return
	}
	target := v.FieldByIndex(field.path)
	if !field.many && !target.IsNil() {
		d.errorf(CodeDuplicate, b.at, "Duplicate block", "There is a %q block in this block already. Put both into one.", b.name)
		return
	}
	item := reflect.New(field.typ)
	for i, f := range field.labels {
		item.Elem().Field(f).SetString(strings.Clone(b.labels[i]))
	}
	d.fill(item.Elem(), &field.shape, b.body, b.at, levelOf(b.name, level))
	if field.many {
		target.Set(reflect.Append(target, item))
	} else {
		target.Set(item)
	}
}

// levelOf returns the level of the inheritance a block stands for.
func levelOf(block string, outer Level) Level {
	switch block {
	case "product":
		return InProduct
	case "class":
		return InClass
	case "service":
		return InService
	}
	return outer
}

// labelled checks the names of a block.
func (d *decoder) labelled(b *block, field *blockField) bool {
	if len(b.labels) != len(field.labels) {
		form := b.name
		for _, example := range []string{` "a"`, ` "b"`}[:len(field.labels)] {
			form += example
		}
		d.errorf(CodeLabels, b.at, "Wrong number of names", "A %q block is written as in: %s { … }", b.name, form)
		return false
	}
	for i, l := range b.labels {
		if field.typ == reflect.TypeFor[Machine]() || field.typ == reflect.TypeFor[Rate]() || b.name == "criterion" {
			continue // names from elsewhere: checked where they are used
		}
		if why := badName(l); why != "" {
			d.errorf(CodeLabels, b.labelsAt[i], "Not a name", "%s", why)
			return false
		}
	}
	return true
}

// content lists what a body holds, in source order, and reports what HCL
// reports.
func (d *decoder) content(body hcl.Body, s *shape) ([]attr, []block) {
	if b, ok := body.(*hclsyntax.Body); ok {
		attrs := make([]attr, 0, len(b.Attributes))
		for _, a := range b.Attributes {
			attrs = append(attrs, attr{a.Name, a.NameRange, a.SrcRange, a.Expr})
		}
		slices.SortFunc(attrs, func(x, y attr) int { return x.at.Start.Byte - y.at.Start.Byte })
		blocks := make([]block, 0, len(b.Blocks))
		for _, n := range b.Blocks {
			blocks = append(blocks, block{n.Type, n.DefRange(), n.Labels, n.LabelRanges, n.Body})
		}
		return attrs, blocks
	}
	return d.contentJSON(body, s)
}

// contentJSON lists a JSON body; there the shape tells blocks from attributes.
func (d *decoder) contentJSON(body hcl.Body, s *shape) ([]attr, []block) {
	schema := &hcl.BodySchema{}
	for _, name := range s.words {
		if f, ok := s.blocks[name]; ok {
			schema.Blocks = append(schema.Blocks, hcl.BlockHeaderSchema{Type: name, LabelNames: labelFields[:len(f.labels)]})
		} else {
			schema.Attributes = append(schema.Attributes, hcl.AttributeSchema{Name: name})
		}
	}
	found, diags := body.Content(schema)
	d.hcl(diags)
	var attrs []attr
	for _, a := range found.Attributes {
		attrs = append(attrs, attr{a.Name, a.NameRange, a.Range, a.Expr})
	}
	slices.SortFunc(attrs, func(x, y attr) int { return x.at.Start.Byte - y.at.Start.Byte })
	var blocks []block
	for _, b := range found.Blocks {
		blocks = append(blocks, block{b.Type, b.DefRange, b.Labels, b.LabelRanges, b.Body})
	}
	return attrs, blocks
}

// set reads one attribute into its field.
func (d *decoder) set(field reflect.Value, f *attrField, a *attr, level Level) {
	l := read(a.expr)
	if l.is == computed {
		d.errorf(CodeComputed, l.at, "Not a literal",
			"A spec is data: write the value of %q itself, in quotes if it is text.", a.name)
		return
	}
	v, err := f.form(l)
	if err != nil {
		at := l.at
		if m, ok := err.(*mistake); ok {
			at = m.at.at
		}
		d.errorf(CodeForm, at, fmt.Sprintf("Wrong value for %q", a.name), "%s", err)
		return
	}
	d.store(field, v, l, d.origin(l.at, level))
}

// store puts a value that a form returned into the field it is for.
func (d *decoder) store(field reflect.Value, v any, l literal, o Origin) {
	switch p := field.Addr().Interface().(type) {
	case *Value[string]:
		// A clone, so that a short name does not keep a syntax tree alive.
		p.V, p.Origin = strings.Clone(v.(string)), o
	case *Value[bool]:
		p.V, p.Origin = v.(bool), o
	case *Value[float64]:
		p.V, p.Origin = v.(float64), o
	case *Value[time.Time]:
		p.V, p.Origin = v.(time.Time), o
	case *Value[[]string]:
		p.V, p.Origin = v.([]string), o
	case *Value[map[string]float64]:
		p.V, p.Origin = v.(map[string]float64), o
	case *Value[map[string]string]:
		p.V, p.Origin = v.(map[string]string), o
	case *Value[money.Amount]:
		p.V, p.Origin = v.(money.Amount), o
		d.uses(p.V.Currency(), o)
	case *Value[money.Rate]:
		p.V, p.Origin = v.(money.Rate), o
		d.uses(p.V.Amount.Currency(), o)
	case *Value[map[string]money.Rate]:
		p.V, p.Origin = v.(map[string]money.Rate), o
		for _, r := range p.V {
			d.uses(r.Amount.Currency(), o)
		}
	case *Value[Amounts]:
		p.V, p.Origin = v.(Amounts), o
	case *Measure:
		*p = v.(Measure)
		p.Origin = o
	case *Expr:
		*p = Expr{Source: strings.Clone(v.(string)), Origin: o, offsets: offsets(l.expr, o.start)}
	default:
		// A field type that no form fills is a bug in the vocabulary.
		panic(fmt.Sprintf("spec: no way to store into %s", field.Type()))
	}
}

// uses notes a currency, once a file.
func (d *decoder) uses(code string, o Origin) {
	if !slices.ContainsFunc(d.money, func(u usedCurrency) bool { return u.code == code }) {
		d.money = append(d.money, usedCurrency{code, o})
	}
}

func (d *decoder) origin(at hcl.Range, level Level) Origin {
	return Origin{file: d.index, start: uint32(at.Start.Byte), end: uint32(at.End.Byte), level: level}
}

func (d *decoder) errorf(code string, at hcl.Range, summary, format string, args ...any) {
	d.diags.Errorf(code, d.place(at), summary, format, args...)
}

func (d *decoder) place(at hcl.Range) diag.Range {
	return diag.Range{
		File:  d.file.Name,
		Start: d.file.pos(uint32(at.Start.Byte)),
		End:   d.file.pos(uint32(at.End.Byte)),
	}
}

// unknown reports a word that the language does not have here.
func (d *decoder) unknown(word string, at hcl.Range, s *shape, what string) {
	hint := diag.Meant(word, s.words)
	if a := s.attrs[word]; a != nil {
		hint = fmt.Sprintf("%q is an attribute here: write %s = …", word, word)
	} else if s.blocks[word] != nil {
		hint = fmt.Sprintf("%q is a block here: write %s { … }", word, word)
	}
	d.errorf(CodeUnknownWord, at, "Unknown "+what, "There is no %s %q here. %s", what, shorten(word), hint)
}

// hcl takes over what HCL's parser reported.
func (d *decoder) hcl(diags hcl.Diagnostics) {
	for _, g := range diags {
		at := hcl.Range{Filename: d.file.Name}
		if g.Subject != nil {
			at = *g.Subject
		}
		d.errorf(CodeSyntax, at, g.Summary, "%s", g.Detail)
	}
}
