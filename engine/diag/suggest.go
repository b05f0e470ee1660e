package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// Nearest returns the candidate that word was most likely meant to be, or ""
// when none is near. A third of the letters may differ, one at least; two
// neighbours that changed places count as one, letter case, "-" and "_" not at
// all. Ties go to the candidate named first.
func Nearest(word string, candidates []string) string {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "_") }
	want := plain(word)
	letters := utf8.RuneCountInString(want)
	best, bestDistance := "", max(1, letters/3)+1
	for _, c := range candidates {
		// The distance is never less than the difference in length. Measuring it
		// takes time by the product of the lengths: a word of a megabyte must not.
		if n := utf8.RuneCountInString(c); n-letters >= bestDistance || letters-n >= bestDistance {
			continue
		}
		is := plain(c)
		d := levenshtein.Distance(want, is, nil)
		if d == 2 && areSwapped(want, is) {
			d = 1
		}
		if d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// areSwapped tells whether two neighbouring letters changed places: the commonest
// slip of fingers, which counts as two letters by Levenshtein.
func areSwapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// mostListed is how many candidates are listed where none is near.
const mostListed = 24

// Meant returns a sentence that suggests the nearest candidate, or lists all
// of them when none is near and they are few. It is empty without candidates.
func Meant(word string, candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	if n := Nearest(word, candidates); n != "" {
		return fmt.Sprintf("Did you mean %q?", n)
	}
	if len(candidates) > mostListed {
		return ""
	}
	quoted := make([]string, len(candidates))
	for i, c := range candidates {
		quoted[i] = fmt.Sprintf("%q", c)
	}
	return "Known here: " + strings.Join(quoted, ", ") + "."
}
