package kustomize

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	yamlv3 "go.yaml.in/yaml/v3"
)

// check looks at YAML before kustomize does: every document must be well formed, not
// too deep, say nothing twice, and repeat little through aliases.
func (s *scan) check(name string, data []byte) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("%s: it is not UTF-8", name)
	}
	d := yamlv3.NewDecoder(bytes.NewReader(data))
	for {
		var n yamlv3.Node
		err := decode(d, &n)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		w := walk{limits: s.limits}
		if err := w.visit(&n, 0, false); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.secret = s.secret || w.secret
	}
}

// decode reads one document. YAML's own words name anchors, and what was meant as a
// password may have been read as one: they are replaced.
func decode(d *yamlv3.Decoder, n *yamlv3.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("YAML's parser fails on it")
		}
	}()
	err = d.Decode(n)
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return err
	case strings.Contains(err.Error(), "anchor"):
		return errors.New("an alias (a value that begins with *) names nothing. Put the value in quotes if it is text")
	}
	return errors.New(clip(strings.TrimPrefix(err.Error(), "yaml: ")))
}

// walk follows a document and its aliases.
type walk struct {
	limits  Limits
	aliased int
	// secret is true where something in the document is a Secret.
	secret bool
}

func (w *walk) visit(n *yamlv3.Node, depth int, aliased bool) error {
	if depth > w.limits.Depth {
		return fmt.Errorf("line %d: it nests too deep; no object of Kubernetes needs that", n.Line)
	}
	if aliased {
		if w.aliased++; w.aliased > w.limits.Aliased {
			return fmt.Errorf("line %d: aliases repeat more than %d values", n.Line, w.limits.Aliased)
		}
	}
	if n.Kind == yamlv3.AliasNode {
		return w.visit(n.Alias, depth+1, true)
	}
	if n.Kind == yamlv3.MappingNode {
		if err := once(n); err != nil {
			return err
		}
		w.secret = w.secret || isSecret(n)
	}
	for _, c := range n.Content {
		if err := w.visit(c, depth+1, aliased); err != nil {
			return err
		}
	}
	return nil
}

// once checks that no member of a map stands twice: readers differ in which one they
// keep.
func once(n *yamlv3.Node) error {
	seen := make(map[string]bool, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yamlv3.ScalarNode {
			return fmt.Errorf("line %d: a key must be plain text", key.Line)
		}
		if seen[key.Value] {
			return fmt.Errorf("line %d: the key %q stands twice", key.Line, clip(key.Value))
		}
		seen[key.Value] = true
	}
	return nil
}

// isSecret tells whether a map is a Secret, or a patch of one.
func isSecret(n *yamlv3.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		value := n.Content[i+1]
		if value.Kind == yamlv3.AliasNode {
			value = value.Alias
		}
		if n.Content[i].Value == "kind" && value.Value == "Secret" {
			return true
		}
	}
	return false
}
