package seal

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"

	"berth.dev/engine/object"
)

// lastApplied is where kubectl keeps a whole manifest, a secret's values among it.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// place is a member of an object whose value is secret.
type place struct {
	annotation bool
	key        string
}

// String names the place for people.
func (p place) String() string {
	if p.annotation {
		return "annotation " + p.key
	}
	return p.key
}

func (p place) compare(q place) int {
	if p.annotation != q.annotation {
		return cmp.Compare(p.String(), q.String())
	}
	return cmp.Compare(p.key, q.key)
}

// known refuses members that a Secret does not have: a misspelt "stringdata" would
// go into the plan as it is.
func known(o object.Object) error {
	allowed := []string{"apiVersion", "data", "immutable", "kind", "metadata", "stringData", "type"}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(allowed, name) {
			return fmt.Errorf("%s: member %q: %w: a Secret has no such member; remove it or correct its name", o.Ref(), name, ErrValue)
		}
	}
	return nil
}

// secrets are the values of a Secret, decoded. Errors name where and never what.
func secrets(o object.Object) (map[place][]byte, error) {
	if err := known(o); err != nil {
		return nil, err
	}
	out := map[place][]byte{}
	for _, member := range []string{"data", "stringData"} { // the second wins, as in the API
		values, isMap := o[member].(map[string]any)
		if !isMap && o[member] != nil {
			return nil, fmt.Errorf("%s: %s: %w: it must be names with values", o.Ref(), member, ErrValue)
		}
		for _, key := range slices.Sorted(maps.Keys(values)) {
			text, isText := values[key].(string)
			if !isText && values[key] != nil {
				return nil, fmt.Errorf("%s: %s %s: %w: write it as text, in quotes", o.Ref(), member, key, ErrValue)
			}
			value := []byte(text)
			if member == "data" {
				var err error
				if value, err = base64.StdEncoding.DecodeString(text); err != nil {
					return nil, fmt.Errorf("%s: data %s: %w: it is not base64; write it so, or under stringData", o.Ref(), key, ErrValue)
				}
			}
			out[place{key: key}] = value
		}
	}
	if applied := o.Annotation(lastApplied); applied != "" {
		out[place{true, lastApplied}] = []byte(applied)
	}
	return out, nil
}

// written are the values of a Secret as they stand there.
func written(o object.Object) map[place]string {
	out := map[place]string{}
	values, _ := o["data"].(map[string]any)
	for key, v := range values {
		out[place{key: key}], _ = v.(string)
	}
	if applied := o.Annotation(lastApplied); applied != "" {
		out[place{true, lastApplied}] = applied
	}
	return out
}

// with returns the Secret with all of its values replaced; o itself is left alone.
func with(o object.Object, values map[place]string) object.Object {
	out := maps.Clone(o)
	delete(out, "stringData")
	delete(out, "data")
	data := map[string]any{}
	for at, value := range values {
		if !at.annotation {
			data[at.key] = value
			continue
		}
		metadata := maps.Clone(o["metadata"].(map[string]any))
		annotations := maps.Clone(metadata["annotations"].(map[string]any))
		annotations[at.key] = value
		metadata["annotations"] = annotations
		out["metadata"] = metadata
	}
	if len(data) > 0 {
		out["data"] = data
	}
	return out
}
