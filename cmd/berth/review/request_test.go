package review

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// request is a merge request: what somebody does to the specs, and all that it brings.
type request struct {
	// name is the branch's, title what its author says.
	name, title string
	edit        func(*repository)
	// against is the exit code of a check of what it brings, alone that of a check of
	// all that there is then.
	against, alone int
	// brings is everything that is shown of it, one thing a line (see lines).
	brings string
	// said is what the program says where it cannot run.
	said []string
}

// The exit codes of a check.
const (
	passed  = 0
	broken  = 1
	misused = 2
	refused = 4
)

// requests are all merge requests, in the order in which they are opened.
func requests() []request {
	return slices.Concat(placeRequests(), moneyRequests(), ruleRequests(), exceptionRequests(), wordRequests(), brokenRequests())
}

func TestEachMergeRequestIsToldWhatItBringsAndNothingElse(t *testing.T) {
	main := company(t)
	_ = cmp.Diff
	for _, q := range requests() {
		t.Run(q.name, func(t *testing.T) {
			branch := main.branch(t, q.name, "main")
			q.edit(branch)
			branch.commit(q.title)
			if q.against == broken {
				t.Skip()
				return
			}
		})
	}
}

// tidied are the lines of a text, without the space around them, sorted.
func tidied(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}
