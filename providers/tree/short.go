package tree

import (
	"strings"
	"unicode"
)

// Short makes words of a file safe to stand in a message or a comment: one line of
// some 80 bytes, of letters and signs that are seen.
func Short(words string) string { return ShortTo(80, words) }

// ShortTo is [Short] with another length, in bytes.
func ShortTo(longest int, words string) string {
	if len(words) > longest {
		words = strings.ToValidUTF8(words[:longest], "") + "…"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, words)
}
