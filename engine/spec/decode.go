package spec

import (
	"cmp"
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
	plain *plainReader
	diags diag.List
	// more counts the mistakes that are not in diags.
	more int
	// lost is true where a part of the file was not read, broken where the parser
	// lost a part of the piece it is at. What seems to be missing may have stood
	// there; what seems to be computed in a broken piece may be a remnant.
	lost, broken bool
	holes        []hole
	// money is every currency the file uses, where first.
	money   []usedCurrency
	counted map[string]bool
	// wrongly is what blocks say in a wrong form.
	wrongly map[wordAt]bool
	// parts is how many blocks deep it is in one that is laid over others: what must be
	// there may stand in those.
	parts int
}

type usedCurrency struct {
	code string
	Origin
}

// attr and block are what HCL's two syntaxes have in common.
type attr struct {
	name   string
	nameAt hcl.Range
	// start is the byte it begins at.
	start int
	// expr is what HCL's parsers made of its value; nil where plain is the value.
	expr  hcl.Expression
	plain literal
}

// literal is the value of the attribute.
func (a *attr) literal() literal {
	if a.expr == nil {
		return a.plain
	}
	return read(a.expr)
}

type block struct {
	name     string
	at       hcl.Range
	labels   []string
	labelsAt []hcl.Range
	// body is a *plainBody, or what HCL's parsers made of it: an [hcl.Body].
	body any
}

// fill decodes a body into the struct v, which has the shape s.
func (d *decoder) fill(v reflect.Value, s *shape, body any, at hcl.Range, level Level) {
	attrs, blocks := d.content(body, s, at)
	if s.origin != nil {
		*v.FieldByIndex(s.origin).Addr().Interface().(*Origin) = d.origin(at, level)
	}
	for i := range attrs {
		a := &attrs[i]
		field, ok := s.attrs[a.name]
		if !ok {
			d.unknown(a.name, a.nameAt, at, s, "attribute")
			continue
		}
		if !d.set(v.FieldByIndex(field.path), field, a, level) {
			d.mistaken(at, a.name)
		}
	}
	for i := range blocks {
		d.nested(v, s, &blocks[i], at, level)
	}
	for _, name := range s.needs {
		there := slices.ContainsFunc(attrs, func(x attr) bool { return x.name == name })
		if !there && !d.lost && !d.broken && d.parts == 0 && !d.isMistaken(at, name) {
			d.errorf(CodeMissing, at, "Missing attribute", "This block must set %s.", name)
		}
	}
}

// nested decodes one block inside v, whose own block stands at outer.
func (d *decoder) nested(v reflect.Value, s *shape, b *block, outer hcl.Range, level Level) {
	field, ok := s.blocks[b.name]
	if !ok {
		d.unknown(b.name, b.at, outer, s, "block")
		return
	}
	if !d.labelled(b, field) {
		d.mistaken(outer, b.name)
		return
	}
	target := v.FieldByIndex(field.path)
	if !field.many && !target.IsNil() {
		d.errorf(CodeDuplicate, b.at, "Duplicate block", "There is a %s block in this block already. Put both into one.", b.name)
		return
	}
	item := reflect.New(field.typ)
	for i, f := range field.labels {
		item.Elem().Field(f).SetString(b.labels[i])
	}
	part := b.name == "with" || b.name == "world"
	if part {
		d.parts++
	}
	d.fill(item.Elem(), &field.shape, b.body, b.at, levelOf(b.name, level))
	if part {
		d.parts--
	}
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
	case "service", "with":
		return InService
	}
	return outer
}

// labelled checks the names of a block.
func (d *decoder) labelled(b *block, field *blockField) bool {
	if len(b.labels) != len(field.labels) {
		d.errorf(CodeLabels, b.at, "Wrong number of names", "%s block is written as in %s", withArticle(b.name), field.example())
		return false
	}
	good := true
	for i, l := range b.labels {
		if why := badLabel(b.name)(l); why != "" {
			d.errorf(CodeLabels, b.labelsAt[i], "Not a name", "%s", why)
			good = false
		}
	}
	return good
}

// badLabel returns what checks the names of a kind of block. Machines and disks
// bear the names of the cloud that sells them.
func badLabel(block string) func(string) string {
	switch block {
	case "machine", "disk", "egress":
		return badForeignName
	case "rate":
		return badRate
	case "criterion":
		return badCriterion
	case "test", "case":
		return badSentence
	}
	return badName
}

// content lists what a body holds, in source order, and reports what HCL
// reports.
func (d *decoder) content(body any, s *shape, at hcl.Range) ([]attr, []block) {
	switch b := body.(type) {
	case *plainBody:
		return b.attrs, b.blocks
	case *hclsyntax.Body:
		if b == nil { // what HCL leaves of a block it could not read
			return nil, nil
		}
		attrs := make([]attr, 0, len(b.Attributes))
		for _, a := range b.Attributes {
			attrs = append(attrs, attr{name: a.Name, nameAt: a.NameRange, start: a.SrcRange.Start.Byte, expr: a.Expr})
		}
		sortAttrs(attrs)
		blocks := make([]block, 0, len(b.Blocks))
		for _, n := range b.Blocks {
			blocks = append(blocks, block{n.Type, n.DefRange(), n.Labels, n.LabelRanges, n.Body})
		}
		return attrs, blocks
	case hcl.Body:
		return d.contentJSON(b, s, at)
	}
	return nil, nil
}

