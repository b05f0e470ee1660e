package diag

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agext/levenshtein"
)

// Nearest returns the candidate that word was most likely meant to be, or ""
// when none is near. A third of the letters may differ, one at least; letter
// case, "-" and "_" do not count. Ties go to the candidate named first.
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
		if d := levenshtein.Distance(want, plain(c), nil); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
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
