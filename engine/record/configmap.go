package record

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"

	"berth.dev/engine/object"
)

// The members of a record's data. Beside the record stands its sum, so that an edit
// by hand is seen and not believed.
const (
	keyFormat = "format"
	keySum    = "sum"
	format    = "berth/1"
)

// configMap is the object that holds a record: text under a key.
func (k kept) configMap(ref object.Ref, key, text string) object.Object {
	meta := map[string]any{}
	maps.Copy(meta, k.meta)
	meta["name"], meta["namespace"] = ref.Name, ref.Namespace
	labels := copyOf(meta["labels"])
	labels[object.LabelManagedBy] = object.Manager
	meta["labels"] = labels
	return object.Object{
		"apiVersion": "v1",
		"kind":       "ConfigMap",
		"metadata":   meta,
		"data":       map[string]any{keyFormat: format, key: text, keySum: sum(text)},
	}
}

func copyOf(v any) map[string]any {
	out := map[string]any{}
	m, _ := v.(map[string]any)
	maps.Copy(out, m)
	return out
}

// open is the text under a key of a record's object, after all checks that do not
// need to understand it.
func open(o object.Object, ref object.Ref, key string) (text string, k kept, err error) {
	if got := o.Ref(); got != ref {
		return "", k, fmt.Errorf("%s: is not %s, where the record is kept", got, ref)
	}
	if o.Label(object.LabelManagedBy) != object.Manager {
		return "", k, fmt.Errorf("%s: lacks the label %s=%s: berth did not make it; rename or remove it, berth needs its name", ref, object.LabelManagedBy, object.Manager)
	}
	data, _ := o["data"].(map[string]any)
	if got, _ := data[keyFormat].(string); got != format {
		return "", k, fmt.Errorf("%s: has the format %q, this berth reads %q: use the version of berth that wrote it", ref, got, format)
	}
	text, ok := data[key].(string)
	if !ok || data[keySum] != sum(text) || len(data) != 3 {
		return "", k, edited(ref, "its sum is not that of its content")
	}
	k.meta = copyOf(o["metadata"])
	delete(k.meta, "managedFields")
	return text, k, nil
}

// edited is the error about a record that berth did not write as it stands.
func edited(ref object.Ref, what string) error {
	return fmt.Errorf("%s: was changed by something else than berth (%s): put back what was there; or delete it, and berth asks to adopt its objects again", ref, what)
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return "sha256:" + hex.EncodeToString(h[:])
}
