package object

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// SealedPrefix begins a value of a Secret that stands for the real one (package
// seal). No real value begins so: a colon is not in base64.
const SealedPrefix = "hmac:"

// Hidden is shown in the place of a Secret's value.
const Hidden = "(secret)"

// IsSecret tells whether the object's data must never be shown.
func (o Object) IsSecret() bool { return o.text("kind") == "Secret" }

// String names the object and shows nothing of what is in it, so that a careless
// print gives no secret away.
func (o Object) String() string { return o.Ref().String() }

// sealed is an error for a Secret with a real value in it.
func sealed(o Object) error {
	if !o.IsSecret() {
		return nil
	}
	for _, member := range []string{"data", "stringData"} {
		values, _ := o[member].(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(values)) {
			if s, ok := values[key].(string); !ok || !strings.HasPrefix(s, SealedPrefix) {
				return fmt.Errorf("%s: the value of %q is not sealed and cannot be kept beside a plan: seal it with a key first (berth key)", o.Ref(), key)
			}
		}
	}
	return nil
}
