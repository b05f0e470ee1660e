package pricelist

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"berth.dev/engine/diag"
	"berth.dev/engine/money"
	"berth.dev/engine/unit"
)

// Invalid is the error of a list that could not be read: every mistake found,
// with its place, in the order of the file.
type Invalid struct {
	// Problems are errors only, at least one.
	Problems diag.List
}

// Error returns the first mistake and how many follow.
func (e *Invalid) Error() string {
	text := e.Problems[0].Error()
	if more := len(e.Problems) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more)", more)
	}
	return text
}

// errFull stops reading when enough mistakes are known.
var errFull = errors.New("too many mistakes")

// reader collects mistakes while the nodes are read.
type reader struct {
	options  ReadOptions
	src      []byte
	problems diag.List
	// zeros are the prices that were 0, in words.
	zeros []string
}

func (r *reader) errorf(n *yaml.Node, summary, format string, args ...any) {
	if len(r.problems) < r.options.MaxProblems {
		at := r.pos(n)
		r.problems.Errorf(CodeInvalid, diag.Range{File: r.options.File, Start: at, End: at}, summary, format, args...)
	}
}

// pos returns the place of a node. The parser counts lines and columns; who
// underlines the source needs the byte too.
func (r *reader) pos(n *yaml.Node) diag.Pos {
	at, rest := 0, r.src
	for range n.Line - 1 {
		i := bytes.IndexByte(rest, '\n') + 1
		at, rest = at+i, rest[i:]
	}
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(rest)
		at, rest = at+size, rest[size:]
	}
	return diag.Pos{Line: n.Line, Column: n.Column, Byte: at}
}

// err returns what was collected, or nil.
func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	return &Invalid{r.problems}
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	keyAt *yaml.Node
	value *yaml.Node
}

// check walks the whole document, also the parts that are not taken, for what no
// part of a list may have.
func (r *reader) check(n *yaml.Node, depth int) error {
	if len(r.problems) >= r.options.MaxProblems {
		return errFull
	}
	if depth > r.options.MaxDepth {
		r.errorf(n, "Too deep", "More than %d blocks stand in each other; a price list has about 10.", r.options.MaxDepth)
		return errFull
	}
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		r.errorf(n, "Alias", "A price list has no anchors and aliases: write the value out.")
		return nil
	}
	if n.Kind == yaml.MappingNode {
		r.checkKeys(n)
	}
	for _, c := range n.Content {
		if err := r.check(c, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) checkKeys(n *yaml.Node) {
	first := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch line, twice := first[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			r.errorf(key, "Not a name", "A key must be a plain name.")
		case key.ShortTag() == "!!merge":
			r.errorf(key, "Alias", `A price list has no merge keys: write the values out.`)
		case twice:
			r.errorf(key, "Duplicate", "%q stands here twice; the first is in line %d. Which of the two is meant cannot be known.", clip(key.Value), line)
		default:
			first[key.Value] = key.Line
		}
	}
}

// entries returns the keys of a mapping in the order of the file. A value that is
// empty (null) has none; one that is no mapping is a mistake.
func (r *reader) entries(n *yaml.Node, what string) []entry {
	if n == nil || n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.errorf(n, "Wrong form", "%s must be a block of names and values.", what)
		return nil
	}
	out := make([]entry, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, entry{n.Content[i].Value, n.Content[i], n.Content[i+1]})
	}
	return out
}

// at follows keys down from a node; nil where one of them is not there.
func (r *reader) at(n *yaml.Node, keys ...string) *yaml.Node {
	for _, k := range keys {
		entries := r.entries(n, "What holds "+k)
		i := slices.IndexFunc(entries, func(e entry) bool { return e.key == k })
		if i < 0 {
			return nil
		}
		n = entries[i].value
	}
	return n
}

// longestText is how much text one value may hold, in bytes.
const longestText = 8 << 10

// text returns a value as text, "" where it is not there.
func (r *reader) text(n *yaml.Node, what string) string {
	if n == nil {
		return ""
	}
	if n.Kind != yaml.ScalarNode || len(n.Value) > longestText {
		r.errorf(n, "Wrong form", "%s must be text of at most %d bytes.", what, longestText)
		return ""
	}
	return n.Value
}

// longestNumber is how many characters a number may have.
const longestNumber = 40

// digits returns the digits of a number, "" and a mistake where it is none. Signs,
// exponents, underscores and leading zeros mean other things in other versions of
// YAML: they are refused, not guessed.
func (r *reader) digits(n *yaml.Node, what ...string) string {
	tag := n.ShortTag()
	if n.Kind != yaml.ScalarNode || tag != "!!int" && tag != "!!float" ||
		len(n.Value) > longestNumber || !isPlain(n.Value) {
		r.errorf(n, "Not a number", "%s must be a plain decimal number without sign, exponent or quotes, as in 0.34386288; it is %q.", strings.Join(what, " "), clip(n.Value))
		return ""
	}
	return n.Value
}

// price returns an exact amount. The zero Amount means that there is none: a
// mistake, which was reported, or a 0, which was kept in zeros.
func (r *reader) price(n *yaml.Node, what ...string) money.Amount {
	digits := r.digits(n, what...)
	if digits == "" {
		return money.Amount{}
	}
	a, err := money.ParseNumber(digits, currency)
	if err != nil {
		r.errorf(n, "Not a number", "%s: %v.", strings.Join(what, " "), err)
		return money.Amount{}
	}
	if a.IsZero() {
		r.zeros = append(r.zeros, strings.Join(what, " "))
		return money.Amount{}
	}
	return a
}

// size returns a number of cores or GiB that must be more than nothing.
func (r *reader) size(n *yaml.Node, what string) float64 {
	if n == nil {
		return 0
	}
	digits := r.digits(n, what)
	if digits == "" {
		return 0
	}
	v, ok := unit.ParseNumber(digits)
	if !ok || v == 0 || v > 1e6 {
		r.errorf(n, "Not a size", "%s must be more than 0 and at most 1000000; it is %s.", what, digits)
		return 0
	}
	return v
}

// name tells whether a key may become a name in a price book; names there are DNS
// labels.
func (r *reader) name(e entry, what string) bool {
	if isName(e.key) {
		return true
	}
	r.errorf(e.keyAt, "Not a name", "%s must be small letters, digits and dashes, at most 63; it is %q.", what, clip(e.key))
	return false
}

// isPlain tells whether s is a decimal number as the list writes them.
func isPlain(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	const digits = "0123456789"
	return whole != "" && strings.Trim(whole, digits) == "" && (len(whole) == 1 || whole[0] != '0') &&
		point == (fraction != "") && strings.Trim(fraction, digits) == ""
}

// isName tells whether s is a name as workspaces have them.
func isName(s string) bool {
	return s != "" && len(s) <= 63 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" &&
		s[0] != '-' && s[len(s)-1] != '-'
}

// clip keeps what is quoted from a file short.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
