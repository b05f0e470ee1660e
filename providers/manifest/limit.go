package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	yamlv3 "go.yaml.in/yaml/v3"
)

// Limits bound what the parsers are given.
type Limits struct {
	// SourceBytes is the size of one file, TotalBytes that of all.
	SourceBytes, TotalBytes int
	// Files is how many files a folder may give.
	Files int
	// Objects is how many documents and list items there may be in all.
	Objects int
	// Values is how many values one source may have, counted by its commas and, in
	// YAML, its lines. A parser takes some 300 bytes for each.
	Values int
	// Depth is how deep one document may nest.
	Depth int
	// ValueBytes is the size of one value, and of one line. A cluster cannot hold
	// an object of more than 1.5 MiB.
	ValueBytes int
	// Aliased is how many values a document may repeat through YAML aliases.
	Aliased int
}

// DefaultLimits are what the objects of a large cluster stay below.
func DefaultLimits() Limits {
	return Limits{
		SourceBytes: 64 << 20, TotalBytes: 256 << 20, Files: 20_000, Objects: 200_000,
		Values: 2_000_000, Depth: 100, ValueBytes: 2 << 20, Aliased: 10_000,
	}
}

// errDeep is said of a document that nests deeper than anything of Kubernetes.
var errDeep = errors.New("it nests too deep; no object of Kubernetes needs that")

// checkText looks at a source before any parser does. It returns the line of
// the first thing wrong, counted from 1.
func (l Limits) checkText(b []byte) (line int, err error) {
	if len(b) > l.SourceBytes {
		return 1, fmt.Errorf("it has %d bytes; a file may have %d. Give it in parts", len(b), l.SourceBytes)
	}
	if !utf8.Valid(b) {
		return 1 + bytes.Count(b[:firstBadByte(b)], []byte("\n")), errors.New("it is not UTF-8. Save it as UTF-8")
	}
	return 0, nil
}

func firstBadByte(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

// checkValues counts what may begin a value, before a parser takes memory for
// each.
func (l Limits) checkValues(b []byte, json bool) error {
	n := bytes.Count(b, []byte(","))
	if !json {
		n += bytes.Count(b, []byte("\n"))
	}
	if n > l.Values {
		return fmt.Errorf("it has some %d values; a file may have %d. Give it in parts", n, l.Values)
	}
	return nil
}

// checkLines refuses a line that is longer than any value may be. YAML's parser
// would read it to the end first.
func (l Limits) checkLines(b []byte) (line int, err error) {
	for line = 1; len(b) > 0; line++ {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			end = len(b)
		}
		if end > l.ValueBytes {
			return line, fmt.Errorf("the line has %d bytes; it may have %d", end, l.ValueBytes)
		}
		b = b[min(end+1, len(b)):]
	}
	return 0, nil
}

// checkJSON counts brackets outside of text, so that nothing recursive sees what
// nests too deep.
func (l Limits) checkJSON(b []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > l.Depth {
				return errDeep
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// checkYAML parses one document into nodes, which repeats nothing, and follows
// aliases as far as the limits allow. A document that passes is safe to convert.
func (l Limits) checkYAML(b []byte) error {
	d := yamlv3.NewDecoder(bytes.NewReader(b))
	var n yamlv3.Node
	if err := d.Decode(&n); err != nil {
		return err
	}
	w := aliasWalk{limits: l}
	if err := w.visit(&n, 0, false); err != nil {
		return err
	}
	// The conversion reads one document and would lose a second one.
	if err := d.Decode(new(yamlv3.Node)); !errors.Is(err, io.EOF) {
		return errors.New(`a second document begins without a line "---"`)
	}
	return nil
}

// aliasWalk counts what a document would become with its aliases followed.
type aliasWalk struct {
	limits  Limits
	aliased int
}

func (w *aliasWalk) visit(n *yamlv3.Node, depth int, aliased bool) error {
	if depth > w.limits.Depth {
		return errDeep
	}
	if len(n.Value) > w.limits.ValueBytes {
		return fmt.Errorf("line %d: a value has %d bytes; it may have %d", n.Line, len(n.Value), w.limits.ValueBytes)
	}
	if aliased {
		if w.aliased++; w.aliased > w.limits.Aliased {
			return fmt.Errorf("line %d: aliases (*name) repeat more than %d values", n.Line, w.limits.Aliased)
		}
	}
	if n.Kind == yamlv3.AliasNode {
		return w.visit(n.Alias, depth+1, true)
	}
	for _, c := range n.Content {
		if err := w.visit(c, depth+1, aliased); err != nil {
			return err
		}
	}
	return nil
}
