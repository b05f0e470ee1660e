package tree

import (
	"fmt"
	"strconv"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"

	"berth.dev/providers/manifest"
)

// DefaultLimits are what files that people write stay far below.
func DefaultLimits() manifest.Limits {
	l := manifest.DefaultLimits()
	l.SourceBytes, l.TotalBytes, l.Files, l.Objects, l.Values, l.ValueBytes = 4<<20, 64<<20, 2000, 2000, 200_000, 1<<20
	return l
}

// Parse reads all documents of a text that say something.
func Parse(text []byte, l manifest.Limits) ([]*Value, error) {
	nodes, err := l.Nodes(text)
	if err != nil {
		return nil, fmt.Errorf("it is not YAML that can be read: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var out []*Value
	for _, n := range nodes {
		v, err := value(n)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// value turns a node and all below it. The limits have bounded its depth and its
// aliases.
func value(n *yamlv3.Node) (*Value, error) {
	line := n.Line
	for n.Kind == yamlv3.AliasNode {
		n = n.Alias
	}
	v := &Value{Line: line}
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		v.Tag = n.Tag
	}
	switch n.Kind {
	case yamlv3.MappingNode:
		v.Kind = Map
		return v, v.fill(n)
	case yamlv3.SequenceNode:
		v.Kind = List
		for _, c := range n.Content {
			item, err := value(c)
			if err != nil {
				return nil, err
			}
			v.Items = append(v.Items, item)
		}
		return v, nil
	}
	v.Text = n.Value
	switch n.ShortTag() {
	case "!!null":
		v.Text = ""
	case "!!bool":
		v.Kind = Bool
	case "!!int":
		v.Kind, v.Text = Number, decimal(n.Value)
	case "!!float":
		v.Kind = Number
	default: // dates are text in JSON, which these formats mean
		v.Kind = Text
	}
	return v, nil
}

// decimal writes an integer of YAML as other programs read it: 0o10 and 0x8 are 8.
func decimal(s string) string {
	if n, err := strconv.ParseInt(strings.ReplaceAll(s, "_", ""), 0, 64); err == nil {
		return strconv.FormatInt(n, 10)
	}
	return s
}

// fill reads the members of a mapping. What is merged into it (<<) gives way to what
// it says itself.
func (v *Value) fill(n *yamlv3.Node) error {
	var merged []*yamlv3.Node
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		for k.Kind == yamlv3.AliasNode {
			k = k.Alias
		}
		if k.Tag == "!!merge" {
			merged = append(merged, n.Content[i+1])
			continue
		}
		if k.Kind != yamlv3.ScalarNode {
			return fmt.Errorf("line %d: a key must be text", n.Content[i].Line)
		}
		if seen[k.Value] {
			return fmt.Errorf("line %d: the key %q is said twice", n.Content[i].Line, Short(k.Value))
		}
		seen[k.Value] = true
		inner, err := value(n.Content[i+1])
		if err != nil {
			return err
		}
		v.Members = append(v.Members, Member{k.Value, n.Content[i].Line, inner})
	}
	for _, m := range merged {
		if err := v.merge(m, seen); err != nil {
			return err
		}
	}
	return nil
}

// merge adds the members of a mapping, or of each of a list of them, that are not
// there yet.
func (v *Value) merge(n *yamlv3.Node, seen map[string]bool) error {
	from, err := value(n)
	if err != nil {
		return err
	}
	all := []*Value{from}
	if from.Kind == List {
		all = from.Items
	}
	for _, one := range all {
		if one.Kind != Map {
			return fmt.Errorf("line %d: only a mapping can be merged with <<", n.Line)
		}
		for _, m := range one.Members {
			if !seen[m.Key] {
				seen[m.Key] = true
				v.Members = append(v.Members, m)
			}
		}
	}
	return nil
}
