package object

import (
	"fmt"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// owner is one entry of an object's managed fields: who owns what.
type owner struct {
	manager     string
	operation   string
	subresource string
	// raw is how the entry writes its fields; what needs them often reads them there.
	raw map[string]any
}

// operationApply is the operation of server-side apply; the other is Update.
const operationApply = "Apply"

// owners reads the managed fields of a live object, apart: those that berth writes
// as itself, and those of all others.
func (o Object) owners() (ours, others []owner, err error) {
	entries, _ := o.At("metadata", "managedFields").([]any)
	for _, e := range entries {
		entry, ok := e.(map[string]any)
		if !ok {
			return nil, nil, fmt.Errorf("%s: its managed fields cannot be read", o.Ref())
		}
		var w owner
		w.manager, _ = entry["manager"].(string)
		w.operation, _ = entry["operation"].(string)
		w.subresource, _ = entry["subresource"].(string)
		w.raw, _ = entry["fieldsV1"].(map[string]any)
		if w.manager == Manager && w.subresource == "" {
			ours = append(ours, w)
		} else {
			others = append(others, w)
		}
	}
	return ours, others, nil
}

// fields are the fields of an owner as a set.
func (w owner) fields() (*fieldpath.Set, error) {
	set := fieldpath.NewSet()
	if err := readFields(w.raw, set); err != nil {
		return nil, fmt.Errorf("the fields of manager %s cannot be read: %w", w.manager, err)
	}
	return set, nil
}

// readFields reads what FromJSON of fieldpath does, without going through JSON again:
// with that, reading who owns what took longer than comparing.
func readFields(raw map[string]any, into *fieldpath.Set) error {
	for key, v := range raw {
		if key == "." {
			continue // said by the map above
		}
		e, err := fieldpath.DeserializePathElement(key)
		if err == fieldpath.ErrUnknownPathElementType {
			continue // as FromJSON does, so that newer servers can be read
		}
		if err != nil {
			return fmt.Errorf("%q is no field", key)
		}
		below, ok := v.(map[string]any)
		if !ok {
			return fmt.Errorf("what is in %q is no map", key)
		}
		_, self := below["."]
		if self || len(below) == 0 {
			into.Members.Insert(e)
		}
		if len(below) > 1 || len(below) == 1 && !self {
			if err := readFields(below, into.Children.Descend(e)); err != nil {
				return err
			}
		}
	}
	return nil
}

// union are the fields of several owners.
func (o Object) union(owners []owner) (*fieldpath.Set, error) {
	set := fieldpath.NewSet()
	for _, w := range owners {
		fields, err := w.fields()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o.Ref(), err)
		}
		set = set.Union(fields)
	}
	return set, nil
}

// holds tells whether the owner has a field, named by its members, or something in
// it.
func (w owner) holds(path ...string) bool {
	raw := w.raw
	for _, name := range path {
		below, ok := raw["f:"+name].(map[string]any)
		if !ok {
			return false
		}
		raw = below
	}
	return true
}

// has is holds for any path.
func (w owner) has(path fieldpath.Path) bool {
	raw := w.raw
	for _, e := range path {
		key, err := fieldpath.SerializePathElement(e)
		if err != nil {
			return false
		}
		below, ok := raw[key].(map[string]any)
		if !ok {
			return false
		}
		raw = below
	}
	return true
}

// OwnedByOthers tells whether a manager other than berth owns a field of a live
// object, named by its members with dots between them: "spec.replicas".
func (o Object) OwnedByOthers(path string) (bool, error) {
	_, others, err := o.owners()
	if err != nil {
		return false, err
	}
	for _, w := range others {
		if w.holds(strings.Split(path, ".")...) {
			return true, nil
		}
	}
	return false, nil
}
