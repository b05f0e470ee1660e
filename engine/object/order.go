package object

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// reordered are the lists whose items an apply would only put into another order.
// The comparison by schema does not see it where items have names; a server writes it
// all the same, and for variables and init containers the order matters.
func reordered(was, is any, path fieldpath.Path) (out []change) {
	switch was := was.(type) {
	case map[string]any:
		is, _ := is.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(was)) {
			out = append(out, reordered(was[name], is[name], append(path, fieldpath.FieldNameElement(name)))...)
		}
	case []any:
		is, _ := is.([]any)
		if len(was) != len(is) {
			return nil
		}
		if before, after := shapes(was), shapes(is); !slices.EqualFunc(before, after, bytes.Equal) {
			slices.SortFunc(before, bytes.Compare)
			slices.SortFunc(after, bytes.Compare)
			if slices.EqualFunc(before, after, bytes.Equal) {
				return []change{{path.Copy(), was, is}}
			}
		}
		for i := range was {
			out = append(out, reordered(was[i], is[i], append(path, fieldpath.IndexElement(i)))...)
		}
	}
	return out
}

// shapes are the items of a list as bytes in which the order of inner lists is lost.
func shapes(list []any) [][]byte {
	out := make([][]byte, len(list))
	for i, e := range list {
		out[i] = shape(e)
	}
	return out
}

func shape(v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		var out []byte
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(append(append(out, name...), 0), shape(v[name])...)
		}
		return append(append([]byte{'{'}, out...), '}')
	case []any:
		parts := shapes(v)
		slices.SortFunc(parts, bytes.Compare)
		return append(append([]byte{'['}, bytes.Join(parts, []byte{0})...), ']')
	}
	out, err := json.Marshal(v)
	if err != nil {
		return []byte(reflect.TypeOf(v).String())
	}
	return out
}
