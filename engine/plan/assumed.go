package plan

import (
	"fmt"
	"slices"
	"strings"

	"berth.dev/engine/fleet"
)

// mostSubjects is how many services an assumption names.
const mostSubjects = 8

// assumed writes assumptions down, those of the same words as one.
func assumed(all []fleet.Assumption) []string {
	by := map[string][]string{}
	var texts []string
	for _, a := range all {
		if _, seen := by[a.Text]; !seen {
			texts = append(texts, a.Text)
		}
		by[a.Text] = append(by[a.Text], a.Subject)
	}
	out := []string{}
	for _, text := range texts {
		out = append(out, some(by[text])+": "+text)
	}
	slices.Sort(out)
	return out
}

// some names a few of many.
func some(names []string) string {
	if more := len(names) - mostSubjects; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:mostSubjects], ", "), more)
	}
	return strings.Join(names, ", ")
}
