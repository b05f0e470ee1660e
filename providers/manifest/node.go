package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	yamlv3 "go.yaml.in/yaml/v3"
)

// Nodes parses YAML of any kind into one node for each document that says something,
// after the limits: a text that passes is safe to walk, with its aliases followed. The
// error says the line where it can.
func (l Limits) Nodes(text []byte) (docs []*yamlv3.Node, err error) {
	// The parser is others' code and gets hostile input.
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, fmt.Errorf("YAML's parser failed: %v", r)
		}
	}()
	if line, err := l.checkText(text); err != nil {
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	if err := l.checkValues(text, false); err != nil {
		return nil, err
	}
	if line, err := l.checkLines(text); err != nil {
		return nil, fmt.Errorf("line %d: %w", line, err)
	}
	for d := yamlv3.NewDecoder(bytes.NewReader(text)); len(docs) <= l.Objects; {
		n := new(yamlv3.Node)
		switch err := d.Decode(n); {
		case errors.Is(err, io.EOF):
			return docs, nil
		case err != nil:
			return nil, err
		}
		if err := (&aliasWalk{limits: l}).visit(n, 0, false); err != nil {
			return nil, err
		}
		if n.Kind == yamlv3.DocumentNode && len(n.Content) == 1 && n.Content[0].Tag != "!!null" {
			docs = append(docs, n.Content[0])
		}
	}
	return nil, fmt.Errorf("it has more than %d documents", l.Objects)
}
