package prometheus

import (
	"slices"
	"strings"
	"unicode"
)

// Bounds for what a server says, so that its words stay words.
const (
	longestWords = 300
	mostWarnings = 10
)

// clean makes a server's words fit to be shown: without secrets, in one line, short.
func (s *Source) clean(words string) string {
	for _, secret := range s.secrets {
		words = strings.ReplaceAll(words, secret, "***")
	}
	words = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > longestWords {
		words = string(runes[:longestWords]) + " …"
	}
	return words
}

// words are warnings cleaned, in order, each once.
func (s *Source) words(warnings []string) []string {
	var out []string
	for _, w := range warnings {
		if w = s.clean(w); w != "" {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return out[:min(len(out), mostWarnings)]
}
