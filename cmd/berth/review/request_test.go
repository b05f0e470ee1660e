package review

import (
	"math/rand/v2"
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
	// brings is everything that is shown of it, one thing a line (see brought.lines).
	brings string
	// said is what the program says where it cannot run.
	said []string
}

// The exit codes of a check.
const (
	passed  = 0
	broken  = 1
	refused = 4
)

// requests are all merge requests, in the order in which they are opened.
func requests() []request {
	return slices.Concat(placeRequests(), moneyRequests(), ruleRequests(), exceptionRequests(), wordRequests(), brokenRequests())
}

func TestEachMergeRequestIsToldWhatItBringsAndNothingElse(t *testing.T) {
	main := company(t)
	first := &checked{repository: main.branch(t, "first", "main"), found: map[string][]finding{}}
	open(main, requests(), func(branch *repository, q request) { branch.answers(q, first) })
}

// TestWhatWasMergedMeanwhileIsNobodyElses plays the same history in other orders: what a
// request brings depends on where it began, not on what main has become since.
func TestWhatWasMergedMeanwhileIsNobodyElses(t *testing.T) {
	if testing.Short() {
		t.Skip("the same history again")
	}
	for seed := range uint64(2) {
		all := requests()
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		open(company(t), all, func(branch *repository, q request) {
			if q.against != broken {
				branch.shows(q)
			}
		})
	}
}

// open opens all requests on one day, and looks at one after the other; those that pass
// are merged.
func open(main *repository, all []request, look func(*repository, request)) {
	main.Helper()
	branches := make([]*repository, len(all))
	for i, q := range all {
		branches[i] = main.branch(main.T, q.name, "main")
		q.edit(branches[i])
		branches[i].commit(q.title)
	}
	merged := 0
	for i, q := range all {
		main.Run(q.name, func(t *testing.T) { look(&repository{t, branches[i].dir}, q) })
		if q.against == passed && main.merge(q.name) {
			merged++
		}
	}
	if merged < 10 {
		main.Errorf("only %d requests were merged: main did not move on", merged)
	}
}

// merge merges a branch, and tells whether that went without a conflict.
func (r *repository) merge(branch string) bool {
	r.Helper()
	if r.program("git", "merge", "--quiet", "--no-ff", "--no-edit", branch).Run() != nil {
		r.git("merge", "--abort")
		return false
	}
	return true
}

// answers holds what the program says of a request against what it must.
func (r *repository) answers(q request, first *checked) {
	r.Helper()
	if q.against == broken {
		for _, args := range [][]string{{"check", specs}, {"check", specs, "--against", "main"}} {
			a := r.berth(args...)
			if a.code != broken || a.out != "" {
				r.Errorf("berth %s: exit %d, and on stdout:\n%s", strings.Join(args, " "), a.code, a.out)
			}
			for _, want := range q.said {
				if !strings.Contains(a.err, want) {
					r.Errorf("berth %s: it does not say %q:\n%s", strings.Join(args, " "), want, a.err)
				}
			}
		}
		return
	}
	var got brought
	r.untouched(func() { got = r.shows(q) })
	if diff := cmp.Diff(got.raw, r.brought("main", q.against).raw); diff != "" {
		r.Errorf("the second time it shows something else:\n%s", diff)
	}
	if a := r.berth("check", specs); a.code != q.alone {
		r.Errorf("berth check: exit %d, want %d\n%s%s", a.code, q.alone, a.out, a.err)
	}
	r.agrees(first, got)
}

// shows holds what is shown of a request against what must be, and nothing else.
func (r *repository) shows(q request) brought {
	r.Helper()
	got := r.brought("main", q.against)
	if diff := cmp.Diff(tidied(q.brings), got.lines()); diff != "" {
		r.Errorf("what it brings (-want +got):\n%s", diff)
	}
	return got
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
