package score

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"berth.dev/engine/diag"
	"berth.dev/providers/manifest"
	"berth.dev/providers/tree"
)

// checker collects what of one file is not as the specification has it.
type checker struct {
	file  string
	diags diag.List
}

// mostMistakes is how many mistakes of one file are reported.
const mostMistakes = 100

func (c *checker) errorf(line int, summary, format string, args ...any) {
	if len(c.diags) < mostMistakes {
		c.diags.Errorf(manifest.CodeObject, place(c.file, line), summary, format, args...)
	}
}

func place(file string, line int) diag.Range {
	p := diag.Pos{Line: line, Column: 1}
	return diag.Range{File: file, Start: p, End: p}
}

// check holds a value against its shape. at is its place as a path of keys.
func (c *checker) check(v *tree.Value, s *shape, at string) {
	switch {
	case s.any:
		return
	case s.or != nil && v.Kind == s.or.kind:
		c.check(v, s.or, at)
		return
	case v.Kind != s.kind:
		c.errorf(v.Line, "Wrong kind of value", "%s must be %s; it is %s.%s", at, s.kind, v.Kind, quoteIt(v, s))
		return
	}
	switch v.Kind {
	case tree.Text:
		c.text(v.Line, v.Text, s, at)
	case tree.Number:
		if n, ok := v.Int(); s.high > 0 && (!ok || n < s.low || n > s.high) {
			c.errorf(v.Line, "Number out of bounds", "%s must be a whole number from %d to %d.", at, s.low, s.high)
		}
	case tree.List:
		for i, item := range v.Items {
			c.check(item, s.of, fmt.Sprintf("%s[%d]", at, i))
		}
	case tree.Map:
		c.members(v, s, at)
	}
}

// quoteIt tells how to mend what YAML takes for another kind than was meant.
func quoteIt(v *tree.Value, s *shape) string {
	if s.kind == tree.Text && (v.Kind == tree.Number || v.Kind == tree.Bool) {
		return fmt.Sprintf(" Write it in quotes: %q.", tree.Short(v.Text))
	}
	return ""
}

func (c *checker) text(line int, t string, s *shape, at string) {
	n := utf8.RuneCountInString(t)
	switch {
	case n < s.least:
		c.errorf(line, "Too short", "%s must have %d characters at least.", at, s.least)
	case s.most > 0 && n > s.most:
		c.errorf(line, "Too long", "%s may have %d characters; it has %d.", at, s.most, n)
	case s.form != nil && !s.form.MatchString(t):
		c.errorf(line, "Wrong form", "%s must be %s; it is %q.", at, s.formWords, tree.Short(t))
	case len(s.words) > 0 && !slices.Contains(s.words, t):
		c.errorf(line, "Unknown word", "%s must be %s; it is %q.", at, strings.Join(s.words, " or "), tree.Short(t))
	}
}

func (c *checker) members(v *tree.Value, s *shape, at string) {
	known := slices.Sorted(maps.Keys(s.members))
	below := func(key string) string { return strings.TrimPrefix(at+"."+tree.Short(key), ".") }
	for _, m := range v.Members {
		inner, ok := s.members[m.Key]
		if !ok {
			inner = s.of
		}
		if inner == nil || slices.Contains(s.none, m.Key) {
			c.errorf(m.Line, "Not part of Score", "%s is no word of score.dev/v1b1. %s", below(m.Key), diag.Meant(tree.Short(m.Key), known))
			continue
		}
		if !ok && s.keys != nil {
			c.text(m.Line, m.Key, s.keys, "the name "+below(m.Key))
		}
		c.check(m.Value, inner, below(m.Key))
	}
	for _, key := range s.need {
		if v.Get(key) == nil {
			c.errorf(v.Line, "Missing", "%s is missing.", below(key))
		}
	}
	if s.filled && len(v.Members) == 0 {
		c.errorf(v.Line, "Empty", "%s must have one member at least.", at)
	}
	c.choice(v, s, at)
}

// choice checks members of which there must be one.
func (c *checker) choice(v *tree.Value, s *shape, at string) {
	count := func(keys []string) (n int) {
		for _, key := range keys {
			if v.Get(key) != nil {
				n++
			}
		}
		return n
	}
	if len(s.oneOf) > 0 && count(s.oneOf) != 1 {
		c.errorf(v.Line, "One of several", "%s must have exactly one of %s.", at, strings.Join(s.oneOf, ", "))
	}
	if len(s.anyOf) > 0 && count(s.anyOf) == 0 {
		c.errorf(v.Line, "One of several", "%s must have %s.", at, strings.Join(s.anyOf, " or "))
	}
}
