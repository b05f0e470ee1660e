package k0s

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// emit writes a value as YAML in blocks, with sorted keys: the same value has the same
// bytes. Readers of YAML 1.1 and 1.2 read the same from it.
//
// No "$" is ever written: k0sctl puts the environment in its place before it reads the
// file, in comments and keys as well.
func emit(v any) []byte {
	var b bytes.Buffer
	emitValue(&b, v, "")
	return b.Bytes()
}

// emitValue writes a value after what leads to it, a line of its own or the rest of one.
func emitValue(b *bytes.Buffer, v any, indent string) {
	switch v := v.(type) {
	case map[string]any:
		emitMap(b, v, indent)
	case []any:
		emitList(b, v, indent)
	default:
		b.WriteString(scalar(v) + "\n")
	}
}

func emitMap(b *bytes.Buffer, m map[string]any, indent string) {
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b.WriteString(indent)
		}
		b.WriteString(text(k) + ":")
		emitBelow(b, m[k], indent)
	}
}

// emitBelow writes what a key holds: on its line, or indented below it.
func emitBelow(b *bytes.Buffer, v any, indent string) {
	switch inner := v.(type) {
	case map[string]any:
		if len(inner) > 0 {
			b.WriteString("\n" + indent + "  ")
			emitMap(b, inner, indent+"  ")
			return
		}
	case []any:
		if len(inner) > 0 {
			b.WriteString("\n" + indent)
			emitList(b, inner, indent)
			return
		}
	}
	b.WriteString(" " + scalar(v) + "\n")
}

func emitList(b *bytes.Buffer, list []any, indent string) {
	for i, v := range list {
		if i > 0 {
			b.WriteString(indent)
		}
		b.WriteString("- ")
		switch inner := v.(type) {
		case map[string]any:
			if len(inner) > 0 {
				emitMap(b, inner, indent+"  ")
				continue
			}
		case []any:
			if len(inner) > 0 {
				emitList(b, inner, indent+"  ")
				continue
			}
		}
		b.WriteString(scalar(v) + "\n")
	}
}

// scalar writes what stands on one line.
func scalar(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return decimal(v)
	case string:
		return text(v)
	case map[string]any:
		return "{}"
	}
	return "[]"
}

// decimal writes a number with a point, so that nobody reads it as a text: YAML 1.1
// takes "1e+06" for one.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// plain is text that every reader of YAML takes for text as it stands.
var plain = regexp.MustCompile(`^[A-Za-z/_][A-Za-z0-9_./+-]*$`)

// words of YAML 1.1 that are no text, in small letters.
var taken = map[string]bool{"y": true, "n": true, "yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true}

// text writes a string, in quotes where it could be read as anything else.
func text(s string) string {
	if plain.MatchString(s) && !taken[strings.ToLower(s)] {
		return s
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always has a form
	quoted := strings.TrimSuffix(b.String(), "\n")
	return strings.NewReplacer("$", `\u0024`, "\u007f", `\u007f`).Replace(escapeHigh(quoted))
}

// escapeHigh writes characters that readers of YAML refuse or change, the controls
// between U+0080 and U+009F and what is none, as their numbers.
func escapeHigh(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= 0x80 && r <= 0x9f || r == 0xfeff || r == 0xfffe || r == 0xffff {
			b.WriteString(`\u` + strings.Repeat("0", 4-len(strconv.FormatInt(int64(r), 16))) + strconv.FormatInt(int64(r), 16))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
