package diag

import (
	"strings"

	"github.com/agext/levenshtein"
)

// Nearest returns the candidate that word was most likely meant to be, or ""
// when none is near. A third of the letters may differ, one at least; letter
// case, "-" and "_" do not count. Ties go to the candidate named first.
func Nearest(word string, candidates []string) string {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "_") }
	best, bestDistance := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if d := levenshtein.Distance(plain(word), plain(c), nil); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// Meant returns a sentence that suggests the nearest candidate, or lists all
// of them when none is near. It is empty without candidates.
func Meant(word string, candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	if n := Nearest(word, candidates); n != "" {
		return "Did you mean " + quote(n) + "?"
	}
	const most = 24
	if len(candidates) > most {
		return ""
	}
	quoted := make([]string, len(candidates))
	for i, c := range candidates {
		quoted[i] = quote(c)
	}
	return "Known here: " + strings.Join(quoted, ", ") + "."
}

func quote(s string) string { return `"` + s + `"` }
