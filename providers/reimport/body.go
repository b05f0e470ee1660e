package reimport

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// body is what stands between the braces of a block, or the whole of a file.
type body struct {
	src   []byte
	items []*item
	// open and close are where the inside begins and ends; of a block, behind its
	// opening brace and before its closing one.
	open, close int
	top         bool
}

// item is an attribute or a block with the comment above it.
type item struct {
	// key tells it from the others of its body, and word is its part of a path.
	key, word string
	// named says that it is a block with labels: a thing of its own.
	named bool
	src   []byte
	// lead is where its comment begins, start where its own line does, and end is
	// behind the end of its last line.
	lead, start, end int
	// expr is an attribute's value, from and to where it stands; inner is a block's
	// inside.
	expr     hclsyntax.Expression
	from, to int
	inner    *body
}

// parse reads a file whose nesting was looked at before.
func parse(name string, src []byte) (*body, error) {
	file, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fmt.Errorf("%s: it cannot be read: %s. Mend it first", name, diags.Errs()[0])
	}
	b := newBody(src, file.Body.(*hclsyntax.Body), 0, len(src)) // what hclsyntax makes
	b.top = true
	return b, nil
}

// newBody lays out what stands between two places.
func newBody(src []byte, from *hclsyntax.Body, open, end int) *body {
	b := &body{src: src, open: open, close: end}
	for name, a := range from.Attributes {
		b.items = append(b.items, &item{
			key: name + " =", word: name, src: src, expr: a.Expr,
			start: a.NameRange.Start.Byte, from: a.EqualsRange.End.Byte, end: a.SrcRange.End.Byte, to: a.SrcRange.End.Byte,
		})
	}
	for _, k := range from.Blocks {
		b.items = append(b.items, &item{
			key: k.Type + " " + quoted(k.Labels), word: strings.TrimSpace(k.Type + " " + quoted(k.Labels)), src: src, named: len(k.Labels) > 0,
			start: k.TypeRange.Start.Byte, end: k.CloseBraceRange.End.Byte,
			inner: newBody(src, k.Body, k.OpenBraceRange.End.Byte, k.CloseBraceRange.Start.Byte),
		})
	}
	b.order()
	return b
}

// quoted is a block's labels as they are written.
func quoted(labels []string) string {
	list := make([]string, len(labels))
	for i, l := range labels {
		list[i] = strconv.Quote(l)
	}
	return strings.Join(list, " ")
}

// order sorts the items by place, gives each the lines that are its own, and numbers
// blocks that nothing else tells apart.
func (b *body) order() {
	sortByPlace(b.items)
	seen := map[string]int{}
	before := b.open
	for _, i := range b.items {
		if i.expr != nil {
			for i.from < i.to && (i.src[i.from] == ' ' || i.src[i.from] == '\t') {
				i.from++
			}
		}
		i.start = max(before, lineStart(b.src, i.start))
		i.end = min(lineEnd(b.src, i.end), b.close)
		i.lead = commentAbove(b.src, before, i.start)
		before = i.end
		if seen[i.key]++; seen[i.key] > 1 {
			i.key += "#" + strconv.Itoa(seen[i.key])
		}
	}
}

// lineStart is where the line of a place begins.
func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

// lineEnd is behind the newline of the line that a place ends. A place right behind a
// newline, as after a heredoc, is one already.
func lineEnd(src []byte, at int) int {
	if at > 0 && src[at-1] == '\n' {
		return at
	}
	if n := bytes.IndexByte(src[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(src)
}

// commentAbove is where the lines of comments right above a line begin, and the line
// itself where there are none.
func commentAbove(src []byte, least, start int) int {
	for start > least {
		above := max(least, lineStart(src, start-1))
		text := bytes.TrimSpace(src[above:start])
		if above == least && least > 0 && src[least-1] != '\n' { // the rest of the opening line
			return start
		}
		if !bytes.HasPrefix(text, []byte("#")) && !bytes.HasPrefix(text, []byte("//")) {
			return start
		}
		start = above
	}
	return start
}

// find returns the item of a key, nil where there is none.
func (b *body) find(key string) *item {
	if b == nil {
		return nil
	}
	for _, i := range b.items {
		if i.key == key {
			return i
		}
	}
	return nil
}

// text is the whole of an item with its comment.
func (i *item) text() []byte { return i.src[i.lead:i.end] }

// comment is what stands above an item, without the indentation.
func (i *item) comment() string {
	if i == nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(string(i.src[i.lead:i.start])) {
		lines = append(lines, strings.TrimSpace(line))
	}
	return strings.Join(lines, "\n")
}
