package diag

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Steers tells whether a character could steer a terminal or reorder what a
// reader sees: controls, the marks of writing direction, and the separators
// that some terminals take for a new line.
func Steers(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// Clean returns text that is safe to print: one "?" stands for each character
// that [Steers] and for each byte that is not UTF-8, except that line ends and
// tabs stay.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && Steers(r) || r == utf8.RuneError {
			return '?'
		}
		return r
	}, s)
}

// isPlain tells whether s is printable ASCII, which is nearly always so.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// cleanLine is [Clean] for text that must stay on one line.
func cleanLine(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.NewReplacer("\n", "?", "\t", " ").Replace(Clean(s))
}
