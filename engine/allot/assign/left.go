package assign

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"berth.dev/engine/diag"
)

// Left says what rows that nothing takes were paid for: alike rows are told, and would
// be given to somebody, together.
type Left struct {
	// What is for people. Advice is a rule to paste behind those of the bill.
	What, Advice string
}

// advised keeps what advice has cost so far, and the labels it used.
type advised struct {
	compared int
	labels   map[string]bool
}

// mostCompared is how many names are looked at for one that is near, in all of a bill:
// thousands of wrong labels in a fleet of thousands would take minutes.
const mostCompared = 200_000

// Same are the values by which a row that nothing takes is told: rows in which they are
// the same belong together.
func (r *Rules) Same(keys []string) string {
	var b strings.Builder
	for _, at := range r.parts(keys) {
		// A length before each value: no label, whatever it holds, looks like two.
		v := value(keys, at)
		fmt.Fprintf(&b, "%d:%d:%s", at, len(v), v)
	}
	return b.String()
}

// parts are the places of the keys by which a row is told: names, and where all of them
// are empty also what tells it else.
func (r *Rules) parts(keys []string) []int {
	if r.named(keys) {
		return r.left
	}
	return slices.Concat(r.left, r.telling)
}

// named tells whether any key of names has a value.
func (r *Rules) named(keys []string) bool {
	return slices.ContainsFunc(r.left, func(at int) bool { return value(keys, at) != "" })
}

// Tell says what a row that nothing takes was paid for, and advises a rule.
func (r *Rules) Tell(keys []string) Left {
	var said, lacks []string
	var match [][2]string
	first := ""
	for _, at := range r.parts(keys) {
		v := value(keys, at)
		match = append(match, [2]string{word(r.keys[at]), quote(v)})
		if v == "" {
			lacks = append(lacks, r.keys[at])
			continue
		}
		if first == "" {
			first = v
		}
		said = append(said, fmt.Sprintf("%s %q", r.keys[at], clip(v)))
	}
	what := strings.Join(said, ", ")
	switch {
	case what == "":
		what = "rows that say nothing"
	case len(lacks) > 0:
		what += " without " + strings.Join(lacks, " and ")
	}
	return Left{What: what, Advice: r.advise(first, match)}
}

// advise writes a rule that matches keys with values, set as the language's own
// formatter sets it.
func (r *Rules) advise(value string, match [][2]string) string {
	service := `"…" # or product, or team`
	if r.advised.compared += len(r.w.Services); value != "" && r.advised.compared <= mostCompared {
		if near := diag.Nearest(value, r.services()); near != "" {
			service = fmt.Sprintf("%q # or another, or a product, or a team", near)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "assign %q {\n", r.label(value))
	if len(match) == 1 {
		fmt.Fprintf(&b, "  match   = { %s = %s }\n", match[0][0], match[0][1])
	} else {
		width := 0
		for _, m := range match {
			width = max(width, len(m[0]))
		}
		b.WriteString("  match = {\n")
		for _, m := range match {
			fmt.Fprintf(&b, "    %-*s = %s\n", width, m[0], m[1])
		}
		b.WriteString("  }\n")
	}
	fmt.Fprintf(&b, "  service = %s\n}\n", service)
	return b.String()
}

func (r *Rules) services() []string {
	out := make([]string, len(r.w.Services))
	for i, s := range r.w.Services {
		out[i] = s.Name
	}
	return out
}

// longestLabel is how long the name of a block may be.
const longestLabel = 63

// label makes a name for a rule, one that no other rule of the bill has.
func (r *Rules) label(value string) string {
	if r.advised.labels == nil {
		r.advised.labels = map[string]bool{}
		for _, a := range r.bill.Assigns {
			r.advised.labels[a.Name] = true
		}
	}
	var b strings.Builder
	for _, c := range strings.ToLower(value) {
		if b.Len() > longestLabel-8 {
			break // leaves room for a number
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	base := strings.Trim(b.String(), "-")
	if base == "" {
		base = "rest"
	}
	label := base
	for n := 2; r.advised.labels[label]; n++ {
		label = fmt.Sprintf("%s-%d", base, n)
	}
	r.advised.labels[label] = true
	return label
}

// word writes a key on the left of an equals sign.
func word(key string) string {
	plain := func(c rune) bool { return c == '_' || c >= 'a' && c <= 'z' }
	if strings.IndexFunc(key, func(c rune) bool { return !plain(c) }) < 0 {
		return key
	}
	return quote(key)
}

// longestQuoted is how much of a value stands in a rule.
const longestQuoted = 1000

// quote writes a value as specs have it. What specs cannot hold, as control characters,
// becomes "*", which matches it.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	star := func() {
		if !strings.HasSuffix(b.String(), "*") {
			b.WriteByte('*')
		}
	}
	for i, c := range s {
		if i > longestQuoted {
			star()
			break
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == utf8.RuneError && size == 1, unicode.IsControl(c):
			star()
		case (c == '$' || c == '%') && strings.HasPrefix(s[i+1:], "{"):
			b.WriteRune(c)
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
