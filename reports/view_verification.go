package reports

import (
	"io"
	"strings"
)

// WriteVerification writes what the check found.
func WriteVerification(w io.Writer, o Options, v Verification) error {
	return write(w, o, v, func() []block { return verificationView(&v) })
}

// digest is what the words of a digest begin with.
const digest = "sha256:"

// mostFaults is how many faults of a claim are listed.
const mostFaults = 5

func verificationView(v *Verification) []block {
	title := text{"Every claim of the plan follows from its data", good}
	if !v.Holds {
		title = text{"The plan is refused", bad}
	}
	t := table{columns: []column{{}, {name: "claim"}, {name: "found", wraps: true}}, indent: 2}
	for _, c := range v.Checks {
		mark := text{"✓", good}
		if !c.OK {
			mark = text{"✗", bad}
		}
		r := row{cells: []text{mark, say(c.Name), {c.Detail, dim}}}
		if strings.HasPrefix(c.Detail, digest) {
			// It is to be copied and compared, so it stands whole on a line of its own.
			r.cells[2], r.notes = text{}, []text{{c.Detail, dim}}
		}
		for k, fault := range c.Faults {
			if k == mostFaults {
				r.notes = append(r.notes, text{"and " + count(len(c.Faults)-k, "more fault"), bad})
				break
			}
			r.notes = append(r.notes, text{fault, bad})
		}
		t.rows = append(t.rows, r)
	}
	blocks := []block{heading{1, []text{title}}}
	if v.Integrity != "" {
		blocks = append(blocks, paragraph{parts: []text{say("The file is " + v.Integrity + ".")}})
	}
	blocks = append(blocks, t)
	if len(v.NotProved) > 0 {
		var list items
		for _, words := range v.NotProved {
			list.entries = append(list.entries, []text{say(words)})
		}
		blocks = append(blocks, heading{2, []text{{"What a file cannot prove", strong}}}, list)
	}
	return blocks
}
