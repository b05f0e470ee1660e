package kube

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"berth.dev/engine/object"
)

// decoder reads the API server's JSON into plain values: maps, slices, strings,
// bools, int64 and float64.
type decoder struct {
	*jsontext.Decoder
	// words are the short strings seen, names of members and values, by their JSON.
	words map[string]any
	// trees are the field sets of managedFields seen, by their bytes.
	trees map[string]any
}

const (
	// maxWord is the longest string that is kept once for all who have it.
	maxWord = 64
	// maxDepth is how deeply values may stand in each other. Objects have some twenty
	// levels.
	maxDepth = 200
)

func newDecoder(r io.Reader) *decoder {
	return &decoder{Decoder: jsontext.NewDecoder(r), words: map[string]any{}, trees: map[string]any{}}
}

// readObject reads one object.
func readObject(r io.Reader) (object.Object, error) {
	d := newDecoder(r)
	v, err := d.value("")
	if err != nil {
		return nil, whole(err)
	}
	o, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("it is no object")
	}
	return o, nil
}

// whole says that an end was too early, in place of a bare EOF.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// value reads what comes next; name is the member that it stands under.
func (d *decoder) value(name string) (any, error) {
	switch d.PeekKind() {
	case '{':
		if name == "fieldsV1" {
			return d.tree()
		}
		return d.object()
	case '[':
		return d.array()
	case '"':
		return d.word()
	}
	t, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch t.Kind() {
	case 'n':
		return nil, nil
	case 't', 'f':
		return t.Bool(), nil
	}
	return number(t.String())
}

// object reads a map.
func (d *decoder) object() (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	if d.StackDepth() > maxDepth {
		return nil, fmt.Errorf("more than %d values stand in each other", maxDepth)
	}
	m := map[string]any{}
	for d.PeekKind() != '}' {
		word, err := d.word()
		if err != nil {
			return nil, err
		}
		name := word.(string) // the decoder takes nothing else for a name
		if m[name], err = d.value(name); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return m, err
}

// array reads a slice.
func (d *decoder) array() (any, error) {
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	if d.StackDepth() > maxDepth {
		return nil, fmt.Errorf("more than %d values stand in each other", maxDepth)
	}
	list := []any{}
	for d.PeekKind() != ']' {
		v, err := d.value("")
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.ReadToken()
	return list, err
}

// tree reads a set of fields. Thousands of objects have the same few sets, which are
// larger than all the rest of them: each is built once and shared.
func (d *decoder) tree() (any, error) {
	raw, err := d.ReadValue()
	if err != nil {
		return nil, err
	}
	if v, ok := d.trees[string(raw)]; ok {
		return v, nil
	}
	key := string(raw)
	inner := decoder{Decoder: jsontext.NewDecoder(strings.NewReader(key)), words: d.words, trees: d.trees}
	v, err := inner.value("")
	if err == nil {
		d.trees[key] = v
	}
	return v, err
}

// word reads a string, and keeps one copy of each short one.
func (d *decoder) word() (any, error) {
	raw, err := d.ReadValue()
	if err != nil {
		return nil, err
	}
	if w, ok := d.words[string(raw)]; ok {
		return w, nil
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return nil, err
	}
	if len(raw) > maxWord {
		return string(text), nil
	}
	w := any(string(text))
	d.words[string(raw)] = w
	return w, nil
}

// number is an int64 where it is one, as in everything that a schema calls an integer.
func number(s string) (any, error) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return nil, fmt.Errorf("%s is no number that can be kept", s)
	}
	return f, nil
}
