package object

import (
	"fmt"
	"strconv"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

// wording writes a path for people: members with dots between them, an item of a
// list by what tells it from the others.
func wording(path fieldpath.Path) string {
	var b strings.Builder
	for _, e := range path {
		switch {
		case e.FieldName != nil && !plain(*e.FieldName):
			b.WriteString("[" + strconv.Quote(*e.FieldName) + "]")
		case e.FieldName != nil:
			if b.Len() > 0 {
				b.WriteString(".")
			}
			b.WriteString(*e.FieldName)
		case e.Key != nil:
			var parts []string
			for _, f := range *e.Key {
				parts = append(parts, f.Name+"="+scalar(f.Value))
			}
			b.WriteString("[" + strings.Join(parts, ",") + "]")
		case e.Value != nil:
			b.WriteString("[=" + scalar(*e.Value) + "]")
		case e.Index != nil:
			b.WriteString("[" + strconv.Itoa(*e.Index) + "]")
		}
	}
	return b.String()
}

// plain tells whether a member's name needs no quotes in a path.
func plain(name string) bool {
	for _, r := range name {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return false
		}
	}
	return name != ""
}

func scalar(v value.Value) string { return fmt.Sprint(v.Unstructured()) }

// lookUp is what stands at a path, nil where nothing does.
func lookUp(v any, path fieldpath.Path) any {
	for _, e := range path {
		switch {
		case e.FieldName != nil:
			m, _ := v.(map[string]any)
			v = m[*e.FieldName]
		case e.Key != nil:
			v = keyed(v, *e.Key)
		case e.Value != nil:
			v = member(v, *e.Value)
		case e.Index != nil:
			list, _ := v.([]any)
			if *e.Index >= len(list) {
				return nil
			}
			v = list[*e.Index]
		}
	}
	return v
}

// keyed is the item of a list that has the key. A member of the key that an item
// does not mention is at its default, which only one item can be.
func keyed(v any, key value.FieldList) any {
	list, _ := v.([]any)
	for _, item := range list {
		m, ok := item.(map[string]any)
		if ok && fits(m, key) {
			return item
		}
	}
	return nil
}

func fits(m map[string]any, key value.FieldList) bool {
	for _, f := range key {
		if got, has := m[f.Name]; has && !value.Equals(value.NewValueInterface(got), f.Value) {
			return false
		}
	}
	return true
}

func member(v any, wanted value.Value) any {
	list, _ := v.([]any)
	for _, item := range list {
		if value.Equals(value.NewValueInterface(item), wanted) {
			return item
		}
	}
	return nil
}
