package main

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// block is a block of a spec, for both of the forms in which it is written. Its values
// are texts without "${", numbers, booleans and lists of texts: those are written alike
// in HCL and in JSON.
type block struct {
	kind, label string
	attributes  []attribute
	blocks      []*block
}

type attribute struct {
	name  string
	value any
}

func (b *block) set(name string, value any) {
	b.attributes = append(b.attributes, attribute{name, value})
}

// child adds a block.
func (b *block) child(kind, label string) *block {
	c := &block{kind: kind, label: label}
	b.blocks = append(b.blocks, c)
	return c
}

// hcl writes the block as people do.
func (b *block) hcl(w *bytes.Buffer, indent string) {
	fmt.Fprintf(w, "%s%s ", indent, b.kind)
	if b.label != "" {
		fmt.Fprintf(w, "%q ", b.label)
	}
	w.WriteString("{\n")
	for _, a := range b.attributes {
		fmt.Fprintf(w, "%s  %s = %s\n", indent, a.name, literal(a.value))
	}
	for _, c := range b.blocks {
		c.hcl(w, indent+"  ")
	}
	w.WriteString(indent + "}\n")
}

// literal writes a value. What it is made of can be written.
func literal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // a value that the generator of this program should not make
	}
	return text
}

// object is the block as conftest's reader of HCL gives it to rules: blocks of a kind are
// a list, or, where they have labels, an object of lists.
func (b *block) object() map[string]any {
	out := map[string]any{}
	for _, a := range b.attributes {
		out[a.name] = a.value
	}
	for _, c := range b.blocks {
		if c.label == "" {
			list, _ := out[c.kind].([]any)
			out[c.kind] = append(list, c.object())
			continue
		}
		labels, ok := out[c.kind].(map[string]any)
		if !ok {
			labels = map[string]any{}
			out[c.kind] = labels
		}
		list, _ := labels[c.label].([]any)
		labels[c.label] = append(list, c.object())
	}
	return out
}
