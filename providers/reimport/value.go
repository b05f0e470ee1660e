package reimport

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func sortByPlace(items []*item) {
	slices.SortFunc(items, func(a, b *item) int { return cmp.Compare(a.start, b.start) })
}

// same tells whether two items say the same: attributes by their values, however they
// are written, blocks by all that is in them. Comments do not count.
func same(a, b *item) bool {
	if a == nil || b == nil || a.key != b.key {
		return a == b
	}
	if a.expr != nil {
		return sameValue(a, b)
	}
	if len(a.inner.items) != len(b.inner.items) {
		return false
	}
	for _, i := range a.inner.items {
		if !same(i, b.inner.find(i.key)) {
			return false
		}
	}
	return true
}

// sameValue compares what two attributes are worth.
func sameValue(a, b *item) bool {
	if bytes.Equal(a.src[a.from:a.to], b.src[b.from:b.to]) {
		return true
	}
	left, bad := a.expr.Value(nil)
	right, worse := b.expr.Value(nil)
	if bad.HasErrors() || worse.HasErrors() {
		return words(a.src[a.from:a.to]) == words(b.src[b.from:b.to])
	}
	return left.RawEquals(right)
}

// untouched tells whether a person left an item as it was imported, its comments too.
func untouched(last, hand *item) bool {
	return last != nil && hand != nil && words(last.text()) == words(hand.text())
}

// words are the tokens of a text with one space between: what is left when layout does
// not count.
func words(text []byte) string {
	tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
	var out []string
	for _, t := range tokens {
		if w := strings.TrimSpace(string(t.Bytes)); w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// shown is an item's value on one line, "" where there is none.
func shown(i *item) string {
	switch {
	case i == nil:
		return ""
	case i.expr == nil:
		return "{ … }"
	}
	return strings.Join(strings.Fields(string(i.src[i.from:i.to])), " ")
}
