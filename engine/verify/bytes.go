package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// maxDepth is how deep brackets may stand in each other; the format needs 9.
const maxDepth = 12

// decode reads a file after its limits are checked.
func decode(raw []byte, maxBytes int) (*file, error) {
	if len(raw) > maxBytes {
		return nil, fmt.Errorf("no plan that can be checked: %d bytes, and at most %d are read", len(raw), maxBytes)
	}
	if err := scan(raw); err != nil {
		return nil, fmt.Errorf("no plan that can be checked: %w", err)
	}
	f := &file{}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return nil, fmt.Errorf("no plan that can be checked: %w", err)
	}
	if f.Format != format {
		return nil, fmt.Errorf("no plan that can be checked: its format is %q, and %q is read", f.Format, format)
	}
	return f, nil
}

// scan limits depth, and refuses empty objects: the format has none, and a million
// of them would take few bytes and much memory.
func scan(raw []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return fmt.Errorf("brackets stand %d deep", depth)
			}
			if c == '{' && i+1 < len(raw) && raw[i+1] == '}' {
				return errors.New("an object without members")
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// bytes proves that content and bytes belong to each other one to one: writing what
// was read gives the same bytes. That excludes at once unknown, missing, misspelt,
// repeated or disordered members, spaces, other ways to write a number or a letter,
// null for a number, lists too long or too short for their place, and anything after
// the end.
func (s *subject) bytes(c *findings, raw []byte) string {
	again, err := encode(s.f)
	if err != nil {
		c.add("it cannot be written again: %v", err)
		return ""
	}
	if !bytes.Equal(again, raw) {
		at := 0
		for at < min(len(again), len(raw)) && again[at] == raw[at] {
			at++
		}
		c.add("byte %d of %d is not what a plan with this content has there", at, len(raw))
	}
	return fmt.Sprintf("%s bytes", widen(int64(len(raw))))
}

// digest proves that the digest is that of the same bytes without it.
func (s *subject) digest(c *findings) string {
	bare := *s.f
	bare.Digest = ""
	raw, err := encode(&bare)
	if err != nil {
		c.add("it cannot be written again: %v", err)
		return ""
	}
	sum := sha256.Sum256(raw)
	if is := "sha256:" + hex.EncodeToString(sum[:]); is != s.f.Digest {
		c.add("the content has %s, and the file says %q", is, s.f.Digest)
	}
	return s.f.Digest
}

// encode writes the canonical bytes; a digest that is empty is left out.
func encode(f *file) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(f)
	return out.Bytes(), err
}
