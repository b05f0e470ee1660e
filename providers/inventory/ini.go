package inventory

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// readINI reads an inventory in Ansible's INI form.
func (w *world) readINI(text []byte, l manifest.Limits) error {
	if !utf8.Valid(text) {
		return errors.New("it is not UTF-8. Save it as UTF-8")
	}
	at, kind := w.group("ungrouped"), ""
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if len(line) > l.ValueBytes {
			return fmt.Errorf("line %d: it has %d bytes; a line may have %d", number, len(line), l.ValueBytes)
		}
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if name, rest, ok := section(line); ok {
			if rest != "" && rest[0] != '#' {
				return fmt.Errorf("line %d: %q follows the name of a group", number, tree.Short(rest))
			}
			name, kind, _ = strings.Cut(name, ":")
			if kind != "" && kind != "vars" && kind != "children" {
				return fmt.Errorf("line %d: a section is [group], [group:vars] or [group:children]; this one is of %q", number, tree.Short(kind))
			}
			at = w.group(name)
			continue
		}
		if err := w.line(at, kind, line, l); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
	}
	return nil
}

// section reads the head of a section. A host's line may begin with a bracket too: an
// IPv6 address, or a range.
func section(line string) (name, rest string, ok bool) {
	inner, ok := strings.CutPrefix(line, "[")
	if !ok {
		return "", "", false
	}
	name, rest, ok = strings.Cut(inner, "]")
	if !ok || strings.HasPrefix(ranged.FindString(line), "["+name) || strings.Count(name, ":") > 1 {
		return "", "", false
	}
	return strings.TrimSpace(name), strings.TrimSpace(rest), true
}

// line reads a line of a section.
func (w *world) line(g *group, kind, line string, l manifest.Limits) error {
	switch kind {
	case "children":
		name, _, _ := strings.Cut(line, "#")
		name = strings.TrimSpace(name)
		w.group(name)
		g.children = append(g.children, name)
		return nil
	case "vars":
		key, value, ok := strings.Cut(line, "=")
		if !ok {
			return errors.New("a variable has no value: write it as name=value")
		}
		g.vars[strings.TrimSpace(key)] = literal(strings.TrimSpace(value), l)
		return nil
	}
	words, err := split(line)
	if err != nil || len(words) == 0 {
		return err
	}
	names, err := expand(words[0])
	if err != nil {
		return err
	}
	for _, name := range names {
		name, port := withPort(name)
		vars, err := w.host(name, g)
		if err != nil {
			return err
		}
		if port != "" {
			vars["ansible_port"] = &tree.Value{Kind: tree.Text, Text: port}
		}
		for _, word := range words[1:] {
			key, value, ok := strings.Cut(word, "=")
			if !ok {
				// It is not shown: it may be the rest of a password with a space in it.
				return errors.New("a word after the host's name is no variable: write each as name=value, in quotes where it has spaces")
			}
			vars[key] = literal(value, l)
		}
	}
	return nil
}

// literal reads a value of INI: a mapping or list in brackets, or text, perhaps in
// quotes. Python's words are YAML's for all that is read here.
func literal(s string, l manifest.Limits) *tree.Value {
	if strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "{{") || strings.HasPrefix(s, "[") {
		if docs, err := tree.Parse([]byte(s), l); err == nil && len(docs) == 1 {
			return docs[0]
		}
	}
	if n := len(s); n > 1 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		s = s[1 : n-1]
	}
	return &tree.Value{Kind: tree.Text, Text: s}
}

// split takes a line apart as a shell does: words, quotes, and comments.
func split(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	inside, quote := false, byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == '"' && c == '\\' && i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\'):
			i++
			word.WriteByte(line[i])
		case quote != 0:
			word.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inside = c, true
		case c == '\\' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
			inside = true
		case c == '#' && !inside:
			return out, nil
		case c == ' ' || c == '\t':
			if inside {
				out = append(out, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteByte(c)
			inside = true
		}
	}
	if quote != 0 {
		return nil, errors.New("a quote is not closed")
	}
	if inside {
		out = append(out, word.String())
	}
	return out, nil
}
