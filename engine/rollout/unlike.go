package rollout

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"berth.dev/engine/object"
)

// unlike names the fields in which two contents differ, the first few of them, with
// both values, and with who owns them now where by knows.
func unlike(was, is object.Object, by map[string]string) []string {
	u := &unliker{secret: was.IsSecret() || is.IsSecret(), by: by}
	u.walk("", map[string]any(was), map[string]any(is))
	if n := len(u.out); n > told {
		u.out = append(u.out[:told], fmt.Sprintf("and %d more", n-told))
	}
	return u.out
}

type unliker struct {
	secret bool
	by     map[string]string
	out    []string
}

// owners are the managers beside berth that own fields, by path.
func owners(diffs []object.Difference) map[string]string {
	by := map[string]string{}
	for _, x := range diffs {
		if x.Manager != "" {
			by[x.Path] = " (" + x.Manager + "'s)"
		}
	}
	return by
}

func (u *unliker) walk(path string, was, is any) {
	if reflect.DeepEqual(was, is) {
		return
	}
	switch a := was.(type) {
	case map[string]any:
		if b, ok := is.(map[string]any); ok {
			u.walkMaps(path, a, b)
			return
		}
	case []any:
		if b, ok := is.([]any); ok {
			u.walkMaps(path, keyed(a), keyed(b))
			return
		}
	}
	if u.secret {
		u.out = append(u.out, path+" is another value"+u.by[path])
		return
	}
	u.out = append(u.out, fmt.Sprintf("%s was %s, is %s%s", path, word(was), word(is), u.by[path]))
}

func (u *unliker) walkMaps(path string, was, is map[string]any) {
	keys := maps.Clone(was)
	if keys == nil {
		keys = map[string]any{}
	}
	maps.Copy(keys, is)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		at := path + "." + key
		if path == "" || key[0] == '[' {
			at = path + key
		}
		u.walk(at, was[key], is[key])
	}
}

// keyed is a list as a map: items that have a name by their names, others by their
// place.
func keyed(list []any) map[string]any {
	out := map[string]any{}
	for i, e := range list {
		key := fmt.Sprintf("[%d]", i)
		if m, ok := e.(map[string]any); ok && m["name"] != nil {
			key = fmt.Sprintf("[name=%v]", m["name"])
		}
		out[key] = e
	}
	return out
}

// shown is how much of a value a sentence has.
const shown = 80

// word is a value within a sentence.
func word(v any) string {
	if v == nil {
		return "not there"
	}
	text := fmt.Sprint(v)
	if runes := []rune(text); len(runes) > shown {
		return string(runes[:shown]) + "…"
	}
	return text
}
