package change

import (
	"fmt"
	"reflect"
	"strings"

	"berth.dev/engine/spec"
)

// comparison finds the attributes in which two blocks differ.
type comparison struct {
	before, after *spec.Workspace
	// every is false for services: what they inherit on both sides is left to the block
	// that says it.
	every  bool
	fields []Field
}

// structs compares two blocks, attribute by attribute, in the language's order.
func (c *comparison) structs(path string, a, b reflect.Value) {
	for i := range a.NumField() {
		f := a.Type().Field(i)
		word, _, _ := strings.Cut(f.Tag.Get("hcl"), ",")
		switch x, y := a.Field(i), b.Field(i); {
		case f.Type == reflect.TypeFor[spec.Origin]():
		case f.Anonymous:
			c.structs(path, x, y)
		case word == "" || !f.IsExported():
			// a name, which both have, or what was worked out of the rest
		case f.Type.Kind() == reflect.Pointer:
			c.pointers(path+word, x, y)
		case f.Type.Kind() == reflect.Slice:
			c.lists(path+word, x, y)
		default:
			c.values(path+word, f.Tag.Get("as"), x, y)
		}
	}
}

// pointers compares two blocks of which either may be missing.
func (c *comparison) pointers(path string, a, b reflect.Value) {
	switch {
	case !a.IsNil() && !b.IsNil():
		c.structs(path+".", a.Elem(), b.Elem())
	case a.IsNil() != b.IsNil() && (c.every || own(a) || own(b)):
		c.fields = append(c.fields, Field{Path: path})
	}
}

// lists compares blocks of which there may be several: by name, else by their order.
func (c *comparison) lists(path string, a, b reflect.Value) {
	was := map[string]reflect.Value{}
	for i := range a.Len() {
		was[labelOf(a.Index(i), i)] = a.Index(i)
	}
	missing := reflect.Zero(a.Type().Elem())
	for i := range b.Len() {
		label := labelOf(b.Index(i), i)
		x, there := was[label]
		delete(was, label)
		if !there {
			x = missing
		}
		c.pointers(path+" "+label, x, b.Index(i))
	}
	for i := range a.Len() {
		if label := labelOf(a.Index(i), i); was[label].IsValid() {
			c.pointers(path+" "+label, a.Index(i), missing)
		}
	}
}

// labelOf is the name of a block in a list, or its place.
func labelOf(v reflect.Value, i int) string {
	if name := v.Elem().FieldByName("Name"); name.IsValid() && name.Kind() == reflect.String {
		return name.String()
	}
	return fmt.Sprint(i + 1)
}

// values compares two attributes of a form.
func (c *comparison) values(path, form string, a, b reflect.Value) {
	x, y := originOf(a), originOf(b)
	if !c.every && !inService(x) && !inService(y) {
		return
	}
	if x.Set() == y.Set() && (!x.Set() || same(a, b)) {
		return
	}
	if !c.every && x.Set() && y.Set() && same(a, b) {
		return // what was inherited is written down, or the other way round
	}
	f := Field{Path: path}
	if shown(form) {
		f.From, f.To = brief(written(c.before, x), written(c.after, y))
	}
	c.fields = append(c.fields, f)
}

// shown tells whether values of a form are told. Maps and lists of texts hold headers,
// arguments and the like, in which somebody may have written what is secret.
func shown(form string) bool {
	switch form {
	case "texts", "strings", "text(s)", "numbers", "efforts":
		return false
	}
	return true
}

// same compares what two attributes say, and not where.
func same(a, b reflect.Value) bool {
	for i := range a.NumField() {
		f := a.Type().Field(i)
		if f.Anonymous || !f.IsExported() {
			continue
		}
		x, y := a.Field(i).Interface(), b.Field(i).Interface()
		// Amounts of money may be equal and yet kept differently.
		if !reflect.DeepEqual(x, y) && fmt.Sprint(x) != fmt.Sprint(y) {
			return false
		}
	}
	return true
}

// originOf is where an attribute was written.
func originOf(v reflect.Value) spec.Origin {
	o, _ := v.FieldByName("Origin").Interface().(spec.Origin)
	return o
}

// own tells whether a block is there and was written in the service itself.
func own(v reflect.Value) bool { return !v.IsNil() && inService(originOf(v.Elem())) }

func inService(o spec.Origin) bool { return o.Set() && o.Level() == spec.InService }

// written is a value as it stands in its file, on one line; empty where it is unset.
func written(w *spec.Workspace, o spec.Origin) string {
	at := w.Range(o)
	if at.File == "" {
		return ""
	}
	for _, f := range w.Files {
		if f.Name == at.File {
			return strings.Join(strings.Fields(string(f.Bytes[at.Start.Byte:at.End.Byte])), " ")
		}
	}
	return ""
}
