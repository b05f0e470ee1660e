package k0s

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"sigs.k8s.io/yaml"
)

// maxConfig is the most of one file that is read, in bytes; a ClusterConfig has some
// thousand.
const maxConfig = 1 << 20

// readYAML reads one document that is a mapping, as k0s and k0sctl do (YAML 1.1), but
// refuses a key that is said twice.
func readYAML(data []byte) (map[string]any, error) {
	if len(data) > maxConfig {
		return nil, fmt.Errorf("it has more than %d bytes", maxConfig)
	}
	if n := documents(data); n > 1 {
		return nil, fmt.Errorf("it has %d documents; one is read", n)
	}
	asJSON, err := yaml.YAMLToJSONStrict(data)
	if err != nil {
		return nil, fmt.Errorf("it is not YAML: %s", firstLine(err))
	}
	d := json.NewDecoder(bytes.NewReader(asJSON))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("it is not YAML: %s", firstLine(err))
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("it is no mapping of words to values")
	}
	return whole(m).(map[string]any), nil
}

// documents counts the documents of a file that hold anything.
func documents(data []byte) (n int) {
	for _, part := range strings.Split("\n"+string(data), "\n---") {
		for line := range strings.Lines(part) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				n++
				break
			}
		}
	}
	return n
}

// firstLine keeps a stranger's message to one line, without what it quotes of the file.
func firstLine(err error) string {
	line, rest, _ := strings.Cut(err.Error(), "\n")
	line = strings.TrimPrefix(line, "error converting YAML to JSON: ")
	if next, _, _ := strings.Cut(strings.TrimSpace(rest), "\n"); strings.HasSuffix(next, "already set in map") {
		line = next // a key that is said twice, and its line
	}
	return shorten(strings.TrimPrefix(line, "yaml: "))
}

// dig follows names into nested mappings; nil where the way ends.
func dig(m map[string]any, names ...string) any {
	var v any = m
	for _, name := range names {
		inner, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = inner[name]
	}
	return v
}

// digText is the text at the end of the way, "" where there is none.
func digText(m map[string]any, names ...string) string {
	s, _ := dig(m, names...).(string)
	return s
}

// put sets what is at the end of a way, making mappings as it goes.
func put(m map[string]any, v any, names ...string) {
	for _, name := range names[:len(names)-1] {
		inner, ok := m[name].(map[string]any)
		if !ok {
			inner = map[string]any{}
			m[name] = inner
		}
		m = inner
	}
	m[names[len(names)-1]] = v
}

// deepCopy copies mappings and lists.
func deepCopy(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = deepCopy(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = deepCopy(e)
		}
		return out
	}
	return v
}

func isMapping(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}