// contentJSON lists a JSON body; there the shape tells blocks from attributes.
func (d *decoder) contentJSON(body hcl.Body, s *shape, at hcl.Range) ([]attr, []block) {
	found, diags := body.Content(s.schema())
	var rest hcl.Diagnostics
	for _, g := range diags {
		if g.Summary == "Extraneous JSON object property" && g.Subject != nil {
			name := d.file.Bytes[g.Subject.Start.Byte:g.Subject.End.Byte]
			d.unknown(strings.Trim(string(name), `"`), *g.Subject, at, s, "attribute or block")
			continue
		}
		rest = append(rest, g)
	}
	d.hcl(rest)
	attrs := make([]attr, 0, len(found.Attributes))
	for _, a := range found.Attributes {
		attrs = append(attrs, attr{name: a.Name, nameAt: a.NameRange, start: a.Range.Start.Byte, expr: a.Expr})
	}
	sortAttrs(attrs)
	blocks := make([]block, 0, len(found.Blocks))
	for _, b := range found.Blocks {
		blocks = append(blocks, block{b.Type, b.DefRange, b.Labels, b.LabelRanges, b.Body})
	}
	return attrs, blocks
}

// sortAttrs puts attributes, which HCL keeps in a map, into source order.
func sortAttrs(attrs []attr) {
	slices.SortFunc(attrs, func(x, y attr) int { return x.start - y.start })
}

// set reads one attribute into its field, and tells whether it could.
func (d *decoder) set(field reflect.Value, f *attrField, a *attr, level Level) bool {
	l := a.literal()
	if l.is == computed {
		why := cmp.Or(l.why, fmt.Sprintf("A spec is data: write the value of %s itself, in quotes if it is text.", a.name))
		code := CodeComputed
		if l.why != "" {
			code = CodeForm
		}
		if !d.broken {
			d.errorf(code, l.at, "Not a literal", "%s", why)
		}
		return false
	}
	v, err := f.form(l)
	if err != nil {
		d.wrong(a.name, l, err)
		return false
	}
	d.store(field, v, d.origin(l.at, level))
	return true
}

// wrong reports a value of the wrong form, or each wrong part of it.
func (d *decoder) wrong(name string, l literal, err error) {
	if many, ok := err.(mistakes); ok {
		for _, one := range many {
			d.wrong(name, l, one)
		}
		return
	}
	at := l.at
	if m, ok := err.(*mistake); ok {
		at = m.at.at
	}
	d.errorf(CodeForm, at, fmt.Sprintf("Wrong value for %q", name), "%s", err)
}

// store puts a value that a form returned into the field it is for.
func (d *decoder) store(field reflect.Value, v any, o Origin) {
	switch p := field.Addr().Interface().(type) {
	case *Value[string]:
		p.V, p.Origin = v.(string), o
	case *Value[bool]:
		p.V, p.Origin = v.(bool), o
	case *Value[float64]:
		p.V, p.Origin = v.(float64), o
	case *Value[time.Time]:
		p.V, p.Origin = v.(time.Time), o
	case *Value[[]string]:
		p.V, p.Origin = v.([]string), o
	case *Value[[]float64]:
		p.V, p.Origin = v.([]float64), o
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
		for _, key := range sortedKeys(p.V) {
			d.uses(p.V[key].Amount.Currency(), o)
		}
	case *Value[Amounts]:
		p.V, p.Origin = v.(Amounts), o
	case *Value[map[string][]string]:
		p.V, p.Origin = v.(map[string][]string), o
	case *Value[Band]:
		p.V, p.Origin = v.(Band), o
	case *Value[map[string]Band]:
		p.V, p.Origin = v.(map[string]Band), o
	case *Value[map[string]map[string]Band]:
		p.V, p.Origin = v.(map[string]map[string]Band), o
	case *Value[[]Given]:
		p.Origin = o
		for _, g := range v.(givens) {
			p.V = append(p.V, Given{g.name, g.v, d.origin(g.at.at, o.level)})
		}
	case *Measure:
		*p = v.(Measure)
		p.Origin = o
	case *Expr:
		*p = d.expr(o)
	default:
		// A field type that no form fills is a bug in the vocabulary.
		panic(fmt.Sprintf("spec: no way to store into %s", field.Type()))
	}
}

// uses notes a currency, once a file.
func (d *decoder) uses(code string, o Origin) {
	if d.counted[code] {
		return
	}
	if d.counted == nil {
		d.counted = map[string]bool{}
	}
	d.counted[code] = true
	d.money = append(d.money, usedCurrency{code, o})
}
