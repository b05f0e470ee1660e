package object

import "sigs.k8s.io/structured-merge-diff/v6/typed"

// Seen is the part of a live object that a plan is about: the fields that berth owns
// or that want would set, and the marks that say whose the object is. Its digest is
// what a step expects to find. Status, resource versions, others' annotations, and
// the number of copies where somebody else sets it are not in it, so that a plan does
// not grow stale by them. Of no live object nothing is seen.
func Seen(live, want Object, v View) (Object, error) {
	if live == nil {
		return nil, nil
	}
	p, err := lay(live, want, v)
	if err != nil {
		return nil, err
	}
	// Of a map that is in the set itself, as whoever creates owns it, ExtractItems
	// loses what is in it. Leaves have no such maps.
	part := p.liveTyped.ExtractItems(p.ours.Union(p.wanted).Leaves(), typed.WithAppendKeyFields())
	m, _ := part.AsValue().Unstructured().(map[string]any)
	out := Object(m).Copy()
	dropNothing(out)
	if out == nil {
		out = Object{}
	}
	out["apiVersion"], out["kind"] = live["apiVersion"], live["kind"]
	meta, _ := out["metadata"].(map[string]any)
	if meta == nil {
		meta = map[string]any{}
		out["metadata"] = meta
	}
	meta["name"] = live.text("metadata", "name")
	if namespace := live.text("metadata", "namespace"); namespace != "" {
		meta["namespace"] = namespace
	}
	keepMarks(meta, live)
	return out, nil
}

// dropNothing takes out members that are null: what is left of a map of which only
// others' members are there.
func dropNothing(v any) {
	switch v := v.(type) {
	case Object:
		dropNothing(map[string]any(v))
	case map[string]any:
		for key, member := range v {
			if member == nil {
				delete(v, key)
				continue
			}
			dropNothing(member)
		}
	case []any:
		for _, item := range v {
			dropNothing(item)
		}
	}
}

// keepMarks copies the marks of those who keep the object: a plan made for a free
// object is not about one that Argo CD tracks since.
func keepMarks(meta map[string]any, live Object) {
	for _, where := range []string{"labels", "annotations"} {
		from, _ := live.At("metadata", where).(map[string]any)
		for _, m := range marks() {
			v, has := from[m.key]
			if !has || m.where != where {
				continue
			}
			into, _ := meta[where].(map[string]any)
			if into == nil {
				into = map[string]any{}
				meta[where] = into
			}
			into[m.key] = v
		}
	}
	if owners, ok := live.At("metadata", "ownerReferences").([]any); ok {
		meta["ownerReferences"] = duplicate(owners)
	}
}
