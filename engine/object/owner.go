package object

import (
	"bytes"
	"encoding/json"
	"fmt"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// owner is one entry of an object's managed fields: who owns what.
type owner struct {
	manager     string
	operation   string
	subresource string
	fields      *fieldpath.Set
}

// operationApply is the operation of server-side apply; the other is Update.
const operationApply = "Apply"

// owners reads the managed fields of a live object.
func (o Object) owners() ([]owner, error) {
	entries, _ := o.At("metadata", "managedFields").([]any)
	out := make([]owner, 0, len(entries))
	for _, e := range entries {
		entry, ok := e.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: its managed fields cannot be read", o.Ref())
		}
		w := owner{fields: fieldpath.NewSet()}
		w.manager, _ = entry["manager"].(string)
		w.operation, _ = entry["operation"].(string)
		w.subresource, _ = entry["subresource"].(string)
		fields, ok := entry["fieldsV1"].(map[string]any)
		if ok {
			raw, err := json.Marshal(fields)
			if err != nil {
				return nil, fmt.Errorf("%s: the fields of manager %s cannot be read: %w", o.Ref(), w.manager, o.silent(err))
			}
			if err := w.fields.FromJSON(bytes.NewReader(raw)); err != nil {
				return nil, fmt.Errorf("%s: the fields of manager %s cannot be read: %w", o.Ref(), w.manager, o.silent(err))
			}
		}
		out = append(out, w)
	}
	return out, nil
}

// ours tells whether the fields are those that berth writes as itself.
func (w owner) ours() bool { return w.manager == Manager && w.subresource == "" }

// split parts the fields into berth's and those of all others.
func split(owners []owner) (ours *fieldpath.Set, others []owner) {
	ours = fieldpath.NewSet()
	for _, w := range owners {
		if w.ours() {
			ours = ours.Union(w.fields)
			continue
		}
		others = append(others, w)
	}
	return ours, others
}

// othersOwn tells whether a manager other than berth owns a field of a live object,
// named by its members.
func (o Object) othersOwn(path ...string) (bool, error) {
	owners, err := o.owners()
	if err != nil {
		return false, err
	}
	var at fieldpath.Path
	for _, name := range path {
		at = append(at, fieldpath.FieldNameElement(name))
	}
	_, others := split(owners)
	for _, w := range others {
		if w.fields.Has(at) {
			return true, nil
		}
	}
	return false, nil
}
