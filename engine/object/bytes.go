package object

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	strictjson "sigs.k8s.io/json"
)

const (
	// MaxBytes is the length of the longest object that is read or written: what
	// etcd takes by default.
	MaxBytes = 3 << 19
	// MaxDepth is how deep maps and lists may stand in one another. Pods, the deepest
	// of what is known, stay below 20.
	MaxDepth = 64
)

// exact is the greatest whole number up to which a float64 loses no digit.
const exact = 1 << 53

// Parse reads one object from JSON. A member named twice, a number that would lose
// digits, and text that is not UTF-8 are errors: each is a way for two readers to
// see two things in the same bytes.
func Parse(data []byte) (Object, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("an object has %d bytes, the most is %d", len(data), MaxBytes)
	}
	if !utf8.Valid(data) {
		return nil, errors.New("an object is not UTF-8")
	}
	if depth(data) > MaxDepth {
		return nil, fmt.Errorf("an object is more than %d levels deep", MaxDepth)
	}
	var m map[string]any
	twice, err := strictjson.UnmarshalStrict(data, &m)
	if err != nil {
		return nil, fmt.Errorf("an object is not JSON: %w", err)
	}
	if len(twice) > 0 {
		return nil, fmt.Errorf("an object says something twice: %w", twice[0])
	}
	if m == nil {
		return nil, errors.New("an object must be a JSON object, not null")
	}
	if err := settle(m); err != nil {
		return nil, fmt.Errorf("%s: %w", Object(m).Ref(), err)
	}
	return m, nil
}

// depth is how deep the brackets of JSON stand; those in strings do not count.
func depth(data []byte) (deepest int) {
	now, inside := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inside && c == '\\':
			i++
		case c == '"':
			inside = !inside
		case inside:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// settle makes whole numbers int64, so that 1.0 and 1 are the same object, and
// refuses those that are none exactly.
func settle(v any) (err error) {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if v[key], err = number(v[key]); err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
		}
	case []any:
		for i, e := range v {
			if v[i], err = number(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func number(v any) (any, error) {
	f, ok := v.(float64)
	switch {
	case !ok:
		return v, settle(v)
	case f != math.Trunc(f):
		return f, nil
	case math.Abs(f) > exact:
		return nil, fmt.Errorf("the number %g has more digits than can be kept", f)
	}
	return int64(f), nil
}

// Bytes are the canonical bytes of an object: one line of JSON with sorted members.
// Two objects with the same content have the same bytes.
func (o Object) Bytes() ([]byte, error) {
	m := map[string]any(o)
	if hasFloat(m) {
		m = o.Copy()
		if err := settle(m); err != nil {
			return nil, fmt.Errorf("%s: %w", o.Ref(), err)
		}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("%s: %w", o.Ref(), err)
	}
	line := bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	if len(line) > MaxBytes {
		return nil, fmt.Errorf("%s: has %d bytes, the most is %d: split it", o.Ref(), len(line), MaxBytes)
	}
	return line, nil
}

// hasFloat tells whether a number is in there that Parse might have read as another
// type; hardly any object has one.
func hasFloat(v any) bool {
	switch v := v.(type) {
	case float64:
		return true
	case map[string]any:
		for _, e := range v {
			if hasFloat(e) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(v, hasFloat)
	}
	return false
}

// Digest names the content of an object: "sha256:" and the hexadecimal SHA-256 of its
// canonical bytes; "" for no object. A digest of a Secret gives short values away to
// whoever tries them all: seal the values first (package seal).
func (o Object) Digest() (string, error) {
	if o == nil {
		return "", nil
	}
	line, err := o.Bytes()
	if err != nil {
		return "", err
	}
	return digest(line), nil
}

func digest(line []byte) string {
	sum := sha256.Sum256(line)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// Copy is a deep copy: nothing that is done to it is seen in o.
func (o Object) Copy() Object {
	m, _ := duplicate(map[string]any(o)).(map[string]any)
	return m
}

func duplicate(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if v == nil {
			return v
		}
		out := make(map[string]any, len(v))
		for key, e := range v {
			out[key] = duplicate(e)
		}
		return out
	case []any:
		if v == nil {
			return v
		}
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = duplicate(e)
		}
		return out
	}
	return v
}
