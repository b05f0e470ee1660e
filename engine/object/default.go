package object

import (
	"reflect"
	"slices"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// An API server fills in defaults. They become berth's fields when berth creates an
// object, and they stand inside of lists that an apply replaces as a whole; in both
// cases they look like differences and are none. Below are the defaults of the kinds
// in [Kinds], as API servers of Kubernetes 1.37 and the definitions of Gateway API
// 1.4 have them. One that is missing here costs a needless write, once; so what only
// volumes of special hardware have is left out.

// alike tells whether a field's live value and the one that it would get are the
// same to an API server; nil stands for no value.
func alike(live Object, path fieldpath.Path, was, is any) bool {
	beside, _ := lookUp(map[string]any(live), path[:len(path)-1]).(map[string]any)
	at := place{names: names(path), beside: beside}
	switch {
	case is == nil:
		return at.filled(was)
	case was == nil:
		return false
	}
	return at.same(was, is)
}

// place is where a value stands: the members that lead there, lists left out, and
// the map that it is in.
type place struct {
	names  []string
	beside map[string]any
}

func names(path fieldpath.Path) (out []string) {
	for _, e := range path {
		if e.FieldName != nil {
			out = append(out, *e.FieldName)
		}
	}
	return out
}

// to is the place of a member of a map that stands here.
func (p place) to(name string, in map[string]any) place {
	return place{append(slices.Clip(p.names), name), in}
}

// same tells whether two values differ in defaults at most.
func (p place) same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		return ok && p.covers(a, b) && p.covers(b, a)
	case []any:
		b, ok := b.([]any)
		return ok && slices.EqualFunc(a, b, p.same)
	}
	return reflect.DeepEqual(a, b)
}

// covers tells whether all that b says, a says too, or is a default.
func (p place) covers(a, b map[string]any) bool {
	for name, v := range b {
		other, has := a[name]
		at := p.to(name, b)
		if has && !at.same(other, v) || !has && !at.filled(v) {
			return false
		}
	}
	return true
}

// filled tells whether a value is what an API server writes where nothing is said.
func (p place) filled(v any) bool {
	if m, ok := v.(map[string]any); ok {
		for name, e := range m {
			if !p.to(name, m).filled(e) {
				return false
			}
		}
		return true
	}
	name, above := p.names[len(p.names)-1], ""
	if len(p.names) > 1 {
		above = p.names[len(p.names)-2]
	}
	if want, ok := p.follows(above, name); ok {
		return reflect.DeepEqual(v, want)
	}
	if want, ok := defaults()[above+"."+name]; ok {
		return reflect.DeepEqual(v, want)
	}
	want, ok := defaults()[name]
	return ok && reflect.DeepEqual(v, want)
}

// follows is a default that depends on what stands beside the field.
func (p place) follows(above, name string) (any, bool) {
	switch {
	case name == "imagePullPolicy":
		image, _ := p.beside["image"].(string)
		return pullPolicy(image), true
	case name == "serviceAccount":
		return p.beside["serviceAccountName"], true
	case above == "ports" && name == "targetPort":
		return p.beside["port"], true
	case name == "policyTypes":
		types := []any{"Ingress"}
		if p.beside["egress"] != nil {
			types = append(types, "Egress")
		}
		return types, true
	case name == "podReplacementPolicy" && p.beside["podFailurePolicy"] != nil:
		return "Failed", true
	case name == "timeoutSeconds" && above == "clientIP":
		return int64(10800), true
	case name == "maxUnavailable" && slices.Contains(p.names, "updateStrategy"):
		return int64(1), true
	case name == "maxSurge" && slices.Contains(p.names, "updateStrategy"):
		return int64(0), true
	}
	return nil, false
}

// pullPolicy is Always for an image whose name may come to mean another one.
func pullPolicy(image string) string {
	if strings.Contains(image, "@") {
		return "IfNotPresent"
	}
	_, tag, ok := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	if !ok || tag == "latest" {
		return "Always"
	}
	return "IfNotPresent"
}
